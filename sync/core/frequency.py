"""Rules by the week, two weeks or month: meetings become what was held, what
was expected and what was met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import repeat, takewhile

from sync.core.activity import Activity
from sync.core.calendar import Per, Period
from sync.core.counting import amount_of, amounts_in
from sync.core.judged_periods import Frame
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
    own = amounts_in(in_minutes, frame, meetings, counting)
    total = sum(own)
    if NOT_IN_FORCE in whys or NOTHING_ASKED in whys:
        total = sum(
            held
            for held, why in zip(own, whys, strict=True)
            if why not in (NOT_IN_FORCE, NOTHING_ASKED)
        )
    if rule.since is None and rule.phase == ALWAYS:
        # What was held before the first week, such as at orientation, is held
        # all the same.
        early = list(takewhile(lambda m: m.day < frame.first, meetings))
        total += amount_of(in_minutes, early, counting)
    results = list(
        map(PeriodResult, frame.periods, repeat(need), own, frame.judged, whys)
    )
    if not in_minutes:
        results = make_good(results, frame.school_days)
    _spare(results, frame, perhaps)
    return RuleResult(rule, tuple(results), total)


def _spare(
    results: list[PeriodResult], frame: Frame, perhaps: Iterable[date]
) -> None:
    """Take short periods out of the count while an answer that may belong to
    them waits.
    """
    for day in perhaps:
        place = bisect_right(frame.firsts, day) - 1
        if place < 0 or day > frame.last or results[place].met:
            continue
        if results[place].counts:
            results[place] = results[place]._replace(why_not=ANSWER_WAITS)


def why_not(
    rule: Rule, period: Period, activity: Activity, school_days: int
) -> str:
    """Why a period does not count under a rule for whoever is active on these
    days; empty if it does.
    """
    if not rule.holds_on(period.first):
        return NOT_IN_FORCE
    if rule.phase != ALWAYS:
        days = activity.school.within(period.first, period.last)
        day = days[0] if days else period.first
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
