"""Classroom observations by direction: how many were done, how many are asked, when
each is due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sync.core.activity import Activity
from sync.core.calendar import Per, Period
from sync.core.frequency import LOGGING_DAYS, share_due
from sync.core.model import Direction, Kind, Meeting, Plan
from sync.core.rules import Force, Rule

# A window asks of a pair that was there for ten of its days (or all of fewer); a visit
# two weeks early is as good.
ENOUGH_DAYS, EARLY = 10, timedelta(days=14)
ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class ObservationCount:
    """One direction's figures: done, asked by required and suggested rules, and
    required ones now overdue.

    In visits, or in hours (``in_hours``) where the district asks for hours; ``overdue``
    is in the same unit, and ``between`` the two days that it was asked for, where a
    rule named them.
    """

    direction: Direction
    done: float
    asked: float
    overdue: float
    in_hours: bool = False
    between: tuple[date, date] | None = None

    @property
    def due(self) -> bool:
        """Whether something is overdue, beyond what adding up hours rounds away."""
        return self.overdue > ENOUGH


def due_by(rule: Rule, activity: Activity, period: Period, until: date) -> float:
    """What a rule by the term or year asks to be done by now.

    The k-th of n is due when 20 + 140 k/n of 180 of the pair's school days (scaled to
    the year) have passed before ``until``; hours fall due evenly between.
    """
    passed = activity.active.passed(
        max(activity.start, period.first), min(until, _after(period, activity))
    )
    due = rule.amount * share_due(
        passed, activity.school.count(period.first, period.last)
    )
    return due if rule.what.in_hours else float(int(due + 1e-9))


def _after(period: Period, activity: Activity) -> date:
    last = min(period.last, activity.last)
    return date.fromordinal(last.toordinal() + 1)


def observation_counts(
    meetings: Sequence[Meeting],
    plans: Sequence[Plan],
    rules: Sequence[Rule],
    activity: Activity,
    periods: Mapping[Per, Sequence[Period]],
    today: date,
    until: date,
) -> tuple[ObservationCount, ...]:
    """Count the observations of one pair, direction by direction.

    Rules *from - until* ask for so many between two days: what is done later makes them
    good. An observation planned for ``today`` or a later day is not overdue; days
    before ``until`` have passed. Who starts late has as many days for the first as
    anybody.
    """
    observed = [m for m in meetings if m.kind is Kind.OBSERVATION]
    counts = []
    for direction in Direction:
        seen = [m for m in observed if m.direction is direction]
        ahead = [p for p in plans if p.direction is direction and p.day >= today]
        evidence = _Evidence(direction, seen, ahead, activity, periods, today, until)
        counts.append(
            evidence.count(
                [
                    r
                    for r in rules
                    if r.what.direction is direction and r.force is not Force.OFF
                ]
            )
        )
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One direction of one pair: what was seen, what is planned ahead, and the days by
    which it is judged.
    """

    direction: Direction
    seen: Sequence[Meeting]
    ahead: Sequence[Plan]
    activity: Activity
    periods: Mapping[Per, Sequence[Period]]
    today: date
    until: date

    def count(self, rules: Sequence[Rule]) -> ObservationCount:
        """By visits and by hours each for itself: what is overdue is told first, else
        what is required.
        """
        found = []
        for in_hours in (False, True):
            of_unit = [r for r in rules if r.what.in_hours is in_hours]
            if not of_unit and (in_hours or rules):
                continue
            in_force = any(
                r.force is Force.REQUIRED
                and (r.per is Per.WINDOW or r.holds_on(self.today))
                for r in of_unit
            )
            count = self._of_unit(in_hours, of_unit)
            found.append((not count.due, not in_force, count))
        return min(found, key=lambda f: f[:2])[2]

    def _of_unit(self, in_hours: bool, rules: Sequence[Rule]) -> ObservationCount:
        activity, until = self.activity, self.until
        coming = sum(_size(in_hours, p.hours or 1) for p in self.ahead)
        asked = overdue = 0.0
        for rule in (
            r for r in rules if r.per is not Per.WINDOW and r.holds_on(self.today)
        ):
            periods = self.periods[rule.per]
            period = next(
                (p for p in reversed(periods) if p.first <= self.today), periods[0]
            )
            done = sum(
                _size(in_hours, m.minutes / 60)
                for m in self.seen
                if rule.per is Per.YEAR or m.day in period
            )
            asked = max(asked, rule.amount)
            if rule.force is Force.REQUIRED:
                overdue = max(
                    overdue, due_by(rule, activity, period, until) - done - coming
                )
        between: tuple[date, date] | None = None
        windows = sorted(
            (r for r in rules if r.per is Per.WINDOW and r.since and r.until),
            key=_last_day,
        )
        if windows:
            first = min(r.since for r in windows if r.since)
            done = sum(
                _size(in_hours, m.minutes / 60)
                for m in self.seen
                if m.day >= first - EARLY
            )
            closed = [
                r
                for r in windows
                if r.force is Force.REQUIRED and _closed(r, activity, until)
            ]
            late = sum(r.amount for r in closed) - done - coming
            asked = max(asked, sum(r.amount for r in windows))
            if late > overdue and closed[-1].since and closed[-1].until:
                overdue, between = late, (closed[-1].since, closed[-1].until)
        total = sum(_size(in_hours, m.minutes / 60) for m in self.seen)
        return ObservationCount(
            self.direction, total, asked, overdue, in_hours, between
        )


def _last_day(rule: Rule) -> date:
    return rule.until or date.max


def _size(in_hours: bool, hours: float) -> float:
    return hours if in_hours else 1


def _closed(rule: Rule, activity: Activity, until: date) -> bool:
    """Whether a dated window is over, with five school days to log in, and the pair was
    there for enough of it.
    """
    if rule.until is None or rule.since is None:
        return False
    days = activity.school.count(rule.since, rule.until)
    if activity.active.count(rule.since, rule.until) < max(1, min(ENOUGH_DAYS, days)):
        return False
    return (
        activity.school.passed(rule.until, until) - (rule.until in activity.school)
        >= LOGGING_DAYS
    )
