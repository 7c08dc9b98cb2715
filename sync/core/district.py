"""All that is known of one district besides the answers: its year, its rules,
its pairs, its notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sync.core.calendar import SchoolCalendar
from sync.core.field_words import PLAIN, FieldWords
from sync.core.model import (
    Arranged,
    Correction,
    FollowUp,
    Hint,
    Plan,
    PlannedMeeting,
    Roster,
)
from sync.core.named import Roll
from sync.core.people import Pair, same_person
from sync.core.problems import Problem
from sync.core.rules import Rule
from sync.core.timetable import NO_TIMETABLE, Timetable


@dataclass(frozen=True)
class Rates:
    """What an hour of coverage costs, and what a mentor is paid a year; None
    where a district does not say.
    """

    coverage_hour: float | None = None
    stipend: float | None = None


NO_RATES = Rates()


@dataclass(frozen=True)
class Substitutes:
    """How a district asks for substitutes.

    An absence is entered with the two codes, and ``approver`` approves it. No
    coverage is proposed within ``lead_days`` school days, nor on the weekdays
    of ``avoid`` (Monday is 0).
    """

    reason_code: str = ""
    budget_code: str = ""
    approver: str = ""
    lead_days: int = 0
    avoid: frozenset[int] = frozenset()

    @property
    def codes(self) -> list[str]:
        """The codes that are declared, in words."""
        named = (("reason", self.reason_code), ("budget", self.budget_code))
        return [f"{what} code {code}" for what, code in named if code]


NO_SUBSTITUTES = Substitutes()


@dataclass(frozen=True)
class Place:
    """Where reports above the district count it: its code at the state, its
    region; and, where it is a region itself, its members with their codes,
    each the name of a school.
    """

    code: str = ""
    region: str = ""
    members: tuple[tuple[str, str], ...] = ()


NO_PLACE = Place()


@dataclass(frozen=True)
class District:
    """A district as its sheet describes it.

    ``strict``: an answer from an address that is not on the roster waits for a
    person. ``schedule`` holds the dates of *Schedule* and of the planning
    form. ``filled`` holds every cell of *Schedule* that is not empty, by pair
    and Monday. ``hints`` name what could not be read in *Schedule* or in the
    planning form. ``arranged`` is what each pair last sent in that form.

    ``problems`` concern the whole district. ``schools`` is empty where they
    are not known. ``coordinators`` are the addresses of those who read its
    sheet. ``words`` are the program's own words, ``rates`` its costs.
    ``substitutes`` is how coverage is asked for, ``timetable`` who teaches
    when, and ``place`` where reports count the district.
    """

    key: str
    name: str
    calendar: SchoolCalendar
    rules: tuple[Rule, ...] = ()
    roster: Roster = field(default_factory=Roster)
    plans: tuple[Plan, ...] = ()
    schedule: tuple[PlannedMeeting, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    corrections: tuple[Correction, ...] = ()
    hints: tuple[Hint, ...] = ()
    problems: tuple[Problem, ...] = ()
    strict: bool = False
    schools: tuple[str, ...] = ()
    filled: frozenset[tuple[int, date]] = frozenset()
    arranged: Mapping[int, Arranged] = field(default_factory=dict)
    coordinators: frozenset[str] = frozenset()
    words: FieldWords = PLAIN
    rates: Rates = NO_RATES
    substitutes: Substitutes = NO_SUBSTITUTES
    timetable: Timetable = NO_TIMETABLE
    place: Place = NO_PLACE

    @cached_property
    def by_number(self) -> Mapping[int, Pair]:
        """The accepted pairs by number."""
        return {p.number: p for p in self.pairs}

    @cached_property
    def by_address(self) -> Mapping[str, tuple[Pair, ...]]:
        """The accepted pairs by each address on their rows."""
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            for address in {*pair.mentor.addresses, *pair.mentee.addresses}:
                found[address].append(pair)
        return {address: tuple(pairs) for address, pairs in found.items()}

    @cached_property
    def read_by_mentors(self) -> frozenset[int]:
        """The pairs of beginners one of whose mentors reads this sheet as a
        coordinator.
        """
        beginners = [
            pair.mentee
            for pair in self.pairs
            if not self.coordinators.isdisjoint(pair.mentor.addresses)
        ]
        return frozenset(
            pair.number
            for pair in self.pairs
            if any(same_person(each, pair.mentee) for each in beginners)
        )

    @cached_property
    def roll(self) -> Roll:
        """Finds accepted pairs by the names of their people."""
        return Roll(self.key, self.pairs)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The accepted pairs, in order of number."""
        return self.roster.pairs
