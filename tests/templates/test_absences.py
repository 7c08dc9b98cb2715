"""Days away, as people write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sync.core.calendar import SchoolCalendar
from sync.core.people import Span
from templates.absences import absences_in
from tests.support.grids import (
    BRITISH,
    YEAR,
    grid,
    guarded,
)

OCT, DEC = date(2026, 10, 19), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "spans", "unread"),
    [
        (
            "Oct 19 - Dec 4; Mar 2 -",
            (
                (date(2026, 10, 19), date(2026, 12, 4)),
                (date(2027, 3, 2), None),
            ),
            0,
        ),
        ("10/19 - 12/4", ((date(2026, 10, 19), date(2026, 12, 4)),), 0),
        ("2026-10-19 -", ((date(2026, 10, 19), None),), 0),
        ("Jan 11", ((date(2027, 1, 11), date(2027, 1, 11)),), 0),
        (
            "October 19 until December 4",
            ((date(2026, 10, 19), date(2026, 12, 4)),),
            0,
        ),
        ("Dec 4 - Oct 19", (), 1),
        ("Oct 19 - 25", ((date(2026, 10, 19), date(2026, 10, 25)),), 0),
        ("10/19/26-12/4/26", ((date(2026, 10, 19), date(2026, 12, 4)),), 0),
        (
            "Oct 19, 2025 through Dec 4, 2025",
            ((date(2025, 10, 19), date(2025, 12, 4)),),
            0,
        ),
        ("Jul 15 - Sep 15", ((date(2026, 7, 15), date(2026, 9, 15)),), 0),
        ("10/1/2026 - 12/31/9999", (), 1),
        ("Oct 19 thru Dec 4", ((OCT, DEC),), 0),
        ("from Oct. 19th till December 4th", ((OCT, DEC),), 0),
        ("19 Oct → 4 Dec 2026", ((OCT, DEC),), 0),
        ("Mon, Oct 19 - Fri, Dec 4", ((OCT, DEC),), 0),
        ("leave Oct 19 - Dec 4", ((OCT, DEC),), 0),
        ("FMLA (10/19-12/4)", ((OCT, DEC),), 0),
        ("Oct 19, back Dec 5", ((OCT, DEC),), 0),
        ("out since Oct 19", ((OCT, None),), 0),
        ("Oct 19 on", ((OCT, None),), 0),
        ("Oct 19 - ?", ((OCT, None),), 0),
        ("on Oct 19", ((OCT, OCT),), 0),
        ("until Dec 4", ((YEAR.first, DEC),), 0),
        ("Oct 19, Dec 4", ((OCT, OCT), (DEC, DEC)), 0),
        (
            "Oct 19, 20 & 23",
            (
                (OCT, OCT),
                (date(2026, 10, 20), date(2026, 10, 20)),
                (date(2026, 10, 23), date(2026, 10, 23)),
            ),
            0,
        ),
        (
            "Oct 19 - 23, Dec 4 - 8",
            (
                (OCT, date(2026, 10, 23)),
                (DEC, date(2026, 12, 8)),
            ),
            0,
        ),
        ("week of Oct 21", ((OCT, date(2026, 10, 25)),), 0),
        ("6 weeks from Oct 19", (), 1),
        ("Oct 19 for 6 weeks", (), 1),
        ("Oct 19 - Dec 4; ask Ana", ((OCT, DEC),), 1),
        ("back in spring", (), 1),
        ("2:30 on Oct 19", (), 1),
        ("Oct 19 on field trip", ((OCT, OCT),), 0),
        ("Oct 19 - Thanksgiving", (), 1),
        ("Oct 19 - end of Nov", (), 1),
        ("before Oct 19", (), 1),
        ("not Oct 19", (), 1),
        ("leave begins Oct 19", (), 1),
        ("Oct 19 for two weeks", (), 1),
        ("Mondays Oct 19 - Dec 4", (), 1),
        ("week of Oct 19 and 26", (), 1),
        ("weeks of Oct 19 - Dec 4", (), 1),
        ("Oct 19 - 23, back Dec 4", (), 1),
        ("2/29/2028 - 6/1/2027", (), 1),
        ("ſep 5", (), 1),
        ("all of spring", (), 1),
        ("", (), 0),
    ],
)
def test_absences_as_people_write_them(
    text: str, spans: Any, unread: int
) -> None:
    read_as = absences_in(text, YEAR)
    found, problems = read_as.spans, read_as.unread
    assert found == tuple(Span(*s) for s in spans)
    assert len(problems) == unread


@pytest.mark.parametrize(
    ("away", "asked"),
    [
        ("Oct 19 - Dec 4", ""),
        ("Mon Oct 19 until Fri Dec 4", ""),
        (
            "maternity leave Oct 19 - Dec 4",
            "the cell gives a reason, which nobody needs",
        ),
        ("surgery: 10/19", "the cell gives a reason, which nobody needs"),
        ("until Dec 4", "taken from the first day of school on"),
        ("in spring", "cannot be read"),
    ],
)
def test_away_asks_for_days_alone(away: str, asked: str) -> None:
    row = {"number": 1, "mentor": "A B", "mentee": "C D", "away": away}
    found = guarded(None, pairs=grid("pairs", row))
    hints = [h.text for h in found.roster.hints]
    assert [asked in hint for hint in hints] == [True] * bool(asked)
    assert found.pairs[0].away_unclear is (asked == "cannot be read")


def test_days_away_in_a_year_that_begins_in_january() -> None:
    year = SchoolCalendar(date(2027, 1, 25), date(2027, 12, 10))
    (span,) = absences_in("Feb 2 - Nov 30", year).spans
    assert (span.first, span.last) == (date(2027, 2, 2), date(2027, 11, 30))


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
