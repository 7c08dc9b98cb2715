"""When a pair is active: late starts, ends, leave, and the days of settling in
that follow each of them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from sync.core.calendar import SchoolDays, monday_of
from sync.core.people import Pair

SETTLING_IN = 10
# This many school days away in a row are a leave; fewer are days off.
LEAVE = 5


@dataclass(frozen=True)
class Activity:
    """The school days on which a pair is active, and those of them on which
    anything is expected.

    ``begins`` holds the day the pair started and each day it came back from
    leave; the first ten school days from each of them are for settling in and
    are not in ``expected``. Days off, fewer than five in a row, are no leave.
    ``weeks`` holds the Mondays of its school weeks.
    """

    school: SchoolDays
    active: SchoolDays
    expected: SchoolDays
    begins: tuple[date, ...]
    last: date
    weeks: tuple[date, ...] = ()

    @property
    def start(self) -> date:
        """The day the pair began, never before the year's first day."""
        return self.begins[0]

    def week_of(self, day: date) -> int:
        """Which of the pair's own school weeks a day lies in, from 1; before
        the first one, 1.
        """
        return max(1, bisect_right(self.weeks, monday_of(day)))

    def latest_begin(self, today: date) -> date:
        """The pair's start or its latest return from leave, as of a day."""
        return max((d for d in self.begins if d <= today), default=self.start)

    def in_first_days(self, today: date) -> bool:
        """Whether fewer than ten school days have passed since the pair
        started or came back.
        """
        return (
            self.school.passed(self.latest_begin(today), today) < SETTLING_IN
        )


def activity(pair: Pair, school: SchoolDays) -> Activity:
    """Work out a pair's active and expected school days from its start, end
    and absences.
    """
    start = max(pair.begins or school.first, school.first)
    last = min(pair.ends or school.last, school.last)
    active, begins, absent = [], [start], 0
    for d in school.within(start, last):
        if any(d in span for span in pair.away):
            absent += 1
            continue
        if absent >= LEAVE:
            begins.append(d)
        active.append(d)
        absent = 0
    in_first_days = {
        d for begin in begins for d in school.following(begin, SETTLING_IN)
    }
    return Activity(
        school,
        SchoolDays(start, last, active),
        SchoolDays(start, last, (d for d in active if d not in in_first_days)),
        tuple(begins),
        last,
        tuple(sorted({monday_of(d) for d in active})),
    )
