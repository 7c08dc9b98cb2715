"""Days as people type them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.dates import dates_in, meant_day, typed_day, written_day
from sync.core.people import Span
from sync.core.planning import read_cell
from templates.absences import absences_in
from tests.support.grids import BRITISH
from tests.support.planning_pairs import (
    YEAR,
)


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2026, 1, 5), date(2027, 1, 5)),
        (date(2028, 1, 5), date(2027, 1, 5)),
        (date(2026, 1, 12), None),  # the 12th of January is still to come
        (date(2024, 2, 29), None),
        (date(2026, 7, 20), None),
    ],
)
def test_the_same_day_of_another_year_is_meant_where_it_can_be(
    day: date, meant: date | None
) -> None:
    assert meant_day(day, date(2026, 7, 31), date(2027, 1, 8)) == meant


@pytest.mark.parametrize(
    ("text", "days", "unread"),
    [
        (
            "Oct 14, 10/28 2:45, Nov 12, 2026",
            ["2026-10-14", "2026-10-28 14:45", "2026-11-12"],
            [],
        ),
        (
            "jan 7th and 2027-02-03; 6/2",
            ["2027-01-07", "2027-02-03", "2027-06-02"],
            [],
        ),
        ("Oct 14, Oct 14, sometimes", ["2026-10-14"], ["sometimes"]),
        (
            "Tuesdays, July 4, 13/45, 2025-10-01",
            [],
            ["Tuesdays", "July 4", "13/45", "2025-10-01"],
        ),
        ("", [], []),
        ("3:15 on 10/28/26", ["2026-10-28 15:15"], []),
        ("Saturday Jan 9", [], ["Saturday Jan 9"]),
        ("10/14 10/28 11/12", ["2026-10-14", "2026-10-28", "2026-11-12"], []),
        ("Oct 14 & Oct 28", ["2026-10-14", "2026-10-28"], []),
        ("Oct 14, 2:45 PM", ["2026-10-14 14:45"], []),
        ("Oct 14 2025", [], ["Oct 14 2025"]),
        (
            "Nov 3, 10, 17 and 24",
            ["2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"],
            [],
        ),
        ("Tue Oct 13 at 2:45, or so", ["2026-10-13 14:45"], ["or so"]),
        ("Oct 14 in the library", ["2026-10-14"], ["Oct 14 in the library"]),
        ("Oct 14-16", ["2026-10-14"], ["Oct 14-16"]),
        ("Oct 14 28", ["2026-10-14"], ["Oct 14 28"]),
        ("10/14-10/16", ["2026-10-14", "2026-10-16"], ["10/14-10/16"]),
        (
            "10/14 10/28 2:45",
            ["2026-10-14", "2026-10-28"],
            ["10/14 10/28 2:45"],
        ),
        ("Oct 14 25:99", ["2026-10-14"], ["Oct 14 25:99"]),
        ("Oct 14, 3pm & 4pm", ["2026-10-14 15:00"], ["4pm"]),
        ("ſep 14, frı, ocT 14", ["2026-10-14"], ["ſep 14", "frı"]),
    ],
)
def test_dates_as_people_type_them(
    text: str, days: list[str], unread: list[str]
) -> None:
    found, left = dates_in(text, YEAR)
    assert [
        f"{day}" + (f" {at:%H:%M}" if at else "") for day, at in found
    ] == days
    assert left == unread


@given(
    st.text(
        st.sampled_from("Oct 14/28-:,&;ſıİKKaprm\n0123456789 and"), max_size=30
    )
)
def test_no_text_is_too_odd_and_every_digit_is_taken(text: str) -> None:
    """Whatever is typed, it is a date, or it is said that it could not be
    read.
    """
    found, unread = dates_in(text, YEAR)
    assert all(YEAR.first <= day <= YEAR.last for day, _ in found)
    assert found or unread or not re.search(r"[0-9]", text)


DAYS = st.dates(YEAR.first, YEAR.last)


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


def test_two_figures_with_dashes_are_no_year() -> None:
    """``26-11-20`` is neither 2020 nor, for sure, 2026."""
    for day_first in (False, True):
        assert written_day("26-11-20", day_first) is None
