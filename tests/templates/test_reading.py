"""People's tabs, read leniently; what cannot be used is named with its cell."""

from __future__ import annotations

from datetime import date

from templates.wire import serial
from tests.support.grids import (
    AUTUMN,
    grid,
    guarded,
)


def test_a_pair_keeps_its_days_while_others_are_asked_about() -> None:
    row = {"number": 1, "mentor": "A B", "mentee": "C D"}
    days = {"starts": "2026-09-14", "ends": "2027-03-01"}
    before = guarded(None, pairs=grid("pairs", row | days))
    wrong = {"starts": serial(AUTUMN), "ends": serial(AUTUMN)}
    (pair,) = guarded(before, pairs=grid("pairs", row | wrong)).pairs
    assert (pair.starts, pair.ends) == (date(2026, 9, 14), date(2027, 3, 1))
