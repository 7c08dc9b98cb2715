"""Who teaches when: bell schedules, the cycle of days, and teaching schedules
as the building's scheduler exports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sync.core.calendar import Entry, Event
from sync.core.people import Person
from sync.core.words import name_key


class Use(StrEnum):
    """What a teacher's period is for."""

    CLASS = "class"
    DUTY = "duty"
    FREE = "free"
    PLANNING = "planning"
    LUNCH = "lunch"

    @property
    def taken(self) -> bool:
        """Whether somebody else has to take it over, for the teacher to go."""
        return self in (Use.CLASS, Use.DUTY)


# Which of a teacher's own time may be proposed once both allow it.
OWN_TIME = frozenset({Use.PLANNING, Use.LUNCH})
# Days on which nobody teaches, unless a bell schedule is declared for them.
_WITHOUT_CLASSES = frozenset({Event.PD_DAY, Event.ORIENTATION})
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Bell:
    """A row of a bell schedule: on days of a kind, a period of a school lasts
    from ``first`` to ``last``.

    ``school`` is folded, empty for every school. ``day`` is a letter of the
    cycle, a weekday (``mon``) or an event (``early release``), folded; empty
    for usual days. ``use`` is what the period is for where no lesson stands in
    it.
    """

    period: str
    first: time
    last: time
    school: str = ""
    day: str = ""
    use: Use = Use.PLANNING


@dataclass(frozen=True, slots=True)
class Lesson:
    """A period in which a teacher has something to do, from ``since`` to
    ``until``, on days with one of ``letters`` (none: every day).
    """

    period: str
    school: str = ""
    letters: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    use: Use = Use.CLASS

    def holds_on(self, day: date) -> bool:
        """Whether it belongs to the schedule of a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def is_on(self, day: date, letter: str) -> bool:
        """Whether it takes place on a day of the cycle."""
        weekday = _WEEKDAYS[day.weekday()]
        return self.holds_on(day) and (
            not self.letters
            or letter in self.letters
            or weekday in self.letters
        )


class Slot(NamedTuple):
    """Part of a teacher's day, in minutes since midnight."""

    begin: int
    end: int
    period: str
    school: str
    use: Use

    def meets(self, begin: int, end: int) -> bool:
        """Whether the two overlap."""
        return self.begin < end and begin < self.end


@dataclass(frozen=True)
class Timetable:
    """A district's bells, the letters of its days, and its lessons by teacher:
    by address, or by folded name where an export has no addresses.
    """

    bells: tuple[Bell, ...] = ()
    letters: Mapping[date, str] = field(default_factory=dict)
    lessons: Mapping[str, tuple[Lesson, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.bells and self.lessons)

    @cached_property
    def _by_day(self) -> Mapping[tuple[str, str], tuple[Bell, ...]]:
        found: dict[tuple[str, str], list[Bell]] = {}
        for bell in self.bells:
            found.setdefault((bell.school, bell.day), []).append(bell)
        return {key: tuple(bells) for key, bells in found.items()}

    def letter(self, day: date) -> str:
        """The letter of a day, folded; empty where there is none."""
        return self.letters.get(day, "").casefold()

    def lessons_of(
        self, person: Person, alike: frozenset[str] = frozenset()
    ) -> tuple[Lesson, ...]:
        """The lessons of a person, by address, else by name; none by one of
        the names that several people have (``alike``).
        """
        for address in person.addresses:
            if address in self.lessons:
                return self.lessons[address]
        name = teacher_key(person.name)
        return () if name in alike else self.lessons.get(name, ())

    def bells_on(
        self, school: str, day: date, entries: Sequence[Entry]
    ) -> tuple[Bell, ...] | None:
        """The bells of a school on a day, ``entries`` being those of
        *Calendar*; None where they are not known.

        Those of an event come first, then the letter's, the weekday's and the
        usual ones; those of the school itself before those of every school.
        """
        events = {
            e.event
            for e in entries
            if e.touches(day, day) and e.is_for(school)
        }
        if Event.NO_SCHOOL in events:
            return ()
        for event in events:
            if bells := self._bells(school, event.value.casefold()):
                return bells
        if events & _WITHOUT_CLASSES:
            return ()
        if Event.EARLY_RELEASE in events:
            return None
        kinds = (self.letter(day), _WEEKDAYS[day.weekday()], "")
        return next(filter(None, (self._bells(school, k) for k in kinds)), ())

    def _bells(self, school: str, kind: str) -> tuple[Bell, ...]:
        return self._by_day.get((school.casefold(), kind)) or (
            self._by_day.get(("", kind), ())
        )

    @cached_property
    def _cycle(self) -> frozenset[str]:
        """The letters that days have, and the weekdays."""
        return frozenset(
            (*map(str.casefold, self.letters.values()), *_WEEKDAYS)
        )

    @cached_property
    def _periods(self) -> Mapping[str, frozenset[str]]:
        """The periods that a school has on days of any kind."""
        found: dict[str, set[str]] = {}
        for bell in self.bells:
            found.setdefault(bell.school, set()).add(bell.period)
        return {school: frozenset(names) for school, names in found.items()}

    def knows(self, lesson: Lesson, school: str) -> bool:
        """Whether it is known when a lesson is: its period has bells, and
        its letters are days of the cycle; ``school`` is the teacher's own.
        """
        name = lesson.school or school.casefold()
        periods = self._periods.get(name, frozenset()) | (
            self._periods.get("", frozenset())
        )
        return lesson.period in periods and lesson.letters <= self._cycle

    def day_of(
        self,
        lessons: Sequence[Lesson],
        school: str,
        day: date,
        entries: Sequence[Entry],
    ) -> tuple[Slot, ...] | None:
        """A teacher's day in order of time; None where it is not known: the
        cycle does not say the day's letter, or a lesson has no known time.

        A period without a lesson, or what is left of it beside one, is for
        planning, unless its bell says otherwise; ``school`` is the teacher's
        own.
        """
        letter = self.letter(day)
        now = [each for each in lessons if each.holds_on(day)]
        if not all(self.knows(each, school) for each in now):
            return None
        if not letter and any(
            each.letters and not each.letters & set(_WEEKDAYS) for each in now
        ):
            return None
        home = school.casefold()
        bells: dict[str, tuple[Bell, ...]] = {}
        for name in {home, *(x.school or home for x in now)}:
            there = self.bells_on(name, day, entries)
            if there is None:
                return None
            bells[name] = there
        busy = [
            _slot(bell, lesson.school or home, lesson.use)
            for lesson in now
            if lesson.is_on(day, letter)
            for bell in bells[lesson.school or home]
            if bell.period == lesson.period
        ]
        own = (_slot(bell, home, bell.use) for bell in bells[home])
        left = (piece for slot in own for piece in _beside(slot, busy))
        return tuple(sorted({*busy, *left}))


def _beside(slot: Slot, busy: Sequence[Slot]) -> Iterator[Slot]:
    """What of a slot is left beside others."""
    begin = slot.begin
    for other in sorted(busy):
        if other.meets(begin, slot.end):
            if other.begin > begin:
                yield slot._replace(begin=begin, end=other.begin)
            begin = max(begin, other.end)
    if begin < slot.end:
        yield slot._replace(begin=begin)


NO_TIMETABLE = Timetable()


def teacher_key(name: str) -> str:
    """A name by which a teacher is known without an address: its words in
    order of letters, so that ``Lee, Sam`` is Sam Lee.
    """
    return " ".join(sorted(name_key(name)))


def _slot(bell: Bell, school: str, use: Use) -> Slot:
    return Slot(
        minutes_of(bell.first),
        minutes_of(bell.last),
        bell.period,
        school,
        use,
    )


def minutes_of(at: time) -> int:
    """A time as minutes since midnight."""
    return at.hour * 60 + at.minute


def clock_of(minutes: int) -> time:
    """Minutes since midnight as a time."""
    return time(minutes // 60, minutes % 60)


def both_free(
    one: Sequence[Slot],
    other: Sequence[Slot],
    allowed: frozenset[Use],
    least: int,
    travel: int,
) -> Iterator[Slot]:
    """The parts of a day, of ``least`` minutes or more, in which two teachers
    are both free: released, or with time of their own that they allow to be
    asked for. Between two schools ``travel`` minutes are on the way.
    """
    uses = {Use.FREE, *allowed}
    for mine in one:
        for theirs in other:
            if mine.use not in uses or theirs.use not in uses:
                continue
            begin, end = (
                max(mine.begin, theirs.begin),
                min(mine.end, theirs.end),
            )
            if mine.school != theirs.school:
                begin, end = begin + travel, end - travel
            if end - begin >= least:
                yield mine._replace(begin=begin, end=end)
