"""Periods, and visits to plan in them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import strategies as st

from sync.core.model import (
    Direction,
)
from sync.core.timetable import Slot, Use
from sync.core.visits import (
    TRAVEL,
    Visit,
    WantedVisit,
    cost_of,
)

MONDAY = date(2026, 10, 5)


SEES = Direction.MENTOR_SEES_MENTEE


# Four periods of 45 minutes, five minutes apart.
PERIODS = [(480 + 50 * n, 525 + 50 * n) for n in range(4)]


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
