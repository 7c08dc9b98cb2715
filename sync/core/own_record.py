"""One person's year: every meeting once, whoever of their pairs logged it,
with how long it was and what it counts toward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.counting import counts_as
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Kind, Meeting
from sync.core.people import Person
from sync.core.rules import What
from sync.core.whole_people import by_person, each_once


@dataclass(frozen=True)
class RecordedMeeting:
    """One meeting in somebody's record: with whom, what it was, its minutes,
    whether it counts toward a rule on meetings or observations, and whether it
    used time that the school set aside.
    """

    day: date
    with_whom: tuple[str, ...]
    what: str
    minutes: int
    counts: bool
    set_aside: bool


@dataclass(frozen=True)
class OwnRecord:
    """Somebody's meetings of a year, oldest first, in all their pairs."""

    person: Person
    pairs: Sequence[PairStanding]
    entries: Sequence[RecordedMeeting]

    @property
    def minutes(self) -> int:
        """The minutes of all meetings."""
        return sum(e.minutes for e in self.entries)

    @property
    def toward_rules(self) -> int:
        """The minutes of meetings that count toward a rule."""
        return sum(e.minutes for e in self.entries if e.counts)

    @property
    def set_aside(self) -> int:
        """The minutes in time that the school set aside."""
        return sum(e.minutes for e in self.entries if e.set_aside)


def of_mentees(standing: DistrictStanding) -> list[OwnRecord]:
    """The record of each mentee of a district, by name."""
    return [
        OwnRecord(person, pairs, entries(pairs, as_mentor=False))
        for person, pairs in by_person(standing.pairs, lambda p: p.pair.mentee)
    ]


def of_mentors(standing: DistrictStanding) -> list[OwnRecord]:
    """The record of each mentor of a district, by name."""
    return [
        OwnRecord(person, pairs, entries(pairs, as_mentor=True))
        for person, pairs in by_person(standing.pairs, lambda p: p.pair.mentor)
    ]


def entries(
    pairs: Iterable[PairStanding], as_mentor: bool
) -> list[RecordedMeeting]:
    """Every meeting of somebody in some pairs once, oldest first."""
    found = []
    for same in each_once(pairs):
        _, m = max(same, key=lambda each: each[1].minutes)
        names = {
            (p.pair.mentee if as_mentor else p.pair.mentor).name
            for p, _ in same
        }
        found.append(
            RecordedMeeting(
                m.day,
                tuple(sorted(names)),
                m.direction.words if m.direction else m.kind.value,
                m.minutes,
                any(_counts(each, p) for p, each in same),
                any(each.set_aside for _, each in same),
            )
        )
    return sorted(found, key=lambda e: (e.day, e.what, e.minutes))


def _counts(m: Meeting, p: PairStanding) -> bool:
    """Whether a meeting counts toward a rule: as a meeting or an observation,
    by its minutes, or as one of the brief ones that add up.
    """
    by_minutes = any(r.rule.what is What.MINUTES for r in p.rules)
    adds_up = m.kind is Kind.BRIEF and bool(p.practice.brief_minutes)
    whole = m.kind is Kind.OBSERVATION or counts_as(m, p.practice) > 0
    return whole or adds_up or by_minutes


def of_pair(records: Iterable[OwnRecord], number: int) -> list[OwnRecord]:
    """The records of the two of one pair, by its number."""
    return [
        each
        for each in records
        if any(p.pair.number == number for p in each.pairs)
    ]
