"""What is worked out once for all pairs of a district."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sync.core.calendar import Entry, Event
from sync.core.model import (
    PlannedMeeting,
)
from sync.core.people import RegularTime, Span
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    DAY,
    EVERY_WEEK,
    FIRST,
    WEEKLY,
    closed,
    met,
    monday,
    names,
    stand,
    weeks,
)


def test_the_thursday_pair_in_thanksgiving_week() -> None:
    thanksgiving = (
        Entry(Event.NO_SCHOOL, date(2026, 11, 26), date(2026, 11, 26)),
    )
    without = stand(
        [], date(2026, 12, 14), entries=thanksgiving, regular=RegularTime(3)
    ).rules[0]
    assert "no school on their day" in {p.why_not for p in without.periods}
    moved = {"schedule": (PlannedMeeting(1, date(2026, 11, 24)),)}
    planned = stand(
        [],
        date(2026, 12, 14),
        entries=thanksgiving,
        more=moved,
        regular=RegularTime(3),
    ).rules[0]
    assert "no school on their day" not in {p.why_not for p in planned.periods}


@pytest.mark.parametrize(
    "answer",
    [
        met(
            monday(8) + DAY,
            email="sam@w.example",
            wants_contact=True,
            id="zz",
            submitted=datetime(2026, 10, 21, tzinfo=UTC),
        ),
        met(
            monday(8) + DAY,
            wants_contact=True,
            id="a0",
            submitted=datetime(2026, 10, 20, 20, 1, tzinfo=UTC),
        ),
        met(FIRST - 40 * DAY, wants_contact=True, id="a1"),
    ],
)
def test_a_wish_for_a_word_is_taken_also_from_an_answer_that_adds_no_meeting(
    answer: Any,
) -> None:
    assert "asks to be contacted" in names(
        stand([*weeks(*range(1, 9)), answer], monday(9))
    )


@pytest.mark.parametrize(
    ("answers", "today", "more"),
    [
        (
            weeks(1, 2, 3, 4, 5, 6, 8),
            monday(9),
            {"entries": (closed(monday(7), monday(7) + 4 * DAY),)},
        ),
        (
            weeks(1, 2, 3, 4),
            monday(9) + 2 * DAY,
            {"away": (Span(monday(5), monday(8) + 4 * DAY),)},
        ),
        (weeks(10), monday(10) + 4 * DAY, {"starts": monday(10)}),
        (
            weeks(1, 2, 3, 4),
            date(2026, 10, 14),
            {"rules": (WEEKLY, Rule(What.LOGS_DUE, 15))},
        ),
    ],
)
def test_what_was_planned_for_a_day_that_was_none_is_not_asked_for(
    answers: Any, today: date, more: Any
) -> None:
    assert "planned, not logged" not in names(
        stand(answers, today, more=EVERY_WEEK, **more)
    )
