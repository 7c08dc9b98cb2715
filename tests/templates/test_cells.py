"""Cells of people's tabs: what cannot be used is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from templates.cells import Cells
from templates.found import find
from templates.read_pairs import Guard
from templates.reading import read
from templates.wire import serial
from tests.support.grids import (
    AUTUMN,
    BASE,
    BRITISH,
    LAYOUT,
    SPRING,
    TODAY,
    YEAR,
    district,
    grid,
    guarded,
)


@pytest.mark.parametrize(
    ("typed", "share", "asked"),
    [
        (0.5, 0.5, ""),
        ("50%", 0.5, ""),
        (50, 0.5, ""),
        (1, 1.0, ""),
        (0.05, 0.05, ""),
        (0.005, 1.0, "0.5% of full time is read"),
        (0.04, 1.0, "4.0% of full time is read"),
        ("-1", 1.0, "cannot be read"),
    ],
)
def test_a_part_of_full_time_that_nobody_works_is_asked_about(
    typed: object, share: float, asked: str
) -> None:
    """0.5 that is typed where per cent are shown may become half a per cent."""
    found = district(
        pairs=grid(
            "pairs",
            {"number": 1, "mentor": "Ana", "mentee": "Sam", "share": typed},
        )
    )
    assert found.pairs[0].share == share
    assert asked in " ".join(h.text for h in found.roster.hints)


@pytest.mark.parametrize(
    ("typed", "meant"), [(AUTUMN, "3/2/2027"), (SPRING, "10/14/2026")]
)
@pytest.mark.parametrize(
    ("tab", "column", "row"),
    [
        ("rules", "since", {"what": "meetings", "amount": 1, "per": "week"}),
        ("rules", "until", {"what": "meetings", "amount": 1, "per": "week"}),
        (
            "observations",
            "day",
            {"pair": 1, "direction": "mentor observes mentee"},
        ),
        ("follow_up", "day", {"pair": 1}),
        ("follow_up", "until", {"pair": 1, "day": "2026-10-14"}),
        ("corrections", "to", {"answer": "AB12CD", "repair": "set date"}),
        ("pairs", "starts", {"number": 1, "mentor": "A B", "mentee": "C D"}),
        ("pairs", "ends", {"number": 1, "mentor": "A B", "mentee": "C D"}),
    ],
)
def test_a_day_that_sheets_completed_with_the_wrong_year_is_asked_about(
    tab: str, column: str, row: dict[str, Any], typed: date, meant: str
) -> None:
    """Typed as 3/2 in autumn, or as 10/14 in spring."""
    rows = {tab: grid(tab, row | {column: serial(typed)})}
    found = guarded(None, TODAY, **rows)
    said = [*map(str, found.problems), *(h.text for h in found.roster.hints)]
    (asked,) = [s for s in said if "lies outside the school year" in s]
    assert meant in asked
    assert "else clear the cell" in asked
    assert not found.plans + found.corrections


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2025, 9, 1), True),  # began in another year
        (date(2026, 8, 3), True),  # a month before school
        (date(2027, 7, 1), True),  # and after it
        (date(2026, 7, 4), True),  # no school day of any year
        (date(2026, 2, 28), False),
    ],
)
def test_a_day_that_can_be_meant_is_taken(day: date, kept: bool) -> None:
    row = {
        "number": 1,
        "mentor": "A B",
        "mentee": "C D",
        "starts": serial(day),
    }
    (pair,) = guarded(None, pairs=grid("pairs", row)).pairs
    assert (pair.starts == day) is kept


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
    ("text", "amount"), [("1,200", 1200), ("0,5", 0.5), ("1,200.5", 1200.5)]
)
def test_thousands_have_commas(text: str, amount: float) -> None:
    found = find(LAYOUT.tab("rules"), grid("rules", {"amount": text}))
    ((index, row),) = found.rows
    assert Cells(found, index, row).amount("amount") == amount
