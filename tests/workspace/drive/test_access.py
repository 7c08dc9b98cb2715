"""Who may see a file and who may change it."""

from __future__ import annotations

from tests.support.drive_calls import FOLDER, make_file
from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    update,
)
from workspace.space import Workspace


def test_a_reader_may_not_write_and_a_stranger_sees_nothing(
    space: Workspace, book: str
) -> None:
    body = {"type": "user", "role": "reader", "emailAddress": "bo@w.example"}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=body
    ).raise_for_status()
    assert (
        update(space, book, {"addSheet": {}}, who="bo@w.example").json()[
            "error"
        ]["status"]
        == "PERMISSION_DENIED"
    )
    assert (
        api(
            space, "GET", f"/v4/spreadsheets/{book}", who="eve@w.example"
        ).status_code
        == 403
    )


def test_access_comes_down_from_folders(space: Workspace) -> None:
    folder = make_file(space, "Folder", FOLDER)
    file = make_file(space, "In", parents=[folder])
    assert (
        api(
            space, "GET", f"/drive/v3/files/{file}", who="bo@w.example"
        ).status_code
        == 404
    )
    body = {"type": "domain", "role": "reader", "domain": "w.example"}
    api(
        space, "POST", f"/drive/v3/files/{folder}/permissions", json=body
    ).raise_for_status()
    assert (
        api(
            space, "GET", f"/drive/v3/files/{file}", who="bo@w.example"
        ).status_code
        == 200
    )
    refused = api(
        space,
        "PATCH",
        f"/drive/v3/files/{file}",
        who="bo@w.example",
        json={"name": "Mine"},
    )
    assert (
        refused.json()["error"]["errors"][0]["reason"]
        == "insufficientFilePermissions"
    )


def test_a_group_lets_its_members_in(space: Workspace) -> None:
    import requests

    group = {"email": "coordinators@w.example", "members": ["bo@w.example"]}
    requests.post(
        f"{space.url}/_internal/groups", json=group, timeout=10
    ).raise_for_status()
    file = make_file(space, "A")
    body = {
        "type": "group",
        "role": "writer",
        "emailAddress": "coordinators@w.example",
    }
    api(
        space, "POST", f"/drive/v3/files/{file}/permissions", json=body
    ).raise_for_status()
    assert (
        api(
            space, "GET", f"/drive/v3/files/{file}", who="bo@w.example"
        ).status_code
        == 200
    )
    assert (
        api(
            space, "GET", f"/drive/v3/files/{file}", who="cy@w.example"
        ).status_code
        == 404
    )


def test_a_link_opens_a_file_and_lists_it_for_nobody(space: Workspace) -> None:
    file, other = make_file(space, "Open"), "ben@school.example"
    api(
        space,
        "POST",
        f"/drive/v3/files/{file}/permissions",
        json={"type": "anyone", "role": "reader"},
    ).raise_for_status()
    assert (
        api(space, "GET", f"/drive/v3/files/{file}", who=other).status_code
        == 200
    )
    assert (
        api(space, "GET", "/drive/v3/files", who=other).json()["files"] == []
    )
