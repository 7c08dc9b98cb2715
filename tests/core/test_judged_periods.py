"""When a week or a month is judged."""

from __future__ import annotations

from datetime import date, timedelta

from sync.core.calendar import Per
from sync.core.model import (
    Status,
)
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    met,
    monday,
    stand,
    weeks,
)


def test_a_week_is_judged_when_the_next_school_week_is_over() -> None:
    answers = weeks(1, 2, 3, 4, 5)
    on_sunday = stand(answers, monday(8) - timedelta(days=1))
    assert (on_sunday.status, on_sunday.rules[0].expected) == (
        Status.ON_TRACK,
        3,
    )
    on_monday = stand(answers, monday(8))
    assert (on_monday.status, on_monday.rules[0].expected) == (
        Status.CHECK_IN,
        4,
    )
    assert on_monday.why == "0 of 1 in the week of Oct 5, and nothing since."


def test_a_month_counts_with_ten_school_days_and_is_judged_five_later() -> (
    None
):
    monthly = (Rule(What.MEETINGS, 1, Per.MONTH),)
    assert [
        p.met
        for p in stand([met(date(2026, 9, 30))], date(2026, 10, 8), monthly)
        .rules[0]
        .judged
    ] == [True]
    assert (
        stand([met(date(2026, 9, 30))], date(2026, 10, 7), monthly)
        .rules[0]
        .judged
        == ()
    )
    both = stand(
        [met(date(2026, 9, 30)), met(date(2026, 11, 2))],
        date(2026, 11, 10),
        monthly,
    )
    assert (both.rules[0].met, len(both.rules[0].judged), both.status) == (
        1,
        2,
        Status.ON_TRACK,
    )
