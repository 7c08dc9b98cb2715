"""Cells are written by requests."""

from __future__ import annotations

from tests.support.sheet_calls import (
    get,
    update,
)
from workspace.space import Workspace


def test_a_printed_formula_is_printed_for_each_row(
    space: Workspace, book: str
) -> None:
    area = {
        "sheetId": 0,
        "startRowIndex": 1,
        "endRowIndex": 4,
        "startColumnIndex": 1,
        "endColumnIndex": 2,
    }
    cell = {"userEnteredValue": {"formulaValue": '=$A2&" of "&$A$1'}}
    update(
        space,
        book,
        {
            "repeatCell": {
                "range": area,
                "cell": cell,
                "fields": "userEnteredValue",
            }
        },
    ).raise_for_status()
    assert get(space, book, "B2:B4", "FORMULA") == [
        ['=$A2&" of "&$A$1'],
        ['=$A3&" of "&$A$1'],
        ['=$A4&" of "&$A$1'],
    ]
