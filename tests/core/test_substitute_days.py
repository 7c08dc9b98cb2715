"""One substitute serves several visits of a building."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta

from hypothesis import given, settings

from sync.core.calendar import Per
from sync.core.rules import Rule, What
from sync.core.substitute_days import FEWEST, shared_days
from sync.core.timetable import Bell, Lesson, Slot, Use
from sync.core.visits import (
    Visit,
    WantedVisit,
    cost_of,
)
from tests.support.schedules import (
    district,
    judged,
    mentee,
    mentor,
    pair,
    taught,
    with_each,
)
from tests.support.visits import (
    MONDAY,
    PERIODS,
    SEES,
    allowed,
    exhaustively,
    observations,
)


def test_one_substitute_serves_the_visits_of_a_building() -> None:
    of = district(*(pair(n) for n in (1, 2, 3, 4)))
    arranged = judged(of).to_arrange
    assert [len(d.visits) for d in arranged.days] == [3]
    day = arranged.days[0]
    assert [v.period for v in day.visits] == ["1", "2", "3"]
    assert all(line.visit for line in arranged.lines)


def test_hundreds_who_share_a_mentor_are_planned_in_the_end() -> None:
    """One lot after the other: nothing ends a run, or takes for ever."""
    pairs = [pair(n, "Ana Diaz") for n in range(1, 301)]
    lessons = {mentor(pairs[0]): with_each("123")}
    lessons |= {mentee(p): with_each("124") for p in pairs}
    rules = (
        Rule(What.MENTOR_OBSERVES, 8, Per.YEAR),
        Rule(What.MENTEE_OBSERVES, 8, Per.YEAR),
    )
    of = taught(*pairs, lessons=lessons, rules=rules)
    lines = judged(of, date(2027, 2, 1)).to_arrange.lines
    visits = [line.visit for line in lines if line.visit]
    assert len(lines) == 600
    assert len({(v.day, v.begin) for v in visits}) == len(visits) > 10


def test_bells_that_overlap_are_looked_at_in_part() -> None:
    groups = range(5)
    bells = tuple(
        Bell(
            f"{g}{n}",
            time(8 + n, 7 * g % 14),
            time(8 + n, 45 + 7 * g % 14 + g % 3),
        )
        for g in groups
        for n in range(8)
    )
    pairs = [pair(n) for n in range(1, 11)]
    lessons = {
        who: tuple(Lesson(f"{p.number % 5}{n}") for n in range(8))
        for p in pairs
        for who in (mentor(p), mentee(p))
    }
    arranged = judged(taught(*pairs, lessons=lessons, bells=bells)).to_arrange
    assert all(line.visit for line in arranged.lines)
    assert arranged.days


def test_a_shared_day_has_a_pair_once() -> None:
    """Also where two observations of the pair could be on it."""

    def visit(day: int, period: int) -> Visit:
        begin, end = PERIODS[period]
        cover = Slot(begin, end, str(period), "hill", Use.CLASS)
        return Visit(
            45,
            MONDAY + timedelta(days=day),
            begin,
            end,
            str(period),
            "hill",
            1,
            SEES,
            frozenset({"ana", "bea"}),
            (cover,),
        )

    wanted = [
        WantedVisit(1, SEES, (visit(0, 1),), None),
        WantedVisit(1, SEES, (visit(0, 0), visit(1, 0)), None),
    ]
    days, chosen = shared_days(wanted)
    assert days == []
    assert allowed(wanted, tuple(chosen))
    assert None not in chosen


@given(observations())
@settings(max_examples=300, deadline=None)
def test_a_shared_day_costs_no_coverage_and_no_observation(
    wanted: list[WantedVisit],
) -> None:
    days, chosen = shared_days(wanted)
    assert allowed(wanted, tuple(chosen))
    assert cost_of(chosen)[:2] == exhaustively(wanted)[:2]
    for day in days:
        covers = sorted(v.covers[0] for v in day.visits)
        assert len(day.visits) >= FEWEST
        assert all(v in chosen and v.day == day.day for v in day.visits)
        for one, other in itertools.pairwise(covers):
            assert one.end <= other.begin  # one class at a time
