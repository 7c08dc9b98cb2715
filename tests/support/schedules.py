"""A district with bells, lessons and visits to arrange."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import (
    Arranged,
    Roster,
)
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from sync.core.timetable import Bell, Lesson, Timetable

# A Monday on which the first of four observations is due.
TODAY = date(2026, 11, 30)


YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))


BELLS = tuple(Bell(str(n), time(8 + n), time(8 + n, 45)) for n in range(1, 6))


OBSERVE = Rule(What.MENTOR_OBSERVES, 4, Per.YEAR)


ARRANGES = Rule(What.ARRANGES_MEETINGS, 0, Per.YEAR)


def pair(number: int, mentor: str = "", **more: Any) -> Pair:
    name = mentor or f"Mentor {number}"
    return Pair(
        "WES",
        number,
        Person(name, (f"{name.lower().replace(' ', '.')}@wes.example",)),
        Person(f"Mentee {number}", (f"mentee.{number}@wes.example",)),
        "Hill",
        **more,
    )


def district(
    *pairs: Pair,
    rules: tuple[Rule, ...] = (OBSERVE,),
    mentor: str = "1 2 3",
    mentee: str = "1 2 3",
    **more: Any,
) -> District:
    """Pairs of whom all mentors, and all mentees, teach in the same periods."""
    lessons = {}
    for each in pairs:
        for who, periods in ((each.mentor, mentor), (each.mentee, mentee)):
            for address in who.addresses:
                lessons[address] = tuple(map(Lesson, periods.split()))
    table = Timetable(BELLS, {}, lessons)
    plain = District(
        "WES", "Westbrook", YEAR, rules, Roster(pairs), timetable=table
    )
    return replace(plain, **more)


def offering(*numbers: int, offers: str = "planning") -> dict[int, Arranged]:
    said = Arranged(TODAY, offers=frozenset(offers.split()))
    return dict.fromkeys(numbers, said)


def judged(of: District, today: date = TODAY) -> DistrictStanding:
    return judge(of, [], today)


def taught(
    *pairs: Pair,
    lessons: dict[str, tuple[Lesson, ...]],
    bells: tuple[Bell, ...] = BELLS,
    **more: Any,
) -> District:
    """A district by lessons of each person, by address."""
    table = Timetable(bells, more.pop("letters", {}), lessons)
    return replace(district(*pairs), **{"timetable": table, **more})


def mentor(p: Pair) -> str:
    return p.mentor.addresses[0]


def mentee(p: Pair) -> str:
    return p.mentee.addresses[0]


def with_each(
    periods: str, school: str = "", letters: str = ""
) -> tuple[Lesson, ...]:
    return tuple(Lesson(p, school, frozenset(letters)) for p in periods)


def days_of(of: District, today: date = TODAY) -> list[date]:
    return [
        line.visit.day
        for line in judged(of, today).to_arrange.lines
        if line.visit
    ]
