"""Times at which both of a pair are free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.core.calendar import Entry, Event, Per
from sync.core.model import (
    Arranged,
    Status,
)
from sync.core.rules import Rule, What
from sync.core.timetable import Timetable
from tests.support.schedules import (
    ARRANGES,
    TODAY,
    YEAR,
    district,
    judged,
    offering,
    pair,
)


def test_set_aside_time_and_ticks_of_the_form_are_proposed_without_schedules() -> (
    None
):
    entry = Entry(Event.EARLY_RELEASE, date(2026, 12, 2), date(2026, 12, 2))
    said = Arranged(TODAY, free=("Thu after school",), asked=True)
    of = replace(
        district(pair(1), rules=(Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES)),
        calendar=replace(YEAR, entries=(entry,)),
        arranged={1: said},
        timetable=Timetable(),
    )
    first, _ = judged(of).to_arrange.lines
    assert first.time is not None
    assert first.time.shown == "Thu, Dec 3 (both are free after school)"
    assert [t.shown for t in first.others] == [
        "Wed, Dec 2 (early release, set aside)"
    ]


def test_what_neither_teaches_stands_beside_a_pair_without_a_plan() -> None:
    of = district(
        pair(1),
        rules=(Rule(What.MEETINGS, 1, Per.WEEK),),
        mentor="1 2 3 4",
        arranged=offering(1),
    )
    [standing] = judged(of).pairs
    words = " ".join(f"{f.why} {f.next}" for f in standing.flags)
    assert standing.status is Status.REACH_OUT
    assert "Neither teaches Mon period 5 (1:00 PM)" in words
