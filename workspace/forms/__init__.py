"""Forms v1: forms made by batches, filled in on their page, read back as
responses.
"""
