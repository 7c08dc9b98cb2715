"""Meetings and periods become what was held, what was expected and what was met."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, SchoolDays
from sync.core.model import Kind, Meeting
from sync.core.rules import ALWAYS, Practice, Rule, What

ENOUGH_DAYS = {Per.WEEK: 4, Per.TWO_WEEKS: 7, Per.MONTH: 10}
LOGGING_DAYS = 5
# Minutes are averaged over about eight weeks of judged periods, once there are this
# many of them.
AVERAGED_OVER = {Per.WEEK: 8, Per.TWO_WEEKS: 4, Per.MONTH: 2}
# A sum that is asked over a term or a year falls due evenly, from its 20th to its 160th
# of 180 school days.
FIRST_DUE, SPREAD, YEAR = 20, 140, 180
ASKED_LATELY = timedelta(days=28)
NOT_IN_FORCE, NOTHING_ASKED = (
    "the rule was not in force",
    "nothing is asked in these weeks",
)


class PeriodResult(NamedTuple):
    """One period of one pair under one rule: meetings, or minutes where the rule asks
    for minutes.

    ``why_not`` says why the period does not count (empty if it does); ``made_good`` is
    how much of a shortfall an extra meeting just before or after made good.
    """

    period: Period
    need: float
    held: int
    judged: bool
    why_not: str = ""
    made_good: int = 0

    @property
    def counts(self) -> bool:
        """Whether anything is expected of the pair in this period."""
        return not self.why_not

    @property
    def met(self) -> bool:
        """Whether the period counts and what was asked was held or made good."""
        return self.counts and self.held + self.made_good >= self.need


@dataclass(frozen=True)
class RuleResult:
    """A pair's figures under one rule on meetings or minutes.

    ``held`` is everything that counts toward the rule, also in periods that do not
    count or are not judged yet. A rule by the term or year has no periods here: ``due``
    is what of its ``whole`` has fallen due by now, and ``held`` what was held in the
    term or year that is under way.
    """

    rule: Rule
    periods: tuple[PeriodResult, ...]
    held: int
    due: float | None = None
    whole: float = 0.0

    @cached_property
    def judged(self) -> tuple[PeriodResult, ...]:
        """The periods that count and are judged, oldest first."""
        return tuple(p for p in self.periods if p.counts and p.judged)

    @property
    def expected(self) -> float:
        """What the judged periods asked for, or what has fallen due of a sum."""
        return sum(p.need for p in self.judged) if self.due is None else self.due

    @property
    def met(self) -> int:
        """How many judged periods were met."""
        return sum(p.met for p in self.judged)

    def behind(self, since: date = date.min) -> tuple[float, float] | None:
        """What was held and what was asked lately, where that is less than three in
        four; else None.

        Only for minutes, averaged over the last eight weeks' periods that began on or
        after ``since``, and for sums by the term or year, whose meetings fall due one
        by one.
        """
        if self.due is not None:
            return (
                (self.held, self.due)
                if self.held < (self.due if self._whole else self.due * 3 / 4)
                else None
            )
        last = self.averaged(since)
        if self.rule.what is not What.MINUTES or not last:
            return None
        asked = sum(p.need for p in last)
        first = last[0].period.first
        held = sum(p.held for p in self.periods if p.period.first >= first)
        return (held, asked) if held * 4 < asked * 3 else None

    def averaged(self, since: date = date.min) -> tuple[PeriodResult, ...]:
        """The judged periods from a day on that minutes are averaged over; none while
        there are too few.
        """
        number = AVERAGED_OVER.get(self.rule.per, 0)
        last = (
            tuple(p for p in self.judged if p.period.first >= since)[-number:]
            if number
            else ()
        )
        return last if len(last) * 2 >= number else ()

    def asks(self, today: date) -> bool:
        """Whether the rule asks anything these days: it is in force, or was within the
        last four weeks.
        """
        if self.due is not None:
            return True
        asking = (
            p
            for p in reversed(self.periods)
            if p.why_not not in (NOT_IN_FORCE, NOTHING_ASKED)
        )
        last = next(asking, None)
        return last is not None and last.period.last + ASKED_LATELY >= today

    @property
    def counts_periods(self) -> bool:
        """Whether it is met period by period: minutes are averaged, and sums fall due
        by degrees.
        """
        return self.due is None and self.rule.what is What.MEETINGS

    @property
    def done(self) -> bool:
        """Whether the whole sum of a term or year has been held."""
        return self.due is not None and self.held >= self.whole

    @property
    def _whole(self) -> bool:
        """Meetings fall due one by one; minutes by degrees."""
        return self.rule.what is What.MEETINGS


def is_judged(
    period: Period, school: SchoolDays, today: date, logs_due: int = 0
) -> bool:
    """A week is judged when the next school week is over, a longer period five school
    days after its end.

    Where logs are due by a day of the next month, that day must be past as well.
    """
    if logs_due and today <= due_day(period.last, logs_due):
        return False
    if period.per is Per.WEEK:
        following = school.next_week_after(period)
        return following is not None and today > following.last
    return school.passed(period.last, today) - (period.last in school) >= LOGGING_DAYS


def due_day(day: date, logs_due: int) -> date:
    """The day of the next month by which logs of a day are in; a month that is too
    short: its last day.
    """
    after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (after + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(after + timedelta(days=max(1, logs_due) - 1), last)


def logged_until(today: date, logs_due: int) -> date:
    """The first day whose meetings may not be logged yet: today, or a month's first
    where logs come by the month.
    """
    if not logs_due:
        return today
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return month if today > due_day(before, logs_due) else before


def share_due(passed: int, in_all: int) -> float:
    """The part of a sum that has fallen due after so many of a term's or year's school
    days: from 0.0 to 1.0.
    """
    return (
        min(1.0, max(0.0, (passed * YEAR / in_all - FIRST_DUE) / SPREAD))
        if in_all
        else 0.0
    )


@dataclass(frozen=True)
class Frame:
    """What all pairs of one school share under one length of period: the periods, with
    their figures.
    """

    periods: tuple[Period, ...]
    school_days: tuple[int, ...]
    judged: tuple[bool, ...]

    @cached_property
    def firsts(self) -> tuple[date, ...]:
        """The first day of each period."""
        return tuple(p.first for p in self.periods)

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


def rule_result(
    rule: Rule,
    frame: Frame,
    whys: Sequence[str],
    meetings: Sequence[Meeting],
    share: float = 1.0,
    counting: Callable[[date], Practice] = lambda _: Practice(),
) -> RuleResult:
    """Work out one rule by the week, two weeks or month for one pair.

    ``whys`` says of each period of the frame why it does not count (empty if it does);
    ``meetings`` are in order of day; ``share`` is the mentee's part of full time, by
    which minutes are scaled; ``counting`` gives the district's practice on a day.
    """
    in_minutes = rule.what is What.MINUTES
    need = rule.amount * share if in_minutes else rule.amount
    firsts = frame.firsts
    own = [0] * len(firsts)
    early = 0
    for m, amount in zip(
        meetings, _amounts(in_minutes, meetings, counting), strict=True
    ):
        place = bisect_right(firsts, m[0]) - 1
        if place < 0:
            # What was held before the first week, such as at orientation, is held all
            # the same.
            early += amount
        elif m[0] <= frame.last:
            own[place] += amount
    total = sum(
        held
        for held, why in zip(own, whys, strict=True)
        if why not in (NOT_IN_FORCE, NOTHING_ASKED)
    )
    if not in_minutes:
        own, made = _with_brief(own, frame, meetings, counting, need, whys)
        total += made
    results = [
        PeriodResult(period, need, held, judged, why)
        for period, held, judged, why in zip(
            frame.periods, own, frame.judged, whys, strict=True
        )
    ]
    if rule.since is None and rule.phase == ALWAYS:
        total += early
    return RuleResult(
        rule,
        tuple(results if in_minutes else make_good(results, frame.school_days)),
        total,
    )


def sum_result(
    rule: Rule,
    period: Period,
    meetings: Sequence[Meeting],
    activity: Activity,
    until: date,
    share: float = 1.0,
    counting: Callable[[date], Practice] = lambda _: Practice(),
) -> RuleResult:
    """Work out one rule by the term or year, for the term or year that is under way.

    ``meetings`` are those that belong to it. The sum falls due evenly by the pair's
    school days up to five before ``until``, and never before the twentieth.
    """
    in_minutes = rule.what is What.MINUTES
    held = sum(_amounts(in_minutes, meetings, counting))
    first = max(period.first, rule.since or period.first)
    last = min(period.last, until - timedelta(days=1), rule.until or period.last)
    passed = activity.active.count(first, last) - LOGGING_DAYS
    due = (
        rule.amount
        * share_due(passed, activity.school.count(period.first, period.last))
        if passed >= FIRST_DUE
        else 0.0
    )
    scale = share if in_minutes else 1.0
    return RuleResult(
        rule,
        (),
        held,
        due * scale if in_minutes else float(int(due + 1e-9)),
        rule.amount * scale,
    )


def _amounts(
    in_minutes: bool, meetings: Sequence[Meeting], counting: Callable[[date], Practice]
) -> list[int]:
    """What each meeting is toward a rule: its minutes, or how many meetings, by the
    practice of its day.
    """
    if in_minutes:
        return [m.minutes for m in meetings]
    return [
        m.number if m.kind in _ALWAYS_ONE else _count(m, counting(m.day))
        for m in meetings
    ]  # counts_as, inline


def counts_as(m: Meeting, practice: Practice) -> int:
    """How many meetings one is toward a rule by itself."""
    return m.number if m.kind in _ALWAYS_ONE else _count(m, practice)


_ALWAYS_ONE = frozenset({Kind.ONE_ON_ONE, Kind.SMALL_GROUP})


def _count(m: Meeting, practice: Practice) -> int:
    """How many meetings one is whose kind does not say it; brief conversations that add
    up by minutes come later.
    """
    if m.kind is Kind.BRIEF:
        return m.number if practice.brief_minutes == 0 else 0
    if m.kind is Kind.OBSERVATION:
        return m.number if practice.observations else 0
    return m.number if practice.whole_group or m.one_on_one else 0


def _with_brief(
    own: list[int],
    frame: Frame,
    meetings: Sequence[Meeting],
    counting: Callable[[date], Practice],
    need: float,
    whys: Sequence[str],
) -> tuple[list[int], int]:
    """Add the meetings that minutes of brief conversations make up, where the district
    counts them so.

    A period that is one short is completed when it and the one before together hold
    enough for both. Gives what each period holds, and how many meetings the minutes
    make in all.
    """
    minutes = [0] * len(own)
    for m in meetings:
        if m.kind is Kind.BRIEF and counting(m.day).brief_minutes:
            place = bisect_right(frame.firsts, m.day) - 1
            if place >= 0 and m.day <= frame.last:
                minutes[place] += m.minutes
    if not any(minutes):
        return own, 0
    units = [counting(first).brief_minutes or 0 for first in frame.firsts]
    held = [
        one + (m // unit if unit else 0)
        for one, m, unit in zip(own, minutes, units, strict=True)
    ]
    whole = list(held)
    for place in range(1, len(held)):
        unit, before = units[place], place - 1
        if (
            not unit
            or units[before] != unit
            or not minutes[place]
            or whys[place]
            or whole[place] != need - 1
        ):
            continue
        together = own[before] + own[place] + (minutes[before] + minutes[place]) // unit
        if together >= need + (0 if whys[before] else need):
            held[place] += 1
    asked = [why not in (NOT_IN_FORCE, NOTHING_ASKED) for why in whys]
    made = sum(
        sum(
            m
            for m, u, inside in zip(minutes, units, asked, strict=True)
            if u == unit and inside
        )
        // unit
        for unit in set(units) - {0}
    )
    return held, made


def why_not(rule: Rule, period: Period, activity: Activity, school_days: int) -> str:
    """Why a period does not count under a rule for whoever is active on these days;
    empty if it does.
    """
    if not rule.holds_on(period.first):
        return NOT_IN_FORCE
    if rule.phase != ALWAYS:
        day = activity.first_active(period.first, period.last) or period.first
        if not rule.phase.holds(activity.week_of(day), day.month):
            return NOTHING_ASKED
    enough = ENOUGH_DAYS[period.per]
    if activity.expected.count(period.first, period.last) >= enough:
        return ""
    if not school_days:
        return "no school"
    if school_days < enough:
        return "too few school days"
    if activity.active.count(period.first, period.last) >= enough:
        return "their first days"
    if period.first < activity.start:
        return "before they began"
    return "after they ended" if period.last > activity.last else "they were away"


def make_good(
    results: Sequence[PeriodResult], school_days: Sequence[int]
) -> list[PeriodResult]:
    """Let each extra meeting make good one that is short in the period just before or
    just after.

    Periods without a school day lie between their neighbours: meetings in them can be
    credited to either. Shortfalls are made good oldest first, each from the extra that
    could least be used later.
    """
    balance = [r.held - int(r.need) if not r.why_not else r.held for r in results]
    short = [place for place, left in enumerate(balance) if left < 0]
    if not short or max(balance) <= 0:
        return list(results)
    places = _places(school_days)
    spare: list[list[int]] = []
    for extra, place in zip(balance, places, strict=True):
        if extra > 0:
            reach = (
                (int(place - 0.5), int(place + 0.5))
                if place % 1
                else (int(place) - 1, int(place) + 1)
            )
            spare.append([*reach, extra])
    spare.sort(key=lambda s: s[1])
    mended = list(results)
    for index in short:
        wanted, place = -balance[index], places[index]
        given = 0
        for source in spare:
            if source[0] > place or wanted <= given:
                break
            if place <= source[1]:
                take = min(source[2], wanted - given)
                source[2] -= take
                given += take
        if given:
            mended[index] = results[index]._replace(made_good=given)
    return mended


def _places(school_days: Sequence[int]) -> list[float]:
    """Number the periods that have school 1, 2, 3...; one without school stands
    half-way between.
    """
    place = 0
    places: list[float] = []
    for days in school_days:
        place += bool(days)
        places.append(place if days else place + 0.5)
    return places
