"""A small Google Workspace on this machine: Sheets, Forms and Drive over HTTP,
with pages for people.
"""
