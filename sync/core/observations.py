"""Classroom observations by direction: how many were done, how many are asked, when each is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.activity import Activity
from sync.core.calendar import Per, Period
from sync.core.frequency import LOGGING_DAYS, share_due
from sync.core.model import Direction, Kind, Meeting, Plan
from sync.core.rules import Force, Rule


@dataclass(frozen=True, slots=True)
class ObservationCount:
    """One direction's figures: done, asked by required and suggested rules, and required ones now overdue.

    In visits, or in hours (``in_hours``) where the district asks for hours; ``overdue`` is in the same unit.
    """

    direction: Direction
    done: float
    asked: float
    overdue: float
    in_hours: bool = False


def due_by(rule: Rule, activity: Activity, period: Period, until: date) -> float:
    """What a rule by the term or year asks to be done by now.

    The k-th of n is due when 20 + 140 k/n of 180 of the pair's school days (scaled to the year) have passed before
    ``until``; hours fall due evenly between.
    """
    passed = activity.active.passed(max(activity.start, period.first), min(until, _after(period, activity)))
    due = rule.amount * share_due(passed, activity.school.count(period.first, period.last))
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

    Rules *from - until* ask for so many between two days: what is done later makes them good. An observation planned
    for ``today`` or a later day is not overdue; days before ``until`` have passed. Who starts late has as many days for the first as anybody.
    """
    observed = [m for m in meetings if m.kind is Kind.OBSERVATION]
    return tuple(_count(d, observed, plans, rules, activity, periods, today, until) for d in Direction)


def _count(
    direction: Direction,
    observed: Sequence[Meeting],
    plans: Sequence[Plan],
    rules: Sequence[Rule],
    activity: Activity,
    periods: Mapping[Per, Sequence[Period]],
    today: date,
    until: date,
) -> ObservationCount:
    mine = [r for r in rules if r.what.direction is direction and r.force is not Force.OFF]
    in_hours = any(r.what.in_hours for r in mine)
    mine = [r for r in mine if r.what.in_hours is in_hours]
    seen = [m for m in observed if m.direction is direction]
    if not mine and not seen:
        return ObservationCount(direction, 0, 0.0, 0.0)
    ahead = [p for p in plans if p.direction is direction and p.day >= today]
    coming = sum(_size(in_hours, p.hours or 1) for p in ahead)
    asked = overdue = 0.0
    for rule in (r for r in mine if r.per is not Per.WINDOW and r.holds_on(today)):
        period = next((p for p in reversed(periods[rule.per]) if p.first <= today), periods[rule.per][0])
        done = sum(_size(in_hours, m.minutes / 60) for m in seen if rule.per is Per.YEAR or m.day in period)
        asked = max(asked, rule.amount)
        if rule.force is Force.REQUIRED:
            overdue = max(overdue, due_by(rule, activity, period, until) - done - coming)
    windows = [r for r in mine if r.per is Per.WINDOW]
    if windows:
        first = min((r.since for r in windows if r.since), default=date.min)
        done = sum(_size(in_hours, m.minutes / 60) for m in seen if m.day >= first)
        due = sum(r.amount for r in windows if r.force is Force.REQUIRED and _closed(r, activity, until))
        asked = max(asked, sum(r.amount for r in windows))
        overdue = max(overdue, due - done - coming)
    total = sum(_size(in_hours, m.minutes / 60) for m in seen)
    return ObservationCount(direction, total, asked, overdue, in_hours)


def _size(in_hours: bool, hours: float) -> float:
    return hours if in_hours else 1


def _closed(rule: Rule, activity: Activity, until: date) -> bool:
    """Whether a dated window is over, with five school days to log in, and the pair was there for a day of it."""
    if rule.until is None or not activity.active.count(rule.since or date.min, rule.until):
        return False
    return activity.school.passed(rule.until, until) - (rule.until in activity.school) >= LOGGING_DAYS
