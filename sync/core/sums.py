"""Sums by the semester or year: the days they are asked over, what is held,
and what has fallen due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.activity import Activity
from sync.core.calendar import Period
from sync.core.counting import amount_of
from sync.core.judged_periods import LOGGING_DAYS
from sync.core.model import Meeting
from sync.core.results import RuleResult
from sync.core.rules import Practice, Rule, What

# A sum falls due in a straight line from its 20th to its 160th of 180 school
# days; observations to the 130th: late May has no substitutes.
FIRST_DUE, ALL_DUE, OBSERVATIONS_DUE, YEAR = 20, 160, 130, 180
A_DAY = timedelta(days=1)


class SumDays(NamedTuple):
    """The days over which a rule asks for a sum; what was held counts from
    ``held_from`` on.
    """

    held_from: date
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether what was held on a day belongs to the sum."""
        return self.held_from <= day <= self.last


def sum_days(rule: Rule, periods: Sequence[Period], today: date) -> SumDays:
    """The days of the semester or year that is under way, or of the first one
    while none has begun; a rule with dates asks between them.

    What was held between two semesters, or before the first, goes to the one
    after.
    """
    begun = [p for p in periods if p.first <= today] or [periods[0]]
    held_from = begun[-2].last + A_DAY if len(begun) > 1 else date.min
    since, until = rule.since or date.min, rule.until or date.max
    return SumDays(
        max(held_from, since),
        max(begun[-1].first, since),
        min(begun[-1].last, until),
    )


def share_due(passed: int, in_all: int, all_due: int = ALL_DUE) -> float:
    """The part of a sum that has fallen due after so many of its school days:
    from 0.0 to 1.0.
    """
    if not in_all:
        return 0.0
    line = (passed * YEAR / in_all - FIRST_DUE) / (all_due - FIRST_DUE)
    return min(1.0, max(0.0, line))


def due_by(
    rule: Rule, days: SumDays, activity: Activity, until: date
) -> float:
    """What of a sum has fallen due five school days before ``until``.

    By the school days on which the pair was there, of all that the sum has;
    meetings and visits fall due one by one, hours by the half, minutes by
    degrees.
    """
    so_far = min(days.last, until - A_DAY)
    passed = activity.active.count(days.first, so_far) - LOGGING_DAYS
    in_all = activity.school.count(days.first, days.last)
    all_due = OBSERVATIONS_DUE if rule.what.direction else ALL_DUE
    due = rule.amount * share_due(passed, in_all, all_due)
    if rule.what is What.MINUTES:
        return due
    step = 0.5 if rule.what.in_hours else 1.0
    return int(due / step + 1e-9) * step


def sum_result(
    rule: Rule,
    days: SumDays,
    meetings: Sequence[Meeting],
    activity: Activity,
    until: date,
    share: float = 1.0,
    counting: Callable[[date], Practice] = lambda _: Practice(),
) -> RuleResult:
    """Work out one rule on meetings or minutes by the semester or year for one
    pair.

    ``share`` is the mentee's part of full time, by which minutes are scaled;
    ``counting`` gives the district's practice on a day.
    """
    in_minutes = rule.what is What.MINUTES
    held = [m for m in meetings if days.holds(m.day)]
    scale = share if in_minutes else 1.0
    return RuleResult(
        rule,
        (),
        amount_of(in_minutes, held, counting),
        due_by(rule, days, activity, until) * scale,
        rule.amount * scale,
    )
