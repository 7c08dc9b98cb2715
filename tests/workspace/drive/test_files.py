"""Files are made, copied, moved and trashed; what is not done is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.drive_calls import FOLDER, make_file, names_found
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_trash_moves_and_names(space: Workspace) -> None:
    folder, file = make_file(space, "Folder", FOLDER), make_file(space, "A")
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
    assert names_found(space, f"'{folder}' in parents") == ["B"]
    api(space, "PATCH", path, json={"trashed": True}).raise_for_status()
    assert names_found(space, "trashed = false") == ["Folder"]


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


def test_a_copy_is_a_file_of_ones_own_and_a_deleted_file_is_reported(
    space: Workspace,
) -> None:
    file = make_file(space, "Original", appProperties={"mark": "x"})
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
