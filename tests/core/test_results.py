"""What a rule came to, period by period or as a sum."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.core.calendar import Per, Period
from sync.core.results import (
    ANSWER_WAITS,
    NOT_IN_FORCE,
    PeriodResult,
    RuleResult,
)
from sync.core.rules import Rule, What

MONDAY = date(2026, 9, 14)
MEETINGS = Rule(What.MEETINGS, 1, Per.WEEK)
MINUTES = Rule(What.MINUTES, 60, Per.WEEK)


def week(
    number: int, held: int, need: float = 1, why_not: str = "", **more: int
) -> PeriodResult:
    first = MONDAY + timedelta(weeks=number)
    period = Period(Per.WEEK, first, first + timedelta(days=6))
    judged = bool(more.pop("judged", True))
    return PeriodResult(period, need, held, judged, why_not, **more)


@pytest.mark.parametrize(
    ("period", "met", "well"),
    [
        (week(0, 1), True, True),
        (week(0, 0), False, False),
        (week(0, 0, made_good=1), True, True),
        (week(0, 0, why_not=ANSWER_WAITS), False, True),
        (week(0, 1, why_not="no school"), False, True),
        (week(0, 0, why_not="no school"), False, False),
        (week(0, 1, why_not="they were away"), False, False),
    ],
)
def test_a_period_is_met_or_goes_well(
    period: PeriodResult, met: bool, well: bool
) -> None:
    assert (period.met, period.well) == (met, well)


def test_only_what_counts_and_is_judged_is_expected() -> None:
    periods = (
        week(0, 1),
        week(1, 0),
        week(2, 0, why_not="no school"),
        week(3, 5, judged=False),
    )
    result = RuleResult(MEETINGS, periods, 6)
    assert (result.met, result.expected) == (1, 2)
    assert result.behind() is None, "meetings by the week are never behind"
    assert result.counts_periods


@pytest.mark.parametrize(
    ("minutes", "behind"),
    [([60] * 4, False), ([45] * 4, False), ([44] * 4, True), ([0] * 3, False)],
)
def test_minutes_are_behind_below_three_in_four_of_half_the_weeks(
    minutes: list[int], behind: bool
) -> None:
    """Eight weeks are averaged, from the fourth on."""
    periods = tuple(week(n, held, 60) for n, held in enumerate(minutes))
    result = RuleResult(MINUTES, periods, sum(minutes))
    assert (result.behind() is not None) is behind


def test_a_week_of_an_answer_that_waits_is_granted_what_was_asked() -> None:
    weeks = [week(n, 0, 60, ANSWER_WAITS) for n in range(4)]
    assert RuleResult(MINUTES, tuple(weeks), 0).behind() is None
    weeks[0] = week(0, 0, 60)
    assert RuleResult(MINUTES, tuple(weeks), 0).behind() is None
    weeks[1] = week(1, 0, 60)
    assert RuleResult(MINUTES, tuple(weeks), 0).behind() == (120, 240)


@pytest.mark.parametrize(
    ("what", "held", "behind"),
    [
        (What.MEETINGS, 3, True),
        (What.MEETINGS, 4, False),
        (What.MINUTES, 2, True),
        (What.MINUTES, 3, False),
    ],
)
def test_a_sum_is_behind_by_one_meeting_or_a_quarter_of_its_minutes(
    what: What, held: int, behind: bool
) -> None:
    result = RuleResult(Rule(what, 8, Per.YEAR), (), held, 4.0, 8.0)
    assert (result.behind() is not None) is behind
    assert result.short_of_due is (held < 4)
    assert not result.done
    assert result.asks


def test_a_rule_asks_by_its_last_period() -> None:
    before, now = week(0, 1), week(1, 0, why_not=NOT_IN_FORCE)
    assert RuleResult(MEETINGS, (before,), 1).asks
    assert not RuleResult(MEETINGS, (before, now), 1).asks
    assert not RuleResult(MEETINGS, (), 0).asks
