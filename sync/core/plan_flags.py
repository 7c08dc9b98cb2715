"""Flags about what a pair planned, and about times to meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sync.core.evidence import LATELY, Evidence
from sync.core.flag_kinds import Flag, FlagKind
from sync.core.free_times import common_words
from sync.core.observations import observed_near
from sync.core.pair_plans import set_aside_ahead
from sync.core.planning import short_words
from sync.core.words import day_words

NOTHING_PLANNED_AFTER = 20
# The times at which both are free that a flag names.
MOST_FREE = 5


def meeting_not_logged(e: Evidence) -> Iterator[Flag]:
    """A planned meeting whose week has none logged, in the last 20 school
    days.
    """
    day = next((day for day in e.planned.open if day >= e.lately), None)
    if day is not None and not e.in_first_days:
        yield Flag(
            FlagKind.NOT_LOGGED,
            f"They planned {day_words(day)}.",
            "Ask whether it happened; a log takes half a minute.",
        )


def observation_not_logged(e: Evidence) -> Iterator[Flag]:
    """A planned observation, with none logged within a week of it."""
    for plan in e.year.plans.get(e.pair.number, ()):
        there = plan.day in e.active.active and e.lately <= plan.day < e.until
        if plan.filled is False:  # nobody's fault, and known
            continue
        if there and not observed_near(e.meetings, plan.day):
            yield Flag(
                FlagKind.NOT_LOGGED,
                f"{plan.direction.words}, planned for {day_words(plan.day)}.",
                "Ask whether it happened or needs a new date.",
            )


def _has_no_plan(e: Evidence) -> bool:
    return (
        e.days_since_begin >= NOTHING_PLANNED_AFTER
        and not e.in_first_days
        and e.pair.regular is None
        and not e.year.planned.get(e.pair.number)
    )


def nothing_planned(e: Evidence) -> Iterator[Flag]:
    """20 school days after the start, no regular day, and an empty *Schedule*."""
    if not _has_no_plan(e):
        return
    step = "Help them pick a regular day, or fill in a few weeks together."
    if e.practice.arranges_meetings:
        step = "Yours to arrange: give them a regular day in Pairs, or fill in a few weeks of Schedule."
    why = "No regular time, and their schedule is empty."
    yield Flag(
        FlagKind.NOTHING_PLANNED,
        " ".join(filter(None, [why, _both_free(e)])),
        " ".join(filter(None, [step, _set_aside(e)])),
    )


def no_regular_time(e: Evidence) -> Iterator[Flag]:
    """No regular day, and it is known when both are free, or that no time fits
    both.
    """
    free = _both_free(e)
    if free and e.pair.regular is None and not _has_no_plan(e):
        step = _set_aside(e) or "Help them pick a time to meet."
        yield Flag(FlagKind.NO_REGULAR_TIME, free, step)


def planned_otherwise(e: Evidence) -> Iterator[Flag]:
    """The planning form and *Pairs* name different weekdays, for four weeks."""
    arranged, typed = (
        e.year.district.arranged.get(e.pair.number),
        e.pair.regular,
    )
    if arranged is None or arranged.regular is None or typed is None:
        return
    sent = arranged.regular
    if sent.weekday != typed.weekday and e.today <= arranged.sent + LATELY:
        typed_words = f"Pairs says {short_words(typed)}, which holds"
        yield Flag(
            FlagKind.PLANNED_OTHERWISE,
            f"They planned {short_words(sent)}, and {typed_words}.",
            "Clear the regular day in Pairs, if theirs is right.",
        )


def _both_free(e: Evidence) -> str:
    """The times at which neither teaches, else those at which both are free;
    empty where neither is known.
    """
    taught = list(islice(common_words(e.year, e.pair), MOST_FREE))
    if taught:
        return f"Neither teaches {', '.join(taught)}."
    arranged = e.year.district.arranged.get(e.pair.number)
    if arranged is None or not arranged.asked:
        return ""
    if not arranged.free:
        return "The planning form names no time at which both are free."
    return f"Both are free {', '.join(arranged.free[:MOST_FREE])}."


def _set_aside(e: Evidence) -> str:
    """The next times that the school sets aside and that suit both."""
    arranged = e.year.district.arranged.get(e.pair.number)
    suits = arranged.suits if arranged else frozenset()
    calendar = e.year.district.calendar
    offers = list(set_aside_ahead(calendar, e.pair.school, suits, e.today))
    return f"Time that is set aside: {'; '.join(offers)}." if offers else ""
