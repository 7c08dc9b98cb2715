"""Weeks in which nobody logged anything count against nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.judge import judge
from sync.core.model import (
    Kind,
    Roster,
    Status,
)
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    DAY,
    FIRST,
    WEEKLY,
    held,
    met,
    monday,
)
from tests.support.random_programs import program


def test_a_week_in_which_nobody_else_logged_asks_nothing_and_is_asked_about() -> (
    None
):
    pairs = tuple(
        Pair("WES", n, Person(f"A{n} B", ()), Person(f"C{n} D", ()))
        for n in range(1, 6)
    )
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        (WEEKLY,),
        Roster(pairs),
    )
    answers = [
        met(monday(w), pair_text=f"WES-{n}", email="")
        for w in (1, 2, 3, 4, 7, 8)
        for n in range(1, 6)
    ]
    standing = judge(district, answers, monday(10))
    assert standing.counts[Status.ON_TRACK] == 5
    assert standing.questions == (
        "No log from anyone, Sep 28 - Oct 9: no school? Add it to Calendar.",
    )


def test_a_pairs_own_log_never_makes_a_silent_week_count_against_it() -> None:
    """One of two asked, in a week in which nobody else logged: the week still
    asks nothing of them.
    """
    pairs = tuple(
        Pair("WES", n, Person(f"A{n} B", ()), Person(f"C{n} D", ()))
        for n in range(1, 6)
    )
    rules = (replace(WEEKLY, amount=2),)
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        rules,
        Roster(pairs),
    )
    others = [
        met(monday(w), pair_text=f"WES-{n}", email="")
        for w in range(1, 11)
        if w != 8
        for n in range(2, 6)
    ]
    mine = [
        met(monday(w) + timedelta(days=d), pair_text="WES-1", email="")
        for w in range(1, 8)
        for d in (0, 1)
    ]
    one = met(monday(8), pair_text="WES-1", email="")
    for answers in ([*others, *mine], [*others, *mine, one]):
        first = next(
            p
            for p in judge(district, answers, monday(10)).pairs
            if p.pair.number == 1
        )
        week = next(
            p for p in first.rules[0].periods if p.period.first == monday(8)
        )
        assert (week.why_not, first.status) == (
            "no log from anyone else",
            Status.ON_TRACK,
        )


def test_a_whole_group_day_makes_no_silent_week_count_for_those_who_were_there() -> (
    None
):
    """Where such days do not count as meetings, being there would otherwise be
    held against a pair.
    """
    district, _, _ = program(3)
    pairs = tuple(
        Pair("WES", n, Person(f"M{n}", (f"m{n}@w.example",)), Person(f"N{n}"))
        for n in range(1, 6)
    )
    days = (held(monday(7) + DAY), held(monday(8) + DAY))
    answers = [
        met(
            monday(w) + DAY,
            pair_text=f"WES-{n}",
            email=f"m{n}@w.example",
            id=f"{w} {n}",
        )
        for w in range(1, 7)
        for n in range(1, 6)
    ]
    rules = (WEEKLY, Rule(What.GROUP_APART))
    for entries in ((), days):
        calendar = replace(district.calendar, first=FIRST, entries=entries)
        one = replace(
            district,
            rules=rules,
            roster=Roster(pairs),
            calendar=calendar,
            schedule=(),
            plans=(),
            follow_ups=(),
            hints=(),
        )
        assert {p.status for p in judge(one, answers, monday(10)).pairs} == {
            Status.ON_TRACK
        }


def test_a_small_group_that_another_pair_logs_makes_no_week_count() -> None:
    pairs = tuple(
        Pair(
            "WES",
            n,
            Person(f"A{n} B", (f"a{n}@w.example",)),
            Person(f"C{n} D", (f"c{n}@w.example",)),
        )
        for n in range(1, 7)
    )

    def log(number: int, day: date, kind: Kind, others: str = "") -> Any:
        return met(
            day,
            kind,
            pair_text=f"WES-{number}",
            email=f"a{number}@w.example",
            others=others,
            id=f"{number} {day} {kind}",
        )

    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    twice = (replace(WEEKLY, amount=2),)
    district = District("WES", "Westbrook", calendar, twice, Roster(pairs))
    before = [
        log(n, monday(w) + k * DAY, Kind.ONE_ON_ONE)
        for w in range(1, 8)
        for n in range(1, 7)
        for k in (0, 1)
    ]
    group = log(2, monday(8), Kind.SMALL_GROUP, "WES-1")
    for answers in (before, [*before, group]):
        (one,) = (
            p
            for p in judge(district, answers, monday(10)).pairs
            if p.pair.number == 1
        )
        assert one.status is Status.ON_TRACK


def test_a_log_of_a_beginners_other_mentor_is_of_the_pair_that_is_judged() -> (
    None
):
    """One of five was met by the second mentor alone, in a week in which
    nobody else logged: the week asks nothing of the pair that is judged.
    """
    pairs = tuple(
        Pair("WES", n, Person(f"A{n} B", ()), Person(f"C{n} D", ()))
        for n in range(1, 6)
    )
    second = replace(pairs[0], number=6, mentor=Person("Ola Berg", ()))
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        (WEEKLY,),
        Roster((*pairs, second)),
    )
    answers = [
        met(monday(w), pair_text=f"WES-{n}", email="")
        for w in (3, 4, 6, 7, 8)
        for n in range(1, 6)
    ]
    answers.append(met(monday(5), pair_text="WES-6", email=""))
    standing = judge(district, answers, monday(10))
    [first] = [p for p in standing.pairs if p.pair.number == 1]
    [rule] = first.rules
    [fifth] = [p for p in rule.periods if monday(5) in p.period]
    assert fifth.why_not == "no log from anyone else"
