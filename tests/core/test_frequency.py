"""Rules by the week, two weeks or month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sync.core.calendar import Entry, Event, Per
from sync.core.people import Span
from sync.core.rules import Phase, Rule, What
from tests.support.one_pair import (
    DAY,
    FIRST,
    WEEKLY,
    brief,
    monday,
    stand,
    weeks,
)


def test_three_school_days_are_too_few_for_a_week() -> None:
    short = (Entry(Event.NO_SCHOOL, monday(6), monday(6) + timedelta(days=1)),)
    result = stand([], monday(9), entries=short).rules[0]
    assert (
        next(p for p in result.periods if p.period.first == monday(6)).why_not
        == "too few school days"
    )


def test_a_rule_from_january_does_not_judge_autumn() -> None:
    later = (replace(WEEKLY, since=date(2027, 1, 4)),)
    assert stand(weeks(3), monday(12), later).rules[0].expected == 0


def test_brief_minutes_before_the_first_day_are_held() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_ADD_UP, 30))
    early = [brief(-1, 20), brief(0, 50)]
    assert stand(early, monday(3), rules).rules[0].held == 2


def test_the_month_of_a_period_is_that_of_its_first_school_day() -> None:
    """Also for a pair that was away on it."""
    august = Rule(
        What.MEETINGS, 1, Per.WEEK, phase=Phase(months=frozenset({8}))
    )
    off = (Span(FIRST, FIRST + 2 * DAY),)
    for away in ((), off):
        result = stand([], monday(6), (august,), away=away).rules[0]
        assert result.periods[0].why_not == "their first days" or away
        assert [p.why_not for p in result.periods[1:]] == [
            "nothing is asked in these weeks"
        ] * 5
