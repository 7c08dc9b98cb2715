"""The planner of observations, against exhaustive search on small cases."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.model import Direction
from sync.core.substitute_days import FEWEST, shared_days
from sync.core.timetable import Slot, Use
from sync.core.visits import (
    MOST,
    TRAVEL,
    Visit,
    WantedVisit,
    choose,
    cost_of,
    visits,
)

MONDAY = date(2026, 10, 5)
SEES = Direction.MENTOR_SEES_MENTEE
# Four periods of 45 minutes, five minutes apart.
PERIODS = [(480 + 50 * n, 525 + 50 * n) for n in range(4)]


def slot(period: int, use: Use, school: str = "hill") -> Slot:
    begin, end = PERIODS[period]
    return Slot(begin, end, str(period + 1), school, use)


@st.composite
def observations(draw: st.DrawFn) -> list[WantedVisit]:
    """A few observations of people who are in several pairs, on two days."""
    people = st.sampled_from(["ana", "bea", "cy", "di", "eli"])
    found = []
    for number in range(draw(st.integers(1, 4))):
        two = draw(st.lists(people, min_size=2, max_size=2, unique=True))
        times = draw(
            st.lists(
                st.tuples(
                    st.integers(0, 1),
                    st.integers(0, 3),
                    st.sampled_from([0, 45]),
                    st.sampled_from(["hill", "river"]),
                ),
                max_size=4,
                unique_by=lambda t: t[:2],
            )
        )
        pair = draw(st.integers(1, 3))
        options = []
        for day, period, coverage, school in times:
            begin, end = PERIODS[period]
            cover = Slot(begin, end, str(period), "hill", Use.CLASS)
            options.append(
                Visit(
                    coverage,
                    MONDAY + timedelta(days=day),
                    begin,
                    end,
                    str(period),
                    school,
                    pair,
                    SEES,
                    frozenset(two),
                    (cover,) if coverage else (),
                )
            )
        left = draw(st.sampled_from([None, 0, 45, 90]))
        found.append(WantedVisit(pair, SEES, tuple(options), left))
        del number
    # What is left is the pair's, whichever observation it is for.
    by_pair = {w.pair: w.left for w in found}
    return [
        WantedVisit(w.pair, SEES, w.visits, by_pair[w.pair]) for w in found
    ]


def allowed(
    wanted: list[WantedVisit], chosen: tuple[Visit | None, ...]
) -> bool:
    """Nobody is in two places, and no pair gets more than it has left."""
    there = [v for v in chosen if v]
    for one, other in itertools.combinations(there, 2):
        way = TRAVEL if one.school != other.school else 0
        apart = (
            one.day != other.day
            or one.end + way <= other.begin
            or other.end + way <= one.begin
        )
        if one.people & other.people and not apart:
            return False
        if one.pair == other.pair and one.day == other.day:
            return False
    for each in wanted:
        spent = sum(v.coverage for v in there if v.pair == each.pair)
        if each.left is not None and spent > each.left:
            return False
    return True


def exhaustively(wanted: list[WantedVisit]) -> tuple[float, float, float]:
    """The least cost of all allowed choices."""
    choices = itertools.product(*([*w.visits, None] for w in wanted))
    return min(cost_of(c) for c in choices if allowed(wanted, c))


@given(observations())
@settings(max_examples=300, deadline=None)
def test_no_choice_is_better_than_the_planners(
    wanted: list[WantedVisit],
) -> None:
    chosen = choose(wanted)
    assert allowed(wanted, tuple(chosen))
    assert cost_of(chosen) == exhaustively(wanted)


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
