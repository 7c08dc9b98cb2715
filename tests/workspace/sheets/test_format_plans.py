"""A formula's cell takes the format of what it refers to."""

from __future__ import annotations

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    get,
    put,
)
from workspace.space import Workspace


def test_dates_from_formulas_read_as_dates_and_references_take_their_format(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["$1.50", "=A1", "=DATE(2026,11,25)", "=A1*2"]])
    assert get(space, book, "A1:D1", "FORMATTED_VALUE") == [
        ["$1.50", "$1.50", "11/25/2026", "3"]
    ]
    answer = api(
        space,
        "GET",
        f"/v4/spreadsheets/{book}/values/C1",
        params={
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "FORMATTED_STRING",
        },
    )
    assert answer.json()["values"] == [["11/25/2026"]]
