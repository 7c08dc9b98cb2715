"""The people of a program: mentors, mentees, and the pairs that they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from sync.core.words import name_key

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included; ``last`` is None while
    the end is not known.
    """

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


# How long a regular meeting is taken to be, in calendars.
MEETING_MINUTES = 45


@dataclass(frozen=True, slots=True)
class RegularTime:
    """A pair's usual weekday (Monday is 0) and, if they gave one, the time."""

    weekday: int
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A mentor or a mentee: the name, and every address answers may come from
    (lower case).
    """

    name: str
    addresses: tuple[str, ...] = ()

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ")[0] if self.name else ""


def same_person(one: Person, other: Person) -> bool:
    """Two rows are one person by an address in common, or by the same name
    where an address is missing.
    """
    if one.addresses and other.addresses:
        return bool(set(one.addresses) & set(other.addresses))
    return name_key(one.name) == name_key(other.name)


@dataclass(frozen=True, slots=True)
class Pair:
    """A numbered row of *Pairs* with both people named.

    ``seen`` is the day on which a row without *Starts* came into a sheet in
    use. ``year`` is the year in the program. ``share`` is the part of full
    time that the mentee works, 1.0 for all of it. ``extra_cover`` are hours.
    ``trained``: the mentor is trained. ``stays``: the pair goes on next year.
    ``returned``: the mentee was back in October. Both are None while *Pairs*
    has no answer. ``hours_before`` are the mentee's hours in earlier years,
    without the first. ``away_unclear``: part of *Away* cannot be read.
    """

    district: str
    number: int
    mentor: Person
    mentee: Person
    school: str = ""
    starts: date | None = None
    ends: date | None = None
    away: tuple[Span, ...] = ()
    regular: RegularTime | None = None
    seen: date | None = None
    year: int | None = None
    new_to: str = ""
    share: float = 1.0
    extra_cover: float = 0.0
    trained: bool = False
    stays: bool | None = None
    hours_before: float = 0.0
    away_unclear: bool = False
    returned: bool | None = None

    @property
    def begins(self) -> date | None:
        """The day the pair began: as *Starts* says, else when its row was
        first seen in a year under way.
        """
        return self.starts or self.seen

    def ended_before(self, day: date) -> bool:
        """Whether the pair ended before a day; one may end on a day to come."""
        return self.ends is not None and self.ends < day

    @property
    def code(self) -> str:
        """The pair's code for life, such as ``WES-12``."""
        return f"{self.district}-{self.number}"

    @property
    def short_label(self) -> str:
        """The code and both first names, as the pair's own links fill it in."""
        return (
            f"{self.code} {self.mentor.first_name} & {self.mentee.first_name}"
        )

    @property
    def label(self) -> str:
        """The code and both names, as people read it."""
        return f"{self.code} {self.mentor.name} & {self.mentee.name}"

    def role_of(self, address: str) -> str | None:
        """``mentor`` or ``mentee`` if the address is one of theirs, else None."""
        if address and address in self.mentor.addresses:
            return "mentor"
        if address and address in self.mentee.addresses:
            return "mentee"
        return None


def same_two(one: Pair, other: Pair) -> bool:
    """Whether two pairs are the same two people.

    They are if both people share an address. By name they are only if no
    addresses or schools differ.
    """
    people = ((one.mentor, other.mentor), (one.mentee, other.mentee))
    if all(set(a.addresses) & set(b.addresses) for a, b in people):
        return True
    schools = {p.school.casefold() for p in (one, other) if p.school}
    apart = len(schools) > 1 or any(
        a.addresses and b.addresses and not set(a.addresses) & set(b.addresses)
        for a, b in people
    )
    return not apart and all(
        name_key(a.name) == name_key(b.name) for a, b in people
    )
