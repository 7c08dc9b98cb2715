"""What a status rests on: follow-ups, answers that wait, silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.core.model import (
    FollowUp,
    Status,
)
from tests.support.one_pair import (
    DAY,
    closed,
    held,
    met,
    monday,
    names,
    stand,
    weeks,
)


@pytest.mark.parametrize(
    ("day", "done", "status"),
    [
        (monday(12) - timedelta(days=3), False, Status.IN_TOUCH),
        (monday(12) - timedelta(days=3), True, Status.CHECK_IN),
        (monday(9), False, Status.CHECK_IN),  # it is over
    ],
)
def test_a_check_in_is_answered_by_a_follow_up(
    day: date, done: bool, status: Status
) -> None:
    touch = {"follow_ups": (FollowUp(1, day, done=done),)}
    assert stand(weeks(3, 5, 8, 10), monday(12), more=touch).status is status


def test_a_follow_up_is_open_until_its_date_or_ten_school_days() -> None:
    contact = {"follow_ups": (FollowUp(1, monday(8)),)}
    assert (
        stand(weeks(3, 4), monday(8), more=contact).status is Status.IN_TOUCH
    )
    assert (
        stand(weeks(3, 4), monday(10), more=contact).status is Status.IN_TOUCH
    )
    assert (
        stand(weeks(3, 4), monday(10) + timedelta(days=1), more=contact).status
        is Status.REACH_OUT
    )
    done = {"follow_ups": (FollowUp(1, monday(8), None, True),)}
    assert stand(weeks(3, 4), monday(8), more=done).status is Status.REACH_OUT


def test_an_answer_that_waits_keeps_its_likely_pair_from_reach_out() -> None:
    waits = met(monday(7), pair_text="WES-77")
    standing = stand([*weeks(3, 4), waits], monday(9))
    assert standing.status is Status.CHECK_IN
    assert "needs your answer" in standing.why


def test_what_is_logged_in_the_summer_for_june_still_counts() -> None:
    """And a contact of the summer holds the pair."""
    july = date(2027, 7, 20)
    until = [met(date(2026, 9, 1) + timedelta(weeks=w)) for w in range(38)]
    assert stand(until, july).status is Status.REACH_OUT
    late = [met(date(2027, 5, 25) + timedelta(weeks=w)) for w in range(3)]
    assert stand([*until, *late], july).status is Status.ON_TRACK
    touch = {"follow_ups": (FollowUp(1, date(2027, 7, 1)),)}
    assert stand(until, july, more=touch).status is Status.IN_TOUCH


def test_four_closed_weeks_are_no_four_weeks_of_silence() -> None:
    entries = (
        held(date(2026, 10, 15)),
        closed(date(2026, 10, 19), date(2026, 11, 13)),
    )
    assert "whole group only" not in names(
        stand(weeks(1, 2, 3, 4, 5, 6, 7), date(2026, 11, 18), entries=entries)
    )
    quiet = stand(
        weeks(1, 2), date(2026, 11, 18), entries=(held(date(2026, 11, 4)),)
    )
    assert "whole group only" in names(quiet)


def test_a_follow_up_that_is_open_answers_also_what_waits() -> None:
    """A log whose minutes are left out makes nothing worse."""
    touch = {"follow_ups": (FollowUp(1, monday(12) - 3 * DAY),)}
    base = weeks(3, 5, 8, 10)
    more = [*base, met(monday(2), minutes=700)]
    for answers in (base, more):
        standing = stand(answers, monday(12), more=touch)
        assert standing.status is Status.IN_TOUCH


def test_of_two_follow_ups_of_a_day_an_open_one_holds() -> None:
    """However the tab is sorted."""
    both = (FollowUp(1, monday(8), None, True), FollowUp(1, monday(8)))
    for rows in (both, both[::-1]):
        standing = stand(weeks(3, 4), monday(8), more={"follow_ups": rows})
        assert standing.status is Status.IN_TOUCH
