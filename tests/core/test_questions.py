"""What only the coordinator can answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.calendar import Entry, Event, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Roster
from sync.core.people import Pair, Person

DAY = date(2026, 11, 18)
PAIRS = tuple(
    Pair(
        "WES",
        n,
        Person(f"Ana {n}"),
        Person(f"Sam {n}"),
        "Hill" if n < 3 else "",
    )
    for n in range(1, 5)
)
TOGETHER = Entry(
    Event.WHOLE_GROUP, DAY, DAY, "Mentors and mentees together", minutes=60
)


def judged(
    *entries: Entry, today: date = DAY + timedelta(1)
) -> DistrictStanding:
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18), entries)
    district = District("WES", "Westbrook", calendar, roster=Roster(PAIRS))
    return judge(district, [], today)


def test_a_day_together_that_nobody_ticked_is_asked_about() -> None:
    assert judged(TOGETHER).questions == (
        (
            "Did “Mentors and mentees together” on Nov 18 take place? 4 pairs × 60 min wait for the tick in Held."
            " Tick it in Calendar, or clear the row."
        ),
    )


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        (TOGETHER, True),
        (replace(TOGETHER, event=Event.PD_DAY), False),
        (replace(TOGETHER, event=Event.PD_DAY, one_on_one=20), True),
        (replace(TOGETHER, event=Event.TRAINING, absent=frozenset({1})), True),
        (replace(TOGETHER, present=frozenset({1, 2})), True),
        (replace(TOGETHER, present=frozenset()), False),
        (replace(TOGETHER, held=True), False),
        (replace(TOGETHER, schools=frozenset({"river"})), False),
        (replace(TOGETHER, last=DAY + timedelta(1)), False),
    ],
)
def test_only_days_on_which_somebody_was_to_come_are(
    entry: Entry, asked: bool
) -> None:
    questions = judged(entry).questions
    assert any("take place" in each for each in questions) is asked


def test_it_is_asked_after_the_day_and_not_before() -> None:
    assert judged(TOGETHER, today=DAY).questions == ()


def test_those_who_were_there_are_credited_and_nobody_else() -> None:
    some = replace(TOGETHER, held=True, present=frozenset({1, 3, 9}))
    standing = judged(replace(some, absent=frozenset({3})))
    met = {p.pair.number: len(p.meetings) for p in standing.pairs}
    assert met == {1: 1, 2: 0, 3: 0, 4: 0}
    (question,) = standing.questions
    assert "9 in Who was there is nobody's number" in question
