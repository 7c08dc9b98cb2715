"""A sheet as CSV."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    put,
    update,
)
from workspace.space import Workspace


def test_a_csv_is_of_the_sheets_own_day(space: Workspace, book: str) -> None:
    space.store.set_now(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
    properties = {
        "properties": {"timeZone": "America/New_York"},
        "fields": "timeZone",
    }
    update(
        space, book, {"updateSpreadsheetProperties": properties}
    ).raise_for_status()
    put(space, book, "A1", [["=TODAY()"]])
    text = api(
        space,
        "GET",
        f"/drive/v3/files/{book}/export",
        params={"mimeType": "text/csv"},
    ).text
    assert text == "11/25/2026"
