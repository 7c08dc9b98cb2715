"""The periods of a school that have begun, and when each of them is judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sync.core.calendar import Per, Period, SchoolDays, days_between

LOGGING_DAYS = 5


def is_judged(
    period: Period, school: SchoolDays, today: date, logs_due: int = 0
) -> bool:
    """A week is judged when the next school week is over, a longer period five
    school days after its end.

    Where logs are due by a day of the next month, that day must be past as
    well.
    """
    if logs_due and today <= due_day(period.last, logs_due):
        return False
    if period.per is Per.WEEK:
        following = school.next_week_after(period)
        return following is not None and today > following.last
    return (
        school.passed(period.last, today) - (period.last in school)
        >= LOGGING_DAYS
    )


def due_day(day: date, logs_due: int) -> date:
    """The day of the next month by which the logs of ``day`` are due, or the
    month's last day if it is shorter.
    """
    after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (after + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(after + timedelta(days=max(1, logs_due) - 1), last)


def logged_until(today: date, logs_due: int) -> date:
    """The first day whose meetings may not be logged yet: today, or a month's
    first where logs come by the month.
    """
    if not logs_due:
        return today
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return month if today > due_day(before, logs_due) else before


@dataclass(frozen=True)
class Frame:
    """What all pairs of one school share under one length of period: the
    periods, with their figures.
    """

    periods: tuple[Period, ...]
    school_days: tuple[int, ...]
    judged: tuple[bool, ...]

    @cached_property
    def firsts(self) -> tuple[date, ...]:
        """The first day of each period."""
        return tuple(p.first for p in self.periods)

    @cached_property
    def places(self) -> dict[date, int]:
        """The position of the period that each day belongs to."""
        return {
            day: bisect_right(self.firsts, day) - 1
            for day in days_between(self.first, self.last)
        }

    @cached_property
    def first(self) -> date:
        """The first day of the first period."""
        return self.periods[0].first if self.periods else date.max

    @cached_property
    def last(self) -> date:
        """The last day of the last period."""
        return self.periods[-1].last if self.periods else date.min


def frame(
    periods: Sequence[Period], school: SchoolDays, today: date, logs_due: int
) -> Frame:
    """Work out the periods that have begun by a day."""
    judging = min(today, school.last)
    begun = tuple(p for p in periods if p.first <= today)
    return Frame(
        begun,
        tuple(school.count(p.first, p.last) for p in begun),
        tuple(is_judged(p, school, judging, logs_due) for p in begun),
    )
