"""How many meetings, or minutes, each meeting is toward a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sync.core.judged_periods import Frame
from sync.core.model import Kind, Meeting
from sync.core.rules import Practice


def counts_as(m: Meeting, practice: Practice) -> int:
    """How many meetings one is toward a rule by itself; brief conversations
    that add up by minutes are none.
    """
    if m.kind in _ALWAYS_ONE:
        return m.number
    if m.kind is Kind.BRIEF:
        return m.number if practice.brief_minutes == 0 else 0
    if m.kind is Kind.OBSERVATION:
        return m.number if practice.observations else 0
    return m.number if practice.whole_group or m.one_on_one else 0


_ALWAYS_ONE = frozenset({Kind.ONE_ON_ONE, Kind.SMALL_GROUP})


def amount_of(
    in_minutes: bool,
    meetings: Sequence[Meeting],
    counting: Callable[[date], Practice],
) -> int:
    """What some meetings come to toward a rule, each by the practice of its
    day: minutes, or how many meetings.

    The minutes of brief conversations that add up are divided together.
    """
    if in_minutes:
        return sum(m.minutes for m in meetings)
    of_unit: Counter[int] = Counter()
    held = 0
    for m in meetings:
        practice = counting(m.day)
        held += counts_as(m, practice)
        if m.kind is Kind.BRIEF and practice.brief_minutes:
            of_unit[practice.brief_minutes] += m.minutes
    return held + sum(brief // unit for unit, brief in of_unit.items())


def amounts_in(
    in_minutes: bool,
    frame: Frame,
    meetings: Iterable[Meeting],
    counting: Callable[[date], Practice],
) -> list[int]:
    """What each period of a frame holds, by the practice of its first day.

    The minutes of brief conversations that add up are divided period by
    period, and what is left over makes no meeting. ``meetings`` before the
    first period or after the last one are left out.
    """
    places, held = frame.places, [0] * len(frame.periods)
    brief: Counter[int] = Counter()
    for m in meetings:
        place = places.get(m.day)
        if place is None:
            continue
        if in_minutes:
            held[place] += m.minutes
        elif m.kind in _ALWAYS_ONE:
            held[place] += m.number
        else:
            held[place] += counts_as(m, counting(frame.firsts[place]))
            if m.kind is Kind.BRIEF:
                brief[place] += m.minutes
    for place, minutes in brief.items():
        if unit := counting(frame.firsts[place]).brief_minutes:
            held[place] += minutes // unit
    return held
