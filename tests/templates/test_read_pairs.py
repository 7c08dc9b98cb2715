"""*Pairs* as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.grids import (
    grid,
    guarded,
)


def _questions(*rows: dict[str, Any]) -> tuple[str, ...]:
    base = {"mentor": "Ana Diaz", "mentee": "José Núñez"}
    numbered = [{"number": n} | base | row for n, row in enumerate(rows, 1)]
    return guarded(None, pairs=grid("pairs", *numbered)).roster.questions


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ({}, {}, True),
        ({}, {"mentor": "ANA  DIAZ", "mentee": "Jose Nunez"}, True),
        (
            {"mentor_email": "a@w.example", "mentee_email": "j@w.example"},
            {
                "mentor": "Ana Diaz-Lee",
                "mentor_email": "a@w.example",
                "mentee_email": "J@w.example",
            },
            True,
        ),
        (
            {"mentor_email": "a@w.example", "mentee_email": "j@w.example"},
            {
                "mentor": "A. Diaz",
                "mentee": "Pepe",
                "mentor_email": "a@w.example",
                "mentee_email": "j@w.example",
            },
            True,
        ),
        ({"school": "Hill"}, {"school": "River"}, False),
        ({}, {"school": "River"}, True),
        (
            {"mentee_email": "j@w.example"},
            {"mentee_email": "j2@w.example"},
            False,
        ),
        ({"ends": "2026-10-30"}, {}, False),
        ({}, {"mentee": "Tom Vale"}, False),
    ],
)
def test_the_same_two_people_are_one_pair(
    first: dict[str, Any], second: dict[str, Any], asked: bool
) -> None:
    said = _questions(first, second)
    assert any("are the same two people" in s for s in said) is asked


def test_of_several_equal_rows_each_is_compared_with_the_first() -> None:
    asked = [q for q in _questions({}, {}, {}) if "same two" in q]
    assert [q.partition(" are")[0] for q in asked] == ["1 and 2", "1 and 3"]


def test_an_address_of_two_people_is_asked_about() -> None:
    (said,) = _questions(
        {"mentor_email": "a@w.example"},
        {
            "mentor": "Ola Berg",
            "mentee": "Tom Vale",
            "mentor_email": "a@w.example",
        },
    )
    assert said.startswith("Ana Diaz (WES-1) and Ola Berg (WES-2) have the")
    assert "a@w.example" not in said


def test_a_row_may_name_a_beginner_alone() -> None:
    found = guarded(
        None,
        pairs=grid(
            "pairs",
            {"number": 1, "mentee": "Sam Lee", "starts": "2026-10-14"},
            {"number": 2, "mentor": "Ola Berg"},
        ),
    )
    (alone,) = found.roster.alone
    assert (alone.code, alone.starts) == ("WES-1", date(2026, 10, 14))
    assert found.pairs == ()
    (asked,) = found.roster.questions
    assert "(number 2) has no mentee yet" in asked
