"""One pair's evidence: the facts as of a day, for its status and flags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sync.core.activity import Activity
from sync.core.calendar import Per, monday_of
from sync.core.coverage import Coverage
from sync.core.model import FollowUp, Meeting, Submission
from sync.core.observations import ObservationCount
from sync.core.people import Pair
from sync.core.planning import Planned
from sync.core.results import PeriodResult, RuleResult
from sync.core.rules import Force, Practice, What
from sync.core.wishes import Wishes, wishes_of
from sync.core.year import Year

# School days without a meeting of their own. For sums and monthly rules the
# limit is twice as long.
LONG_GAP = 20
LONGER_GAP = 2 * LONG_GAP
# School days after the start, without any meeting of their own.
REACH_OUT_AFTER = 15
# School days that a follow-up without a date stays open.
FOLLOW_UP_DAYS = 10
# The judged periods that "seldom" looks back on, and the fewest that it needs.
LAST_PERIODS, FEWEST_PERIODS = 8, 4
# After this many met periods in a row, earlier ones are not asked about.
ANSWERED = 3
LATELY, LATELY_DAYS = timedelta(days=28), 20


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of one pair as of a day.

    ``meetings`` are in order of day. ``required`` are the results of the rules
    that are required and ask something these days.
    """

    year: Year
    pair: Pair
    active: Activity
    meetings: Sequence[Meeting]
    required: Sequence[RuleResult]
    observations: Sequence[ObservationCount]
    cover: Coverage

    # -- days -----------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day as of which the pair is judged."""
        return self.year.today

    @cached_property
    def judging(self) -> date:
        """Today, or the last day of school where that is over."""
        return min(self.today, self.active.school.last)

    @cached_property
    def until(self) -> date:
        """The first day whose meetings may not be logged yet."""
        return min(self.year.logged_until(self.pair), self.active.school.last)

    @cached_property
    def begin(self) -> date:
        """The day of the pair's latest start or return."""
        return self.active.latest_begin(self.judging)

    @cached_property
    def monday(self) -> date:
        """The Monday of the week of that day."""
        return monday_of(self.begin)

    @property
    def came_back(self) -> bool:
        """Whether that was a return from leave."""
        return self.begin > self.active.start

    @property
    def days_since_begin(self) -> int:
        """Active school days since the start or return, as far as their logs
        are in.
        """
        return self.active.active.passed(self.begin, self.until)

    @cached_property
    def lately(self) -> date:
        """The first of the pair's last twenty active school days whose logs
        are in.
        """
        days = self.active.active.days
        place = bisect_left(days, self.until) - LATELY_DAYS
        return days[place] if place >= 0 else self.active.start

    # -- what is so -----------------------------------------------------------

    @cached_property
    def practice(self) -> Practice:
        """How the district counts for this pair today."""
        return self.year.practice(self.pair)

    def counting(self, day: date) -> Practice:
        """How the district counted for this pair on a day."""
        return self.year.counting(self.pair)(day)

    @cached_property
    def ended(self) -> bool:
        """Whether the pair's last day is over."""
        return self.pair.ended_before(self.today)

    @cached_property
    def away(self) -> bool:
        """Whether one of them is away today."""
        return any(self.today in span for span in self.pair.away)

    @property
    def begun(self) -> bool:
        """Whether the pair's first day has come, and its last day is not over."""
        return self.today >= self.active.start and not self.ended

    @cached_property
    def in_first_days(self) -> bool:
        """Whether the pair began, or came back, fewer than ten school days
        ago.
        """
        return self.active.in_first_days(self.judging)

    @property
    def answers(self) -> Sequence[Submission]:
        """The pair's answers that ask for contact, or that say what was in the
        way.
        """
        return self.year.answers.get(self.pair.number, ())

    # -- meetings -------------------------------------------------------------

    @property
    def perhaps(self) -> Sequence[date]:
        """The days of the answers that wait and may be theirs."""
        return self.year.may_be(self.pair)

    @property
    def counted_with(self) -> Pair | None:
        """The pair under which their beginner is judged; None for itself."""
        return self.year.counted_with.get(self.pair.number)

    @property
    def answer_waits(self) -> bool:
        """Whether an answer that may be theirs waits in *Log*."""
        further = self.year.with_others.get(self.pair.number, ())
        numbers = {self.pair.number, *(p.number for p in further)}
        return not numbers.isdisjoint(self.year.waited_for)

    @cached_property
    def own(self) -> list[date]:
        """The days of the pair's own meetings."""
        return [m.day for m in self.meetings if m.own]

    @cached_property
    def last_own(self) -> date | None:
        """The day of the last meeting of their own."""
        return max(self.own, default=None)

    @cached_property
    def gap(self) -> int:
        """Active school days since the last meeting of their own, or since the
        start.
        """
        since = self.begin
        if self.last_own is not None:
            since = max(since, self.last_own + timedelta(days=1))
        return self.active.active.passed(since, self.until)

    @property
    def patience(self) -> int:
        """School days without a meeting of their own before that alone is
        asked about: longer where a required rule asks at other times.
        """
        rules = self.year.rules(self.pair)
        asked = any(
            r.what.of_frequency and r.force is Force.REQUIRED for r in rules
        )
        return LONGER_GAP if asked else LONG_GAP

    def nothing_since(self, day: date) -> bool:
        """Whether the pair has no meeting of its own on or after a day."""
        return self.last_own is None or self.last_own < day

    # -- rules ----------------------------------------------------------------

    def recent(self, result: RuleResult) -> tuple[PeriodResult, ...]:
        """The judged periods since the pair's latest start or return."""
        return self._lately(result.judged)

    def _lately(
        self, periods: tuple[PeriodResult, ...]
    ) -> tuple[PeriodResult, ...]:
        if self.monday <= monday_of(self.active.school.first):
            return periods
        return tuple(p for p in periods if p.period.first >= self.monday)

    def stopped(self, result: RuleResult) -> bool:
        """Whether the pair has stopped meeting under a required rule.

        The pair had no meeting of its own, of any kind, in the last two judged
        periods, nor since. Under a monthly rule, 40 school days without one
        are enough. Under a sum only those 40 days count, while it is short of
        what is due. Minutes whose average is met are not broken by silence.
        """
        if result.due is not None:
            return self.long_silent and result.short_of_due
        if result.rule.what is What.MINUTES:
            averaged = result.averaged(self.monday)
            if averaged and not self.behind(result):
                return False
        recent = self._lately(result.asked)
        if len(recent) >= 2 and self.nothing_since(recent[-2].period.first):
            return True
        return self.long_silent and result.rule.per is Per.MONTH

    @property
    def long_silent(self) -> bool:
        """Whether they met once, and not for 40 school days."""
        return bool(self.own) and self.gap >= LONGER_GAP

    def short(self, result: RuleResult) -> bool:
        """Whether the last judged period was short, with no meeting since.

        An answer that waits and may be theirs counts as a meeting since.
        """
        if result.rule.what is not What.MEETINGS:
            return False
        recent = self.recent(result)
        if not recent or recent[-1].met:
            return False
        after = recent[-1].period.last + timedelta(days=1)
        return self.nothing_since(after) and not any(
            after <= day <= self.today for day in self.perhaps
        )

    def seldom(self, result: RuleResult) -> bool:
        """Met under three in four of the last eight judged periods.

        Of those since they began or came back, once there are four, and not
        where the last three were met.
        """
        if result.rule.what is not What.MEETINGS:
            return False
        met, of = self.met_lately(result)
        if of < FEWEST_PERIODS or met * 4 >= of * 3:
            return False
        last = self._lately(result.looked_at)[-ANSWERED:]
        return not all(p.well for p in last)

    def met_lately(self, result: RuleResult) -> tuple[int, int]:
        """How many of the last eight judged periods were met, and how many
        there are.

        A period counts as met while an answer that may belong to it waits.
        """
        last = self._lately(result.looked_at)[-LAST_PERIODS:]
        return [p.well for p in last].count(True), len(last)

    def behind(self, result: RuleResult) -> tuple[float, float] | None:
        """What was held and asked, where minutes or a sum are behind.

        Since the pair began or came back.
        """
        return result.behind(self.monday)

    @cached_property
    def wishes(self) -> Wishes:
        """Who of the two asked to be contacted after the last follow-up."""
        return wishes_of(
            self.pair,
            self.answers,
            self.follow_up,
            self.today,
            self.pair.number in self.year.district.read_by_mentors,
        )

    # -- what was done about it -----------------------------------------------

    @cached_property
    def follow_up(self) -> FollowUp | None:
        """The coordinator's last contact with the pair."""
        mine = self.year.follow_ups.get(self.pair.number, ())
        return max(
            mine,
            key=lambda f: (f.day, not f.done, f.until or f.day),
            default=None,
        )

    @cached_property
    def hear_by(self) -> date | None:
        """The day by which to hear from the pair, while a follow-up is open."""
        if self.follow_up is None or self.follow_up.done:
            return None
        until = self.follow_up.until
        if until is None:
            day = self.follow_up.day
            school = self.active.school
            ahead = school.following(day + timedelta(days=1), FOLLOW_UP_DAYS)
            until = ahead[-1] if ahead else day
        return until if self.today <= until else None

    @cached_property
    def planned(self) -> Planned:
        """The school days planned in *Schedule* so far, and those in whose
        weeks they met.
        """
        until, active = self.until, self.active.active
        days = sorted(
            d
            for d in self.year.planned.get(self.pair.number, ())
            if d < until and d in active
        )
        met_weeks = {monday_of(d) for d in self.own} if days else ()
        return Planned(
            tuple(days), tuple(d for d in days if monday_of(d) in met_weeks)
        )
