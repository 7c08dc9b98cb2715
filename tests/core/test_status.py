"""Worked cases of the definitions: what a coordinator would say of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.calendar import Per
from sync.core.model import (
    Kind,
    Status,
)
from sync.core.rules import Audience, Force, Phase, Rule, What
from tests.support.one_pair import (
    WEEKLY,
    met,
    monday,
    names,
    stand,
    weeks,
)


def test_no_meetings_yet_is_a_check_in_and_then_a_reason_to_reach_out() -> (
    None
):
    assert stand([], monday(3)).status is Status.CHECK_IN
    assert stand([], monday(4)).status is Status.REACH_OUT
    assert "no meetings yet" in names(stand([], monday(4)))


def test_two_empty_weeks_and_none_since_is_a_reason_to_reach_out() -> None:
    standing = stand(weeks(1, 2, 3, 4), monday(8))
    assert standing.status is Status.REACH_OUT
    assert standing.why == "No one-on-one or small group logged since Sep 22."


def test_one_meeting_since_is_enough_to_be_left_in_peace() -> None:
    assert stand(weeks(1, 2, 3, 4, 5, 7), monday(8)).status is Status.ON_TRACK


MONTHLY = (Rule(What.MEETINGS, 1, Per.MONTH),)


def test_a_monthly_pair_is_reached_out_to_after_40_school_days() -> None:
    last = met(monday(5))
    forty = monday(13)
    assert stand([last], forty, MONTHLY).status is not Status.REACH_OUT
    assert (
        stand([last], forty + timedelta(days=1), MONTHLY).status
        is Status.REACH_OUT
    )


def test_one_meeting_in_every_month_is_on_track_all_year() -> None:
    """Silence alone reaches out to nobody who is not behind."""
    days = [date(2026, m, 8) for m in (9, 10, 11, 12)] + [
        date(2027, m, 8) for m in (1, 2, 3, 4, 5, 6)
    ]
    seen = set()
    for week in range(3, 42):
        today = monday(week)
        seen.add(
            stand([met(d) for d in days if d < today], today, MONTHLY).status
        )
    assert seen == {Status.ON_TRACK}


def test_a_minutes_rule_whose_average_is_met_is_not_broken_by_silence() -> (
    None
):
    minutes = (Rule(What.MINUTES, 30, Per.WEEK),)
    long = [
        met(monday(week), minutes=240, id=f"long{week}") for week in (4, 8)
    ]
    assert stand(long, monday(12), minutes).status is Status.ON_TRACK
    short = [each._replace(minutes=30) for each in long]
    assert stand(short, monday(12), minutes).status is Status.REACH_OUT


def test_who_met_the_last_three_weeks_is_on_track() -> None:
    """Whatever the eight before say."""
    assert stand(weeks(8, 9, 10), monday(12)).status is Status.ON_TRACK
    assert stand(weeks(8, 10), monday(12)).status is Status.CHECK_IN


def test_a_suggested_rule_is_shown_and_changes_nothing() -> None:
    suggested = (replace(WEEKLY, force=Force.SUGGESTED),)
    standing = stand(weeks(1, 2, 5), monday(8), suggested)
    assert (standing.status, standing.rules[0].expected) == (
        Status.ON_TRACK,
        4,
    )


def test_without_a_required_rule_a_long_gap_is_still_reported() -> None:
    assert "long gap" in names(stand(weeks(1, 2), monday(7), ()))


def test_wishes_and_obstacles_are_shown_and_change_no_status() -> None:
    could_not = met(
        monday(9),
        Kind.COULD_NOT_MEET,
        obstacles=("no common time",),
        wants_contact=True,
    )
    standing = stand([*weeks(*range(3, 10)), could_not], monday(10))
    assert standing.status is Status.ON_TRACK
    assert {"asks to be contacted", "in the way: no common time"} <= set(
        names(standing)
    )


def test_status_shows_the_rule_that_asks_now() -> None:
    two = (
        Rule(What.MEETINGS, 1, Per.WEEK, until=date(2026, 12, 31)),
        Rule(What.MEETINGS, 1, Per.MONTH, since=date(2027, 1, 4)),
    )
    shown = stand(weeks(*range(1, 36)), date(2027, 5, 3), two).rules[0].rule
    assert shown.per is Per.MONTH


@pytest.mark.parametrize(
    "rule",
    [Rule(What.MEETINGS, 4, Per.YEAR), Rule(What.MINUTES, 120, Per.SEMESTER)],
)
def test_who_has_done_it_all_is_not_asked_why_they_stopped(rule: Rule) -> None:
    done = stand(weeks(2, 4, 6, 8), date(2027, 1, 11), (rule,))
    assert (done.status, "long gap" in names(done)) == (Status.ON_TRACK, True)


def test_a_pair_for_which_there_is_no_rule_is_pointed_out() -> None:
    rules = (replace(WEEKLY, who=Audience(frozenset({1, 2}))),)
    assert "no rule is for them" in names(
        stand(weeks(1, 2), monday(6), rules, year=3)
    )
    assert "no rule is for them" not in names(
        stand(weeks(1, 2), monday(6), rules)
    )


def test_where_nothing_is_asked_now_patience_is_longer() -> None:
    """A rule for October to May flags nobody in December's first week."""
    months = Phase(months=frozenset({9, 10, 11, 1, 2, 3, 4, 5}))
    rules = (Rule(What.MEETINGS, 1, Per.MONTH, phase=months),)
    days = (date(2026, 9, 8), date(2026, 10, 6), date(2026, 11, 3))
    standing = stand([met(d) for d in days], date(2026, 12, 7), rules)
    assert standing.status is Status.ON_TRACK
