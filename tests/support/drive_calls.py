"""What tests of the workspace's Drive ask of it."""

from __future__ import annotations

from typing import Any

from tests.support.raw_calls import api
from workspace.space import Workspace

FOLDER, SHEET = (
    "application/vnd.google-apps.folder",
    "application/vnd.google-apps.spreadsheet",
)


def make_file(
    space: Workspace, name: str, mime: str = SHEET, **more: Any
) -> str:
    """A new file; its id."""
    answer = api(
        space,
        "POST",
        "/drive/v3/files",
        json={"name": name, "mimeType": mime, **more},
    )
    assert set(answer.json()) == {"kind", "id", "name", "mimeType"}, (
        "without `fields`, Drive answers four"
    )
    return str(answer.json()["id"])


def names_found(space: Workspace, q: str) -> list[str]:
    """The names of the files that a query finds."""
    return [
        f["name"]
        for f in api(space, "GET", "/drive/v3/files", params={"q": q}).json()[
            "files"
        ]
    ]
