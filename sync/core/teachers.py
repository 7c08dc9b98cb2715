"""The teaching days of a district's mentors and mentees, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from sync.core.district import District
from sync.core.model import Direction
from sync.core.people import EVENT_MINUTES, Pair, Person, same_person
from sync.core.timetable import Slot, Use, minutes_of, teacher_key
from sync.core.visits import MOST, Visit

# What both of a pair may allow in the planning form, in its own words.
_OFFERS = {"planning": Use.PLANNING, "lunch": Use.LUNCH}


def person_key(person: Person) -> str:
    """By what a person is known over several pairs: the first address, else
    the name.
    """
    if person.addresses:
        return person.addresses[0]
    return teacher_key(person.name)


def who_is_there(
    pair: Pair, direction: Direction
) -> tuple[Person, Person | None]:
    """Who observes, and who is observed; None for whomever they choose."""
    return {
        Direction.MENTOR_SEES_MENTEE: (pair.mentor, pair.mentee),
        Direction.MENTEE_SEES_MENTOR: (pair.mentee, pair.mentor),
        Direction.MENTEE_SEES_OTHER: (pair.mentee, None),
    }[direction]


class Teachers:
    """What is known of when the people of a district teach, and of what they
    have planned. False where there are no teaching schedules.
    """

    def __init__(self, district: District) -> None:
        self.district = district
        self.timetable = district.timetable
        self._days: dict[tuple[str, str, date], tuple[Slot, ...] | None] = {}
        self._taken: dict[date, list[Visit]] = {}
        self._alike = self._names_of_several()

    def __bool__(self) -> bool:
        return bool(self.timetable)

    def _names_of_several(self) -> frozenset[str]:
        """The names that several people of the district have."""
        first: dict[str, Person] = {}
        several = set()
        for pair in self.district.pairs:
            for person in (pair.mentor, pair.mentee):
                key = teacher_key(person.name)
                if not same_person(first.setdefault(key, person), person):
                    several.add(key)
        return frozenset(several)

    def taken(self, day: date) -> Sequence[Visit]:
        """What is planned for a day with a time: observations, and meetings."""
        if day not in self._taken:
            self._taken[day] = list(self._planned(day))
        return self._taken[day]

    def _planned(self, day: date) -> Iterator[Visit]:
        pairs = self.district.by_number
        for plan in self.district.plans:
            if (
                plan.day == day
                and plan.at
                and plan.pair in pairs
                and plan.filled is not False
            ):
                pair = pairs[plan.pair]
                there = who_is_there(pair, plan.direction)
                yield _there(pair, day, plan.at, MOST, there)
        for meeting in self.district.schedule:
            if meeting.day == day and meeting.at and meeting.pair in pairs:
                pair = pairs[meeting.pair]
                two = (pair.mentor, pair.mentee)
                yield _there(pair, day, meeting.at, EVENT_MINUTES, two)
        for pair in self.district.pairs:
            usual = pair.regular
            if usual and usual.at and usual.weekday == day.weekday():
                two = (pair.mentor, pair.mentee)
                yield _there(pair, day, usual.at, EVENT_MINUTES, two)

    def day(
        self, person: Person, pair: Pair, day: date
    ) -> tuple[Slot, ...] | None:
        """A person's day in order of time; None where it is not known."""
        if not self:
            return None
        lessons = self.timetable.lessons_of(person, self._alike)
        if not lessons:
            return None
        home = pair.school or lessons[0].school
        key = (person_key(person), home, day)
        if key not in self._days:
            entries = self.district.calendar.set_aside(day, day)
            self._days[key] = self.timetable.day_of(
                lessons, home, day, entries
            )
        return self._days[key]

    def bells(self, pair: Pair, day: date) -> tuple[Slot, ...] | None:
        """The periods of a pair's school in which somebody teaches."""
        entries = self.district.calendar.set_aside(day, day)
        bells = self.timetable.bells_on(pair.school, day, entries)
        if bells is None:
            return None
        return tuple(
            Slot(
                minutes_of(bell.first),
                minutes_of(bell.last),
                bell.period,
                pair.school.casefold(),
                Use.CLASS,
            )
            for bell in bells
            if bell.use is Use.PLANNING
        )

    def allowed(self, pair: Pair) -> frozenset[Use]:
        """Which of their own time both of a pair allow to be asked for."""
        arranged = self.district.arranged.get(pair.number)
        offers = arranged.offers if arranged else frozenset()
        return frozenset(_OFFERS[o] for o in offers if o in _OFFERS)


def _there(
    pair: Pair,
    day: date,
    at: time,
    minutes: int,
    people: Iterable[Person | None],
) -> Visit:
    """Two people who are somewhere at a time."""
    begin = minutes_of(at)
    return Visit(
        0,
        day,
        begin,
        begin + minutes,
        "",
        pair.school.casefold(),
        pair.number,
        Direction.MENTOR_SEES_MENTEE,
        frozenset(person_key(person) for person in people if person),
    )
