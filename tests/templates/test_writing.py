"""The least change: applied to what stands there, it gives what is wanted, and
carries no more than differs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.judge import judge
from sync.core.model import Direction, Kind, Submission
from templates import writing
from templates.wire import serial
from tests.support.written_tabs import (
    LAYOUT,
)


def test_every_field_of_an_answer_reaches_log() -> None:
    """What a person chose or typed stands in Log, in some cell."""
    answer = Submission(
        "r1",
        datetime(2026, 11, 19, 20, tzinfo=UTC),
        datetime(2026, 11, 19, 20, tzinfo=UTC),
        "somebody@x.example",
        "the pair's text",
        date(2026, 11, 18),
        Kind.BRIEF,
        41,
        3,
        "the time used",
        ("a topic",),
        "the others",
        date(2026, 12, 3),
        True,
        True,
        Direction.MENTEE_SEES_OTHER,
        ("a conference",),
        1.25,
        ("an obstacle",),
    )
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
    )
    standing = judge(district, [answer], date(2026, 11, 23))
    (row,) = writing.wanted(LAYOUT, standing, ZoneInfo("UTC")).log
    shown = " ".join(str(cell) for cell in row)
    for text in (
        "somebody@x.example",
        "the pair's text",
        "brief conversation",
        "41",
        "3",
        "the time used",
        "a topic",
        "the others",
        str(int(serial(date(2026, 12, 3)))),
        str(int(serial(date(2026, 11, 18)))),
        Direction.MENTEE_SEES_OTHER.words,
        "a conference",
        "1.25",
        "an obstacle",
    ):
        assert text in shown, text
