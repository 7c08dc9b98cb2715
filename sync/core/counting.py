"""How many meetings, or minutes, each meeting is toward a rule."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from sync.core.frames import Frame
from sync.core.model import Kind, Meeting
from sync.core.results import NOT_IN_FORCE, NOTHING_ASKED
from sync.core.rules import Practice


def amounts(
    in_minutes: bool,
    meetings: Sequence[Meeting],
    counting: Callable[[date], Practice],
) -> list[int]:
    """What each meeting is toward a rule: its minutes, or how many meetings,
    by the practice of its day.
    """
    if in_minutes:
        return [m.minutes for m in meetings]
    return [
        m.number if m.kind in _ALWAYS_ONE else _count(m, counting(m.day))
        for m in meetings
    ]  # counts_as, inline


def counts_as(m: Meeting, practice: Practice) -> int:
    """How many meetings one is toward a rule by itself."""
    return m.number if m.kind in _ALWAYS_ONE else _count(m, practice)


_ALWAYS_ONE = frozenset({Kind.ONE_ON_ONE, Kind.SMALL_GROUP})


def _count(m: Meeting, practice: Practice) -> int:
    """How many meetings one is whose kind does not say it; brief conversations
    that add up by minutes come later.
    """
    if m.kind is Kind.BRIEF:
        return m.number if practice.brief_minutes == 0 else 0
    if m.kind is Kind.OBSERVATION:
        return m.number if practice.observations else 0
    return m.number if practice.whole_group or m.one_on_one else 0


def with_brief(
    own: list[int],
    frame: Frame,
    meetings: Sequence[Meeting],
    counting: Callable[[date], Practice],
    need: float,
    whys: Sequence[str],
) -> tuple[list[int], int]:
    """Add the meetings that minutes of brief conversations make up.

    Where the district counts them so. A period that is one short is completed
    when it and the one before together hold enough for both. Gives what each
    period holds, and how many meetings the minutes make in all.
    """
    minutes = _brief_minutes(frame, meetings, counting)
    if not any(minutes):
        return own, 0
    units = [counting(first).brief_minutes or 0 for first in frame.firsts]
    whole = [
        meetings_held + (brief // unit if unit else 0)
        for meetings_held, brief, unit in zip(own, minutes, units, strict=True)
    ]
    held = list(whole)
    for place in range(1, len(whole)):
        unit, before = units[place], place - 1
        one_short = whole[place] == need - 1 and not whys[place]
        if not (
            unit and units[before] == unit and minutes[place] and one_short
        ):
            continue
        brief = (minutes[before] + minutes[place]) // unit
        enough = need if whys[before] else need * 2
        if own[before] + own[place] + brief >= enough:
            held[place] += 1
    return held, _made(minutes, units, whys)


def brief_made(
    meetings: Sequence[Meeting], counting: Callable[[date], Practice]
) -> int:
    """How many meetings the minutes of brief conversations make, where they
    add up; what is over makes none.
    """
    of_unit: Counter[int] = Counter()
    for m in meetings:
        unit = counting(m.day).brief_minutes
        if m.kind is Kind.BRIEF and unit:
            of_unit[unit] += m.minutes
    return sum(brief // unit for unit, brief in of_unit.items())


def _brief_minutes(
    frame: Frame,
    meetings: Sequence[Meeting],
    counting: Callable[[date], Practice],
) -> list[int]:
    """The minutes of brief conversations in each period, where they add up."""
    minutes = [0] * len(frame.firsts)
    for m in meetings:
        if m.kind is Kind.BRIEF and counting(m.day).brief_minutes:
            place = bisect_right(frame.firsts, m.day) - 1
            if place >= 0 and m.day <= frame.last:
                minutes[place] += m.minutes
    return minutes


def _made(
    minutes: Sequence[int], units: Sequence[int], whys: Sequence[str]
) -> int:
    """How many meetings the minutes make in all, over the periods that ask
    something.
    """
    of_unit: Counter[int] = Counter()
    for brief, unit, why in zip(minutes, units, whys, strict=True):
        if unit and why not in (NOT_IN_FORCE, NOTHING_ASKED):
            of_unit[unit] += brief
    return sum(brief // unit for unit, brief in of_unit.items())
