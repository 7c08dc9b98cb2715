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
    """What happened, as a mentor chooses it in the form or a coordinator in
    *Calendar*.
    """

    ONE_ON_ONE = "one-on-one"
    SMALL_GROUP = "small group"
    BRIEF = "brief conversation"
    OBSERVATION = "observation"
    WHOLE_GROUP = "whole group"
    COULD_NOT_MEET = "could not meet"
    # For answers whose words the form does not know. Nobody can choose it.
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
        """The status after a number of pairs: ``3 to reach out to``."""
        endings = {
            "Reach out": "to reach out to",
            "Check in": "to check in with",
            "In touch": "in touch with",
        }
        return endings.get(self.value, self.value.lower())


class Submission(NamedTuple):
    """One answer to the meeting log, exactly as sent.

    ``day`` is the day of the meeting, else the day of sending. ``minutes`` and
    ``cover_hours`` are as answered. ``others`` is the free line that names
    further pairs. ``everyone``: all of the sender's pairs were there.
    ``unread`` holds the texts that could not be read, as (question key, text).
    No other field holds their content. ``answers`` is everything that a person
    chose or typed. It decides whether two submissions are the same.
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

    ``free`` holds weekdays (Monday is 0) with a time of day in words. It is
    None where the question was not answered, and empty where no time fits
    both. ``suits`` names the kinds of set-aside time that both can use.
    ``offers`` names the parts of their own time that may be proposed.
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
    """One meeting credited to one pair.

    ``number`` is 1, or the number of talks for brief conversations.
    ``submission`` is the id of the earliest answer about the meeting.
    ``answers`` holds the ids of all answers about it. It is empty where one
    person sent all logs of the pair. ``one_on_one`` are the minutes of a
    whole-group day that were kept for pairs. ``set_aside``: the meeting used
    time that the school sets aside. ``cover`` are the hours of substitutes
    that an observation took.
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
    """A row of *Observations*: a planned observation and its coverage.

    ``pair`` is the pair's number. ``hours`` is the coverage that the class
    ``for_class`` needs. ``asked`` and ``approved`` are the ticks of the
    coordinator. ``arranged`` names who arranged the coverage. ``filled``:
    whether a substitute was found; None while nobody has noted it.
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
    """What a pair last sent in the planning form, and on which day: regular
    time, further dates, the times at which both are free.

    ``asked``: they answered the question when both are free. ``free`` may be
    empty all the same: no time fits both. ``suits`` holds the kinds of
    set-aside time that both can use; empty if they named none. ``offers``
    holds the parts of their own time, ``planning`` or ``lunch``, that may be
    proposed.
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
    """The accepted pairs of *Pairs*, the questions about rejected rows, and
    hints about single cells.

    ``alone`` holds the beginners who have no mentor yet, each as a pair whose
    mentor is empty.
    """

    pairs: tuple[Pair, ...] = ()
    questions: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    alone: tuple[Pair, ...] = ()
