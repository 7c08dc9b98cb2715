"""One person's year: every meeting once, whoever of their pairs logged it,
with how long it was and what it counts toward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.counting import counts_as
from sync.core.judge import DistrictStanding, PairStanding, by_person
from sync.core.model import Kind, Meeting
from sync.core.people import Person


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
        """All of them."""
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
        _record(person, pairs, lambda p: p.pair.mentor)
        for person, pairs in by_person(standing.pairs, lambda p: p.pair.mentee)
    ]


def of_mentors(standing: DistrictStanding) -> list[OwnRecord]:
    """The record of each mentor of a district, by name."""
    return [
        _record(person, pairs, lambda p: p.pair.mentee)
        for person, pairs in by_person(standing.pairs, lambda p: p.pair.mentor)
    ]


def _record(
    person: Person,
    pairs: Sequence[PairStanding],
    other: Callable[[PairStanding], Person],
) -> OwnRecord:
    """As ``judge.together`` counts: what several of the pairs were at is one
    meeting.
    """
    found: dict[tuple[str, int], list[RecordedMeeting]] = {}
    for p in pairs:
        mine: dict[tuple[str, int], list[RecordedMeeting]] = {}
        for m in p.meetings:
            key = (m.submission or f"{m.day} {m.kind}", m.minutes)
            mine.setdefault(key, []).append(_entry(m, p, other(p).name))
        for key, entries in mine.items():
            found[key] = _both(found.get(key, []), entries)
    every = [entry for entries in found.values() for entry in entries]
    return OwnRecord(
        person, pairs, sorted(every, key=lambda e: (e.day, e.what, e.minutes))
    )


def _both(
    one: Sequence[RecordedMeeting], other: Sequence[RecordedMeeting]
) -> list[RecordedMeeting]:
    """The same meetings as two pairs have them: as many as the one that has
    more, each with everybody who was there.
    """
    longer, shorter = sorted((one, other), key=len, reverse=True)
    merged = list(longer)
    for place, entry in enumerate(shorter):
        with_whom = {*merged[place].with_whom, *entry.with_whom}
        merged[place] = RecordedMeeting(
            entry.day,
            tuple(sorted(with_whom)),
            entry.what,
            entry.minutes,
            entry.counts or merged[place].counts,
            entry.set_aside,
        )
    return merged


def _entry(m: Meeting, p: PairStanding, name: str) -> RecordedMeeting:
    what = m.direction.words if m.direction else m.kind.value
    counts = m.kind is Kind.OBSERVATION or counts_as(m, p.practice) > 0
    return RecordedMeeting(
        m.day, (name,), what, m.minutes, counts, m.set_aside
    )


def of_code(records: Iterable[OwnRecord], number: int) -> list[OwnRecord]:
    """The records of the two of one pair, by its number."""
    return [
        each
        for each in records
        if any(p.pair.number == number for p in each.pairs)
    ]
