"""Shared drives own their files."""

from __future__ import annotations

import pytest

from tests.support.drive_calls import FOLDER, SHEET, make_file
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

ALL = {"supportsAllDrives": "true"}


ROBOT = "robot@project.iam.gserviceaccount.com"


@pytest.fixture
def drive(space: Workspace) -> str:
    """A shared drive; its id."""
    made = api(
        space,
        "POST",
        "/drive/v3/drives",
        params={"requestId": "one"},
        json={"name": "Mentoring"},
    ).json()
    assert set(made) == {"kind", "id", "name"}
    return str(made["id"])


def test_a_shared_drive_owns_its_files_and_lets_its_members_in(
    space: Workspace, drive: str
) -> None:
    member = {"type": "user", "role": "fileOrganizer", "emailAddress": ROBOT}
    api(
        space,
        "POST",
        f"/drive/v3/files/{drive}/permissions",
        params=ALL,
        json=member,
    ).raise_for_status()
    body = {"name": "S", "mimeType": SHEET, "parents": [drive]}
    forgot = api(space, "POST", "/drive/v3/files", who=ROBOT, json=body)
    assert (forgot.status_code, forgot.json()["error"]["message"]) == (
        404,
        f"File not found: {drive}.",
    )
    made = api(
        space,
        "POST",
        "/drive/v3/files",
        who=ROBOT,
        params=ALL | {"fields": "*"},
        json=body,
    ).json()
    assert (made["driveId"], made["parents"], made["name"]) == (
        drive,
        [drive],
        "S",
    )
    assert not {"owners", "permissions", "ownedByMe", "writersCanShare"} & set(
        made
    )
    path = f"/drive/v3/files/{made['id']}"
    assert api(space, "GET", path, who=ROBOT).status_code == 404
    assert api(space, "GET", path, who=ROBOT, params=ALL).status_code == 200
    shown = api(
        space, "GET", f"{path}/permissions", params=ALL | {"fields": "*"}
    ).json()["permissions"]
    assert {
        (p["emailAddress"], p["role"], p["permissionDetails"][0]["inherited"])
        for p in shown
    } == {
        (ADMIN, "organizer", True),
        (ROBOT, "fileOrganizer", True),
    }
    inherited = api(
        space, "DELETE", f"{path}/permissions/{shown[0]['id']}", params=ALL
    )
    assert (
        inherited.json()["error"]["errors"][0]["reason"]
        == "cannotDeletePermission"
    )
    gone = api(space, "DELETE", path, who=ROBOT, params=ALL)
    assert (
        gone.json()["error"]["errors"][0]["reason"]
        == "insufficientFilePermissions"
    ), "deleting needs an organizer"
    api(
        space, "PATCH", path, who=ROBOT, params=ALL, json={"trashed": True}
    ).raise_for_status()
    assert api(space, "DELETE", path, params=ALL).status_code == 204


def test_lists_and_changes_have_shared_drives_only_when_asked(
    space: Workspace, drive: str
) -> None:
    make_file(space, "Mine")
    token = api(
        space, "GET", "/drive/v3/changes/startPageToken", params=ALL
    ).json()["startPageToken"]
    body = {"name": "Theirs", "mimeType": SHEET, "parents": [drive]}
    api(
        space, "POST", "/drive/v3/files", params=ALL, json=body
    ).raise_for_status()
    everywhere = ALL | {"includeItemsFromAllDrives": "true"}

    def names(**params: str) -> list[str]:
        files = api(
            space,
            "GET",
            "/drive/v3/files",
            params={"orderBy": "name", **params},
        ).json()["files"]
        return [f["name"] for f in files]

    assert names() == ["Mine"]
    assert names(**everywhere) == ["Mine", "Theirs"]
    assert names(**everywhere, corpora="drive", driveId=drive) == ["Theirs"]
    half = api(
        space,
        "GET",
        "/drive/v3/files",
        params={"includeItemsFromAllDrives": "true"},
    )
    assert half.status_code == 403
    for params, count in ((ALL, 0), (everywhere, 1)):
        feed = api(
            space,
            "GET",
            "/drive/v3/changes",
            params={"pageToken": token, **params},
        ).json()
        assert len(feed["changes"]) == count
    assert (
        api(
            space,
            "POST",
            "/drive/v3/drives",
            params={"requestId": "one"},
            json={"name": "Twice"},
        ).status_code
        == 409
    )
    full = api(space, "DELETE", f"/drive/v3/drives/{drive}")
    assert (
        full.json()["error"]["errors"][0]["reason"]
        == "cannotDeleteNonEmptyTeamDrive"
    )
    consumer = api(
        space,
        "POST",
        "/drive/v3/drives",
        who="me@gmail.com",
        params={"requestId": "x"},
        json={"name": "N"},
    )
    assert consumer.status_code == 403


def test_moving_into_a_shared_drive_gives_the_owner_up(
    space: Workspace, drive: str
) -> None:
    file = make_file(space, "Mine")
    params = ALL | {
        "addParents": drive,
        "removeParents": "root",
        "fields": "driveId,owners",
    }
    moved = api(
        space, "PATCH", f"/drive/v3/files/{file}", params=params, json={}
    )
    assert moved.json() == {"driveId": drive}
    folder = make_file(space, "Folder", FOLDER)
    refused = api(
        space,
        "PATCH",
        f"/drive/v3/files/{folder}",
        params=ALL | {"addParents": drive},
        json={},
    )
    assert refused.status_code == 403
