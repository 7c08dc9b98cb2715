"""A district of one pair, and what it logs: for worked cases of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import PairStanding, judge
from sync.core.model import (
    Kind,
    PlannedMeeting,
    Roster,
    Submission,
)
from sync.core.people import Pair, Person, RegularTime
from sync.core.rules import Rule, What

FIRST = date(2026, 8, 31)
WEEKLY = Rule(What.MEETINGS, 1, Per.WEEK)


def monday(week: int) -> date:
    """The Monday of school week 1, 2, 3, ..."""
    return FIRST + timedelta(weeks=week - 1)


def met(day: date, kind: Kind = Kind.ONE_ON_ONE, **more: object) -> Submission:
    """An answer of the pair's mentor about a meeting of half an hour."""
    sent = datetime.combine(day, time(20), UTC)
    one = Submission(
        f"{day} {kind} {more}",
        sent,
        sent,
        "ana@w.example",
        "WES-1",
        day,
        kind,
        minutes=30,
    )
    return one._replace(**more)  # type: ignore[arg-type]


def weeks(*numbers: int) -> list[Submission]:
    """A meeting on the Tuesday of each week."""
    return [met(monday(n) + timedelta(days=1)) for n in numbers]


def stand(
    answers: Iterable[Submission],
    today: date,
    rules: tuple[Rule, ...] = (WEEKLY,),
    entries: tuple[Entry, ...] = (),
    more: Mapping[str, object] | None = None,
    **pair: object,
) -> PairStanding:
    """The pair's standing as of a day, after some answers."""
    one = Pair(
        "WES",
        1,
        Person("Ana Diaz", ("ana@w.example",)),
        Person("Sam Lee", ("sam@w.example",)),
    )
    one = replace(one, **pair)  # type: ignore[arg-type]
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18), entries)
    district = replace(
        District("WES", "Westbrook", calendar, rules, Roster((one,))),
        **(more or {}),  # type: ignore[arg-type]
    )
    return judge(district, answers, today).pairs[0]


def names(standing: PairStanding) -> set[str]:
    """The names of its flags."""
    return {f.name for f in standing.flags}


DAY = timedelta(days=1)
TUESDAY = RegularTime(1)
EVERY_WEEK = {
    "schedule": tuple(PlannedMeeting(1, monday(n) + DAY) for n in range(1, 40))
}


def closed(first: date, last: date) -> Entry:
    """Days without school."""
    return Entry(Event.NO_SCHOOL, first, last)


def held(day: date, **more: Any) -> Entry:
    """A whole-group day of an hour that took place."""
    return Entry(Event.WHOLE_GROUP, day, day, minutes=60, held=True, **more)


def brief(week: int, minutes: int, **more: Any) -> Submission:
    """Brief conversations on the Wednesday of a week."""
    day = more.pop("day", monday(week) + 2 * DAY)
    return met(
        day,
        Kind.BRIEF,
        **{"minutes": minutes, "id": f"b{week} {minutes}"} | more,
    )


def briefs(minutes: int, *numbers: int) -> list[Submission]:
    """Brief conversations of as many minutes in each of some weeks."""
    return [brief(week, minutes) for week in numbers]
