"""The workspace's Drive: files found by mark and folder, permissions by view, a feed of changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import api
from workspace.app import Workspace

FOLDER, SHEET = "application/vnd.google-apps.folder", "application/vnd.google-apps.spreadsheet"


def make(space: Workspace, name: str, mime: str = SHEET, **more: Any) -> str:
    answer = api(space, "POST", "/drive/v3/files", json={"name": name, "mimeType": mime, **more})
    assert set(answer.json()) == {"kind", "id", "name", "mimeType"}, "without `fields`, Drive answers four"
    return str(answer.json()["id"])


def found(space: Workspace, q: str) -> list[str]:
    return [f["name"] for f in api(space, "GET", "/drive/v3/files", params={"q": q}).json()["files"]]


def test_files_are_found_by_folder_name_and_mark(space: Workspace) -> None:
    folder = make(space, "Folder", FOLDER)
    make(space, "It's in", parents=[folder], appProperties={"mark": "a b"})
    make(space, "Out")
    assert found(space, f"'{folder}' in parents and trashed = false") == ["It's in"]
    assert found(space, "name = 'It\\'s in'") == ["It's in"]
    assert found(space, "appProperties has { key='mark' and value='a b' } and trashed=false") == ["It's in"]
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
def test_queries_not_understood_are_refused(space: Workspace, q: str, code: int) -> None:
    assert api(space, "GET", "/drive/v3/files", params={"q": q}).status_code == code


def test_trash_moves_and_names(space: Workspace) -> None:
    folder, file = make(space, "Folder", FOLDER), make(space, "A")
    path = f"/drive/v3/files/{file}"
    api(space, "PATCH", path, params={"addParents": folder}, json={"name": "B"}).raise_for_status()
    assert found(space, f"'{folder}' in parents") == ["B"]
    api(space, "PATCH", path, json={"trashed": True}).raise_for_status()
    assert found(space, "trashed = false") == ["Folder"]


def test_changes_name_each_file_once(space: Workspace) -> None:
    token = api(space, "GET", "/drive/v3/changes/startPageToken").json()["startPageToken"]
    one, two = make(space, "1"), make(space, "2")
    put: dict[str, Any] = {"params": {"valueInputOption": "RAW"}, "json": {"values": [[1]]}}
    api(space, "PUT", f"/v4/spreadsheets/{one}/values/A1", **put).raise_for_status()
    answer = api(space, "GET", "/drive/v3/changes", params={"pageToken": token}).json()
    assert [c["fileId"] for c in answer["changes"]] == [two, one]
    again = api(space, "GET", "/drive/v3/changes", params={"pageToken": answer["newStartPageToken"]}).json()
    assert again["changes"] == []


def test_a_permission_of_the_published_view_is_for_forms_and_shown_when_asked(space: Workspace) -> None:
    form = make(space, "Form", "application/vnd.google-apps.form")
    body = {"type": "anyone", "role": "reader", "view": "published"}
    api(space, "POST", f"/drive/v3/files/{form}/permissions", json=body).raise_for_status()
    path = f"/drive/v3/files/{form}/permissions"
    assert len(api(space, "GET", path).json()["permissions"]) == 1
    shown = api(
        space, "GET", path, params={"includePermissionsForView": "published", "fields": "permissions(type,view)"}
    )
    assert shown.json() == {"permissions": [{"type": "user"}, {"type": "anyone", "view": "published"}]}
    refused = api(space, "POST", f"/drive/v3/files/{make(space, 'S')}/permissions", json=body)
    assert refused.json()["error"]["errors"][0]["reason"] == "invalid"
    mail = api(space, "POST", path, params={"sendNotificationEmail": "true"}, json=body | {"view": None})
    assert mail.status_code == 400


def test_access_comes_down_from_folders(space: Workspace) -> None:
    folder = make(space, "Folder", FOLDER)
    file = make(space, "In", parents=[folder])
    assert api(space, "GET", f"/drive/v3/files/{file}", who="bo@w.example").status_code == 404
    body = {"type": "domain", "role": "reader", "domain": "w.example"}
    api(space, "POST", f"/drive/v3/files/{folder}/permissions", json=body).raise_for_status()
    assert api(space, "GET", f"/drive/v3/files/{file}", who="bo@w.example").status_code == 200
    refused = api(space, "PATCH", f"/drive/v3/files/{file}", who="bo@w.example", json={"name": "Mine"})
    assert refused.json()["error"]["errors"][0]["reason"] == "insufficientFilePermissions"


def test_unknown_parameters_and_unmade_types_are_refused(space: Workspace) -> None:
    assert api(space, "GET", "/drive/v3/files", params={"query": "x"}).status_code == 200, (
        "Drive ignores what it does not know"
    )
    assert space.wire.calls[-1]["ignored"] == ["query"]
    sheets = api(space, "GET", "/v4/spreadsheets/x", params={"query": "x"})
    assert 'Unknown name "query": Cannot bind query parameter' in sheets.json()["error"]["message"]
    document = api(space, "POST", "/drive/v3/files", json={"mimeType": "application/vnd.google-apps.document"})
    assert (document.status_code, document.json()["error"]["errors"][0]["reason"]) == (501, "notImplemented")
