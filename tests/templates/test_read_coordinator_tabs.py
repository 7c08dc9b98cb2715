"""*Follow-ups*, *Corrections* and *Observations*, read leniently."""

from __future__ import annotations

import pytest

from templates.wire import serial
from tests.support.grids import (
    AUTUMN,
    TODAY,
    grid,
    guarded,
)

THREE = grid(
    "pairs",
    {"number": 1, "mentor": "Ana Diaz", "mentee": "Sam Lee"},
    {"number": 2, "mentor": "Ola Berg", "mentee": "Mei Chen"},
    {"number": 3, "mentor": "Ola Berg", "mentee": "Tom Vale"},
)


@pytest.mark.parametrize(
    ("typed", "numbers", "said"),
    [
        (2, (2,), ""),
        ("2", (2,), ""),
        ("#2", (2,), ""),
        ("WES-2", (2,), ""),
        ("wes 2", (2,), ""),
        ("WES-2 Ola Berg & Mei Chen", (2,), ""),
        ("Mei Chen", (2,), ""),
        ("Chen, Mei", (2,), ""),
        ("1, 3", (1, 3), ""),
        ("Ola Berg", (2, 3), ""),  # a word with the mentor of both
        (77, (77,), ""),
        ("WES-3 Ola Berg & Tom Vale", (3,), ""),  # no other of Ola Berg's
        ("Sam", (1,), ""),  # as Who shows it
        ("chen", (2,), ""),
        ("z", (), "“z” is no pair"),  # in Diaz alone: a mark, perhaps
        ("Ola", (), "“Ola” is no pair (WES-2, WES-3?)"),
        ("grade 2", (), "“grade 2” is no pair"),
        ("", (), "a follow-up without a pair"),
    ],
)
def test_a_follow_up_takes_a_pair_as_people_write_it(
    typed: object, numbers: tuple[int, ...], said: str
) -> None:
    row = {"day": "2026-10-14", "pair": typed, "agreed": "call on Friday"}
    found = guarded(None, pairs=THREE, follow_up=grid("follow_up", row))
    assert tuple(f.pair for f in found.follow_ups) == numbers
    assert any(said in str(p) for p in found.problems) is bool(said)


def test_a_follow_up_without_a_date_is_as_of_today_and_asked_about() -> None:
    rows = grid(
        "follow_up",
        {"pair": 1},
        {"pair": 2, "day": "Tuesday"},
        {"pair": 3, "day": serial(AUTUMN)},
    )
    found = guarded(None, pairs=THREE, follow_up=rows)
    assert [f.day for f in found.follow_ups] == [TODAY] * 3
    said = [str(p) for p in found.problems]
    assert len(said) == 3
    assert "taken as today's" in said[0]


def test_other_tabs_take_a_pair_in_the_same_words() -> None:
    plan = {"direction": "mentor observes mentee", "day": "2026-11-12"}
    found = guarded(
        None,
        pairs=THREE,
        observations=grid(
            "observations",
            plan | {"pair": "Sam Lee"},
            plan | {"pair": "Ola Berg"},
        ),
        corrections=grid(
            "corrections",
            {"answer": "AB12CD", "repair": "move to pair", "to": "Mei Chen"},
            {"answer": "AB12CE", "repair": "move to pair", "to": "Ola Berg"},
        ),
    )
    assert [p.pair for p in found.plans] == [1]
    assert [c.pair for c in found.corrections] == [2]
    said = [str(p) for p in found.problems]
    assert any("this cell names 2 pairs" in s for s in said)
    assert any("names 2 pairs" in s for s in said)
