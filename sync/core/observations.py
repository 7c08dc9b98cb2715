"""Classroom observations by direction: how many were done, how many are asked,
when each is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.activity import Activity
from sync.core.calendar import Per
from sync.core.judged_periods import LOGGING_DAYS
from sync.core.model import Direction, Kind, Meeting, Plan
from sync.core.people import Pair
from sync.core.rules import Force, Rule
from sync.core.words import day_words
from sync.core.year import Year

# A window counts for a pair that was there for ten of its school days, or for
# all if there are fewer. A visit up to two weeks early counts, too.
ENOUGH_DAYS, EARLY, A_WEEK = 10, timedelta(days=14), timedelta(days=7)
ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class ObservationCount:
    """One direction's figures: done, asked by required and suggested rules,
    and required ones now overdue.

    In visits, or in hours (``in_hours``) where the district asks for hours;
    ``overdue`` is in the same unit, and ``between`` the two days that it was
    asked for, where a rule named them.
    """

    direction: Direction
    done: float
    asked: float
    overdue: float
    in_hours: bool = False
    between: tuple[date, date] | None = None

    @property
    def due(self) -> bool:
        """Whether something is overdue, beyond what adding up hours rounds
        away.
        """
        return self.overdue > ENOUGH


def observation_counts(
    year: Year, pair: Pair, meetings: Sequence[Meeting]
) -> tuple[ObservationCount, ...]:
    """Count the observations of one pair, direction by direction.

    Rules *from - until* ask for a number of observations between two days. A
    later observation makes up for a missing one. An observation planned for
    today or later is not overdue, nor one for which no substitute was found. A
    pair that starts late has as many days for the first one as any other.
    """
    rules, plans = year.rules(pair), year.plans.get(pair.number, ())
    observed = [m for m in meetings if m.kind is Kind.OBSERVATION]
    asked = [r for r in rules if r.what.direction and r.force is not Force.OFF]
    counts = []
    for direction in Direction:
        done = [m for m in observed if m.direction is direction]
        ahead = [
            p
            for p in plans
            if p.direction is direction
            and (unfilled(p, done, plans) if p.lost else p.day >= year.today)
        ]
        visits = _Visits(direction, done, ahead, year, pair)
        counts.append(
            visits.count([r for r in asked if r.what.direction is direction])
        )
    return tuple(counts)


def unfilled(
    plan: Plan, done: Iterable[Meeting], plans: Iterable[Plan]
) -> bool:
    """Whether no substitute was found for a planned observation, and none like
    it took place since, or is planned for a later day.
    """
    since = (m.day for m in done if m.direction is plan.direction)
    later = (
        p.day > plan.day
        for p in plans
        if p.direction is plan.direction and not p.lost
    )
    return (
        plan.lost and all(day < plan.day for day in since) and not any(later)
    )


@dataclass(frozen=True, slots=True)
class _Visits:
    """One direction of one pair: the observations done, and those planned
    ahead.
    """

    direction: Direction
    done: Sequence[Meeting]
    ahead: Sequence[Plan]
    year: Year
    pair: Pair

    def count(self, rules: Sequence[Rule]) -> ObservationCount:
        """The figures in visits or in hours.

        Where rules ask for both, the overdue unit is returned, else the
        required one.
        """
        if not rules:
            return ObservationCount(self.direction, len(self.done), 0.0, 0.0)
        in_hours = rules[0].what.in_hours
        if all(r.what.in_hours is in_hours for r in rules):
            return self._of_unit(in_hours, rules)
        found = []
        for in_hours in (False, True):
            of_unit = [r for r in rules if r.what.in_hours is in_hours]
            count = self._of_unit(in_hours, of_unit)
            found.append((not count.due, not self._required(of_unit), count))
        return min(found, key=lambda f: f[:2])[2]

    def _required(self, rules: Sequence[Rule]) -> bool:
        return any(
            r.force is Force.REQUIRED
            and (r.per is Per.WINDOW or r.holds_on(self.year.today))
            for r in rules
        )

    def _of_unit(
        self, in_hours: bool, rules: Sequence[Rule]
    ) -> ObservationCount:
        """The figures of the rule that decides: done, asked and overdue are of
        the same days.
        """
        asked = [
            *self._of_sums(in_hours, rules),
            *self._of_windows(in_hours, rules),
        ]
        if not asked:
            total = self._held(in_hours, date.min)
            return ObservationCount(self.direction, total, 0.0, 0.0, in_hours)
        one = max(asked, key=lambda a: (a.overdue, a.asked, a.done))
        between = one.between if one.overdue else None
        return ObservationCount(
            self.direction, one.done, one.asked, one.overdue, in_hours, between
        )

    def _of_sums(
        self, in_hours: bool, rules: Sequence[Rule]
    ) -> Iterator[_Asked]:
        """What each rule by the semester or year asks for and finds overdue."""
        coming = self._coming(in_hours)
        for rule in rules:
            if rule.per is Per.WINDOW or not rule.holds_on(self.year.today):
                continue
            days, due = self.year.sum_due(rule, self.pair)
            done = self._held(in_hours, days.held_from, days.last)
            overdue = 0.0
            if rule.force is Force.REQUIRED:
                overdue = max(0.0, due - done - coming)
            yield _Asked(done, rule.amount, overdue)

    def _of_windows(
        self, in_hours: bool, rules: Sequence[Rule]
    ) -> Iterator[_Asked]:
        """What the rules between two days ask for in all and find overdue."""
        windows = sorted(
            (r for r in rules if r.per is Per.WINDOW and r.since and r.until),
            key=lambda r: r.until or date.max,
        )
        if not windows:
            return
        year = self.year
        activity, until = (
            year.activity(self.pair),
            year.logged_until(self.pair),
        )
        first = min(r.since for r in windows if r.since)
        done = self._held(in_hours, first - EARLY)
        closed = [
            r
            for r in windows
            if r.force is Force.REQUIRED and _closed(r, activity, until)
        ]
        overdue = sum(r.amount for r in closed) - done - self._coming(in_hours)
        last = closed[-1] if closed else None
        between = (
            (last.since, last.until)
            if last and last.since and last.until
            else None
        )
        asked = sum(r.amount for r in windows)
        yield _Asked(
            done, asked, max(0.0, overdue) if between else 0.0, between
        )

    def _held(
        self, in_hours: bool, first: date, last: date = date.max
    ) -> float:
        """What was done from one day to another, in hours or visits."""
        return sum(
            m.minutes / 60 if in_hours else 1
            for m in self.done
            if first <= m.day <= last
        )

    def _coming(self, in_hours: bool) -> float:
        """What is planned ahead, in hours or visits."""
        return sum((p.hours or 1) if in_hours else 1 for p in self.ahead)


class _Asked(NamedTuple):
    """What was done of what a rule asks for, how much is overdue, and between
    which days it was asked.
    """

    done: float
    asked: float
    overdue: float
    between: tuple[date, date] | None = None


def _closed(rule: Rule, activity: Activity, until: date) -> bool:
    """Whether a dated window is over, with five school days to log in, and the
    pair was there for enough of it.
    """
    if rule.until is None or rule.since is None:
        return False
    days = activity.school.count(rule.since, rule.until)
    if activity.active.count(rule.since, rule.until) < max(
        1, min(ENOUGH_DAYS, days)
    ):
        return False
    return (
        activity.school.passed(rule.until, until)
        - (rule.until in activity.school)
        >= LOGGING_DAYS
    )


def window_words(o: ObservationCount) -> str:
    """The two days between which an observation was asked for, where a rule
    named them.
    """
    if o.between is None:
        return ""
    return f" between {day_words(o.between[0])} and {day_words(o.between[1])}"


def done_words(o: ObservationCount) -> str:
    """How much of what is asked was observed."""
    unit = " hours" if o.in_hours else ""
    return f"{round(o.done, 1):g} of {o.asked:g}{unit} done"


def observed_near(meetings: Iterable[Meeting], day: date) -> bool:
    """Whether an observation is logged within a week of a day."""
    return any(
        m.kind is Kind.OBSERVATION and abs(m.day - day) <= A_WEEK
        for m in meetings
    )


def talked_after(meetings: Iterable[Meeting], day: date) -> bool:
    """Whether a pair met by itself in the week after an observation."""
    week = day + A_WEEK
    return any(
        m.kind is not Kind.OBSERVATION and m.own and day <= m.day <= week
        for m in meetings
    )
