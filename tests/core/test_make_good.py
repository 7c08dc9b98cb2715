"""Extra meetings make good a shortfall just before or after."""

from __future__ import annotations

from datetime import timedelta

from sync.core.calendar import Entry, Event
from sync.core.model import (
    Status,
)
from sync.core.people import RegularTime
from tests.support.one_pair import (
    DAY,
    closed,
    met,
    monday,
    stand,
    weeks,
)


def test_twice_one_week_makes_good_the_week_before_or_after() -> None:
    twice = [*weeks(3, 4, 6, 7), met(monday(4) + timedelta(days=2))]
    assert stand(twice, monday(9)).rules[0].met == 5


def test_a_vacation_between_lets_an_extra_meeting_reach_across() -> None:
    vacation = (
        Entry(Event.NO_SCHOOL, monday(5), monday(5) + timedelta(days=4)),
    )
    twice = [*weeks(3, 4), met(monday(4) + timedelta(days=2))]
    result = stand(twice, monday(9), entries=vacation).rules[0]
    assert [p.met for p in result.judged] == [True, True, True, False]


def test_only_the_vacation_saves_them() -> None:
    answers = weeks(3, 4, 5, 6, 8, 10)
    with_vacation = (
        Entry(Event.NO_SCHOOL, monday(7), monday(7) + timedelta(days=4)),
    )
    assert (
        stand(answers, monday(12), entries=with_vacation).status
        is Status.ON_TRACK
    )
    assert stand(weeks(3, 4, 5, 8, 10), monday(12)).status is Status.CHECK_IN


def test_a_snow_day_takes_no_met_week_away() -> None:
    answers = [
        *weeks(1, 2),
        *(met(monday(w) + 3 * DAY) for w in (3, 6, 8, 9, 11, 13)),
        met(monday(7) + DAY),
    ]
    snow = closed(monday(7) + 3 * DAY, monday(7) + 3 * DAY)
    week = closed(monday(7), monday(7) + 4 * DAY)
    for entries in ((), (snow,), (week,)):
        standing = stand(
            answers, monday(15), entries=entries, regular=RegularTime(3)
        )
        assert standing.status is Status.ON_TRACK
