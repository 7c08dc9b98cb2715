"""How many meetings each meeting is toward a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.core.calendar import Entry, Event, Per
from sync.core.model import (
    Kind,
    Status,
)
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    WEEKLY,
    brief,
    met,
    monday,
    names,
    stand,
    weeks,
)


def test_whole_group_days_count_toward_the_rule_but_are_not_a_meeting_of_their_own() -> (
    None
):
    days = tuple(
        Entry(Event.WHOLE_GROUP, monday(n), monday(n), minutes=60, held=True)
        for n in range(3, 9)
    )
    standing = stand([], monday(10), entries=days)
    assert (standing.rules[0].met, standing.status) == (6, Status.REACH_OUT)
    assert "whole group only" in names(standing)


def test_brief_conversations_count_each() -> None:
    brief = [
        met(monday(n), Kind.BRIEF, conversations=2, minutes=10)
        for n in (3, 4, 5, 6, 7)
    ]
    standing = stand(brief, monday(9), (replace(WEEKLY, amount=2),))
    assert (standing.status, standing.rules[0].met) == (Status.ON_TRACK, 5)


def test_a_short_talk_takes_no_meeting_from_an_earlier_week() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_ADD_UP, 30))
    before = [*weeks(3, 4, 5, 8), brief(9, 30), brief(10, 30)]
    assert stand(before, monday(12), rules).status is Status.ON_TRACK
    assert (
        stand([*before, brief(11, 20)], monday(12), rules).status
        is Status.ON_TRACK
    )


def test_silence_counts_before_minutes_can_be_averaged() -> None:
    rules = (Rule(What.MINUTES, 60, Per.WEEK),)
    assert stand(weeks(1), monday(6), rules).status is Status.REACH_OUT


def test_an_hour_of_observation_is_not_short_by_minutes() -> None:
    rules = (WEEKLY, Rule(What.MENTOR_OBSERVES_HOURS, 8, Per.YEAR))
    early = stand(weeks(*range(1, 42)), date(2026, 10, 9), rules)
    late = stand(weeks(*range(1, 42)), date(2027, 1, 8), rules)
    assert (early.status, late.status) == (Status.ON_TRACK, Status.CHECK_IN)
