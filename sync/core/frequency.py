"""Meetings and periods become what was held, what was expected and what was met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sync.core.activity import Activity
from sync.core.calendar import Per, Period, SchoolDays
from sync.core.model import Meeting
from sync.core.rules import Rule, counts_toward_rule

ENOUGH_DAYS = {Per.WEEK: 4, Per.TWO_WEEKS: 7, Per.MONTH: 10, Per.YEAR: 90}
LOGGING_DAYS = 5


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One period of one pair under one rule.

    ``why_not`` says why the period does not count (empty if it does); ``made_good`` is how much of a shortfall
    an extra meeting just before or after made good.
    """

    period: Period
    need: int
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


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A pair's figures under one meetings rule.

    ``expected`` and ``met`` go over the periods that count and are judged; ``held`` is every meeting that
    counts toward the rule, also in periods that do not count or are not judged yet.
    """

    rule: Rule
    periods: tuple[PeriodResult, ...]
    held: int

    @property
    def judged(self) -> tuple[PeriodResult, ...]:
        """The periods that count and are judged, oldest first."""
        return tuple(p for p in self.periods if p.counts and p.judged)

    @property
    def expected(self) -> int:
        """How many meetings the judged periods asked for."""
        return sum(p.need for p in self.judged)

    @property
    def met(self) -> int:
        """How many judged periods were met."""
        return sum(p.met for p in self.judged)


def is_judged(period: Period, school: SchoolDays, today: date) -> bool:
    """A week is judged when the next school week is over, a longer period five school days after its end."""
    if period.per is Per.WEEK:
        following = school.next_week_after(period)
        return following is not None and today > following.last
    return school.passed(period.last, today) - (period.last in school) >= LOGGING_DAYS


def rule_result(
    rule: Rule,
    periods: Iterable[Period],
    meetings: Sequence[Meeting],
    activity: Activity,
    today: date,
    not_expected: Callable[[Period], str] = lambda _: "",
) -> RuleResult:
    """Work out one meetings rule for one pair as of a day.

    ``not_expected`` may give a further reason why a week does not count for this pair. Periods that begin
    after ``today`` are left out.
    """
    counting = [m for m in meetings if counts_toward_rule(m)]
    judging_day = min(today, activity.school.last)
    results = []
    for period in periods:
        if period.first > today:
            break
        held = sum(m.count for m in counting if m.day in period)
        why_not = _why_not(rule, period, activity) or not_expected(period)
        judged = is_judged(period, activity.school, judging_day)
        results.append(PeriodResult(period, rule.amount, held, judged, why_not))
    return RuleResult(rule, tuple(make_good(results, activity.school)), sum(m.count for m in counting))


def _why_not(rule: Rule, period: Period, activity: Activity) -> str:
    if not rule.holds_on(period.first):
        return "the rule was not in force"
    enough = ENOUGH_DAYS[period.per]
    days = activity.expected.count(period.first, period.last)
    if days >= enough:
        return ""
    if not activity.school.count(period.first, period.last):
        return "no school"
    if activity.school.count(period.first, period.last) < enough:
        return "too few school days"
    if activity.active.count(period.first, period.last) < enough:
        return "the pair was not active"
    return "settling in"


def make_good(results: Sequence[PeriodResult], school: SchoolDays) -> list[PeriodResult]:
    """Let each extra meeting make good one that is short in the period just before or just after.

    Periods without a school day lie between their neighbours: meetings in them can be credited to either.
    Shortfalls are made good oldest first, each from the extra that could least be used later.
    """
    places = _places(results, school)
    spare: list[list[int]] = []
    for result, place in zip(results, places, strict=True):
        extra = result.held - (result.need if result.counts else 0)
        if extra > 0:
            reach = (int(place - 0.5), int(place + 0.5)) if place % 1 else (int(place) - 1, int(place) + 1)
            spare.append([*reach, extra])
    spare.sort(key=lambda s: s[1])
    mended = []
    for result, place in zip(results, places, strict=True):
        short = result.need - result.held if result.counts else 0
        given = 0
        for source in spare:
            if short <= given:
                break
            if source[0] <= place <= source[1]:
                take = min(source[2], short - given)
                source[2] -= take
                given += take
        mended.append(replace(result, made_good=given) if given else result)
    return mended


def _places(results: Sequence[PeriodResult], school: SchoolDays) -> list[float]:
    """Number the periods that have school 1, 2, 3...; one without school stands half-way between."""
    place = 0
    places: list[float] = []
    for result in results:
        if school.count(result.period.first, result.period.last):
            place += 1
            places.append(place)
        else:
            places.append(place + 0.5)
    return places
