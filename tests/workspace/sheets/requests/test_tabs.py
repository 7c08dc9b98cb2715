"""Tabs are added, renamed and deleted."""

from __future__ import annotations

from tests.support.sheet_calls import (
    get,
    put,
    update,
)
from workspace.space import Workspace


def test_a_renamed_tab_is_followed_and_a_deleted_one_is_not(
    space: Workspace, book: str
) -> None:
    update(
        space,
        book,
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}},
    ).raise_for_status()
    put(space, book, "Two!A1", [[7]])
    put(space, book, "Sheet1!A1", [["=Two!A1+1"]])
    update(
        space,
        book,
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 5, "title": "My tab"},
                "fields": "title",
            }
        },
    )
    assert (
        get(space, book, "Sheet1!A1", "FORMULA"),
        get(space, book, "Sheet1!A1"),
    ) == ([["='My tab'!A1+1"]], [[8]])
    update(space, book, {"deleteSheet": {"sheetId": 5}}).raise_for_status()
    update(
        space,
        book,
        {"addSheet": {"properties": {"sheetId": 6, "title": "My tab"}}},
    ).raise_for_status()
    assert get(space, book, "Sheet1!A1") == [["#REF!"]]
