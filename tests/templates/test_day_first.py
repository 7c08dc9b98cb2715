"""Where a program's locale writes February 3 as 3/2, so do its files and its
people's cells; nothing is read the other way round in silence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.dates import dates_in, typed_day, written_day
from sync.core.people import Span
from sync.core.planning import read_cell
from sync.program.program_file import DAY_FIRST, LOCALES
from templates.absences import absences_in
from templates.cells import Cells
from templates.found import find
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


@pytest.mark.parametrize(
    ("text", "days", "left"),
    [
        ("14 Oct 2:45", ["2026-10-14"], 0),
        ("10 Nov 10:30, 17 Nov 10:30", ["2026-11-10", "2026-11-17"], 0),
        ("10 November and 17", ["2026-11-10", "2026-11-17"], 0),
        ("with Marcus 10/10/2026", [], 1),
        ("2 Nov 26", [], 1),
    ],
)
def test_days_of_the_planning_form_mean_that_day_or_none(
    text: str, days: list[str], left: int
) -> None:
    found, unread = dates_in(text, BRITISH)
    assert [d.isoformat() for d, _ in found] == days
    assert len(unread) == left


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("week beginning 5/10", [(date(2026, 10, 5), date(2026, 10, 11))]),
        ("Week commencing Oct 5", [(date(2026, 10, 5), date(2026, 10, 11))]),
        ("w/c 5/10", [(date(2026, 10, 5), date(2026, 10, 11))]),
        ("week starting 5 October", [(date(2026, 10, 5), date(2026, 10, 11))]),
        ("starting 5/10", [(date(2026, 10, 5), None)]),
        ("Marcus is away", []),
    ],
)
def test_a_week_that_begins_is_a_week(
    text: str, spans: list[tuple[date, date | None]]
) -> None:
    read_as = absences_in(text, BRITISH)
    assert [(s.first, s.last) for s in read_as.spans] == spans


def test_two_figures_with_dashes_are_no_year() -> None:
    """``26-11-20`` is neither 2020 nor, for sure, 2026."""
    for day_first in (False, True):
        assert written_day("26-11-20", day_first) is None


@pytest.mark.parametrize(
    ("text", "amount"), [("1,200", 1200), ("0,5", 0.5), ("1,200.5", 1200.5)]
)
def test_thousands_have_commas(text: str, amount: float) -> None:
    found = find(LAYOUT.tab("rules"), grid("rules", {"amount": text}))
    ((index, row),) = found.rows
    assert Cells(found, index, row).amount("amount") == amount
