"""Columns are found by their headers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from templates.found import find
from templates.reading import words
from templates.wire import serial
from tests.support.grids import (
    LAYOUT,
)
from tests.support.program import ADMIN, Program


def test_columns_are_found_by_header_in_any_order() -> None:
    tab = LAYOUT.tab("follow_up")
    headers = [c.header for c in reversed(tab.columns)]
    rows = find(
        tab, [headers, ["", "", "", "", "", 7, serial(date(2026, 11, 2))]]
    ).rows
    assert rows == [
        (
            2,
            {
                "day": serial(date(2026, 11, 2)),
                "pair": 7,
                "obstacle": "",
                "agreed": "",
                "until": "",
                "done": "",
            },
        )
    ]


def test_an_unknown_header_where_one_is_missing_is_a_rename() -> None:
    tab = LAYOUT.tab("rules")
    headers = [
        c.header if c.key != "what" else "The rule" for c in tab.columns
    ]
    assert find(tab, [headers, ["meetings", 1, "week"]]).problems == []


def test_a_box_that_is_not_ticked_is_a_blank() -> None:
    head = ["Number", "Mentor", "Mentor trained"]
    one_way: list[list[Any]] = [head, [1, "Ana", False], [2, "Bea", True]]
    other: list[list[Any]] = [head, [1, "Ana"], [2, "Bea", True]]
    assert words(LAYOUT, {"pairs": one_way}) == words(LAYOUT, {"pairs": other})


@pytest.mark.whole
def test_a_tab_whose_headers_were_renamed_is_no_tab_without_them(
    program: Program,
) -> None:
    program.type("pairs", 1, "mentor", "Mentora", who=ADMIN)
    program.type("pairs", 1, "school", "Escuela", who=ADMIN)
    program.provision()
    header = program.values("pairs")[0]
    assert {"Mentora", "Escuela"} <= set(header)
    assert not program.run(read_all=True)[0].failed
