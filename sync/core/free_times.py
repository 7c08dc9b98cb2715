"""When a pair could meet: by the teaching schedules, by what both said in the
planning form, and in time that the school sets aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sync.core.coverage import AHEAD
from sync.core.pair_plans import OFFERED
from sync.core.people import MEETING_MINUTES, Pair
from sync.core.planning import time_words, weekday_of
from sync.core.timetable import both_free, clock_of
from sync.core.visits import LEAST, TRAVEL
from sync.core.words import day_words
from sync.core.year import Year


class FreeTime(NamedTuple):
    """A day and time at which a pair could meet, and why.

    ``begin`` and ``end`` are minutes since midnight; None and 0 where no time
    is known. ``order`` puts the times that come from schedules first.
    """

    order: int
    day: date
    begin: int | None
    words: str
    end: int = 0

    @property
    def clock(self) -> str:
        """``10:15 AM``; empty where no time is known."""
        return "" if self.begin is None else time_words(clock_of(self.begin))

    @property
    def cell(self) -> str:
        """As it is typed into *Schedule*: ``Tue 10:15 AM``."""
        return f"{self.day:%a} {self.clock}".rstrip()

    @property
    def shown(self) -> str:
        """``Tue, Oct 6, 10:15 AM (period 3, A day)``."""
        at = f", {self.clock}" if self.clock else ""
        return f"{self.day:%a}, {day_words(self.day)}{at} ({self.words})"


def free_times(
    year: Year, pair: Pair, days: Sequence[date]
) -> Iterator[FreeTime]:
    """The times on some days at which a pair could meet."""
    for day in days:
        yield from times_neither_teaches(year, pair, day)
    arranged = year.district.arranged.get(pair.number)
    ticks = [(weekday_of(t), t) for t in (arranged.free if arranged else ())]
    suits = arranged.suits if arranged else frozenset()
    for day in days:
        yield from (
            FreeTime(1, day, None, f"both are free {words[4:]}")
            for weekday, words in ticks
            if weekday == day.weekday()
        )
        yield from (
            FreeTime(2, day, None, f"{e.event}, set aside")
            for e in year.district.calendar.set_aside(day, day)
            if e.event in OFFERED
            and e.is_for(pair.school)
            and (not suits or e.event.value in suits)
        )


def times_neither_teaches(
    year: Year, pair: Pair, day: date
) -> Iterator[FreeTime]:
    """The times of a day in which neither of a pair teaches, of their own time
    only what both allow.
    """
    known = year.teachers
    one, other = (
        known.day(person, pair, day) for person in (pair.mentor, pair.mentee)
    )
    if one is None or other is None:
        return
    letter = year.district.timetable.letters.get(day, "")
    cycle = f", {letter_words(letter)}" if letter else ""
    for slot in both_free(one, other, known.allowed(pair), LEAST, TRAVEL):
        name = slot.period
        what = f"period {name}" if name[:1].isdigit() else name
        end = min(slot.end, slot.begin + MEETING_MINUTES)
        meeting = known.meeting(pair, day, slot.begin, end)
        if not any(
            meeting.conflicts_with(other) for other in known.taken(day)
        ):
            yield FreeTime(0, day, slot.begin, what + cycle, end)


def common_words(year: Year, pair: Pair) -> Iterator[str]:
    """The periods in which neither teaches in the next ten school days, each
    once, by the day of the cycle or the weekday: ``A day period 3 (10:15 AM)``.
    """
    if not year.teachers:
        return
    seen = set()
    for day in year.school(pair.school).following(year.today, AHEAD):
        letter = year.district.timetable.letters.get(day, "")
        when = letter_words(letter) if letter else f"{day:%a}"
        for time in times_neither_teaches(year, pair, day):
            name = time.words.partition(",")[0]
            words = f"{when} {name} ({time.clock})"
            if words not in seen:
                seen.add(words)
                yield words


def letter_words(letter: str) -> str:
    """``A day`` for a letter, else as the calendar has it."""
    return f"{letter} day" if len(letter) <= 2 else letter
