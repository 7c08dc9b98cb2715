"""The words that every other room shares: pairs, answers, meetings, plans and
problems.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from sync.core.people import Pair, RegularTime


class Kind(StrEnum):
    """What happened, as a mentor says it in the form or a coordinator in
    *Calendar*.
    """

    ONE_ON_ONE = "one-on-one"
    SMALL_GROUP = "small group"
    BRIEF = "brief conversation"
    OBSERVATION = "observation"
    WHOLE_GROUP = "whole group"
    COULD_NOT_MEET = "could not meet"
    # Said in words that the form does not know; nobody chooses it.
    UNKNOWN = "not known"

    @classmethod
    def to_choose(cls) -> tuple[Kind, ...]:
        """The kinds that a person can name."""
        return tuple(kind for kind in cls if kind is not cls.UNKNOWN)


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
    IN_TOUCH = "In touch"
    ON_TRACK = "On track"
    NOT_STARTED = "Not started"
    PAUSED = "Paused"
    ENDED = "Ended"

    @property
    def to_ask_after(self) -> bool:
        """Whether a coordinator is to ask after the pair."""
        return self in (Status.REACH_OUT, Status.CHECK_IN)

    @property
    def words(self) -> str:
        """Behind a number of pairs: ``3 to reach out to``."""
        endings = {
            "Reach out": "to reach out to",
            "Check in": "to check in with",
            "In touch": "in touch with",
        }
        return endings.get(self.value, self.value.lower())


class Submission(NamedTuple):
    """One answer to the meeting log, exactly as sent; ``day`` is the day
    meant, or the day it was sent.

    ``minutes`` and ``cover_hours`` are as answered; ``others`` is the free
    line naming further pairs, ``everyone`` says that all of the sender's were
    there. ``unread`` are the chosen or typed texts that
    mean nothing known, each behind the key of its question: what they were to
    say is left out. ``answers`` is what makes two submissions "the same
    answers" (everything a person chose or typed).
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
    wants_contact: bool = False
    direction: Direction | None = None
    conferences: tuple[str, ...] = ()
    cover_hours: float | None = None
    obstacles: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    everyone: bool = False

    @property
    def answers(self) -> tuple[object, ...]:
        """Everything but the id and the times, for telling a second press of
        the button from a second talk.
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
            self.wants_contact,
            self.direction,
            self.conferences,
            self.cover_hours,
            self.obstacles,
            self.unread,
            self.everyone,
        )


class Proposal(NamedTuple):
    """One answer to the planning form, as sent: a pair's regular time, further
    dates as typed, and when both are free.

    ``free`` are weekdays (Monday is 0) with a time of day in words, None where
    nobody said; ``suits`` names the kinds of set-aside time that both can use,
    ``offers`` which of their own time may be asked for.
    """

    id: str
    submitted: datetime
    email: str
    pair_text: str
    regular: RegularTime | None = None
    dates: str = ""
    free: tuple[tuple[int, str], ...] | None = None
    suits: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


class Meeting(NamedTuple):
    """One meeting credited to one pair. ``number`` is how many it is toward a
    rule (brief talks: each one).

    ``submission`` is the earliest of the ``answers`` that saw it.
    ``one_on_one`` are the minutes that a whole-group day kept for pairs,
    ``set_aside`` says that time of the school's was used, ``cover`` are the
    hours of substitutes that an observation took.
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
    answers: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the pair met by themselves: any kind and length, and in a
        whole-group day the time kept for pairs.
        """
        return self.kind is not Kind.WHOLE_GROUP or self.one_on_one > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned observation of *Observations*; ``hours`` of coverage for the
    class named, and who arranged it.

    ``filled``: whether a substitute was found; None while nobody says.
    """

    pair: int
    direction: Direction
    day: date
    at: time | None = None
    hours: float = 0.0
    for_class: str = ""
    asked: bool = False
    arranged: str = ""
    approved: bool = False
    filled: bool | None = None

    @property
    def lost(self) -> bool:
        """Whether no substitute was found."""
        return self.filled is False

    @property
    def to_cover(self) -> bool:
        """Whether somebody still has to find coverage."""
        return self.lost or not (self.arranged or self.filled)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A coordinator's contact with a pair; open until ``until`` (else 10
    school days) or until done.
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
    """What a pair last said in the planning form, on a day: regular time,
    further dates, the times at which both are free.

    ``asked`` says that both gave times at which they are free, ``suits`` which
    kinds of set-aside time both can use (none: they did not say), ``offers``
    which of their own time, ``planning`` or ``lunch``, may be asked for.
    """

    sent: date
    regular: RegularTime | None = None
    dates: tuple[PlannedMeeting, ...] = ()
    free: tuple[str, ...] = ()
    asked: bool = False
    suits: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hint:
    """Something about one pair that is shown beside it and never stops
    anything.
    """

    pair: int
    text: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The believed pairs of *Pairs*, the questions that disbelieved rows
    raise, and hints about single cells.

    ``alone`` are the rows of beginners who have no mentor yet: pairs with
    nobody as a mentor.
    """

    pairs: tuple[Pair, ...] = ()
    questions: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    alone: tuple[Pair, ...] = ()
