"""A pair's status, as a table: the first row that applies decides.

The list of statuses in ``docs/how-it-decides.md`` is printed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sync.core.activity import SETTLING_IN
from sync.core.evidence import REACH_OUT_AFTER, Evidence
from sync.core.evidence_words import (
    begun_words,
    behind_words,
    gap_decided,
    last_meeting_words,
    met_words,
    short_words,
    silence_decided,
    start_decided,
)
from sync.core.flag_kinds import FlagKind
from sync.core.model import Status
from sync.core.observations import done_words, window_words
from sync.core.words import day_words

OF_FREQUENCY = frozenset(
    {FlagKind.NO_MEETINGS, FlagKind.LONG_GAP, FlagKind.NOT_OFTEN}
)
_ASK = "Ask how it goes, and whether finding the time is hard."
_NOTHING = "No one-on-one or small group logged"
_WAITS = "An entry in Log that may be theirs needs your answer."
_LEFT_OUT = "Minutes of theirs could not be read; Log names them."
_LOOK = "Look at the answer in Log."
_UNCLEAR = "They may be away: Away in Pairs cannot be read."
_MEND = "Mend Away in Pairs."
_IN_THE_WAY = (
    "Ask kindly: did you meet and not log it, or is something in the way?"
)


class Reason(NamedTuple):
    """Why a status applies, what to do next, and which flags say the same.

    ``decided`` names the rule by which it was decided, with its count and day;
    empty where ``why`` does.
    """

    why: str
    next: str = ""
    about: frozenset[FlagKind] = frozenset()
    decided: str = ""


class Verdict(NamedTuple):
    """A pair's status, and the reason for it."""

    status: Status
    reason: Reason


@dataclass(frozen=True)
class StatusRow:
    """One row of the table: a status, and the reason if it applies.

    When it applies stands in words in the docstring of ``reason``.
    """

    status: Status
    reason: Callable[[Evidence], Reason | None]

    @property
    def when(self) -> str:
        """When it applies, as the docs print it."""
        text = " ".join((self.reason.__doc__ or "").split()).rstrip(".")
        return text if text.startswith("*") else text[:1].lower() + text[1:]


def decide(e: Evidence) -> Verdict:
    """The first status of the table that applies to a pair."""
    for row in STATUSES:
        reason = row.reason(e)
        if reason is not None:
            return Verdict(row.status, reason)
    raise AssertionError("the last row applies to every pair")


# -- before anything is judged ------------------------------------------------


def _ended(e: Evidence) -> Reason | None:
    """Past its end."""
    return (
        Reason(f"The pair ended on {day_words(e.pair.ends)}.")
        if e.ended
        else None
    )


def _away(e: Evidence) -> Reason | None:
    """One of them is away today."""
    for span in e.pair.away:
        if e.today in span:
            end = f" until {day_words(span.last)}" if span.last else ""
            return Reason(f"Away since {day_words(span.first)}{end}.")
    return None


def _to_come(e: Evidence) -> Reason | None:
    """Not begun."""
    if e.today >= e.active.start:
        return None
    return Reason(f"Begins {day_words(e.active.start)}.")


def _counted_with_another(e: Evidence) -> Reason | None:
    """Their beginner is also in a pair that began earlier: what is asked is
    counted there, with the meetings of both pairs.
    """
    with_ = e.counted_with
    if with_ is None:
        return None
    return Reason(
        f"What is asked of {e.pair.mentee.name} is counted with {with_.code}."
    )


def _fresh_and_meeting(e: Evidence) -> Reason | None:
    """Begun, or back from leave, fewer than ten school days ago, and met."""
    if not e.in_first_days or not e.own:
        return None
    since = e.begin if e.came_back else min(e.own)
    what = "Back" if e.came_back else "Meeting"
    return Reason(f"{what} since {day_words(since)}; nothing is asked yet.")


def _fresh(e: Evidence) -> Reason | None:
    """Begun, or back from leave, fewer than ten school days ago, and nothing
    logged.
    """
    if not e.in_first_days:
        return None
    what = "Back since" if e.came_back else "Began"
    return Reason(f"{what} {day_words(e.begin)}: their first days.")


def silence(e: Evidence) -> str:
    """Since when the pair has not met; empty if it meets."""
    if not e.own:
        if e.days_since_begin < REACH_OUT_AFTER:
            return ""
        return f"{_NOTHING} since they {begun_words(e)}."
    if any(e.stopped(r) for r in e.required):
        return f"{_NOTHING} since {last_meeting_words(e)}."
    return ""


def _silent_but_an_answer_waits(e: Evidence) -> Reason | None:
    """As for *Reach out* below, and an answer that may be theirs waits in
    *Log*.
    """
    if not e.answer_waits or not (why := silence(e)):
        return None
    return Reason(f"{why} {_WAITS}", _LOOK, OF_FREQUENCY)


def _silent_but_perhaps_away(e: Evidence) -> Reason | None:
    """As for *Reach out* below, and *Away* has something that cannot be read."""
    if not e.pair.away_unclear or not (why := silence(e)):
        return None
    return Reason(f"{why} {_UNCLEAR}", _MEND, OF_FREQUENCY)


def _silent_but_in_touch(e: Evidence) -> Reason | None:
    """As for *Reach out* or *Check in* below, while a *Follow-up* is open:
    until its date, else for ten school days, or until it is done.
    """
    if e.follow_up is None or e.hear_by is None:
        return None
    why = silence(e)
    if not why:
        concerns = (concern(e) for concern in CONCERNS)
        return next(filter(None, concerns), None)
    touch = f"{why} You were in touch on {day_words(e.follow_up.day)}."
    return Reason(
        touch, f"Hear from them by {day_words(e.hear_by)}.", OF_FREQUENCY
    )


def _silent(e: Evidence) -> Reason | None:
    """No meeting of their own in the last two judged periods and none since;
    under a monthly rule, none for 40 school days is enough; under a sum only
    those 40 days count, while it is short of what is due; or none at all 15
    school days after the start. Minutes whose average is met are not broken
    by silence.
    """
    why, last = silence(e), e.follow_up
    if not why:
        return None
    if last is None or last.done or not e.nothing_since(last.day):
        return Reason(why, _IN_THE_WAY, OF_FREQUENCY, silence_decided(e))
    touch = f"{why} You were in touch on {day_words(last.day)}, and nothing has been logged since."
    again = "Be in touch again: did what you agreed on help?"
    return Reason(touch, again, OF_FREQUENCY, silence_decided(e))


# -- something is short -------------------------------------------------------


def _concern(
    e: Evidence,
    why: str,
    step: str = _ASK,
    about: frozenset[FlagKind] = OF_FREQUENCY,
    decided: str = "",
) -> Reason:
    """A reason to check in.

    While a follow-up is open, the step is to hear from them. Else, while an
    answer that may be theirs waits, the step is to look at it in *Log*.
    """
    if e.follow_up is not None and e.hear_by is not None:
        touch = f"{why} You were in touch on {day_words(e.follow_up.day)}."
        by = f"Hear from them by {day_words(e.hear_by)}."
        return Reason(touch, by, about, decided)
    if e.perhaps:
        waits = _WAITS if e.answer_waits else _LEFT_OUT
        return Reason(f"{why} {waits}", _LOOK, about, decided)
    return Reason(why, step, about, decided)


def _nothing_yet(e: Evidence) -> Reason | None:
    """No meeting of their own, ten school days after the start."""
    if e.own or e.days_since_begin < SETTLING_IN:
        return None
    why = f"Nothing logged yet; they {begun_words(e)}."
    step = "Ask whether they have found each other."
    return _concern(e, why, step, decided=start_decided(e, SETTLING_IN))


def _short(e: Evidence) -> Reason | None:
    """Short in the last judged period, and nothing since."""
    for r in e.required:
        if e.short(r):
            rule = f"{r.rule.words}: the last judged period was short"
            why = short_words(e, e.recent(r)[-1])
            return _concern(e, why, decided=rule)
    return None


def _seldom(e: Evidence) -> Reason | None:
    """Met under three in four of the last eight judged periods, once there
    are four, and not all of the last three."""
    for r in e.required:
        if e.seldom(r):
            decided = f"{r.rule.words}: met under three in four of them, and not in all of the last three"
            return _concern(e, met_words(e, r), decided=decided)
    return None


def _behind(e: Evidence) -> Reason | None:
    """Minutes or a sum are behind."""
    about = frozenset({FlagKind.MINUTES_SHORT, FlagKind.NOT_OFTEN})
    for r in e.required:
        if e.behind(r):
            decided = f"{r.rule.words}: less than is due by now"
            return _concern(
                e, behind_words(e, r), about=about, decided=decided
            )
    return None


def _observation_due(e: Evidence) -> Reason | None:
    """A required observation is overdue."""
    if e.practice.arranges_observations:
        return None
    for o in e.observations:
        if o.due:
            what = (
                f"An observation ({o.direction.words}) is due{window_words(o)}"
            )
            return _concern(
                e,
                f"{what}: {done_words(o)}.",
                "Help them find a date and coverage.",
                frozenset({FlagKind.OBSERVATION_DUE}),
            )
    return None


def _long_gap(e: Evidence) -> Reason | None:
    """No rule is required of them, and nothing for 20 school days; or none
    asks anything these days, and nothing for 40.
    """
    if e.required or not e.own or e.gap < e.patience:
        return None
    why = f"Nothing logged since {last_meeting_words(e)}."
    return _concern(e, why, decided=gap_decided(e))


CONCERNS = (
    _nothing_yet,
    _short,
    _seldom,
    _behind,
    _observation_due,
    _long_gap,
)


def _otherwise(e: Evidence) -> Reason:
    """Otherwise."""
    if e.last_own is None:
        return Reason("Nothing is asked of them yet.")
    return Reason(f"Last met {day_words(e.last_own)}.")


STATUSES = (
    StatusRow(Status.ENDED, _ended),
    StatusRow(Status.PAUSED, _away),
    StatusRow(Status.NOT_STARTED, _to_come),
    StatusRow(Status.ON_TRACK, _counted_with_another),
    StatusRow(Status.ON_TRACK, _fresh_and_meeting),
    StatusRow(Status.NOT_STARTED, _fresh),
    StatusRow(Status.CHECK_IN, _silent_but_an_answer_waits),
    StatusRow(Status.CHECK_IN, _silent_but_perhaps_away),
    StatusRow(Status.IN_TOUCH, _silent_but_in_touch),
    StatusRow(Status.REACH_OUT, _silent),
    *(StatusRow(Status.CHECK_IN, concern) for concern in CONCERNS),
    StatusRow(Status.ON_TRACK, _otherwise),
)


def statuses_in_words() -> Iterator[tuple[Status, str]]:
    """The table as the docs print it: rows of one status after another are
    one.
    """
    listed: list[tuple[Status, list[str]]] = []
    for row in STATUSES:
        if listed and listed[-1][0] is row.status:
            listed[-1][1].append(row.when)
        else:
            listed.append((row.status, [row.when]))
    for status, whens in listed:
        yield status, "; or ".join(whens)
