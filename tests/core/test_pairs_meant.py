"""Which pair an answer means, by its code or its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.core.judge import judge
from sync.core.meetings import take_in
from sync.core.model import (
    Direction,
    Kind,
    Roster,
)
from sync.core.people import Pair, Person
from tests.support.answers import TODAY, answer, district, pair, reason
from tests.support.one_pair import (
    met,
    monday,
)
from tests.support.random_programs import program


def test_a_bare_number_does_not_take_a_meeting_to_strangers() -> None:
    other = Pair(
        "WES", 2, Person("Grace", ("grace@w.example",)), Person("Luis")
    )
    district, _, _ = program(3)
    pair = Pair(
        "WES", 1, Person("Ana Diaz", ("ana@w.example",)), Person("Sam Lee")
    )
    both = replace(
        district,
        roster=Roster((pair, other)),
        calendar=replace(district.calendar, entries=()),
        corrections=(),
    )
    one = met(monday(3), pair_text="Ana and Sam, 2 pm")
    assert [o.pair for o in judge(both, [one], monday(4)).outcomes] == [1]
    stranger = met(monday(3), pair_text="2", email="new@home.example")
    assert [o.pair for o in judge(both, [stranger], monday(4)).outcomes] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "WES-1 Ana & Sam",
        "wes 1",
        "WES1",
        "my code is WES-001",
        "1",
        "#1",
        "WES_1",
    ],
)
def test_a_code_is_read_however_it_is_written(text: str) -> None:
    intake = take_in(district(), [answer(pair_text=text)], TODAY)
    assert intake.outcomes[0].pair == 1
    assert intake.outcomes[0].counted


def test_without_a_code_the_address_decides_if_it_fits_one_active_pair() -> (
    None
):
    assert (
        take_in(district(), [answer(pair_text="")], TODAY).outcomes[0].pair
        == 1
    )


def test_an_address_of_two_pairs_decides_nothing() -> None:
    two = pair(2, mentor=pair(1).mentor)
    outcome = take_in(
        district(pair(1), two), [answer(pair_text="")], TODAY
    ).outcomes[0]
    assert (outcome.counted, outcome.waits, outcome.likely) == (
        False,
        True,
        frozenset({1, 2}),
    )
    assert "more than one pair" in outcome.reason


def test_an_ended_pair_leaves_the_address_to_the_other() -> None:
    ended = pair(2, mentor=pair(1).mentor, ends=date(2026, 10, 1))
    assert (
        take_in(district(pair(1), ended), [answer(pair_text="")], TODAY)
        .outcomes[0]
        .pair
        == 1
    )


def test_a_number_that_nobody_has_waits_and_names_the_remedy() -> None:
    outcome = take_in(
        district(), [answer(pair_text="WES-77")], TODAY
    ).outcomes[0]
    assert outcome.waits
    assert outcome.likely == {1, 77}
    assert "77" in outcome.reason
    assert "Corrections" in outcome.reason


def test_a_text_from_a_stranger_names_no_pair_by_its_dates_and_grades() -> (
    None
):
    """A number in a sentence is no pair; a full name is."""
    met = answer(email="new@home.example", pair_text="Met Nov 2 with Sam")
    (outcome,) = take_in(district(), [met], TODAY).outcomes
    assert (outcome.pair, outcome.waits) == (None, True)
    assert outcome.likely == {1, 2}
    assert "(WES-1 Ana 1 & Sam 1 or WES-2 Ana 2 & Sam 2?)" in outcome.reason
    pairs = pair(1), replace(pair(2), mentee=Person("Sam Lee"))
    named = answer(email="new@home.example", pair_text="Sam Lee, grade 1")
    (outcome,) = take_in(district(*pairs), [named], TODAY).outcomes
    assert (outcome.pair, outcome.counted) == (2, True)


def test_every_pair_that_the_answer_names_is_credited() -> None:
    both = answer(pair_text="WES-1 and WES-2")
    intake = take_in(district(), [both], TODAY)
    assert sorted(intake.meetings) == [1, 2]
    assert reason(intake) == "also for WES-2"
    seen = both._replace(
        kind=Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    intake = take_in(district(), [seen], TODAY)
    assert sorted(intake.meetings) == [1]
    assert "for WES-1 alone; log an observation for WES-2" in reason(intake)


@pytest.mark.parametrize(
    ("text", "sender", "credited"),
    [
        ("", "ana1@w.example", {1, 2}),
        ("WES-2", "ana1@w.example", {1, 2}),
        ("", "sam1@w.example", {1}),  # the mentee mentors nobody
        ("WES-3", "x@y.example", {3}),
    ],
)
def test_one_answer_is_of_everyone_that_its_sender_mentors(
    text: str, sender: str, credited: set[int]
) -> None:
    ana = pair(1).mentor
    found = take_in(
        district(pair(1), pair(2, mentor=ana), pair(3)),
        [answer(pair_text=text, email=sender, everyone=True)],
        TODAY,
    )
    assert set(found.meetings) == credited
    assert all(len(each) == 1 for each in found.meetings.values())


def test_without_saying_so_an_answer_of_several_waits() -> None:
    ana = pair(1).mentor
    found = take_in(
        district(pair(1), pair(2, mentor=ana)),
        [answer(pair_text="", email="ana1@w.example")],
        TODAY,
    )
    assert "its address fits more than one pair" in reason(found)


def test_a_pair_that_ended_is_not_everyone_any_more() -> None:
    ana = pair(1).mentor
    ended = pair(1, ends=date(2026, 10, 30))
    found = take_in(
        district(ended, pair(2, mentor=ana), pair(3, mentor=ana)),
        [answer(pair_text="", email="ana1@w.example", everyone=True)],
        TODAY,
    )
    assert set(found.meetings) == {2, 3}


def test_an_address_of_a_pair_that_ended_is_reported_as_ended() -> None:
    ended = pair(1, ends=date(2026, 10, 30))
    found = take_in(district(ended, pair(2)), [answer(pair_text="")], TODAY)
    assert "its sender's pair WES-1 ended on Oct 30" in reason(found)
    assert "nobody's row" not in reason(found)
