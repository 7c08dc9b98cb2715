"""*Schedule*, as people fill it in."""

from __future__ import annotations

from datetime import date
from typing import Any

from templates.wire import serial
from tests.support.grids import (
    district,
)


def test_the_schedule_says_when_and_hints_at_what_it_cannot_read() -> None:
    monday = serial(date(2026, 10, 12))
    sheet: list[list[Any]] = [
        ["", "", 1, 2, 3],
        ["", "", "WES-1", "", ""],
        ["Week of", "Set aside that week", "Tue", "", ""],
        [monday, "", "Tue 2:45", "later", serial(date(2026, 10, 15))],
    ]
    found = district(schedule=sheet)
    assert [(p.pair, p.day) for p in found.schedule] == [
        (1, date(2026, 10, 13)),
        (3, date(2026, 10, 15)),
    ]
    assert [(h.pair, h.text) for h in found.hints] == [
        (
            2,
            "Schedule D4: “later” names no day. Write it like Tue 2:45 or Oct 14 2:45",
        )
    ]
