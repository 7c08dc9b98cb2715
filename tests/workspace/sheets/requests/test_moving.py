"""Cells are copied, cut, pasted and sorted."""

from __future__ import annotations

from tests.support.sheet_calls import (
    area,
    done,
    get,
    put,
    update,
)
from workspace.space import Workspace


def test_pasting_cutting_and_gaps(space: Workspace, book: str) -> None:
    put(space, book, "A1", [[1, "=A1*2"], [2, "=A2*2"]])
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 0, 2),
                "destination": area(3, 4, 0, 1),
                "pasteType": "PASTE_VALUES",
            }
        },
    )
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 1, 2),
                "destination": area(0, 2, 2, 3),
                "pasteType": "PASTE_FORMULA",
            }
        },
    )
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 0, 1),
                "destination": area(6, 7, 0, 1),
                "pasteOrientation": "TRANSPOSE",
            }
        },
    )
    assert get(space, book, "A4:B5", "FORMULA") == [[1, 2], [2, 4]]
    assert get(space, book, "C1:C2", "FORMULA") == [["=B1*2"], ["=B2*2"]]
    assert get(space, book, "A7:B7") == [[1, 2]]
    put(space, book, "E1", [["=A1"]])
    done(
        space,
        book,
        {
            "cutPaste": {
                "source": area(0, 1, 0, 1),
                "destination": {"sheetId": 0, "rowIndex": 9, "columnIndex": 3},
            }
        },
    )
    assert get(space, book, "E1:E1", "FORMULA") == [["=D10"]], (
        "what refers to a cell that was cut follows it"
    )
    assert get(space, book, "B1", "FORMULA") == [["=D10*2"]]
    done(
        space,
        book,
        {"insertRange": {"range": area(3, 4, 0, 1), "shiftDimension": "ROWS"}},
    )
    assert get(space, book, "A4:B6") == [["", 2], [1, 4], [2]]
    done(
        space,
        book,
        {"deleteRange": {"range": area(3, 4, 0, 1), "shiftDimension": "ROWS"}},
    )
    assert get(space, book, "A4:B5") == [[1, 2], [2, 4]]


def test_a_sort_takes_formulas_along_by_their_row(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1:B3", [[3, "=A1*2"], [1, "=A2*2"], [2, "=A3*2"]])
    area = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    update(
        space,
        book,
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 0}]}},
    ).raise_for_status()
    assert get(space, book, "A1:B3") == [[1, 2], [2, 4], [3, 6]]
    assert get(space, book, "B1:B3", "FORMULA") == [
        ["=A1*2"],
        ["=A2*2"],
        ["=A3*2"],
    ]
