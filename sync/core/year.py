"""What is worked out once for all pairs of a district: school days, periods,
who logged when, what was planned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from sync.core.activity import Activity, activity
from sync.core.beginners import further_pairs, met_with_all
from sync.core.calendar import Per, SchoolDays
from sync.core.district import District
from sync.core.frequency import why_not
from sync.core.judged_periods import Frame, frame, logged_until
from sync.core.meetings import Intake
from sync.core.model import FollowUp, Kind, Meeting, Plan, Submission
from sync.core.people import Pair
from sync.core.placing import IGNORED
from sync.core.results import NO_SCHOOL_THAT_DAY
from sync.core.rules import Practice, Rule, What, practices, rules_for
from sync.core.silent_weeks import SilentWeeks
from sync.core.sums import SumDays, due_by, sum_days
from sync.core.teachers import Teachers

T = TypeVar("T", FollowUp, Plan)


class Year:
    """What is worked out once for all pairs of a district."""

    def __init__(
        self, district: District, intake: Intake, today: date
    ) -> None:
        self.district = district
        self.intake = intake
        self.today = today
        self.periods = {per: district.calendar.periods(per) for per in Per}
        self._school: dict[str, SchoolDays] = {}
        # By number: a pair keeps its days in all judgements of a year.
        self._active: dict[int, Activity] = {}
        self._activity: dict[tuple[object, ...], Activity] = {}
        self._frames: dict[tuple[int, str, int], Frame] = {}
        self._rules: dict[tuple[object, ...], tuple[Rule, ...]] = {}
        self._whys: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._sums: dict[tuple[int, int, date], tuple[SumDays, float]] = {}
        self._practices: dict[int, Callable[[date], Practice]] = {}

    # -- by pair and by week --------------------------------------------------

    @cached_property
    def answers(self) -> dict[int, list[Submission]]:
        """Who asked for contact, and what was in the way, by pair.

        Also of answers that add no meeting, but of none that *Corrections* set
        aside.
        """
        answers: dict[int, list[Submission]] = defaultdict(list)
        for o in self.intake.outcomes:
            s = o.submission
            if o.pair is None or o.reason == IGNORED:
                continue
            if s.wants_contact or s.kind is Kind.COULD_NOT_MEET:
                answers[o.pair].append(s)
        return answers

    @cached_property
    def perhaps(self) -> dict[int, list[date]]:
        """The days of the answers that wait, or whose minutes are left out, by
        the number of each pair that they may belong to.
        """
        perhaps: dict[int, list[date]] = defaultdict(list)
        for o in self.intake.outcomes:
            for number in o.likely:
                perhaps[number] += o.perhaps
        return perhaps

    @cached_property
    def waited_for(self) -> frozenset[int]:
        """The pairs to which a waiting answer may belong."""
        waiting = (o for o in self.intake.outcomes if o.waits)
        return frozenset(number for o in waiting for number in o.likely)

    @cached_property
    def with_others(self) -> dict[int, list[Pair]]:
        """The further pairs of a beginner who has, or had, several mentors at
        one time, by the pair that is judged for all of them.
        """
        return further_pairs(self.district.pairs, self.today)

    @cached_property
    def counted_with(self) -> dict[int, Pair]:
        """The pair with which a beginner's further pair is judged, by its
        number, while that has not ended.
        """
        by_number = self.district.by_number
        return {
            pair.number: by_number[first]
            for first, others in self.with_others.items()
            for pair in others
            if not pair.ended_before(self.today)
        }

    def met_by(self, pair: Pair) -> tuple[Meeting, ...]:
        """A pair's meetings, with those of its beginner's further pairs where
        it is judged for all of them.
        """
        met = self.intake.meetings
        own = met.get(pair.number, ())
        further = self.with_others.get(pair.number)
        if not further:
            return own
        return met_with_all(own, [met.get(p.number, ()) for p in further])

    def may_be(self, pair: Pair) -> list[date]:
        """The days of the answers that wait and may be a pair's, or of a
        beginner's further pairs.
        """
        pairs = [pair, *self.with_others.get(pair.number, ())]
        return [day for p in pairs for day in self.perhaps.get(p.number, ())]

    @cached_property
    def follow_ups(self) -> dict[int, list[FollowUp]]:
        """What coordinators noted so far, by pair; in the summer, too."""
        over = self.today >= self.district.calendar.last
        return _by_pair(
            f for f in self.district.follow_ups if over or f.day <= self.today
        )

    @cached_property
    def planned(self) -> dict[int, list[date]]:
        """The days of *Schedule*, by pair."""
        planned: dict[int, list[date]] = defaultdict(list)
        for p in self.district.schedule:
            planned[p.pair].append(p.day)
        return planned

    @cached_property
    def plans(self) -> dict[int, list[Plan]]:
        """The planned observations, by pair."""
        return _by_pair(self.district.plans)

    @cached_property
    def teachers(self) -> Teachers:
        """When the district's people teach."""
        return Teachers(self.district)

    @cached_property
    def silence(self) -> SilentWeeks:
        """The weeks in which nobody logged anything."""
        return SilentWeeks(
            self.district,
            self.intake,
            self.today,
            self.with_others,
            {pair.number: self.activity(pair) for pair in self.district.pairs},
        )

    # -- days -----------------------------------------------------------------

    def school(self, name: str) -> SchoolDays:
        """The school days of one school."""
        if name not in self._school:
            self._school[name] = self.district.calendar.days_of(name)
        return self._school[name]

    def activity(self, pair: Pair) -> Activity:
        """When a pair is active; pairs with equal school and days share the
        result.
        """
        if pair.number in self._active:
            return self._active[pair.number]
        school = self.school(pair.school)
        key = (id(school), pair.begins, pair.ends, pair.away)
        if key not in self._activity:
            self._activity[key] = activity(pair, school)
        self._active[pair.number] = self._activity[key]
        return self._activity[key]

    def frame(self, pair: Pair, per: Per, logs_due: int) -> Frame:
        """The periods of a pair's school that have begun, and whether each is
        judged.
        """
        school = self.school(pair.school)
        key = (id(school), per.value, logs_due)
        if key not in self._frames:
            self._frames[key] = frame(
                self.periods[per], school, self.today, logs_due
            )
        return self._frames[key]

    # -- rules ----------------------------------------------------------------

    def rules(self, pair: Pair) -> tuple[Rule, ...]:
        """The rules that are for a pair and not off."""
        further = pair.number in self.counted_with
        key = (pair.year, pair.new_to, pair.share < 1, further)
        if key not in self._rules:
            rules = rules_for(self.district.rules, pair)
            if further:  # what is asked is asked of the beginner once
                rules = tuple(r for r in rules if not r.what.asks)
            self._rules[key] = rules
        return self._rules[key]

    def counting(self, pair: Pair) -> Callable[[date], Practice]:
        """The district's practice for a pair, by the day."""
        rules = self.rules(pair)
        if (
            id(rules) not in self._practices
        ):  # the tuples are kept, one for each kind of pair
            self._practices[id(rules)] = practices(
                tuple(r for r in rules if not r.what.pers)
            )
        return self._practices[id(rules)]

    def practice(self, pair: Pair) -> Practice:
        """The district's practice for a pair today."""
        return self.counting(pair)(self.today)

    def logged_until(self, pair: Pair) -> date:
        """The first day whose meetings may not be logged yet: today, unless
        logs come by the month.
        """
        return logged_until(self.today, self.practice(pair).logs_due)

    def sum_due(self, rule: Rule, pair: Pair) -> tuple[SumDays, float]:
        """The days of a rule by the semester or year, and what of it has
        fallen due; the same for all pairs that are active alike.
        """
        active, until = self.activity(pair), self.logged_until(pair)
        key = (id(rule), id(active), until)
        if key not in self._sums:
            days = sum_days(rule, self.periods[rule.per], self.today)
            self._sums[key] = days, due_by(rule, days, active, until)
        return self._sums[key]

    def whys(self, rule: Rule, pair: Pair, frame: Frame) -> Sequence[str]:
        """Why each period of a frame does not count under a rule for this
        pair; empty where it does.
        """
        usual = self._usual(rule, pair, frame)
        if rule.per is not Per.WEEK:
            return usual
        whys = list(usual)
        if planned := self.planned.get(pair.number):
            base = self._base(rule, pair, frame)
            school, places = self.school(pair.school), frame.places
            meant: dict[int, bool] = {}
            for day in planned:
                if (there := places.get(day)) is not None:
                    meant[there] = meant.get(there, False) or day in school
            for place, has_school in meant.items():
                if not base[place]:
                    whys[place] = "" if has_school else NO_SCHOOL_THAT_DAY
        for place in self.silence.perhaps:
            if (
                place < len(whys)
                and not whys[place]
                and self.silence.of(frame.periods[place], pair.number)
            ):
                whys[place] = "no log from anyone else"
        return whys

    def _base(self, rule: Rule, pair: Pair, frame: Frame) -> tuple[str, ...]:
        """What the calendar, the rule and the pair's active days say; the same
        for all pairs that are active alike.
        """
        active = self.activity(pair)
        key = (id(active), id(rule), id(frame))
        if key not in self._whys:
            self._whys[key] = tuple(
                why_not(rule, period, active, days)
                for period, days in zip(
                    frame.periods, frame.school_days, strict=True
                )
            )
        return self._whys[key]

    def _usual(self, rule: Rule, pair: Pair, frame: Frame) -> tuple[str, ...]:
        """The same, and the weeks in which the pair's regular day has no
        school.
        """
        base = self._base(rule, pair, frame)
        if rule.per is not Per.WEEK or pair.regular is None:
            return base
        weekday = pair.regular.weekday
        key = (id(base), weekday, pair.school)
        if key not in self._whys:
            school = self.school(pair.school)
            self._whys[key] = tuple(
                why
                or (
                    ""
                    if period.first + timedelta(days=weekday) in school
                    else NO_SCHOOL_THAT_DAY
                )
                for why, period in zip(base, frame.periods, strict=True)
            )
        return self._whys[key]

    @property
    def weekly(self) -> bool:
        """Whether meetings are asked of anybody by the week."""
        return any(
            r.what is What.MEETINGS and r.per is Per.WEEK
            for r in self.district.rules
        )


def _by_pair(items: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for each in items:
        found[each.pair].append(each)
    return found
