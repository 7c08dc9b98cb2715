"""The teaching days of a district's mentors and mentees, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sync.core.district import District
from sync.core.model import Direction
from sync.core.people import MEETING_MINUTES, Pair, Person, same_person
from sync.core.timetable import Slot, Use, minutes_of, teacher_key
from sync.core.visits import MOST, Visit

_WHOLE_DAY = (0, 24 * 60)
# What both of a pair may allow in the planning form, in its own words.
_OFFERS = {"planning": Use.PLANNING, "lunch": Use.LUNCH}


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
        people = [
            person
            for pair in district.pairs
            for person in (pair.mentor, pair.mentee)
        ]
        self._alike = names_of_several(people)
        self._known_as = _known_as(people)

    def __bool__(self) -> bool:
        return bool(self.timetable)

    def key(self, person: Person) -> str:
        """The one key of a person, whatever the pair or address."""
        return self._known_as[_names(person)[0]]

    def taken(self, day: date) -> Sequence[Visit]:
        """What is planned for a day: observations, meetings, and what was
        proposed so far.
        """
        if day not in self._taken:
            self._taken[day] = list(self._planned(day))
        return self._taken[day]

    def propose(self, visit: Visit) -> None:
        """Note that people will be somewhere."""
        self.taken(visit.day)
        self._taken[visit.day].append(visit)

    def meeting(self, pair: Pair, day: date, begin: int, end: int) -> Visit:
        """A meeting of a pair, as something that takes both."""
        return self._there(
            day, (begin, end), pair.school, (pair.mentor, pair.mentee)
        )

    def _planned(self, day: date) -> Iterator[Visit]:
        pairs = {
            number: pair
            for number, pair in self.district.by_number.items()
            if (pair.begins or day) <= day and day <= (pair.ends or day)
        }
        for plan in self.district.plans:
            if plan.day == day and plan.pair in pairs and not plan.lost:
                pair = pairs[plan.pair]
                there = who_is_there(pair, plan.direction)
                span = _WHOLE_DAY  # without a time it may be at any
                if plan.at:
                    begin = minutes_of(plan.at)
                    span = (begin, begin + MOST)
                yield self._there(day, span, pair.school, there)
        times = [
            (meeting.pair, meeting.at)
            for meeting in self.district.schedule
            if meeting.day == day
        ]
        times += [
            (number, pair.regular.at)
            for number, pair in pairs.items()
            if pair.regular and pair.regular.weekday == day.weekday()
        ]
        for number, clock in times:
            if clock and number in pairs:
                begin = minutes_of(clock)
                end = begin + MEETING_MINUTES
                yield self.meeting(pairs[number], day, begin, end)

    def _there(
        self,
        day: date,
        span: tuple[int, int],
        school: str,
        people: Iterable[Person | None],
    ) -> Visit:
        """People who are somewhere at a time."""
        return Visit(
            0,
            day,
            *span,
            "",
            school.casefold(),
            0,  # of no pair: a meeting and a visit may be on one day
            Direction.MENTOR_SEES_MENTEE,
            frozenset(self.key(person) for person in people if person),
        )

    def teaches(self, person: Person) -> bool:
        """Whether a schedule names somebody."""
        return bool(self.timetable.lessons_of(person, self._alike))

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
        key = (self.key(person), home, day)
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


def _names(person: Person) -> tuple[str, ...]:
    """What stands for a person: every address, else the name."""
    return person.addresses or (teacher_key(person.name),)


def _known_as(people: Iterable[Person]) -> dict[str, str]:
    """The key of each person, by each of their addresses or by their name.

    Two rows are one person if they share an address, or the name where one of
    them has no address.
    """
    found: dict[str, str] = {}
    members: dict[str, set[str]] = {}

    def join(one: str, other: str) -> None:
        first, second = (found.setdefault(n, n) for n in (one, other))
        for name in members.pop(second, {second}) if first != second else ():
            found[name] = first
            members.setdefault(first, {first}).add(name)

    everybody = list(people)
    bare = {teacher_key(p.name) for p in everybody if not p.addresses}
    for person in everybody:
        first, *others = _names(person)
        found.setdefault(first, first)
        for other in others:
            join(first, other)
        if (name := teacher_key(person.name)) in bare:
            join(first, name)
    return found


def names_of_several(people: Iterable[Person]) -> frozenset[str]:
    """The names that several people have."""
    first: dict[str, Person] = {}
    several = set()
    for person in people:
        key = teacher_key(person.name)
        if not same_person(first.setdefault(key, person), person):
            several.add(key)
    return frozenset(several)
