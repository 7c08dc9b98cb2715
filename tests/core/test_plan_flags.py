"""What a pair's plans point out, and how long it is shown."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.calendar import monday_of
from sync.core.judge import judge
from sync.core.model import PlannedMeeting, Roster
from sync.core.pair_plans import arrange
from sync.core.people import RegularTime
from sync.core.planning import DAYS
from tests.support.planning_pairs import (
    DISTRICT,
    SENT,
    THURSDAY,
    said,
)
from tests.support.random_programs import program


def test_a_plan_that_pairs_overrules_is_shown_for_four_weeks() -> None:
    plan = said("WES-1", regular=THURSDAY, submitted=SENT)
    for day, there in (
        (SENT.date() + timedelta(days=20), True),
        (SENT.date() + timedelta(days=40), False),
    ):
        (pair,) = [
            p
            for p in judge(arrange(DISTRICT, [plan], day), [], day).pairs
            if p.pair.number == 1
        ]
        whys = [f.why for f in pair.flags if f.name == "planned otherwise"]
        assert whys == (
            [
                "They planned Thu 12:15 PM, and Pairs says Tue 2:45 PM, which holds."
            ]
            if there
            else []
        )


@pytest.mark.parametrize("seed", range(60))
def test_free_times_alone_never_change_a_status(seed: int) -> None:
    district, answers, today = program(seed)
    chance = random.Random(seed)
    plans = [
        said(
            f"WES-{p.number}",
            id=f"p{p.number}",
            free=tuple((d, "at lunch") for d in range(chance.randrange(6))),
            suits=("PD day",),
        )
        for p in district.pairs
    ]
    before, after = (
        judge(district, answers, today),
        judge(arrange(district, plans, today), answers, today),
    )
    for one, other in zip(before.pairs, after.pairs, strict=True):
        assert (one.pair, one.status, one.why, one.next) == (
            other.pair,
            other.status,
            other.why,
            other.next,
        )
        assert {f.name for f in one.flags} - {
            f.name for f in other.flags
        } == set()


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_is_as_good_as_the_same_words_of_the_coordinator(
    seed: int,
) -> None:
    """A regular day and dates from the form judge as if they had been typed
    into Pairs and Schedule.
    """
    district, answers, today = program(seed)
    chance = random.Random(seed)
    days = {
        p.number: [
            _weekday(date(2026, 9, 2) + timedelta(days=chance.randrange(250)))
            for _ in range(2)
        ]
        for p in district.pairs
    }
    plans = [
        said(
            f"WES-{p.number}",
            id=f"p{p.number}",
            regular=RegularTime(chance.randrange(5)),
            dates=", ".join(day.isoformat() for day in days[p.number]),
        )
        for p in district.pairs
    ]
    said_of = {p.pair_text: p.regular for p in plans}
    pairs = tuple(
        p if p.regular else replace(p, regular=said_of[f"WES-{p.number}"])
        for p in district.pairs
    )
    further = [
        PlannedMeeting(n, day)
        for n, two in days.items()
        for day in sorted(set(two))
    ]
    typed = replace(
        district, roster=Roster(pairs), schedule=(*district.schedule, *further)
    )
    by_form, by_hand = (
        judge(arrange(district, plans, today), answers, today),
        judge(typed, answers, today),
    )
    assert [(p.pair, p.status, p.why) for p in by_form.pairs] == [
        (p.pair, p.status, p.why) for p in by_hand.pairs
    ]
    assert [sorted(p.planned.days) for p in by_form.pairs] == [
        sorted(p.planned.days) for p in by_hand.pairs
    ]
    assert all(monday_of(day) for two in days.values() for day in two)
    assert len(DAYS) == 5
