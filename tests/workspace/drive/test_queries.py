"""Files are found by queries of Drive's own language."""

from __future__ import annotations

import pytest

from tests.support.drive_calls import FOLDER, SHEET, make_file, names_found
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_files_are_found_by_folder_name_and_mark(space: Workspace) -> None:
    folder = make_file(space, "Folder", FOLDER)
    make_file(
        space, "It's in", parents=[folder], appProperties={"mark": "a b"}
    )
    make_file(space, "Out")
    assert names_found(
        space, f"'{folder}' in parents and trashed = false"
    ) == ["It's in"]
    assert names_found(space, "name = 'It\\'s in'") == ["It's in"]
    assert names_found(
        space,
        "appProperties has { key='mark' and value='a b' } and trashed=false",
    ) == ["It's in"]
    assert names_found(space, f"mimeType = '{FOLDER}'") == ["Folder"]


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


def test_queries_as_people_write_them(space: Workspace) -> None:
    folder = make_file(space, "Folder", FOLDER)
    make_file(space, "Mentoring log 2026", parents=[folder])
    make_file(space, "Budget", properties={"a": "b"})
    api(
        space,
        "PATCH",
        f"/drive/v3/files/{make_file(space, 'Old')}",
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
    make_file(space, "Week ²")
    assert api(space, "GET", "/drive/v3/files", params=params).status_code in (
        200,
        400,
    )
