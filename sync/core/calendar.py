"""School days and the periods that rules count by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache


class Event(StrEnum):
    """The kinds of rows of *Calendar*."""

    NO_SCHOOL = "no school"
    EARLY_RELEASE = "early release"
    FACULTY_MEETING = "faculty meeting"
    PD_DAY = "PD day"
    ORIENTATION = "orientation"
    TRAINING = "training"
    WHOLE_GROUP = "whole group"
    TESTING = "testing"
    SEMESTER = "semester"


class Per(StrEnum):
    """The length of a period."""

    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"
    SEMESTER = "semester"
    YEAR = "year"
    WINDOW = "from - until"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of *Calendar*: an event from ``first`` to ``last``, for the named
    schools or, if empty, for all.

    ``held`` credits every active pair but those in ``absent``, or only those
    in ``present`` if that is given, with a whole-group meeting of ``minutes``,
    of which ``one_on_one`` were kept for pairs by themselves.
    """

    event: Event
    first: date
    last: date
    note: str = ""
    schools: frozenset[str] = frozenset()
    minutes: int | None = None
    held: bool = False
    absent: frozenset[int] = frozenset()
    one_on_one: int = 0
    present: frozenset[int] | None = None

    @property
    def gathers(self) -> bool:
        """Whether mentors and mentees are to come together."""
        listed = bool(self.absent) or self.present is not None
        return self.event is Event.WHOLE_GROUP or self.one_on_one > 0 or listed

    def was_there(self, number: int) -> bool:
        """Whether a pair was there, as far as anybody wrote it down."""
        listed = self.present is None or number in self.present
        return listed and number not in self.absent

    @property
    def same_as(self) -> tuple[object, ...]:
        """The fields that are equal in two rows about one event."""
        return (
            self.event,
            self.first,
            self.last,
            self.note.casefold(),
            self.schools,
        )

    def touches(self, first: date, last: date) -> bool:
        """Whether any day of the entry lies from ``first`` to ``last``."""
        return self.first <= last and first <= self.last

    def is_for(self, school: str) -> bool:
        """Whether the entry holds for a school (named in any case), or for all
        of them.
        """
        return not self.schools or school.casefold() in self.schools


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included: a week is Monday to
    Sunday.
    """

    per: Per
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class SchoolDays:
    """The school days of one school in one year, in order, countable in
    logarithmic time.
    """

    __slots__ = ("_all", "days", "first", "last")

    def __init__(self, first: date, last: date, days: Iterable[date]) -> None:
        self.first = first
        self.last = last
        self.days = tuple(sorted(set(days)))
        self._all = frozenset(self.days)

    def __contains__(self, day: date) -> bool:
        return day in self._all

    def __len__(self) -> int:
        return len(self.days)

    def within(self, first: date, last: date) -> Sequence[date]:
        """The school days from ``first`` to ``last``, both included."""
        return self.days[
            bisect_left(self.days, first) : bisect_right(self.days, last)
        ]

    def count(self, first: date, last: date) -> int:
        """How many school days lie from ``first`` to ``last``, both included."""
        return max(
            0, bisect_right(self.days, last) - bisect_left(self.days, first)
        )

    def passed(self, since: date, today: date) -> int:
        """How many school days from ``since`` on are over when ``today``
        begins.
        """
        return max(
            0, bisect_left(self.days, today) - bisect_left(self.days, since)
        )

    def following(self, day: date, number: int) -> Sequence[date]:
        """The first ``number`` school days on or after ``day``."""
        start = bisect_left(self.days, day)
        return self.days[start : start + number]

    def next_week_after(self, period: Period) -> Period | None:
        """The next Monday-to-Sunday week after ``period`` that has a school
        day, if the year has one.
        """
        following = bisect_right(self.days, period.last)
        if following == len(self.days):
            return None
        monday = monday_of(self.days[following])
        return Period(Per.WEEK, monday, monday + timedelta(days=6))


@dataclass(frozen=True)
class SchoolCalendar:
    """A district's year: its first and last day and what *Calendar* says of
    the days between.

    ``day_first``: its people write February 3 as 3/2, as most of the world
    does.
    """

    first: date
    last: date
    entries: tuple[Entry, ...] = ()
    day_first: bool = False

    def days_of(self, school: str = "") -> SchoolDays:
        """A weekday of the year is a school day unless a *no school* entry
        covers it for that school.
        """
        if school not in self._days:
            closings = tuple(
                (entry.first, entry.last)
                for entry in self.entries
                if entry.event is Event.NO_SCHOOL and entry.is_for(school)
            )
            self._days[school] = _school_days(self.first, self.last, closings)
        return self._days[school]

    @cached_property
    def _days(self) -> dict[str, SchoolDays]:
        return {}

    def periods(self, per: Per) -> Sequence[Period]:
        """All periods of the year, in order; two weeks are counted from the
        Monday the year begins in.

        Semesters are those of *Calendar*; without any, the two halves of the
        year.
        """
        if per is Per.SEMESTER:
            return [Period(per, *days) for days in self._terms()]
        return _periods(per, self.first, self.last)

    def _terms(self) -> list[tuple[date, date]]:
        named = sorted(
            (e.first, e.last)
            for e in self.entries
            if e.event is Event.SEMESTER and e.first < e.last
        )
        if named:
            return named
        middle = monday_of(self.first + (self.last - self.first) / 2)
        return [(self.first, middle - timedelta(days=1)), (middle, self.last)]

    def set_aside(self, first: date, last: date) -> list[Entry]:
        """The entries that touch the days from ``first`` to ``last``, in order
        of date.
        """
        return sorted(
            (e for e in self.entries if e.touches(first, last)),
            key=lambda e: (e.first, e.event, e.note),
        )


# Districts of one program, and their schools, mostly have the same days.
@lru_cache(maxsize=256)
def _school_days(
    first: date, last: date, closings: tuple[tuple[date, date], ...]
) -> SchoolDays:
    """The weekdays of a year that lie in none of the closings."""
    closed: set[date] = set()
    for begin, end in closings:
        closed.update(days_between(max(begin, first), min(end, last)))
    return SchoolDays(
        first,
        last,
        (
            day
            for day in days_between(first, last)
            if day.weekday() < 5 and day not in closed
        ),
    )


@lru_cache(maxsize=64)
def _periods(per: Per, first: date, last: date) -> tuple[Period, ...]:
    if per in (Per.YEAR, Per.WINDOW):
        return (Period(per, first, last),)
    found = []
    start = first.replace(day=1) if per is Per.MONTH else monday_of(first)
    while start <= last:
        if per is Per.MONTH:
            after = (start + timedelta(days=32)).replace(day=1)
        else:
            after = start + timedelta(days=7 if per is Per.WEEK else 14)
        found.append(Period(per, start, after - timedelta(days=1)))
        start = after
    return tuple(found)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included; none if ``last`` is
    earlier.
    """
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@lru_cache(maxsize=4096)
def monday_of(day: date) -> date:
    """The Monday of the week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())
