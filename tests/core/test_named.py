"""Whom a text names: what is understood, what is guessed, what is neither."""

from __future__ import annotations

import pytest

from sync.core.named import Roll
from sync.core.people import Pair, Person

PEOPLE = (
    ("Ana Diaz", "Sam Lee"),
    ("José Núñez", "Kim O’Brien"),
    ("Ana Diaz", "Fatima Al-Sayed"),
    ("Yuki", "Lee Chen"),
)
ROLL = Roll(
    "WES",
    [
        Pair("WES", number, Person(mentor), Person(mentee))
        for number, (mentor, mentee) in enumerate(PEOPLE, 1)
    ],
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2 and WES-3", (3, 2)),
        ("4 7", (4, 7)),
        ("pairs 3 and 4", (3, 4)),
        ("Pair #2; no. 4", (2, 4)),
        ("wes2/3", (2, 3)),
        ("WES-2 José & Kim, WES-4", (2, 4)),
        ("sam lee", (1,)),
        ("Lee, Sam", ()),  # a comma stands between two pairs
        ("Sam LEE and Kim O'Brien", (1, 2)),
        ("Jose Nunez", (2,)),
        ("FATIMA AL SAYED", (3,)),
        ("Yuki", (4,)),
        ("", ()),
        (" , ", ()),
    ],
)
def test_pairs_are_named_by_code_by_number_and_by_name(
    text: str, numbers: tuple[int, ...]
) -> None:
    assert ROLL.named(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "numbers", "guesses"),
    [
        ("Sam Lee, grade 2", (1,), ()),
        ("Met Nov 3 with Sam", (), (1,)),
        ("at 2 pm", (), ()),
        ("room 4", (), ()),
        ("3-5", (), ()),
        ("NOR-3", (), ()),
        ("12345", (), ()),
        ("Ana Diaz", (), (1, 3)),  # two pairs have her
        ("Ms. Lee", (), (1, 4)),
        ("the principal", (), ()),
        ("=1+1 @SUM(A1) 4", (), ()),
        ("WES-2 and Sam", (2,), (1,)),
    ],
)
def test_what_names_no_pair_is_unclear_and_may_be_guessed(
    text: str, numbers: tuple[int, ...], guesses: tuple[int, ...]
) -> None:
    named = ROLL.named(text)
    assert named.unclear
    assert (named.numbers, named.guesses) == (numbers, guesses)


def test_names_beside_their_own_code_are_clear() -> None:
    assert not ROLL.named("WES-1 Ana & Sam").unclear
    assert not ROLL.named("WES-1 Ana Diaz & Sam Lee; WES-4 Yuki").unclear


def test_a_number_beside_the_code_of_ones_own_pair_is_no_pair() -> None:
    text = "WES-1 Ana & Sam, 3"
    assert ROLL.named(text, of_one_pair=True).numbers == (1,)
    assert ROLL.named(text).numbers == (1, 3)


@pytest.mark.parametrize(
    ("text", "pair", "further"),
    [
        ("WES-1, WES-3", 1, (3,)),
        ("WES-1, WES-3", 3, ()),  # moved to the second
        ("2, 4", 2, (4,)),
        ("2, 4", 1, ()),  # the sender's address decided
    ],
)
def test_further_pairs_count_where_the_text_is_of_the_pair(
    text: str, pair: int, further: tuple[int, ...]
) -> None:
    assert ROLL.named(text, of_one_pair=True).beside(pair) == further


@pytest.mark.parametrize(
    ("text", "numbers", "unread"),
    [
        ("4, WES-2", (4, 2), []),
        ("Lee, Sam\nNúñez, José", (1, 2), []),
        ("Lee, Sam, Brien, Kim", (1,), ["Brien", "Kim"]),
        ("Sam Lee\tYuki", (1, 4), []),
        ("Ana Diaz", (1, 3), []),  # she mentors two
        ("1) Sam Lee; 2) Kim O'Brien (left early)", (1, 2), []),
        ("Sam Lee and the principal", (1,), ["the principal"]),
        ("Sam", (), ["Sam"]),
        ("grade 4", (), ["grade 4"]),
        ("Bob Unknown, Sam Lee", (1,), ["Bob Unknown"]),
        ("typo nam, WES-4", (4,), ["typo nam"]),
        ("Sm Lee, Yuki", (4,), ["Sm Lee"]),
        ("WES-2 - WES-4", (), ["WES-2 - WES-4"]),
        ("WES 2-4", (), ["WES 2-4"]),
        ("everyone except WES-2", (), ["everyone except WES-2"]),
        ("Sam Lee was absent", (), ["Sam Lee was absent"]),
        ("WES-2 José Núñez & Kim O'Brien", (2,), []),
        ("", (), []),
    ],
)
def test_a_sign_in_sheet_names_pairs_by_their_people(
    text: str, numbers: tuple[int, ...], unread: list[str]
) -> None:
    found = ROLL.everyone(text)
    assert found.numbers == numbers
    assert [part for part, _ in found.unread] == unread


def test_a_name_that_two_people_have_is_nobodys_until_it_is_declared() -> None:
    twins = Roll(
        "WES",
        [
            Pair("WES", 1, Person("Ana Diaz", ("a@w.example",)), Person("A")),
            Pair("WES", 2, Person("Ana Diaz", ("b@w.example",)), Person("B")),
        ],
    )
    found = twins.everyone("Ana Diaz")
    assert (found.numbers, found.unread) == ((), (("Ana Diaz", (1, 2)),))
