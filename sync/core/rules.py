"""What a district asks of its pairs, of whom, when, and how what they do
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.core.calendar import Per
from sync.core.model import Direction
from sync.core.people import Pair
from sync.core.words import MONTHS, day_words, many


class What(StrEnum):
    """What a row of *Rules* is about: what is asked, what is given, or how
    something counts.
    """

    MEETINGS = "meetings"
    MINUTES = "minutes together"
    MENTOR_OBSERVES = "mentor observes mentee"
    MENTEE_OBSERVES = "mentee observes mentor"
    MENTEE_OBSERVES_OTHER = "mentee observes another teacher"
    MENTOR_OBSERVES_HOURS = "hours mentor observes mentee"
    MENTEE_OBSERVES_HOURS = "hours mentee observes mentor"
    MENTEE_OBSERVES_OTHER_HOURS = "hours mentee observes another teacher"
    CONFERENCE = "talk after each observation"
    COVER_HOURS = "hours of coverage"
    COVER_HALF_DAYS = "half days of coverage"
    COVER_DAYS = "days of coverage"
    COVER_CLASSES = "class periods of coverage"
    BRIEF_ADD_UP = "minutes of brief conversations that make a meeting"
    BRIEF_RECORDED = "brief conversations are recorded only"
    GROUP_APART = "whole-group days do not count as meetings"
    OBSERVATIONS_COUNT = "observations count as meetings"
    LOGS_DUE = "day of the next month by which logs are in"
    ARRANGES_MEETINGS = "coordinator arranges the meetings"
    ARRANGES_OBSERVATIONS = "coordinator arranges the observations"
    SCHOOL_DAY = "hours in a school day"
    CLASS_PERIOD = "minutes in a class period"
    MENTOR_WITHIN = "school days until a beginner has a mentor"

    @property
    def direction(self) -> Direction | None:
        """The direction an observation rule counts, or None for another."""
        return _DIRECTIONS.get(self)

    @property
    def in_hours(self) -> bool:
        """Whether an observation rule counts hours rather than visits."""
        return self.value.startswith("hours ") and self in _DIRECTIONS

    @property
    def of_frequency(self) -> bool:
        """Whether it asks how often or how long a pair meets."""
        return self in (What.MEETINGS, What.MINUTES)

    @property
    def asks(self) -> bool:
        """Whether it asks anything of a pair."""
        return (
            self.of_frequency or self in _DIRECTIONS or self is What.CONFERENCE
        )

    @property
    def of_cover(self) -> bool:
        """Whether it allots substitute coverage."""
        return self in _COVER

    @property
    def pers(self) -> tuple[Per, ...]:
        """The periods that it can be asked per; none where a row stands for
        itself.
        """
        if self.of_frequency:
            return (Per.WEEK, Per.TWO_WEEKS, Per.MONTH, Per.SEMESTER, Per.YEAR)
        if self in _DIRECTIONS:
            return (Per.YEAR, Per.SEMESTER, Per.WINDOW)
        return (Per.YEAR, Per.SEMESTER) if self.of_cover else ()

    @property
    def needs_amount(self) -> bool:
        """Whether the row says nothing without a number."""
        return bool(self.pers) or self in (
            What.BRIEF_ADD_UP,
            What.LOGS_DUE,
            What.SCHOOL_DAY,
            What.CLASS_PERIOD,
            What.MENTOR_WITHIN,
        )


_DIRECTIONS = {
    What.MENTOR_OBSERVES: Direction.MENTOR_SEES_MENTEE,
    What.MENTEE_OBSERVES: Direction.MENTEE_SEES_MENTOR,
    What.MENTEE_OBSERVES_OTHER: Direction.MENTEE_SEES_OTHER,
    What.MENTOR_OBSERVES_HOURS: Direction.MENTOR_SEES_MENTEE,
    What.MENTEE_OBSERVES_HOURS: Direction.MENTEE_SEES_MENTOR,
    What.MENTEE_OBSERVES_OTHER_HOURS: Direction.MENTEE_SEES_OTHER,
}
_COVER = (
    What.COVER_HOURS,
    What.COVER_HALF_DAYS,
    What.COVER_DAYS,
    What.COVER_CLASSES,
)


class Force(StrEnum):
    """How much a rule means: only a required one ever changes a status."""

    REQUIRED = "required"
    SUGGESTED = "suggested"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Audience:
    """The pairs that a rule is for: by year in the program, by what the mentee
    is new to, by share of full time.

    A pair that *Pairs* says nothing of is in its first year, new to teaching,
    and full time.
    """

    years: frozenset[int] = frozenset()
    new_to: str = ""
    part_time: bool | None = None

    def fits(self, pair: Pair) -> bool:
        """Whether the rule is for a pair."""
        return (
            (not self.years or (pair.year or 1) in self.years)
            and (not self.new_to or (pair.new_to or "teaching") == self.new_to)
            and (self.part_time is None or (pair.share < 1) is self.part_time)
        )

    @property
    def words(self) -> str:
        """The audience as a coordinator would say it; empty for everyone."""
        parts = (
            [f"year {' and '.join(map(str, sorted(self.years)))}"]
            if self.years
            else []
        )
        parts += [f"new to {self.new_to}"] if self.new_to else []
        if self.part_time is not None:
            parts.append("part time" if self.part_time else "full time")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Phase:
    """The part of the year in which a rule asks: the first school weeks of a
    pair, those after them, or named months.
    """

    first_weeks: int = 0
    after_weeks: int = 0
    months: frozenset[int] = frozenset()

    def holds(self, week: int, month: int) -> bool:
        """Whether it covers a pair's n-th school week (from 1), in a month."""
        return (
            (not self.first_weeks or week <= self.first_weeks)
            and week > self.after_weeks
            and (not self.months or month in self.months)
        )

    @property
    def words(self) -> str:
        """The phase as a coordinator would say it; empty for the whole year."""
        parts = (
            [f"in the first {many(self.first_weeks, 'week')}"]
            if self.first_weeks
            else []
        )
        parts += (
            [f"after the first {many(self.after_weeks, 'week')}"]
            if self.after_weeks
            else []
        )
        if self.months:
            # A school year begins in summer.
            ordered = sorted(self.months, key=lambda m: (m < 8, m))
            parts.append(
                "in " + ", ".join(MONTHS[m - 1].capitalize() for m in ordered)
            )
        return ", ".join(parts)


EVERYONE, ALWAYS = Audience(), Phase()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of *Rules*: ``amount`` of ``what`` per period, for whom, in
    which weeks, from and until the days given.
    """

    what: What
    amount: float = 0
    per: Per = Per.YEAR
    force: Force = Force.REQUIRED
    since: date | None = None
    until: date | None = None
    who: Audience = EVERYONE
    phase: Phase = ALWAYS

    @property
    def words(self) -> str:
        """The rule as a coordinator would say it."""
        return ", ".join(
            filter(
                None,
                [
                    self._asked,
                    self.phase.words,
                    self.who.words and f"for {self.who.words}",
                ],
            )
        )

    @property
    def _asked(self) -> str:
        number = f"{self.amount:g}"
        if not self.what.pers:
            return (
                f"{self.what}: {number}"
                if self.what.needs_amount
                else self.what.value
            )
        per = f"a {self.per}"
        if self.per is Per.WINDOW:
            per = (
                f"between {day_words(self.since)} and {day_words(self.until)}"
            )
        if self.per is Per.TWO_WEEKS:
            per = "every two weeks"
        if self.what is What.MEETINGS:
            return (
                f"1 meeting {per}"
                if self.amount == 1
                else f"{number} meetings {per}"
            )
        if self.what is What.MINUTES:
            return f"{many(self.amount, 'minute')} {per}"
        if self.what.of_cover:
            unit, _, rest = self.what.partition(" of ")
            return f"{number} {unit.removesuffix('s') if self.amount == 1 else unit} of {rest} {per}"
        if self.what.in_hours:
            return f"{self.what.removeprefix('hours ')}, {many(self.amount, 'hour')} {per}"
        times = {1: "once", 2: "twice"}.get(
            int(self.amount), f"{number} times"
        )
        return f"{self.what} {times} {per}"

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Practice:
    """How a district counts: what the rows of *Rules* that ask for nothing say
    on one day.

    ``brief_minutes`` is how many minutes of brief conversations make a
    meeting: 0 where each one is a meeting, None where they are recorded only.
    ``logs_due`` is a day of the month, 0 for none. ``day_hours`` is how long a
    school day is, in hours; ``class_minutes`` a class period, in minutes.
    """

    brief_minutes: int | None = 0
    whole_group: bool = True
    observations: bool = False
    conference: bool = False
    arranges_meetings: bool = False
    arranges_observations: bool = False
    logs_due: int = 0
    day_hours: float = 6.0
    class_minutes: float = 45.0

    def hours_of(self, rule: Rule) -> float:
        """The hours of coverage that a rule allots."""
        unit = {
            What.COVER_HALF_DAYS: self.day_hours / 2,
            What.COVER_DAYS: self.day_hours,
            What.COVER_CLASSES: self.class_minutes / 60,
        }.get(rule.what, 1.0)
        return rule.amount * unit


def practice(rules: Iterable[Rule], day: date) -> Practice:
    """What a district's practice is on a day, for one pair's rules; of rows
    that disagree the last one decides.
    """
    brief: int | None = 0
    amounts: dict[What, float] = {}
    for rule in rules:
        if rule.what.pers or rule.force is Force.OFF or not rule.holds_on(day):
            continue
        amounts[rule.what] = rule.amount
        if rule.what is What.BRIEF_ADD_UP:
            brief = int(rule.amount)
        elif rule.what is What.BRIEF_RECORDED:
            brief = None
    return Practice(
        brief,
        What.GROUP_APART not in amounts,
        What.OBSERVATIONS_COUNT in amounts,
        What.CONFERENCE in amounts,
        What.ARRANGES_MEETINGS in amounts,
        What.ARRANGES_OBSERVATIONS in amounts,
        int(amounts.get(What.LOGS_DUE, 0)),
        amounts.get(What.SCHOOL_DAY, 6.0),
        amounts.get(What.CLASS_PERIOD, 45.0),
    )


def rules_for(rules: Sequence[Rule], pair: Pair) -> tuple[Rule, ...]:
    """The rules that are for a pair and not off."""
    return tuple(
        r for r in rules if r.force is not Force.OFF and r.who.fits(pair)
    )


# -- practice by the day ------------------------------------------------------


def practices(rules: tuple[Rule, ...]) -> Callable[[date], Practice]:
    """A function from a day to the practice that these rules give."""
    if not any(r.since or r.until for r in rules):
        always = practice(rules, date.min)
        return lambda _: always
    return lambda day: practice(rules, day)
