"""What a coordinator can arrange, worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bench.arrange import TODAY as BENCH_DAY
from bench.arrange import district as bench_district
from sync.core.calendar import Entry, Event, Per
from sync.core.district import Substitutes
from sync.core.judge import judge
from sync.core.model import (
    Direction,
    Plan,
    Roster,
)
from sync.core.rules import Rule, What
from sync.core.timetable import Lesson, Timetable
from tests.support.schedules import (
    BELLS,
    OBSERVE,
    TODAY,
    YEAR,
    district,
    judged,
    mentee,
    mentor,
    offering,
    pair,
    taught,
    with_each,
)


def test_where_nothing_is_declared_nothing_is_proposed() -> None:
    plain = replace(district(pair(1)), timetable=Timetable())
    assert not judged(plain).to_arrange.lines


def test_a_visit_without_coverage_comes_first() -> None:
    of = district(pair(1), mentor="1 2", mentee="1 2 3", arranged=offering(1))
    [line] = judged(of).to_arrange.lines
    assert line.direction is Direction.MENTOR_SEES_MENTEE
    assert line.visit is not None
    assert (line.visit.period, line.visit.coverage) == ("3", 0)
    assert line.visit.day == TODAY + timedelta(days=1)


def test_time_that_was_not_offered_is_not_used() -> None:
    [line] = judged(district(pair(1), mentor="1 2")).to_arrange.lines
    assert line.visit is not None
    assert line.visit.coverage == 45


@pytest.mark.parametrize(
    ("allotted", "needed"), [(0.5, None), (1, 45), (None, 45)]
)
def test_never_more_than_is_allotted(
    allotted: float | None, needed: int | None
) -> None:
    rules = [OBSERVE]
    if allotted is not None:
        rules.append(Rule(What.COVER_HOURS, allotted, Per.YEAR))
    of = district(pair(1), rules=tuple(rules))
    [line] = judged(of).to_arrange.lines
    assert (line.visit and line.visit.coverage) == needed


def test_lead_days_and_days_to_avoid_are_kept() -> None:
    asked = Substitutes(lead_days=3, avoid=frozenset({0, 4}))
    of = district(pair(1), substitutes=asked)
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    # Friday and Monday are avoided; Tuesday to Thursday are too soon.
    assert line.visit.day == date(2026, 12, 8)


def test_no_visit_on_days_of_tests_or_off_or_away() -> None:
    entries = (
        Entry(Event.TESTING, date(2026, 12, 1), date(2026, 12, 1)),
        Entry(Event.NO_SCHOOL, date(2026, 12, 2), date(2026, 12, 2)),
        Entry(Event.PD_DAY, date(2026, 12, 3), date(2026, 12, 3)),
        Entry(Event.EARLY_RELEASE, date(2026, 12, 4), date(2026, 12, 4)),
    )
    of = district(pair(1), calendar=replace(YEAR, entries=entries))
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    assert line.visit.day == date(2026, 12, 7)


def test_that_no_substitute_was_found_is_nobodys_fault() -> None:
    """The pair is not asked about it; the coordinator has it on the list."""
    seen = {}
    for filled in (True, False):
        plan = Plan(
            1,
            Direction.MENTOR_SEES_MENTEE,
            date(2026, 11, 10),
            hours=1,
            arranged="office",
            filled=filled,
        )
        of = replace(district(pair(1)), plans=(plan,))
        seen[filled] = judged(of)
    flags = {
        k: [f.kind.value for f in s.pairs[0].flags] for k, s in seen.items()
    }
    assert "observation due" in flags[True]
    assert "observation due" not in flags[False]
    assert "planned, not logged" not in flags[False]
    [line] = seen[False].to_arrange.lines
    assert line.why == "no substitute was found on Nov 10"
    assert seen[False].obstacles["no substitute"].total() == 1


@pytest.mark.parametrize(
    "lessons",
    [
        with_each("12345", "hill middle school"),  # a school without bells
        (Lesson("1a"), Lesson("3")),  # a period without bells
        with_each("12345", letters="mw"),  # letters that no day has
    ],
)
def test_a_lesson_that_cannot_be_placed_makes_nobody_free(
    lessons: tuple[Lesson, ...],
) -> None:
    one = pair(1)
    bells = tuple(replace(bell, school="hill") for bell in BELLS)
    of = taught(
        one,
        lessons={mentor(one): lessons, mentee(one): with_each("12")},
        bells=bells,
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is None
    assert line.without


@pytest.mark.parametrize("day", [4, 11, 18])
def test_a_visit_planned_anew_ends_that_no_substitute_was_found(
    day: int,
) -> None:
    sees = Direction.MENTOR_SEES_MENTEE
    plans = (
        Plan(1, sees, date(2026, 11, 23), time(9), 1.0, filled=False),
        Plan(1, sees, date(2026, 12, day), time(9), 1.0, filled=True),
    )
    assert not judged(district(pair(1), plans=plans)).to_arrange.lines


def test_a_visit_without_a_substitute_is_proposed_for_another_day() -> None:
    first = judged(district(pair(1))).to_arrange.lines[0].visit
    assert first is not None
    lost = Plan(1, first.direction, first.day, time(9), 1.0, filled=False)
    [line] = judged(district(pair(1), plans=(lost,))).to_arrange.lines
    assert line.visit is not None
    assert line.visit.day != first.day


def test_the_order_of_rows_decides_nothing() -> None:
    of = bench_district(24)
    told = judge(of, [], BENCH_DAY).to_arrange
    pairs = list(of.roster.pairs)
    random.Random(1).shuffle(pairs)
    other = replace(of, roster=Roster(tuple(pairs)))
    assert judge(other, [], BENCH_DAY).to_arrange == told
