"""The words that every other room shares: pairs, answers, meetings, plans and problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class Kind(StrEnum):
    """What happened, as a mentor says it in the form or a coordinator in *Calendar*."""

    ONE_ON_ONE = "one-on-one"
    SMALL_GROUP = "small group"
    BRIEF = "brief conversation"
    OBSERVATION = "observation"
    WHOLE_GROUP = "whole group"
    COULD_NOT_MEET = "could not meet"


class Direction(StrEnum):
    """Who observed whom."""

    MENTOR_SEES_MENTEE = "mentor_sees_mentee"
    MENTEE_SEES_MENTOR = "mentee_sees_mentor"
    MENTEE_SEES_OTHER = "mentee_sees_other"

    @property
    def words(self) -> str:
        """The direction as people read it."""
        return {
            "mentor_sees_mentee": "mentor observes mentee",
            "mentee_sees_mentor": "mentee observes mentor",
            "mentee_sees_other": "mentee observes another teacher",
        }[self.value]


class Status(StrEnum):
    """Where a pair stands; the order is the order of urgency in *Status*."""

    REACH_OUT = "Reach out"
    CHECK_IN = "Check in"
    REACHED_OUT = "Reached out"
    ON_TRACK = "On track"
    NOT_STARTED = "Not started"
    PAUSED = "Paused"
    ENDED = "Ended"

    @property
    def words(self) -> str:
        """Behind a number of pairs: ``3 to reach out to``."""
        told = {
            "Reach out": "to reach out to",
            "Check in": "to check in with",
            "Reached out": "reached out to",
        }
        return told.get(self.value, self.value.lower())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in people's data that cannot be used, where it stands, and how to mend
    it.
    """

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


# A cell or a row as problems name it: "Follow-up A7", "Pairs, row 3".
_CELL = re.compile(r"(?P<column>.+ [A-Z]{1,3}|.+, row )(?P<row>\d+)")


def like_ones_together(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems in the order of the first of their kind: of cells of one column that
    need the same, one for all of them.
    """
    kinds: dict[tuple[str, str], dict[int, list[Problem]]] = {}
    for problem in problems:
        cell = _CELL.fullmatch(problem.where)
        column, row = (cell["column"], int(cell["row"])) if cell else (problem.where, 0)
        kinds.setdefault((column, problem.remedy), {}).setdefault(row, []).append(
            problem
        )
    for (column, remedy), by_row in kinds.items():
        if len(by_row) == 1:
            yield from dict.fromkeys(next(iter(by_row.values())))
            continue
        tab, _, letters = (
            column.removesuffix(" ") + ("s " if column.endswith(", row ") else "")
        ).rpartition(" ")
        whats = list(
            dict.fromkeys(
                problem.what for row in sorted(by_row) for problem in by_row[row]
            )
        )
        more = ", and the like" if len(whats) > 1 else ""
        yield Problem(
            f"{tab} {_runs(letters, sorted(by_row))} ({len(by_row)} rows)",
            f"{whats[0]}{more}",
            remedy,
        )


def _runs(letters: str, rows: Sequence[int]) -> str:
    """The cells of a column in some rows, as ``A3, A7-A20``; at most four stretches of
    them.
    """
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and stretches[-1][-1] == row - 1:
            stretches[-1][1:] = [row]
        else:
            stretches.append([row])
    texts = ["-".join(f"{letters}{row}" for row in each) for each in stretches]
    return ", ".join(texts[:4]) + (" ..." if len(texts) > 4 else "")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included; ``last`` is None while the end is
    not known.
    """

    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class RegularTime:
    """A pair's usual weekday (Monday is 0) and, if they gave one, the time."""

    weekday: int
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A mentor or a mentee: the name, and every address answers may come from (lower
    case).
    """

    name: str
    addresses: tuple[str, ...] = ()

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ")[0] if self.name else ""


def same_person(one: Person, other: Person) -> bool:
    """Two rows are one person by an address in common, or by the same name where an
    address is missing.
    """
    if one.addresses and other.addresses:
        return bool(set(one.addresses) & set(other.addresses))
    return one.name.casefold() == other.name.casefold()


@dataclass(frozen=True, slots=True)
class Pair:
    """A numbered row of *Pairs* with both people named.

    ``seen`` is the day on which a row without *Starts* came into a sheet that was in
    use already; ``year`` the year in the program, ``share`` the part of full time that
    the mentee works (1.0 for all of it). ``trained`` is the mentor's, ``stays`` whether
    the mentee stays next year (None: not said), ``hours_before`` are the mentee's of
    earlier years, after the first one.
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

    @property
    def begins(self) -> date | None:
        """The day the pair began: as *Starts* says, else when its row was first seen in
        a year under way.
        """
        return self.starts or self.seen

    @property
    def code(self) -> str:
        """The pair's code for life, such as ``WES-12``."""
        return f"{self.district}-{self.number}"

    @property
    def short_label(self) -> str:
        """The code and both first names, as the pair's own links fill it in."""
        return f"{self.code} {self.mentor.first_name} & {self.mentee.first_name}"

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


class Submission(NamedTuple):
    """One answer to the meeting log, exactly as sent; ``day`` is the day meant, or the
    day it was sent.

    ``minutes`` and ``cover_hours`` are as answered; ``others`` is the free line naming
    further pairs. ``answers`` is what makes two submissions "the same answers"
    (everything a person chose or typed).
    """

    id: str
    created: datetime
    submitted: datetime
    email: str
    pair_text: str
    day: date
    kind: Kind
    minutes: int | None = None
    conversations: int = 1
    time_used: str = ""
    topics: tuple[str, ...] = ()
    others: str = ""
    next_meeting: date | None = None
    replaces: bool = False
    wants_word: bool = False
    direction: Direction | None = None
    conferences: tuple[str, ...] = ()
    cover_hours: float | None = None
    obstacles: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[object, ...]:
        """Everything but the id and the times, for telling a second press of the button
        from a second talk.
        """
        return (
            self.email,
            self.pair_text,
            self.day,
            self.kind,
            self.minutes,
            self.conversations,
            self.time_used,
            self.topics,
            self.others,
            self.next_meeting,
            self.replaces,
            self.wants_word,
            self.direction,
            self.conferences,
            self.cover_hours,
            self.obstacles,
        )


class Proposal(NamedTuple):
    """One answer to the planning form, as sent: a pair's regular time, further dates as
    typed, and when each is free.

    ``mentor_free`` and ``mentee_free`` are weekdays (Monday is 0) with a time of day in
    words; ``suits`` names the kinds of set-aside time that both can use.
    """

    id: str
    submitted: datetime
    email: str
    pair_text: str
    regular: RegularTime | None = None
    dates: str = ""
    mentor_free: tuple[tuple[int, str], ...] = ()
    mentee_free: tuple[tuple[int, str], ...] = ()
    suits: tuple[str, ...] = ()


class Meeting(NamedTuple):
    """One meeting credited to one pair. ``number`` is how many it is toward a rule
    (brief talks: each one).

    ``one_on_one`` are the minutes that a whole-group day kept for pairs, ``set_aside``
    says that time of the school's was used, ``cover`` are the hours of substitutes that
    an observation took.
    """

    day: date
    kind: Kind
    minutes: int = 0
    number: int = 1
    direction: Direction | None = None
    submission: str = ""
    one_on_one: int = 0
    set_aside: bool = False
    cover: float = 0.0
    conferences: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the pair met by themselves: any kind and length, and in a whole-group
        day the time kept for pairs.
        """
        return self.kind is not Kind.WHOLE_GROUP or self.one_on_one > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned observation of *Observations*; ``hours`` of cover for the class named,
    and who arranged it.
    """

    pair: int
    direction: Direction
    day: date
    at: time | None = None
    hours: float = 0.0
    for_class: str = ""
    asked: bool = False
    arranged: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A coordinator's contact with a pair; open until ``until`` (else 10 school days)
    or until done.
    """

    pair: int
    day: date
    until: date | None = None
    done: bool = False
    obstacle: str = ""


class Repair(StrEnum):
    """What a row of *Corrections* does to the answer it names."""

    IGNORE = "ignore"
    COUNT = "count"
    MOVE = "move to pair"
    DATE = "set date"
    MINUTES = "set minutes"
    KIND = "set kind"


@dataclass(frozen=True, slots=True)
class Correction:
    """A change to one logged answer, named by its short code."""

    answer: str
    repair: Repair
    pair: int | None = None
    day: date | None = None
    minutes: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """What a cell of *Schedule* says: a day, and a time if one was given."""

    pair: int
    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a pair last said in the planning form, on a day: regular time, further
    dates, the times at which both are free.

    ``asked`` says that both gave times at which they are free, ``suits`` which kinds of
    set-aside time both can use (none: they did not say).
    """

    sent: date
    regular: RegularTime | None = None
    dates: tuple[PlannedMeeting, ...] = ()
    free: tuple[str, ...] = ()
    asked: bool = False
    suits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hint:
    """Something about one pair that is shown beside it and never stops anything."""

    pair: int
    text: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The believed pairs of *Pairs*, the questions that disbelieved rows raise, and
    hints about single cells.
    """

    pairs: tuple[Pair, ...] = ()
    questions: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
