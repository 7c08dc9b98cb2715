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


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("9 Nov 10 am", date(2026, 11, 9), time(10)),
        ("12 Nov 11 a.m.", date(2026, 11, 12), time(11)),
        ("12th Nov", date(2026, 11, 12), None),
        ("10 Nov", date(2026, 11, 10), None),
        ("2:45 Nov 12", date(2026, 11, 12), time(14, 45)),
        ("Nov 12 2:45 pm", date(2026, 11, 12), time(14, 45)),
        ("Nov 10 2025", date(2025, 11, 10), None),
        ("10 Nov 9", None, None),
        ("no Tuesday", None, None),
        ("Tue cancelled", None, None),
        ("T.B.C.", None, None),
        ("w/ Sam 2:45", None, None),
        ("M. Lee 3:15", None, None),
        ("R. Smith's room", None, None),
        ("Marcus 3:15", None, None),
        ("Th 7:30am", date(2026, 11, 12), time(7, 30)),
        ("T", date(2026, 11, 10), None),
        ("W at 3:15", date(2026, 11, 11), time(15, 15)),
    ],
)
def test_a_cell_of_the_schedule_means_that_day_or_none(
    text: str, day: date | None, at: time | None
) -> None:
    """Whichever order the program has: these words have one."""
    for day_first in (False, True):
        meeting = read_cell(text, date(2026, 11, 9), 1, day_first)
        assert (meeting and meeting.day) == day
        assert (meeting and meeting.at) == at
