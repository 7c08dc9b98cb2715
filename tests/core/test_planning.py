"""Cells of *Schedule* as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from sync.core.model import (
    PlannedMeeting,
)
from sync.core.planning import read_cell, says_something


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("Tue 2:45", date(2026, 10, 13), time(14, 45)),
        ("10/14 2:45 pm", date(2026, 10, 14), time(14, 45)),
        ("Th 7:30am", date(2026, 10, 15), time(7, 30)),
        ("2026-10-16", date(2026, 10, 16), None),
        ("Wednesday", date(2026, 10, 14), None),
        ("2:45 Tues.", date(2026, 10, 13), time(14, 45)),
        ("Oct 14, 3:10", date(2026, 10, 14), time(15, 10)),
    ],
)
def test_a_cell_of_the_schedule_is_read_as_people_write_it(
    text: str, day: date, at: time | None
) -> None:
    assert read_cell(text, date(2026, 10, 12), 4) == PlannedMeeting(4, day, at)


@pytest.mark.parametrize(
    "text",
    [
        "after lunch?",
        "field trip",
        "testing week",
        "TBD",
        "whenever",
        "meet later",
        "rotating",
    ],
)
def test_what_names_no_day_is_no_plan(text: str) -> None:
    assert read_cell(text, date(2026, 10, 12), 4) is None
    assert says_something(text)


@pytest.mark.parametrize("text", ["", "  ", "-", "none"])
def test_an_empty_cell_or_a_dash_says_nothing(text: str) -> None:
    assert not says_something(text)
