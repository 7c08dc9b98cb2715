"""Wishes to be contacted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import FollowUp, Kind, Roster, Submission
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What
from sync.reports.letter_text import letter_text
from templates import layout as layouts
from templates.writing import wanted

TODAY = date(2026, 11, 23)


PAIRS = tuple(
    Pair(
        "WES",
        n,
        Person(f"Ana {n}", (f"m{n}@w.example",)),
        Person(f"Sam {n}", (f"n{n}@w.example",)),
    )
    for n in (1, 2, 3)
)


BASE = District(
    "WES",
    "Westbrook",
    SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
    (Rule(What.MEETINGS, 1, Per.WEEK),),
    Roster(PAIRS),
)


def wish(
    email: str, day: date = date(2026, 11, 19), pair: int = 1
) -> Submission:
    sent = datetime.combine(day, time(20), UTC)
    return Submission(
        f"{email}{day}",
        sent,
        sent,
        email,
        f"WES-{pair}",
        day,
        Kind.ONE_ON_ONE,
        minutes=30,
        wants_contact=True,
    )


def judged(
    *answers: Submission,
    coordinators: tuple[str, ...] = (),
    follow_ups: tuple[FollowUp, ...] = (),
) -> DistrictStanding:
    district = replace(
        BASE, coordinators=frozenset(coordinators), follow_ups=follow_ups
    )
    return judge(district, answers, TODAY)


MENTOR, MENTEE, OTHER = "m1@w.example", "n1@w.example", "x@y.example"


def everything_shown(standing: DistrictStanding) -> str:
    """All that stands in a district's sheet and letter."""
    layout = layouts.load(3, 40)
    written = wanted(layout, standing, ZoneInfo("America/New_York"))
    text = letter_text(standing, {}, "https://sheet.example")
    return f"{written.head} {written.status} {text}"
