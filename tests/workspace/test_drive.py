"""The workspace's Drive: files found by mark and folder, permissions by view,
a feed of changes.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

FOLDER, SHEET = (
    "application/vnd.google-apps.folder",
    "application/vnd.google-apps.spreadsheet",
)


def make(space: Workspace, name: str, mime: str = SHEET, **more: Any) -> str:
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


def found(space: Workspace, q: str) -> list[str]:
    return [
        f["name"]
        for f in api(space, "GET", "/drive/v3/files", params={"q": q}).json()[
            "files"
        ]
    ]


def test_files_are_found_by_folder_name_and_mark(space: Workspace) -> None:
    folder = make(space, "Folder", FOLDER)
    make(space, "It's in", parents=[folder], appProperties={"mark": "a b"})
    make(space, "Out")
    assert found(space, f"'{folder}' in parents and trashed = false") == [
        "It's in"
    ]
    assert found(space, "name = 'It\\'s in'") == ["It's in"]
    assert found(
        space,
        "appProperties has { key='mark' and value='a b' } and trashed=false",
    ) == ["It's in"]
    assert found(space, f"mimeType = '{FOLDER}'") == ["Folder"]


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("fullText contains 'a'", 501),
        ("nonsense", 400),
        ("modifiedTime > 'soon'", 400),
        ("name =", 400),
        ("name = 'a' and", 400),
        ("(trashed = true", 400),
        ("colour = 'red'", 400),
    ],
)
def test_queries_not_understood_are_refused(
    space: Workspace, q: str, code: int
) -> None:
    assert (
        api(space, "GET", "/drive/v3/files", params={"q": q}).status_code
        == code
    )


def test_trash_moves_and_names(space: Workspace) -> None:
    folder, file = make(space, "Folder", FOLDER), make(space, "A")
    path = f"/drive/v3/files/{file}"
    both = api(space, "PATCH", path, params={"addParents": folder}, json={})
    assert both.status_code == 403, "the root would stay a parent"
    api(
        space,
        "PATCH",
        path,
        params={"addParents": folder, "removeParents": "root"},
        json={"name": "B"},
    ).raise_for_status()
    assert found(space, f"'{folder}' in parents") == ["B"]
    api(space, "PATCH", path, json={"trashed": True}).raise_for_status()
    assert found(space, "trashed = false") == ["Folder"]


def test_changes_name_each_file_once(space: Workspace) -> None:
    token = api(space, "GET", "/drive/v3/changes/startPageToken").json()[
        "startPageToken"
    ]
    one, two = make(space, "1"), make(space, "2")
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


def test_a_permission_of_the_published_view_is_for_forms_and_shown_when_asked(
    space: Workspace,
) -> None:
    form = make(space, "Form", "application/vnd.google-apps.form")
    body = {"type": "anyone", "role": "reader", "view": "published"}
    api(
        space, "POST", f"/drive/v3/files/{form}/permissions", json=body
    ).raise_for_status()
    path = f"/drive/v3/files/{form}/permissions"
    assert len(api(space, "GET", path).json()["permissions"]) == 1
    shown = api(
        space,
        "GET",
        path,
        params={
            "includePermissionsForView": "published",
            "fields": "permissions(type,view)",
        },
    )
    assert shown.json() == {
        "permissions": [
            {"type": "user"},
            {"type": "anyone", "view": "published"},
        ]
    }
    refused = api(
        space,
        "POST",
        f"/drive/v3/files/{make(space, 'S')}/permissions",
        json=body,
    )
    assert refused.json()["error"]["errors"][0]["reason"] == "invalid"
    mail = api(
        space,
        "POST",
        path,
        params={"sendNotificationEmail": "true"},
        json=body | {"view": None},
    )
    assert mail.status_code == 400


def test_access_comes_down_from_folders(space: Workspace) -> None:
    folder = make(space, "Folder", FOLDER)
    file = make(space, "In", parents=[folder])
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


def test_unknown_parameters_and_unmade_types_are_refused(
    space: Workspace,
) -> None:
    assert (
        api(space, "GET", "/drive/v3/files", params={"query": "x"}).status_code
        == 200
    ), "Drive ignores what it does not know"
    assert space.wire.calls[-1]["ignored"] == ["query"]
    sheets = api(space, "GET", "/v4/spreadsheets/x", params={"query": "x"})
    assert (
        'Unknown name "query": Cannot bind query parameter'
        in sheets.json()["error"]["message"]
    )
    document = api(
        space,
        "POST",
        "/drive/v3/files",
        json={"mimeType": "application/vnd.google-apps.document"},
    )
    assert (
        document.status_code,
        document.json()["error"]["errors"][0]["reason"],
    ) == (
        501,
        "notImplemented",
    )


# -- shared drives ------------------------------------------------------------

ALL = {"supportsAllDrives": "true"}
ROBOT = "robot@project.iam.gserviceaccount.com"


@pytest.fixture
def drive(space: Workspace) -> str:
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
    make(space, "Mine")
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
    file = make(space, "Mine")
    params = ALL | {
        "addParents": drive,
        "removeParents": "root",
        "fields": "driveId,owners",
    }
    moved = api(
        space, "PATCH", f"/drive/v3/files/{file}", params=params, json={}
    )
    assert moved.json() == {"driveId": drive}
    folder = make(space, "Folder", FOLDER)
    refused = api(
        space,
        "PATCH",
        f"/drive/v3/files/{folder}",
        params=ALL | {"addParents": drive},
        json={},
    )
    assert refused.status_code == 403


# -- the rest -----------------------------------------------------------------


def test_queries_as_people_write_them(space: Workspace) -> None:
    folder = make(space, "Folder", FOLDER)
    make(space, "Mentoring log 2026", parents=[folder])
    make(space, "Budget", properties={"a": "b"})
    api(
        space,
        "PATCH",
        f"/drive/v3/files/{make(space, 'Old')}",
        json={"trashed": True, "starred": True},
    )
    for q, names in (
        ("name contains 'ment'", ["Mentoring log 2026"]),
        ("name contains 'log'", ["Mentoring log 2026"]),
        ("name contains 'toring'", []),
        ('mimeType="application/vnd.google-apps.folder"', ["Folder"]),
        (
            "not name contains 'Fold' and trashed = false",
            ["Budget", "Mentoring log 2026"],
        ),
        ("(name = 'Budget' or name = 'Old') and trashed = true", ["Old"]),
        ("'root' in parents and trashed = false", ["Budget", "Folder"]),
        ("starred = true", ["Old"]),
        ("properties has { key='a' and value='b' }", ["Budget"]),
        (f"'{ADMIN}' in owners and mimeType != '{SHEET}'", ["Folder"]),
        (
            "modifiedTime > '2020-01-01T00:00:00' and createdTime < '2020-01-01T00:00:00Z'",
            [],
        ),
    ):
        files = api(
            space, "GET", "/drive/v3/files", params={"q": q, "orderBy": "name"}
        ).json()["files"]
        assert [f["name"] for f in files] == names, q


def test_a_copy_is_a_file_of_ones_own_and_a_deleted_file_is_reported(
    space: Workspace,
) -> None:
    file = make(space, "Original", appProperties={"mark": "x"})
    put: dict[str, Any] = {
        "params": {"valueInputOption": "RAW"},
        "json": {"values": [["kept"]]},
    }
    api(
        space, "PUT", f"/v4/spreadsheets/{file}/values/A1", **put
    ).raise_for_status()
    copied = api(space, "POST", f"/drive/v3/files/{file}/copy", json={}).json()
    assert copied["name"] == "Copy of Original"
    assert api(
        space, "GET", f"/v4/spreadsheets/{copied['id']}/values/A1"
    ).json()["values"] == [["kept"]]
    token = api(space, "GET", "/drive/v3/changes/startPageToken").json()[
        "startPageToken"
    ]
    assert api(space, "DELETE", f"/drive/v3/files/{file}").status_code == 204
    (change,) = api(
        space,
        "GET",
        "/drive/v3/changes",
        params={"pageToken": token, "fields": "*"},
    ).json()["changes"]
    assert (change["removed"], change["fileId"], "file" in change) == (
        True,
        file,
        False,
    )
    assert api(space, "GET", f"/v4/spreadsheets/{file}").status_code == 404
    other = api(
        space,
        "GET",
        "/drive/v3/changes",
        who="eve@other.example",
        params={"pageToken": token},
    ).json()
    assert other["changes"] == []


def test_ownership_is_handed_over_only_on_purpose(space: Workspace) -> None:
    path = f"/drive/v3/files/{make(space, 'A')}/permissions"
    heir = f"bo@{ADMIN.partition('@')[2]}"
    writer = {"type": "user", "role": "writer", "emailAddress": heir}
    made = api(space, "POST", path, json=writer).json()
    plain = api(space, "PATCH", f"{path}/{made['id']}", json={"role": "owner"})
    assert (
        "transferOwnership parameter must be enabled"
        in plain.json()["error"]["message"]
    )
    given = api(
        space,
        "PATCH",
        f"{path}/{made['id']}",
        params={"transferOwnership": "true"},
        json={"role": "owner"},
    )
    assert given.status_code == 200
    shown = api(
        space,
        "GET",
        path,
        who=heir,
        params={"fields": "permissions(emailAddress,role)"},
    ).json()
    assert shown["permissions"] == [
        {"emailAddress": heir, "role": "owner"},
        {"emailAddress": ADMIN, "role": "writer"},
    ]
    down = api(
        space,
        "POST",
        path,
        who=heir,
        json={"type": "user", "role": "reader", "emailAddress": ADMIN},
    )
    assert down.json()["role"] == "writer", (
        "adding a lesser role takes nothing away"
    )


def test_nobody_is_handed_a_file_in_silence_or_from_elsewhere(
    space: Workspace,
) -> None:
    path = f"/drive/v3/files/{make(space, 'A')}/permissions"
    owner = {"type": "user", "role": "owner"}
    for address, silent, reason in (
        (f"bo@{ADMIN.partition('@')[2]}", "false", "invalidSharingRequest"),
        (
            "bo@elsewhere.example",
            "true",
            "consentRequiredForOwnershipTransfer",
        ),
    ):
        answer = api(
            space,
            "POST",
            path,
            params={
                "transferOwnership": "true",
                "sendNotificationEmail": silent,
            },
            json={**owner, "emailAddress": address},
        )
        error = answer.json()["error"]["errors"][0]
        assert error["reason"] == reason


def test_a_reader_stars_a_file_and_moves_nothing(space: Workspace) -> None:
    home = make(space, "Home", FOLDER)
    file = make(space, "A", parents=[home])
    reader, writer = "reader@w.example", "writer@w.example"
    for who, role in ((reader, "reader"), (writer, "writer")):
        api(
            space,
            "POST",
            f"/drive/v3/files/{file}/permissions",
            json={"type": "user", "role": role, "emailAddress": who},
        ).raise_for_status()
    path = f"/drive/v3/files/{file}"
    star = {"starred": True}
    assert api(space, "PATCH", path, who=reader, json=star).status_code == 200
    for who in (reader, writer):
        theirs = api(
            space,
            "POST",
            "/drive/v3/files",
            who=who,
            json={"name": "Mine", "mimeType": FOLDER},
        ).json()["id"]
        for params in (
            {"addParents": theirs},
            {"addParents": theirs, "removeParents": home},
            {"removeParents": home},
        ):
            moved = api(
                space, "PATCH", path, who=who, params=params, json=star
            )
            assert moved.status_code == 403, (who, params)
    shown = api(space, "GET", path, params={"fields": "parents"}).json()
    assert shown == {"parents": [home]}


def test_a_file_has_thirty_properties_of_a_kind(space: Workspace) -> None:
    many = {f"k{n}": "v" for n in range(31)}
    for kind in ("properties", "appProperties"):
        body = {"name": "A", "mimeType": SHEET, kind: many}
        answer = api(space, "POST", "/drive/v3/files", json=body)
        assert answer.status_code == 403
    for count in ("0", "1001"):
        ids = api(
            space,
            "GET",
            "/drive/v3/files/generateIds",
            params={"count": count},
        )
        assert ids.status_code == 400


def test_a_group_lets_its_members_in(space: Workspace) -> None:
    import requests

    group = {"email": "coordinators@w.example", "members": ["bo@w.example"]}
    requests.post(
        f"{space.url}/_internal/groups", json=group, timeout=10
    ).raise_for_status()
    file = make(space, "A")
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


def test_fields_that_there_are_not_are_refused(space: Workspace) -> None:
    answer = api(
        space, "GET", "/drive/v3/files", params={"fields": "files(id,nme)"}
    ).json()["error"]
    assert (answer["message"], answer["errors"][0]["reason"]) == (
        "Invalid field selection nme",
        "invalidParameter",
    )
    sheet = make(space, "A")
    error = api(
        space,
        "GET",
        f"/v4/spreadsheets/{sheet}",
        params={"fields": "sheets.propertys"},
    ).json()["error"]
    assert (
        "Cannot find matching fields for path 'sheets.propertys'"
        in error["details"][0]["fieldViolations"][0]["description"]
    )


def test_parameters_that_would_change_what_happens_are_refused_by_name(
    space: Workspace,
) -> None:
    for params in ({"spaces": "appDataFolder"}, {"includeLabels": "x"}):
        answer = api(space, "GET", "/drive/v3/files", params=params)
        (name,) = params
        assert (
            answer.status_code,
            f"drive.files.list with {name}"
            in answer.json()["error"]["message"],
        ) == (501, True)


def test_writers_share_unless_the_owner_said_that_they_cannot(
    space: Workspace,
) -> None:
    for may, code in ((True, 200), (False, 403)):
        path = f"/drive/v3/files/{make(space, 'A', writersCanShare=may)}/permissions"
        api(
            space,
            "POST",
            path,
            json={
                "type": "user",
                "role": "writer",
                "emailAddress": "bo@w.example",
            },
        ).raise_for_status()
        body = {
            "type": "user",
            "role": "reader",
            "emailAddress": "cy@w.example",
        }
        assert (
            api(space, "POST", path, who="bo@w.example", json=body).status_code
            == code
        )


def test_a_link_opens_a_file_and_lists_it_for_nobody(space: Workspace) -> None:
    file, other = make(space, "Open"), "ben@school.example"
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


def test_whoever_loses_a_file_hears_of_it(space: Workspace) -> None:
    file, other = make(space, "Shared"), "ben@school.example"
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


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (
            {
                "type": "user",
                "role": "reader",
                "emailAddress": "not an address",
            },
            400,
        ),
        ({"type": "domain", "role": "reader", "domain": "nodot"}, 400),
        (
            {
                "type": "user",
                "role": "reader",
                "emailAddress": "a@b.example",
                "expirationTime": "2027-01-01T00:00:00Z",
            },
            501,
        ),
        (
            {"type": "anyone", "role": "reader", "allowFileDiscovery": True},
            501,
        ),
    ],
)
def test_a_share_without_effect_is_refused(
    space: Workspace, grant: dict[str, Any], code: int
) -> None:
    file = make(space, "A")
    assert (
        api(
            space, "POST", f"/drive/v3/files/{file}/permissions", json=grant
        ).status_code
        == code
    )


@pytest.mark.parametrize(
    "params",
    [
        {"orderBy": "name_natural"},
        {"q": "modifiedTime > '0001-01-01T00:00:00+14:00'"},
        {"pageToken": "MTIz" * 20},
        {"pageToken": "²"},
    ],
)
def test_odd_questions_break_nothing(
    space: Workspace, params: dict[str, str]
) -> None:
    make(space, "Week ²")
    assert api(space, "GET", "/drive/v3/files", params=params).status_code in (
        200,
        400,
    )


@pytest.mark.parametrize(
    ("path", "params", "name"),
    [
        ("about", {"fields": "importFormats"}, "importFormats"),
        ("files", {"fields": "files(thumbnailLink)"}, "thumbnailLink"),
        (
            "changes",
            {"pageToken": "1", "fields": "changes(file(iconLink))"},
            "iconLink",
        ),
        ("files", {"q": "fullText contains 'hello'"}, "fullText"),
        ("files", {"q": "shortcutDetails.targetId = 'x'"}, "shortcutDetails"),
        ("files", {"q": "'labels/1@published' in labels"}, "labels"),
        ("files", {"q": "visibility = 'limited'"}, "visibility"),
    ],
)
def test_what_is_documented_and_not_here_is_refused_by_name(
    space: Workspace, path: str, params: dict[str, str], name: str
) -> None:
    answer = api(space, "GET", f"/drive/v3/{path}", params=params)
    assert answer.status_code == 501
    assert name in answer.json()["error"]["message"]


def test_a_star_of_an_older_workspace_is_nobodys(space: Workspace) -> None:
    file = make(space, "A")
    with space.store.writing() as db:
        db.execute("UPDATE files SET more = '{\"starred\": true}'")
    path = f"/drive/v3/files/{file}?fields=starred"
    assert api(space, "GET", path).json() == {"starred": False}
    api(space, "PATCH", path, json={"starred": True}).raise_for_status()
    assert api(space, "GET", path).json() == {"starred": True}
