"""Pairs and their people: who is who, and when a pair has ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.core.people import Pair, Person, same_two

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("ends", "day", "ended"),
    [
        (None, DAY, False),
        (DAY, DAY, False),
        (DAY, DAY + timedelta(days=1), True),
        (DAY + timedelta(days=9), DAY, False),
    ],
)
def test_a_pair_is_there_on_its_last_day(
    ends: date | None, day: date, ended: bool
) -> None:
    pair = Pair("WES", 1, Person("Ana"), Person("Sam"), ends=ends)
    assert pair.ended_before(day) is ended


def test_a_pair_begins_as_starts_says_else_when_its_row_was_seen() -> None:
    pair = Pair("WES", 1, Person("Ana"), Person("Sam"), seen=DAY)
    assert pair.begins == DAY
    started = Pair("WES", 1, Person("Ana"), Person("Sam"), "", DAY, seen=None)
    assert started.begins == DAY


def test_labels_and_roles() -> None:
    ana, sam = Person("Ana Diaz", ("a@x.example",)), Person("Sam Lee")
    pair = Pair("WES", 12, ana, sam)
    assert (pair.code, pair.short_label, pair.label) == (
        "WES-12",
        "WES-12 Ana & Sam",
        "WES-12 Ana Diaz & Sam Lee",
    )
    assert pair.role_of("a@x.example") == "mentor"
    assert pair.role_of("b@x.example") is None
    assert pair.role_of("") is None, "an empty address is nobody's"


def person(name: str, *addresses: str) -> Person:
    return Person(name, addresses)


@pytest.mark.parametrize(
    ("mentor", "school", "same"),
    [
        (person("Ana Diaz", "a@x.example"), "Hill", True),
        (person("Anna Dias", "a@x.example", "b@x.example"), "River", True),
        (person("Ana Diaz"), "Hill", True),
        (person("Ana Diaz"), "River", False),
        (person("Ana Diaz", "other@x.example"), "Hill", False),
        (person("Noor Haddad"), "Hill", False),
    ],
)
def test_two_pairs_are_the_same_two_by_address_else_by_name(
    mentor: Person, school: str, same: bool
) -> None:
    sam = person("Sam Lee", "s@x.example")
    one = Pair("WES", 1, person("Ana Diaz", "a@x.example"), sam, "Hill")
    other = Pair("WES", 2, mentor, sam, school)
    assert same_two(one, other) is same
    assert same_two(other, one) is same
