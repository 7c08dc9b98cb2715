"""What decided is named with its rule, its count and its day, and contradicts
nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.explain import explain, note
from sync.core.judge import judge
from sync.core.model import (
    Direction,
    Kind,
    Roster,
    Status,
)
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    FIRST,
    WEEKLY,
    met,
    monday,
    stand,
    weeks,
)
from tests.support.random_programs import program


@pytest.mark.parametrize(
    ("answers", "today", "rules", "decided"),
    [
        (
            [],
            monday(4),
            (WEEKLY,),
            "no one-on-one or small group in the 15 school days since they began on Aug 31; the limit is 15",
        ),
        (
            [],
            monday(3),
            (WEEKLY,),
            "no one-on-one or small group in the 10 school days since they began on Aug 31; the limit is 10",
        ),
        (
            weeks(1, 2, 3, 4),
            monday(8),
            (WEEKLY,),
            (
                "1 meeting a week: no one-on-one or small group in the 18 school days since Sep 22; the limit is two"
                " judged weeks without any"
            ),
        ),
        (
            weeks(1, 2, 3, 4),
            monday(7),
            (WEEKLY,),
            "1 meeting a week: the last judged period was short",
        ),
        (
            weeks(1, 3, 5, 7, 9, 11),
            monday(12),
            (WEEKLY,),
            "1 meeting a week: met under three in four of them, and not in all of the last three",
        ),
        (
            weeks(1),
            date(2026, 12, 7),
            (Rule(What.MEETINGS, 1, Per.MONTH),),
            "1 meeting a month: no one-on-one or small group in the 68 school days since Sep 1; the limit is 40",
        ),
        (
            weeks(1),
            date(2027, 3, 1),
            (Rule(What.MINUTES, 1200, Per.YEAR),),
            "1200 minutes a year: no one-on-one or small group in the 128 school days since Sep 1; the limit is 40",
        ),
        (
            weeks(1),
            monday(6),
            (),
            "no rule asks anything now: no one-on-one or small group in 23 school days; the limit is 20",
        ),
        (weeks(*range(1, 12)), monday(12), (WEEKLY,), ""),
    ],
)
def test_what_decided(
    answers: Any, today: date, rules: tuple[Rule, ...], decided: str
) -> None:
    assert stand(answers, today, rules).decided == decided


@pytest.mark.parametrize("seed", range(120))
def test_whoever_is_to_be_asked_after_has_a_rule_that_decided(
    seed: int,
) -> None:
    """But where the reason names an observation, which says it all; and a
    count that is named as over a limit is over it.
    """
    district, answers, today = program(seed)
    for p in judge(district, answers, today).pairs:
        if p.status is Status.ON_TRACK:
            assert p.decided == ""
        if p.status is Status.REACH_OUT:
            assert p.decided
        if found := re.search(
            r"(\d+) school days.*?the limit is (\d+)", p.decided
        ):
            assert int(found[1]) >= int(found[2])


def test_explain_says_why_a_meeting_is_none_here() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_RECORDED))
    answers = [
        met(monday(4), Kind.BRIEF),
        met(
            monday(5), Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
        ),
    ]
    district, _, _ = program(3)
    pair = Pair("WES", 1, Person("Ana", ("ana@w.example",)), Person("Sam"))
    calendar = replace(district.calendar, first=FIRST, entries=())
    told = judge(
        replace(
            district, rules=rules, roster=Roster((pair,)), calendar=calendar
        ),
        answers,
        monday(8),
    )
    text = "\n".join(explain(told, told.pairs[0]))
    assert "(brief conversations are recorded only)" in text
    assert "(observations have rules of their own)" in text
    assert (
        "The week of Aug 31 to Sep 13: does not count, their first days."
        in text
    )
    assert len(note(told, told.pairs[0])) < 1000


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([], "No answer was sent yet."),
        (weeks(4), "Every answer was counted."),
        ([met(monday(4), email="x@y.example")], "Counted, with a remark:"),
    ],
)
def test_an_answer_that_counts_with_a_remark_is_shown_with_it(
    answers: list[Any], words: str
) -> None:
    """*Log* has the remark, and so has explain."""
    pair = Pair(
        "WES", 1, Person("Ana Diaz", ("ana@w.example",)), Person("Sam")
    )
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    roster = Roster((pair,))
    district = District("WES", "Westbrook", calendar, (WEEKLY,), roster)
    standing = judge(district, answers, monday(6))
    lines = list(explain(standing, standing.pairs[0]))
    assert words in lines
    remarked = "not on this pair's row" in lines[-1]
    assert remarked is (words == "Counted, with a remark:")
