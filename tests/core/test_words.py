"""Days, numbers and names as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.words import (
    coverage_words,
    day_words,
    first_of,
    hours_of,
    hours_words,
    many,
    month_of,
    name_key,
    printable,
    some_of,
    words_of,
)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Sep", 9),
        ("sept.", 9),
        ("SEPTEMBER", 9),
        ("ma", None),
        ("may", 5),
        ("Marcus", None),
        ("", None),
    ],
)
def test_months(word: str, month: int | None) -> None:
    assert month_of(word) == month


def test_days_and_numbers() -> None:
    assert (day_words(date(2026, 10, 2)), day_words(None)) == (
        "Oct 2",
        "never",
    )
    assert [many(n, "hour") for n in (0, 1, 2.5)] == [
        "0 hours",
        "1 hour",
        "2.5 hours",
    ]
    assert many(2, "day off", "days off") == "2 days off"


@given(st.integers(0, 100_000))
def test_hours_lose_no_minute_and_round_as_sheets_does(minutes: int) -> None:
    hours, rest = hours_words(minutes).split(" h ")
    assert int(hours) * 60 + int(rest) == minutes
    assert round(abs(hours_of(minutes) * 60 - minutes), 6) <= 3


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.5, "0.5 hours"),
        (1, "1 hour"),
        (47 / 60, "47 minutes"),
        (94 / 60, "1 h 34"),
    ],
)
def test_coverage(hours: float, words: str) -> None:
    assert coverage_words(hours) == words


@given(st.lists(st.text("abc", max_size=3), max_size=12), st.integers(1, 6))
def test_of_many_the_first_and_how_many_more(
    names: list[str], most: int
) -> None:
    shown = some_of(names, most)
    more = len(names) - most
    assert (f" and {more} more" in shown) is (more > 0)
    lines = list(first_of(names, most))
    assert len(lines) == min(len(names), most) + (more > 0)


@given(st.text())
def test_a_line_for_people_steers_nothing(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("José O’Brien", "obrien jose", True),
        ("Lee, Sam", "Sam Lee", True),
        ("Sam Lee", "Sam Lee 2", False),
        ("Ana", "Anna", False),
    ],
)
def test_two_spellings_of_one_name(one: str, other: str, alike: bool) -> None:
    assert (name_key(one) == name_key(other)) is alike


def test_words_leave_numbers_out() -> None:
    assert words_of("Sam Lee 2") == {"sam", "lee"}
