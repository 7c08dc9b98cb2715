"""The planner of observations, against exhaustive search on small cases."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given, settings

from sync.core.substitute_days import shared_days
from sync.core.timetable import Bell, Lesson, Slot, Use
from sync.core.visits import (
    MOST,
    Visit,
    WantedVisit,
    choose,
    cost_of,
    visits,
)
from tests.support.schedules import (
    judged,
    mentee,
    mentor,
    offering,
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


def slot(period: int, use: Use, school: str = "hill") -> Slot:
    begin, end = PERIODS[period]
    return Slot(begin, end, str(period + 1), school, use)


@given(observations())
@settings(max_examples=300, deadline=None)
def test_no_choice_is_better_than_the_planners(
    wanted: list[WantedVisit],
) -> None:
    chosen = choose(wanted)
    assert allowed(wanted, tuple(chosen))
    assert cost_of(chosen) == exhaustively(wanted)


def test_one_substitute_serves_as_many_as_there_are_periods() -> None:
    """Five observations at any of four periods of two days: four share the
    first day, and one is left.
    """
    wanted = [
        WantedVisit(
            number,
            SEES,
            tuple(
                Visit(
                    45,
                    MONDAY + timedelta(days=day),
                    begin,
                    end,
                    str(period),
                    "hill",
                    number,
                    SEES,
                    frozenset({f"mentor{number}", f"mentee{number}"}),
                    (slot(period, Use.CLASS),),
                )
                for day in range(2)
                for period, (begin, end) in enumerate(PERIODS)
            ),
        )
        for number in range(5)
    ]
    days, chosen = shared_days(wanted)
    assert [len(d.visits) for d in days] == [4]
    assert days[0].day == MONDAY
    assert None not in chosen


@pytest.mark.parametrize(
    ("use", "given_uses", "possible", "coverage"),
    [
        (Use.FREE, (), True, 0),
        (Use.PLANNING, (), False, 0),
        (Use.PLANNING, (Use.PLANNING,), True, 0),
        (Use.LUNCH, (Use.PLANNING,), False, 0),
        (Use.LUNCH, (Use.LUNCH,), True, 0),
        (Use.CLASS, (), True, 45),
        (Use.DUTY, (), True, 45),
    ],
)
def test_own_time_is_used_only_where_it_was_offered(
    use: Use, given_uses: tuple[Use, ...], possible: bool, coverage: int
) -> None:
    found = list(
        visits(
            [slot(1, Use.CLASS)],
            [slot(n, use if n == 1 else Use.CLASS) for n in range(4)],
            frozenset(given_uses),
        )
    )
    assert bool(found) is possible
    if possible:
        assert sum(c.end - c.begin for c in found[0][1]) == coverage


def test_a_visit_is_of_a_class_and_lasts_fifty_minutes_at_most() -> None:
    block = Slot(480, 570, "1", "hill", Use.CLASS)
    free = Slot(480, 570, "1", "hill", Use.FREE)
    short = Slot(580, 595, "homeroom", "hill", Use.CLASS)
    found = list(
        visits([block, short, slot(3, Use.LUNCH)], [free], frozenset())
    )
    assert [(v.begin, v.end) for v, _ in found] == [(480, 480 + MOST)]


def test_between_two_schools_somebody_is_on_the_way() -> None:
    """A class that ends as the visit in the other building begins needs
    coverage, too.
    """
    seen = [slot(1, Use.CLASS, "river")]
    near, far = slot(0, Use.CLASS), slot(3, Use.CLASS)
    [(_, covers)] = visits(seen, [near, slot(1, Use.FREE), far], frozenset())
    assert covers == (near,)


def test_in_a_long_block_the_free_part_is_found() -> None:
    one = pair(1)
    bells = (
        Bell("1", time(8), time(9, 30)),
        Bell("a", time(8), time(8, 40)),
        Bell("b", time(8, 40), time(9, 30)),
    )
    of = taught(
        one,
        lessons={
            mentor(one): (Lesson("a"), Lesson("b", use=Use.FREE)),
            mentee(one): with_each("1"),
        },
        bells=bells,
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    assert (line.visit.begin, line.visit.coverage) == (8 * 60 + 40, 0)
