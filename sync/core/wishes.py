"""Who of a pair asked to be contacted, and for whom that is to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.model import FollowUp, Submission
from sync.core.people import Pair
from sync.core.words import day_words

UNKNOWN = "unknown"
_ORDER = ("mentor", "mentee", UNKNOWN)
_NEXT = {
    ("mentor",): "Give the mentor a call; the form does not ask why.",
    (
        "mentee",
    ): "Give the mentee a call, and write to nobody else; the form does not ask why.",
    (
        "mentor",
        "mentee",
    ): "Call each of them alone: neither knows that the other asked.",
}
_A_DAY = timedelta(days=1)  # a zone may be ahead of the other
_WHOEVER = (
    "Log has the address of who asked: call them, and write to nobody else."
)


class Wish(NamedTuple):
    """Who asked to be contacted, and the last day on which they did.

    ``by`` holds some of ``mentor``, ``mentee`` and ``unknown``, in that order.
    """

    by: tuple[str, ...]
    day: date

    @property
    def why(self) -> str:
        """Who asked and when: ``The mentee asked on Nov 12.``"""
        who = {
            ("mentor",): "The mentor",
            ("mentee",): "The mentee",
            ("mentor", "mentee"): "Mentor and mentee both",
        }.get(self.by, "Somebody whose address is not on their row")
        return f"{who} asked on {day_words(self.day)}."

    @property
    def next(self) -> str:
        """What to do about it."""
        return _NEXT.get(self.by, _WHOEVER)


class Wishes(NamedTuple):
    """The wishes of a pair: those for its coordinators, and those that stand
    in no sheet, since the mentor is one of these.
    """

    shown: Wish | None = None
    withheld: Wish | None = None


NO_WISHES = Wishes()


def pairs_of_coordinators(
    pairs: Iterable[Pair], coordinators: Collection[str], day: date
) -> list[Pair]:
    """The pairs that have not ended before a day, and whose mentor reads the
    district's sheet as a coordinator.
    """
    return [
        pair
        for pair in pairs
        if not pair.ended_before(day)
        and not set(pair.mentor.addresses).isdisjoint(coordinators)
    ]


def wishes_of(
    pair: Pair,
    answers: Sequence[Submission],
    last_follow_up: FollowUp | None,
    today: date,
    quiet: bool,
) -> Wishes:
    """The wishes of a pair to be contacted, sent since its last *Follow-up*.

    With ``quiet``, a mentor of the beginner reads the sheet. Then only the
    mentor's own wishes are shown.
    """
    if not answers:
        return NO_WISHES
    since = last_follow_up.day if last_follow_up else date.min
    found = [
        (pair.role_of(s.email) or UNKNOWN, s.submitted.date())
        for s in answers
        if s.wants_contact and since < s.submitted.date() <= today + _A_DAY
    ]
    shown = [wish for wish in found if not quiet or wish[0] == "mentor"]
    return Wishes(_wish(shown), _wish([w for w in found if w not in shown]))


def _wish(found: Sequence[tuple[str, date]]) -> Wish | None:
    if not found:
        return None
    by = {role for role, _ in found}
    return Wish(
        tuple(role for role in _ORDER if role in by),
        max(day for _, day in found),
    )
