"""Meetings and periods become what was held, what was expected and what was
met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from sync.core.activity import Activity
from sync.core.calendar import Per, Period
from sync.core.counting import amounts, brief_made, with_brief
from sync.core.frames import LOGGING_DAYS, Frame
from sync.core.make_good import make_good
from sync.core.model import Meeting
from sync.core.results import (
    ANSWER_WAITS,
    NOT_IN_FORCE,
    NOTHING_ASKED,
    PeriodResult,
    RuleResult,
)
from sync.core.rules import ALWAYS, Practice, Rule, What

ENOUGH_DAYS = {Per.WEEK: 4, Per.TWO_WEEKS: 7, Per.MONTH: 10}
# A sum that is asked over a term or a year falls due evenly, from its 20th to
# its 160th of 180 school days.
FIRST_DUE, SPREAD, YEAR = 20, 140, 180


def share_due(passed: int, in_all: int) -> float:
    """The part of a sum that has fallen due after so many of a term's or
    year's school days: from 0.0 to 1.0.
    """
    return (
        min(1.0, max(0.0, (passed * YEAR / in_all - FIRST_DUE) / SPREAD))
        if in_all
        else 0.0
    )


def rule_result(
    rule: Rule,
    frame: Frame,
    whys: Sequence[str],
    meetings: Sequence[Meeting],
    share: float = 1.0,
    counting: Callable[[date], Practice] = lambda _: Practice(),
    perhaps: Iterable[date] = (),
) -> RuleResult:
    """Work out one rule by the week, two weeks or month for one pair.

    ``whys`` says of each period of the frame why it does not count (empty if
    it does); ``meetings`` are in order of day; ``share`` is the mentee's part
    of full time, by which minutes are scaled; ``counting`` gives the
    district's practice on a day. ``perhaps`` are the days of answers that wait
    and may be theirs: their periods are never short.
    """
    in_minutes = rule.what is What.MINUTES
    need = rule.amount * share if in_minutes else rule.amount
    firsts = frame.firsts
    own = [0] * len(firsts)
    early = 0
    for m, amount in zip(
        meetings, amounts(in_minutes, meetings, counting), strict=True
    ):
        place = bisect_right(firsts, m[0]) - 1
        if place < 0:
            # What was held before the first week, such as at orientation, is
            # held all the same.
            early += amount
        elif m[0] <= frame.last:
            own[place] += amount
    total = sum(
        held
        for held, why in zip(own, whys, strict=True)
        if why not in (NOT_IN_FORCE, NOTHING_ASKED)
    )
    if not in_minutes:
        own, made = with_brief(own, frame, meetings, counting, need, whys)
        total += made
    results = [
        PeriodResult(period, need, held, judged, why)
        for period, held, judged, why in zip(
            frame.periods, own, frame.judged, whys, strict=True
        )
    ]
    if rule.since is None and rule.phase == ALWAYS:
        total += early
    if not in_minutes:
        results = make_good(results, frame.school_days)
    _spare(results, frame, perhaps)
    return RuleResult(rule, tuple(results), total)


def _spare(
    results: list[PeriodResult], frame: Frame, perhaps: Iterable[date]
) -> None:
    """Let the periods not count that are short, and that an answer which waits
    may belong to.
    """
    for day in perhaps:
        place = bisect_right(frame.firsts, day) - 1
        if place < 0 or day > frame.last or results[place].met:
            continue
        if results[place].counts:
            results[place] = results[place]._replace(why_not=ANSWER_WAITS)


def sum_result(
    rule: Rule,
    period: Period,
    meetings: Sequence[Meeting],
    activity: Activity,
    until: date,
    share: float = 1.0,
    counting: Callable[[date], Practice] = lambda _: Practice(),
) -> RuleResult:
    """Work out one rule by the term or year, for the term or year that is
    under way.

    ``meetings`` are those that belong to it. The sum falls due evenly over the
    days of the rule, by the pair's school days up to five before ``until``, and
    never before the twentieth. A rule with dates holds what lies between them.
    """
    in_minutes = rule.what is What.MINUTES
    within = [m for m in meetings if rule.holds_on(m.day)]
    held = sum(amounts(in_minutes, within, counting))
    if not in_minutes:
        held += brief_made(within, counting)
    first = max(period.first, rule.since or period.first)
    last = min(period.last, rule.until or period.last)
    so_far = min(last, until - timedelta(days=1))
    passed = activity.active.count(first, so_far) - LOGGING_DAYS
    due = (
        rule.amount * share_due(passed, activity.school.count(first, last))
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


def why_not(
    rule: Rule, period: Period, activity: Activity, school_days: int
) -> str:
    """Why a period does not count under a rule for whoever is active on these
    days; empty if it does.
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
    return (
        "after they ended" if period.last > activity.last else "they were away"
    )
