"""Hours of substitutes: allotted to each pair, used as logged, left; and the
coverage that somebody must arrange.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, SchoolDays
from sync.core.model import Meeting, Plan
from sync.core.people import Pair
from sync.core.year import Year

AHEAD = 10


@dataclass(frozen=True, slots=True)
class Coverage:
    """A pair's hours of coverage: allotted by *Rules*, extra in *Pairs*, used
    as logged.
    """

    allotted: float = 0.0
    extra: float = 0.0
    used: float = 0.0

    @property
    def given(self) -> float:
        """All the hours that the pair has."""
        return self.allotted + self.extra

    @property
    def left(self) -> float:
        """The hours that are left; below zero where more was used."""
        return self.given - self.used


def coverage(year: Year, pair: Pair, meetings: Iterable[Meeting]) -> Coverage:
    """Work out a pair's hours by the rules in force, of the year or of the
    semesters begun.

    A late start or an early end gets its part of the year or semester. The
    mentee's part of full time scales the sum. It is rounded up to half hours.
    """
    hours, today = 0.0, year.today
    practice, activity = year.practice(pair), year.activity(pair)
    for rule in (
        r for r in year.rules(pair) if r.what.of_cover and r.holds_on(today)
    ):
        for period in year.periods[rule.per]:
            if rule.per is Per.YEAR or period.first <= today:
                hours += practice.hours_of(rule) * _part(activity, period)
    allotted = math.ceil(hours * pair.share * 2 - 1e-9) / 2
    return Coverage(allotted, pair.extra_cover, sum(m.cover for m in meetings))


def _part(activity: Activity, period: Period) -> float:
    """The part of a period's school days that lie between the pair's first and
    last day.
    """
    days = activity.school.count(period.first, period.last)
    there = activity.school.count(
        max(period.first, activity.start), min(period.last, activity.last)
    )
    return there / days if days else 1.0


def ahead(
    plans: Sequence[Plan], school: SchoolDays, today: date
) -> tuple[Plan, ...]:
    """The planned observations of the next ten school days that need coverage,
    in order of day.
    """
    days = school.following(today, AHEAD)
    if not days:
        return ()
    wanted = (p for p in plans if p.hours and today <= p.day <= days[-1])
    return tuple(sorted(wanted, key=lambda p: (p.day, p.pair)))
