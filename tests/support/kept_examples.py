"""An answer and a pair of which each field says something."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sync.core.model import Direction, Kind, Submission
from sync.core.people import Pair, Person, RegularTime, Span
from sync.state.store import State

SENT = datetime(2026, 11, 20, 15, 30, 0, 123456, UTC)


ANSWER = Submission(
    "r1",
    SENT,
    SENT + timedelta(minutes=2),
    "ana@x.example",
    "WES-1 Ana & Sam",
    date(2026, 11, 19),
    Kind.OBSERVATION,
    45,
    2,
    "own time",
    ("Planning", "Ünïcode; 'quoted'"),
    "WES-2",
    date(2026, 12, 1),
    True,
    True,
    Direction.MENTOR_SEES_MENTEE,
    ("before",),
    1.5,
    ("no substitute",),
    (("topics", "Chess"),),
    True,
)


PAIR = Pair(
    "WES",
    1,
    Person("Ana Diaz", ("ana@x.example", "ana@home.example")),
    Person("Sam Lee"),
    "Hill School",
    date(2026, 9, 1),
    None,
    (Span(date(2026, 10, 1), date(2026, 10, 5)), Span(date(2027, 3, 1), None)),
    RegularTime(1, time(14, 45)),
    date(2026, 9, 2),
    2,
    "district",
    0.5,
    3.5,
    True,
    False,
    12.5,
    returned=True,
)


def keep(state: State, *answers: tuple[Submission, str | None]) -> None:
    with state.writing():
        state.answers.keep(answers)
