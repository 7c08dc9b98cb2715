"""*Calendar*, read leniently."""

from __future__ import annotations

from datetime import date

from sync.core.calendar import Event
from templates.wire import serial
from tests.support.grids import (
    district,
    grid,
)


def test_a_calendar_of_all_sorts() -> None:
    found = district(
        calendar=grid(
            "calendar",
            {
                "event": "No School",
                "first": serial(date(2026, 11, 26)),
                "note": "Thanksgiving",
            },
            {
                "event": "early release",
                "first": "10/14/2026",
                "minutes": 60,
                "schools": "Hill School, River School",
            },
            {
                "event": "whole group",
                "first": "2026-10-07",
                "held": True,
                "absent": "4, WES-7",
            },
            {"event": "holiday", "first": "2026-10-07"},
            {
                "event": "no school",
                "first": "2026-12-31",
                "last": "2026-12-24",
            },
            {"event": "no school"},
        )
    )
    entries = found.calendar.entries
    assert [e.event for e in entries] == [
        Event.NO_SCHOOL,
        Event.EARLY_RELEASE,
        Event.WHOLE_GROUP,
    ]
    assert (entries[1].schools, entries[2].absent) == (
        frozenset({"hill school", "river school"}),
        frozenset({4, 7}),
    )
    said = [str(p) for p in found.problems]
    assert any(
        "Calendar A5: “holiday” is not one of the choices" in s for s in said
    )
    assert any("Calendar C6: Dec 24 is before Dec 31" in s for s in said)
    assert any(
        "Calendar B7: a row without a kind or a date" in s for s in said
    )


def test_a_pasted_sign_in_sheet_credits_those_who_stand_on_it() -> None:
    """Names in any order, with somebody who is in no pair; while it is not
    clear who was not there, nobody is credited.
    """
    day = {"event": "whole group", "first": "2026-10-07", "held": True}
    found = district(
        pairs=grid(
            "pairs",
            {"number": 1, "mentor": "Ana Diaz", "mentee": "Sam Lee"},
            {"number": 2, "mentor": "Ola Berg", "mentee": "Mei Chen"},
            {"number": 3, "mentor": "Ola Berg", "mentee": "Tom Vale"},
        ),
        calendar=grid(
            "calendar",
            day | {"present": "Lee, Sam\nDiaz, Ana\nDr. Ruth Cole"},
            day | {"absent": "Ola Berg"},
            day | {"absent": "Sam"},
        ),
    )
    signed, away, unclear = found.calendar.entries
    assert (signed.held, signed.present) == (True, frozenset({1}))
    assert (away.held, away.absent) == (True, frozenset({2, 3}))
    assert unclear.held is False
    said = [str(p) for p in found.problems]
    assert any(
        "Calendar J2: “Dr. Ruth Cole” is in no pair and left out" in s
        for s in said
    )
    assert any(
        "Calendar H4: “Sam” (WES-1 Ana Diaz & Sam Lee?) is in no pair" in s
        for s in said
    )
