"""Hours of coverage: allotted, used, left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.core.calendar import Per
from sync.core.judge import judge
from sync.core.model import (
    Direction,
    Plan,
    Roster,
)
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    stand,
)
from tests.support.random_programs import program


def test_cover_is_that_of_the_rows_in_force() -> None:
    rules = (
        Rule(What.COVER_HOURS, 4, Per.YEAR, until=date(2026, 12, 31)),
        Rule(What.COVER_HOURS, 6, Per.YEAR, since=date(2027, 1, 1)),
    )
    assert [
        stand([], day, rules).cover.given
        for day in (date(2026, 10, 1), date(2027, 2, 1))
    ] == [4, 6]
    by_term = (Rule(What.COVER_HOURS, 3, Per.SEMESTER),)
    assert (
        stand(
            [], date(2026, 11, 2), by_term, ends=date(2027, 1, 22)
        ).cover.given
        == 3
    )


def test_nobody_is_asked_to_arrange_cover_for_a_pair_that_is_gone() -> None:
    plans = tuple(
        Plan(n, Direction.MENTOR_SEES_MENTEE, date(2026, 11, 24), hours=1)
        for n in (1, 99)
    )
    district, _, _ = program(3)
    pair = Pair(
        "WES", 1, Person("Ana"), Person("Sam"), ends=date(2026, 11, 20)
    )
    calendar = replace(district.calendar, entries=())
    standing = judge(
        replace(
            district,
            roster=Roster((pair,)),
            plans=plans,
            calendar=calendar,
            follow_ups=(),
        ),
        [],
        date(2026, 11, 23),
    )
    assert standing.cover_to_arrange == ()
    assert (
        "Observations: 99 is not a pair number. Correct the row, or clear it."
        in standing.questions
    )
