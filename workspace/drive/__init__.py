"""Drive v3: files, folders, shared drives, who may see them, and what changed."""

from __future__ import annotations

FOLDER = "application/vnd.google-apps.folder"
FORM = "application/vnd.google-apps.form"
SHEET = "application/vnd.google-apps.spreadsheet"
RANK = {
    "reader": 1,
    "publishedReader": 1,
    "commenter": 2,
    "writer": 3,
    "fileOrganizer": 4,
    "organizer": 5,
    "owner": 6,
}
