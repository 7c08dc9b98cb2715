"""What Sheets answers becomes tabs of plain cells, as ``values`` has them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.google.sheet_contents import returned, title_in

TABS, TITLES = {"log": 7, "status": 0}, {"log": "Log", "status": "Status"}


def cell(value: Any) -> dict[str, Any]:
    kind = {str: "stringValue", float: "numberValue", bool: "boolValue"}
    if value is None:
        return {}
    return {"effectiveValue": {kind[type(value)]: value}}


def answer(*sheets: dict[str, Any]) -> dict[str, Any]:
    return {"updatedSpreadsheet": {"sheets": list(sheets)}}


def sheet(tab: int, rows: list[list[Any]], **part: int) -> dict[str, Any]:
    """A tab's part of the answer; Google leaves out a sheetId of 0."""
    row_data = [{"values": [cell(value) for value in row]} for row in rows]
    properties = {"sheetId": tab} if tab else {}
    return {
        "properties": properties,
        "data": [{"rowData": row_data, **part}],
    }


@given(
    st.lists(
        st.lists(st.none() | st.text(min_size=1) | st.booleans(), max_size=4),
        max_size=5,
    )
)
def test_cells_come_back_without_blanks_at_the_ends(
    rows: list[list[Any]],
) -> None:
    tabs = returned(answer(sheet(0, rows), sheet(7, [])), TABS, TITLES)
    assert tabs is not None
    grid = tabs.grids["status"]
    for index, row in enumerate(rows):
        kept = grid[index] if index < len(grid) else []
        filled = [value if value is not None else "" for value in row]
        assert filled[: len(kept)] == kept
        assert not any(filled[len(kept) :])
    assert not grid or grid[-1]
    assert tabs.grids["log"] == []


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"numberValue": 3.0}, 3),
        ({"numberValue": 0.5}, 0.5),
        ({"errorValue": {"type": "DIVIDE_BY_ZERO"}}, "#DIV/0!"),
        ({"errorValue": {"type": "N_A"}}, "#N/A"),
        ({"errorValue": {"type": "REF"}}, "#REF!"),
        ({"errorValue": {}}, "#ERROR!"),
    ],
)
def test_numbers_and_errors_are_as_values_has_them(
    value: dict[str, Any], plain: Any
) -> None:
    data = [{"rowData": [{"values": [{"effectiveValue": value}]}]}]
    one = {"properties": {"sheetId": 7}, "data": data}
    tabs = returned(answer(one, sheet(0, [])), TABS, TITLES)
    assert tabs is not None
    assert tabs.grids["log"] == [[plain]]
    assert type(tabs.grids["log"][0][0]) is type(plain)


def test_a_part_that_begins_elsewhere_lies_in_its_place() -> None:
    part = sheet(7, [["x"]], startRow=2, startColumn=1)
    tabs = returned(answer(part, sheet(0, [])), TABS, TITLES)
    assert tabs is not None
    assert tabs.grids["log"] == [[], [], ["", "x"]]


def test_an_answer_without_every_tab_is_none() -> None:
    assert returned({}, TABS, TITLES) is None
    assert returned(answer(sheet(0, [])), TABS, TITLES) is None
    bare = {"properties": {"sheetId": 7}}
    assert returned(answer(bare, sheet(0, [])), TABS, TITLES) is None


@given(st.text(min_size=1))
def test_a_title_is_read_from_a_range_however_it_is_quoted(
    title: str,
) -> None:
    quoted = "'" + title.replace("'", "''") + "'"
    assert title_in(f"{quoted}!A1:U69") == title


def test_a_plain_title_stays() -> None:
    assert title_in("Pairs!A1:U69") == "Pairs"
