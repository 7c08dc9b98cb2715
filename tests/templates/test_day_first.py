"""Where a program's locale writes February 3 as 3/2, so do its files and its
people's cells; nothing is read the other way round in silence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.dates import dates_in, typed_day, written_day
from sync.core.people import Span
from sync.core.planning import read_cell
from sync.program.program_file import DAY_FIRST, LOCALES
from templates.absences import absences_in
from templates.pairs_tab import Guard
from templates.reading import read
from tests.templates.test_reading import BASE, LAYOUT, YEAR, grid
from workspace.sheets.locales import regional

BRITISH = replace(YEAR, day_first=True)
DAYS = st.dates(YEAR.first, YEAR.last)


def test_the_locales_agree_with_the_unicode_cldr() -> None:
    orders = {name: regional(name).order for name in LOCALES}
    assert {name for name, order in orders.items() if order == "dmy"} == set(
        DAY_FIRST
    )


@given(DAYS, st.booleans())
def test_a_day_that_is_typed_is_the_day_that_is_read(
    day: date, day_first: bool
) -> None:
    text = typed_day(day, day_first)
    year = replace(YEAR, day_first=day_first)
    assert written_day(text, day_first) == day
    assert absences_in(text, year).spans == (Span(day, day),)
    meeting = read_cell(text, day, 1, day_first)
    assert meeting
    assert meeting.day == day
    found, unread = dates_in(text, year)
    assert [d for d, _ in found] == [day] * (day.weekday() < 5)
    assert bool(unread) is (day.weekday() > 4)


@pytest.mark.parametrize("day_first", [False, True])
def test_thirteenth_months_are_no_day(day_first: bool) -> None:
    """The 14th of October in the other order is refused, and not guessed."""
    other = typed_day(date(2026, 10, 14), not day_first)
    year = replace(YEAR, day_first=day_first)
    assert written_day(other, day_first) is None
    assert absences_in(other, year).unread == [other]
    assert (
        read_cell(
            "14/10" if not day_first else "10/14", YEAR.first, 1, day_first
        )
        is None
    )
    assert dates_in(other, year) == ([], [other])


@pytest.mark.parametrize(
    "text", ["2026-10-05", "Oct 5, 2026", "5-Oct-26", "5 Oct 2026"]
)
def test_what_says_its_month_is_read_alike(text: str) -> None:
    for day_first in (False, True):
        assert written_day(text, day_first) == date(2026, 10, 5)


def test_cells_of_peoples_tabs_are_read_so() -> None:
    """Also a day of *Calendar* that lies outside the year, and what to type is
    named the same way.
    """
    grids = {t.key: grid(t.key) for t in LAYOUT.people}
    grids["follow_up"] = grid(
        "follow_up", {"day": "5/10/2026", "pair": 1}, {"day": "x", "pair": 1}
    )
    grids["calendar"] = grid(
        "calendar", {"event": "no school", "first": "1/2/2027"}
    )
    grids["observations"] = grid(
        "observations",
        {
            "pair": 1,
            "direction": "mentor observes mentee",
            "day": "5/2/2026",
        },
    )
    base = replace(BASE, calendar=BRITISH)
    found = read(LAYOUT, grids, base, Guard({}, tuple, YEAR.first))
    assert [f.day for f in found.follow_ups][:1] == [date(2026, 10, 5)]
    assert [e.first for e in found.calendar.entries] == [date(2027, 2, 1)]
    remedies = " ".join(p.remedy for p in found.problems)
    assert "Enter a date, such as 14/10/2026" in remedies
    assert "type 5/2/2027" in remedies
