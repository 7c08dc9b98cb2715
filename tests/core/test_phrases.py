"""Rules and periods as people say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.core.calendar import Per, Period, SchoolCalendar
from sync.core.phrases import asked_words, period_words, periods_words
from sync.core.results import RuleResult
from sync.core.rules import Rule, What
from tests.support.answers import pair


@pytest.mark.parametrize(
    ("per", "one", "several"),
    [
        (Per.WEEK, "the week of Aug 31", "weeks"),
        (Per.TWO_WEEKS, "the two weeks of Aug 31", "two-week periods"),
        (Per.MONTH, "August", "months"),
        (Per.SEMESTER, "the semester from Aug 31", "periods"),
        (Per.YEAR, "the year from Aug 31", "periods"),
    ],
)
def test_periods(per: Per, one: str, several: str) -> None:
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
    first: Period = calendar.periods(per)[0]
    assert (period_words(first), periods_words(per)) == (one, several)


def test_part_time_is_shown_beside_minutes_alone() -> None:
    half = replace(pair(1), share=0.5)
    minutes = RuleResult(Rule(What.MINUTES, 60, Per.WEEK), (), 0)
    meetings = RuleResult(Rule(What.MEETINGS, 1, Per.WEEK), (), 0)
    assert asked_words(minutes, half).endswith("(30 at 50% of full time)")
    assert asked_words(meetings, half) == meetings.rule.words
    assert asked_words(minutes, pair(1)) == minutes.rule.words
