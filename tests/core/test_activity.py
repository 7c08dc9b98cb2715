"""When a pair is active, and the days of settling in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.core.model import (
    Status,
)
from sync.core.people import Span
from tests.support.one_pair import (
    DAY,
    monday,
    stand,
    weeks,
)


def test_nothing_is_asked_in_the_first_ten_school_days() -> None:
    assert (
        stand([], monday(2) + timedelta(days=4)).status is Status.NOT_STARTED
    )
    assert stand(weeks(1), monday(2)).status is Status.ON_TRACK


def test_on_leave_and_back() -> None:
    leave = (Span(monday(5), monday(10) + timedelta(days=6)),)
    assert stand(weeks(3, 4), monday(7), away=leave).status is Status.PAUSED
    back = stand(weeks(3, 4), monday(12), away=leave)
    assert (back.status, back.flags) == (Status.ON_TRACK, ())
    assert (
        stand(weeks(3, 4), monday(16), away=leave).status is Status.REACH_OUT
    )


def test_after_the_end_nothing_is_asked() -> None:
    assert stand(weeks(3), monday(12), ends=monday(5)).status is Status.ENDED


def test_coming_back_is_like_starting() -> None:
    away = (Span(date(2026, 9, 15), date(2026, 12, 4)),)
    first = stand([], date(2026, 12, 21), away=away)
    assert (first.status, first.why) == (
        Status.CHECK_IN,
        "Nothing logged yet; they came back on Dec 7.",
    )
    assert (
        stand([], date(2026, 12, 29), away=away).why
        == "No one-on-one or small group logged since they came back on Dec 7."
    )
    leave = (Span(monday(9), monday(12) + 4 * DAY),)
    again = stand(weeks(1, 3, 5, *range(13, 24)), monday(24), away=leave)
    assert again.status is Status.ON_TRACK, (
        "the weeks before a leave are held against nobody after it"
    )


@pytest.mark.parametrize(
    ("first", "days", "begun_anew"),
    [
        (monday(2), 1, False),
        (monday(2), 4, False),
        (monday(2), 5, True),
        (monday(2) + 3 * DAY, 4, False),  # Thursday to Sunday: two days
        (monday(2) + 3 * DAY, 8, True),  # to Thursday: six
        (monday(5), 4, False),
    ],
)
def test_days_off_begin_nothing_anew(
    first: date, days: int, begun_anew: bool
) -> None:
    """Nobody who never met escapes by single days."""
    off = (Span(first, first + (days - 1) * DAY),)
    standing = stand([], monday(5) + 4 * DAY, away=off)
    assert ("came back" in standing.why) is begun_anew
    assert standing.status is not Status.ON_TRACK


def test_single_days_next_to_each_other_are_one_leave() -> None:
    off = tuple(
        Span(day, day) for day in (monday(3) + n * DAY for n in range(5))
    )
    assert "came back" in stand([], monday(7), away=off).why
