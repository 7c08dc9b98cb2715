"""Every answer is put to a pair, or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.core.calendar import Entry, Event, Per
from sync.core.meetings import take_in
from sync.core.model import (
    Direction,
    Kind,
)
from sync.core.rules import Rule, What
from tests.support.answers import (
    CALENDAR,
    THURSDAY,
    TODAY,
    answer,
    district,
    pair,
    reason,
)
from tests.support.one_pair import brief, stand


def test_both_logging_one_meeting_make_one_and_the_longer_minutes_stand() -> (
    None
):
    intake = take_in(
        district(),
        [answer(), answer("b", 5, email="sam1@w.example", minutes=50)],
        TODAY,
    )
    assert [m.minutes for m in intake.meetings[1]] == [50]
    assert [o.counted for o in intake.outcomes] == [True, False]
    assert "counted once, with" in reason(intake, "b")


def test_two_talks_a_day_are_two_talks() -> None:
    intake = take_in(district(), [answer(), answer("b", 30)], TODAY)
    assert len(intake.meetings[1]) == 2


def test_the_button_pressed_twice_is_one_answer() -> None:
    intake = take_in(
        district(), [answer(), answer("b", 9), answer("c", 11)], TODAY
    )
    assert [o.counted for o in intake.outcomes] == [True, False, True]


def test_a_replacement_sets_aside_the_days_meetings_but_no_observation() -> (
    None
):
    seen = answer(
        "o", 1, kind=Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    intake = take_in(
        district(),
        [answer(), seen, answer("b", 30, minutes=45, replaces=True)],
        TODAY,
    )
    assert sorted((m.kind, m.minutes) for m in intake.meetings[1]) == [
        ("observation", 30),
        ("one-on-one", 45),
    ]
    assert reason(intake).startswith("replaced by")


def test_a_small_group_credits_every_pair_it_names_once() -> None:
    mine = answer(kind=Kind.SMALL_GROUP, others="2 and WES-3")
    theirs = answer(
        "b",
        20,
        kind=Kind.SMALL_GROUP,
        others="WES-1",
        pair_text="WES-2",
        email="ana2@w.example",
        minutes=60,
    )
    intake = take_in(
        district(pair(1), pair(2), pair(3)), [mine, theirs], TODAY
    )
    assert {
        n: [m.minutes for m in each] for n, each in intake.meetings.items()
    } == {
        1: [60],
        2: [60],
        3: [30],
    }


def test_a_whole_group_day_credits_all_who_were_there() -> None:
    day = Entry(
        Event.WHOLE_GROUP,
        THURSDAY,
        THURSDAY,
        minutes=60,
        held=True,
        absent=frozenset({2}),
    )
    there = district(
        pair(1),
        pair(2),
        pair(3, starts=date(2026, 11, 16)),
        calendar=replace(CALENDAR, entries=(day,)),
    )
    assert list(take_in(there, [], TODAY).meetings) == [1]


def test_an_observation_replaces_observations_and_a_meeting_meetings() -> None:
    """Each from its own page of the form."""
    seen = {
        "kind": Kind.OBSERVATION,
        "direction": Direction.MENTOR_SEES_MENTEE,
    }
    found = take_in(
        district(),
        [
            answer("a"),
            answer("b", 1, **seen),
            answer("c", 2, minutes=45, replaces=True, **seen),
            answer("d", 3, minutes=60, replaces=True),
            answer("e", 4, kind=Kind.BRIEF),
        ],
        TODAY,
    )
    counted = {o.submission.id: o.counted for o in found.outcomes}
    assert counted == {"a": False, "b": False, "c": True, "d": True, "e": True}


def test_two_witnesses_of_brief_talks_say_as_many_as_the_one_who_saw_most() -> (
    None
):
    rules = (Rule(What.MEETINGS, 4, Per.MONTH),)
    day = {"day": date(2026, 10, 6)}
    two = [
        brief(6, 30, conversations=2, **day),
        brief(6, 20, email="sam@w.example", **day),
        brief(6, 10, email="sam@w.example", conversations=2, id="s2", **day),
    ]
    (of_two,) = stand(two, date(2026, 10, 30), rules).rules
    (of_three,) = stand(
        [*two, brief(6, 60, id="a2", **day)], date(2026, 10, 30), rules
    ).rules
    assert (of_two.held, of_three.held) == (3, 3)
