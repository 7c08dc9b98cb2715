"""JSON as Google's servers take it."""

from __future__ import annotations

import sqlite3

from tests.support.raw_calls import api
from workspace.space import Workspace


def test_googles_json_is_laxer_than_its_schema(
    space: Workspace, book: str
) -> None:
    """snake_case, a single object for a list, a list in a list, null for
    unset, numbers as texts.
    """
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    wanted = {
        "update_sheet_properties": {
            "properties": {"sheet_id": "0", "title": "Lax", "hidden": None},
            "fields": "title",
        }
    }
    assert (
        api(space, "POST", path, json={"requests": wanted}).status_code == 200
    )
    again = {
        "requests": [
            [{"addSheet": {"properties": {"title": "Nested", "index": "1"}}}]
        ]
    }
    assert api(space, "POST", path, json=again).status_code == 200
    titles = [
        s["properties"]["title"]
        for s in api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"]
    ]
    assert titles == ["Lax", "Nested"]
    error = api(
        space,
        "POST",
        path,
        json={"requests": [{"addSheet": {"properties": {"index": "x"}}}]},
    ).json()["error"]
    assert (
        error["message"]
        == "Invalid value at 'requests[0].add_sheet.properties.index' (TYPE_INT32), \"x\""
    )
    assert (
        error["details"][0]["fieldViolations"][0]["field"]
        == "requests[0].add_sheet.properties.index"
    )


def test_an_answer_that_google_could_not_give_is_never_sent(
    space: Workspace,
) -> None:
    """Break the code on purpose: an unknown name in an answer is refused by
    the workspace itself.
    """
    space.methods["drive.about.get"] = lambda who, query: {"usr": who}
    answer = space.wire.answer(
        "GET", "/drive/v3/about", {"fields": ["user"]}, b"", "a@b.example"
    )
    assert answer.code == 500
    assert "unknown name: usr" in space.wire.calls[-1]["error"]


def test_a_damaged_file_is_refused_at_once(space: Workspace) -> None:
    """A client asks again after a 500, and would for minutes."""

    def damaged(*_: object, **__: object) -> object:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise error

    space.methods["drive.about.get"] = damaged
    answer = space.wire.answer(
        "GET", "/drive/v3/about", {"fields": ["user"]}, b"", "a@b.example"
    )
    assert answer.code == 400
    assert f"{space.store.path} is damaged".encode() in answer.body
