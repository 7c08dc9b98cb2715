"""The program's forms: how each is declared, the answers that come back, the
links that lead there.
"""
