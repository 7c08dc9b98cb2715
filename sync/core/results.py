"""What a rule came to for one pair, period by period or as a sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sync.core.calendar import Per, Period
from sync.core.rules import Rule, What

# Minutes are averaged over this many judged periods, about eight weeks. The
# average begins with half of them.
AVERAGED_OVER = {Per.WEEK: 8, Per.TWO_WEEKS: 4, Per.MONTH: 2}
NOT_IN_FORCE, NOTHING_ASKED = (
    "the rule was not in force",
    "nothing is asked in these weeks",
)
NO_SCHOOL_THAT_DAY = "no school on their day"
NO_SCHOOL = frozenset({"no school", "too few school days", NO_SCHOOL_THAT_DAY})
ANSWER_WAITS = "an entry in Log that may be theirs needs your answer"


class PeriodResult(NamedTuple):
    """One period of one pair under one rule: meetings, or minutes where the
    rule asks for minutes.

    ``why_not`` says why the period does not count (empty if it does);
    ``made_good`` is how much of a shortfall an extra meeting just before or
    after made good.
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
        return not self.why_not and self.held + self.made_good >= self.need

    @property
    def spared(self) -> bool:
        """Whether an answer that waits may be of it: it is taken as met."""
        return self.why_not == ANSWER_WAITS

    @property
    def well(self) -> bool:
        """Whether it was met, may have been met by an answer that waits, or
        has enough meetings although it had too few school days.
        """
        if not self.why_not:
            return self.met
        enough = self.why_not in NO_SCHOOL and self.held >= self.need
        return enough or self.spared

    @property
    def granted(self) -> float:
        """What was held; what was asked, while an answer waits."""
        return max(self.held, self.need) if self.spared else self.held


@dataclass(frozen=True)
class RuleResult:
    """A pair's figures under one rule on meetings or minutes.

    ``held`` is everything that counts toward the rule, also in periods that
    are not judged yet or do not count. Periods in which the rule was not in
    force, or asked nothing, are left out.

    A rule by the semester or year has no
    periods here: ``due`` is what of its ``whole`` has fallen due by now, and
    ``held`` what was held in the semester or year that is under way.
    """

    rule: Rule
    periods: tuple[PeriodResult, ...]
    held: int
    due: float | None = None
    whole: float = 0.0

    @cached_property
    def judged(self) -> tuple[PeriodResult, ...]:
        """The periods that count and are judged, oldest first."""
        return tuple([p for p in self.periods if p.judged and not p.why_not])

    @cached_property
    def asked(self) -> tuple[PeriodResult, ...]:
        """The same, and those that are spared for an answer that waits."""
        return tuple(
            [
                p
                for p in self.periods
                if p.judged and (not p.why_not or p.spared)
            ]
        )

    @cached_property
    def looked_at(self) -> tuple[PeriodResult, ...]:
        """The same, and those without school in which enough was held."""
        return tuple(
            [p for p in self.periods if p.judged and (not p.why_not or p.well)]
        )

    @property
    def expected(self) -> float:
        """What the judged periods asked for, or what has fallen due of a sum."""
        return (
            sum(p.need for p in self.judged) if self.due is None else self.due
        )

    @property
    def met(self) -> int:
        """How many judged periods were met."""
        return sum(p.met for p in self.judged)

    def behind(self, since: date = date.min) -> tuple[float, float] | None:
        """What was held and what was asked lately, if too little; else None.

        Minutes are behind below three in four of what is due. They are
        averaged over about eight weeks of periods that began on or after
        ``since``, or are those of a sum. A sum of meetings is behind when one
        that is due is missing. Meetings by the week or month are never behind.
        """
        if self.due is not None:
            return (
                (self.held, self.due)
                if self.held < (self.due if self._whole else self.due * 3 / 4)
                else None
            )
        if self.rule.what is not What.MINUTES:
            return None
        last = self.averaged(since)
        if not last:
            return None
        asked = sum(p.need for p in last)
        first = last[0].period.first
        held = sum(p.granted for p in self.periods if p.period.first >= first)
        return (held, asked) if held * 4 < asked * 3 else None

    def averaged(self, since: date = date.min) -> tuple[PeriodResult, ...]:
        """The judged periods from a day on that minutes are averaged over;
        none while there are too few. One that is spared is one of them.
        """
        number = AVERAGED_OVER.get(self.rule.per, 0)
        last = (
            tuple(p for p in self.asked if p.period.first >= since)[-number:]
            if number
            else ()
        )
        return last if len(last) * 2 >= number else ()

    @property
    def asks(self) -> bool:
        """Whether the rule asks anything in the period that is under way.

        The rule of a period is the one in force on its first day.
        """
        if self.due is not None:
            return True
        now = self.periods[-1:]
        return any(p.why_not not in (NOT_IN_FORCE, NOTHING_ASKED) for p in now)

    @property
    def counts_periods(self) -> bool:
        """Whether it is met period by period: minutes are averaged, and sums
        fall due by degrees.
        """
        return self.due is None and self.rule.what is What.MEETINGS

    @property
    def short_of_due(self) -> bool:
        """Whether less was held of a sum than has fallen due."""
        return self.due is not None and self.held < self.due

    @property
    def done(self) -> bool:
        """Whether the whole sum of a semester or year has been held."""
        return self.due is not None and self.held >= self.whole

    @property
    def _whole(self) -> bool:
        """Meetings fall due one by one; minutes by degrees."""
        return self.rule.what is What.MEETINGS
