"""What people say of the program, counted by who they are; nothing is shown of
fewer than five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, TypeVar

from sync.core.rollup import FEWEST

T = TypeVar("T")


class Role(StrEnum):
    """The role that a respondent chose."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


class Opinion(NamedTuple):
    """One answer to the feedback form; ``district`` is empty where none was
    named, ``sent`` is when it was sent, as text that sorts by time.
    """

    role: Role
    district: str = ""
    satisfaction: int | None = None
    well: frozenset[str] = frozenset()
    improve: frozenset[str] = frozenset()
    worked: str = ""
    sent: str = ""


@dataclass(frozen=True)
class Satisfaction:
    """How many said how satisfied they are, and their mean, on a scale from 1
    to 5.
    """

    answers: int
    mean: float


@dataclass(frozen=True)
class FeedbackCounts:
    """What some people said, counted: how many they are, which themes go well
    and which to improve, how satisfied they are.
    """

    answers: int = 0
    well: Mapping[str, int] = field(default_factory=Counter)
    improve: Mapping[str, int] = field(default_factory=Counter)
    satisfaction: Satisfaction | None = None


@dataclass(frozen=True)
class Tally:
    """The feedback by role, for roles with five or more answers; ``few`` names
    the other roles, which are in no count.

    The satisfaction of all is that of the roles with five or more ratings.
    ``worked`` holds the texts on what helped to make time, in alphabetical
    order and without a role. They come from all roles, five answers at a time.
    """

    by_role: Mapping[Role, FeedbackCounts] = field(default_factory=dict)
    all: FeedbackCounts = FeedbackCounts()
    few: Sequence[Role] = ()
    worked: Sequence[str] = ()


def tally(opinions: Iterable[Opinion]) -> Tally:
    """Count what people said; the order of the answers makes no difference.

    Answers are counted five at a time, by when they were sent: so that nobody
    sees what one more of them changed.
    """
    every = sorted(opinions, key=lambda o: (o.sent, repr(o)))
    groups = {role: [o for o in every if o.role is role] for role in Role}
    counted = {
        role: whole
        for role, group in groups.items()
        if (whole := _fives(group))
    }
    texts = sorted(
        {o.worked for o in _fives(every) if o.worked}, key=str.casefold
    )
    by_role = {role: _voices(group) for role, group in counted.items()}
    rated = [o for group in counted.values() for o in _fives(_rated(group))]
    together = _voices([o for group in counted.values() for o in group])
    return Tally(
        by_role,
        replace(together, satisfaction=satisfaction(rated)),
        tuple(
            role
            for role, group in groups.items()
            if group and role not in counted
        ),
        tuple(texts),
    )


def _fives(group: list[T]) -> list[T]:
    """The first items of a list, as many as make a multiple of five."""
    return group[: len(group) // FEWEST * FEWEST]


def _rated(group: Iterable[Opinion]) -> list[Opinion]:
    """Those who said how satisfied they are."""
    return [o for o in group if o.satisfaction is not None]


def _voices(group: Sequence[Opinion]) -> FeedbackCounts:
    well = Counter(theme for o in group for theme in o.well)
    return FeedbackCounts(
        len(group),
        well,
        Counter(theme for o in group for theme in o.improve),
        satisfaction(_fives(_rated(group))),
    )


def satisfaction(opinions: Iterable[Opinion]) -> Satisfaction | None:
    """How satisfied some people are; None where fewer than five said so."""
    ratings = [o.satisfaction for o in opinions if o.satisfaction is not None]
    return (
        Satisfaction(len(ratings), sum(ratings) / len(ratings))
        if len(ratings) >= FEWEST
        else None
    )
