"""Periods, days and courses as schedules write them."""

from __future__ import annotations

import pytest

from sync.core.timetable import Use
from sync.program.lesson_words import sections, use_of


@pytest.mark.parametrize(
    ("text", "letters", "meant"),
    [
        ("1(A-B) 3(A)", "", [("1", ("A", "B")), ("3", ("A",))]),
        ("2-3(A,C)", "", [("2", ("A", "C")), ("3", ("A", "C"))]),
        ("HR(A-F)", "", [("hr", ("A", "B", "C", "D", "E", "F"))]),
        ("04", "A, B", [("4", ("A", "B"))]),
        ("Period 5", "", [("5", ())]),
        ("1,2", "Day 1", [("1", ("1",)), ("2", ("1",))]),
        ("", "A", []),
    ],
)
def test_periods_and_days_as_schedules_write_them(
    text: str, letters: str, meant: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert list(sections(text, letters)) == meant


@pytest.mark.parametrize(
    ("title", "use"),
    [
        ("Prep Period", Use.PLANNING),
        ("Planning 2", Use.PLANNING),
        ("College Prep English", Use.CLASS),
        ("Lunch A", Use.LUNCH),
        ("Lunch Duty", Use.DUTY),
        ("Mentoring", Use.FREE),
        ("Algebra I", Use.CLASS),
    ],
)
def test_what_a_course_is_for(title: str, use: Use) -> None:
    assert use_of(title) is use
