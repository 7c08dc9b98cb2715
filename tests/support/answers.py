"""A small district, and answers of its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.meetings import Intake
from sync.core.model import (
    Kind,
    Roster,
    Submission,
)
from sync.core.people import Pair, Person

TODAY = date(2026, 11, 23)


THURSDAY = date(2026, 11, 12)


CALENDAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))


def pair(number: int, **more: object) -> Pair:
    people = (
        Person(f"Ana {number}", (f"ana{number}@w.example",)),
        Person(f"Sam {number}", (f"sam{number}@w.example",)),
    )
    return replace(Pair("WES", number, *people), **more)  # type: ignore[arg-type]


def district(*pairs: Pair, **more: object) -> District:
    return replace(
        District(
            "WES",
            "Westbrook",
            CALENDAR,
            roster=Roster(pairs or (pair(1), pair(2))),
        ),
        **more,  # type: ignore[arg-type]
    )


def answer(name: str = "a", minute: int = 0, **more: object) -> Submission:
    sent = datetime(2026, 11, 12, 20, minute, tzinfo=UTC)
    base = Submission(
        name,
        sent,
        sent,
        "ana1@w.example",
        "WES-1 Ana & Sam",
        THURSDAY,
        Kind.ONE_ON_ONE,
        minutes=30,
    )
    return base._replace(**more)  # type: ignore[arg-type]


def reason(intake: Intake, name: str = "a") -> str:
    return next(o.reason for o in intake.outcomes if o.submission.id == name)
