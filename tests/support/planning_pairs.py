"""Two pairs, and what they send in the planning form."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.model import Proposal, Roster
from sync.core.people import Pair, Person, RegularTime

YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))


SENT = datetime(2026, 9, 2, 15, tzinfo=UTC)


PAIRS = (
    Pair(
        "WES",
        1,
        Person("Ana Diaz", ("ana@x.example",)),
        Person("Sam Lee"),
        regular=RegularTime(1, time(14, 45)),
    ),
    Pair(
        "WES",
        2,
        Person("Grace Okafor", ("grace@x.example",)),
        Person("Luis Silva"),
    ),
)


DISTRICT = District("WES", "Westbrook", YEAR, roster=Roster(PAIRS))


THURSDAY = RegularTime(3, time(12, 15))


def said(text: str, **more: object) -> Proposal:
    return Proposal("p1", SENT, "", text)._replace(**more)  # type: ignore[arg-type]
