"""The feed of changes."""

from __future__ import annotations

from typing import Any

from tests.support.drive_calls import make_file
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_changes_name_each_file_once(space: Workspace) -> None:
    token = api(space, "GET", "/drive/v3/changes/startPageToken").json()[
        "startPageToken"
    ]
    one, two = make_file(space, "1"), make_file(space, "2")
    put: dict[str, Any] = {
        "params": {"valueInputOption": "RAW"},
        "json": {"values": [[1]]},
    }
    api(
        space, "PUT", f"/v4/spreadsheets/{one}/values/A1", **put
    ).raise_for_status()
    answer = api(
        space, "GET", "/drive/v3/changes", params={"pageToken": token}
    ).json()
    assert [c["fileId"] for c in answer["changes"]] == [two, one]
    again = api(
        space,
        "GET",
        "/drive/v3/changes",
        params={"pageToken": answer["newStartPageToken"]},
    ).json()
    assert again["changes"] == []


def test_whoever_loses_a_file_hears_of_it(space: Workspace) -> None:
    file, other = make_file(space, "Shared"), "ben@school.example"
    share = {"type": "user", "role": "writer", "emailAddress": other}
    path = f"/drive/v3/files/{file}/permissions"
    grant = api(space, "POST", path, json=share).json()["id"]
    token = api(
        space, "GET", "/drive/v3/changes/startPageToken", who=other
    ).json()["startPageToken"]
    api(space, "DELETE", f"{path}/{grant}").raise_for_status()
    changes = api(
        space,
        "GET",
        "/drive/v3/changes",
        who=other,
        params={"pageToken": token},
    ).json()["changes"]
    assert [(c["fileId"], c["removed"]) for c in changes] == [(file, True)]
    api(space, "POST", path, json=share).raise_for_status()
    changes = api(
        space,
        "GET",
        "/drive/v3/changes",
        who=other,
        params={"pageToken": token},
    ).json()["changes"]
    assert [(c["fileId"], c["removed"]) for c in changes] == [(file, False)], (
        "what can be seen again is not gone"
    )
