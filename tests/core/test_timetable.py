"""Who teaches when, by bells, letters and lessons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from sync.core.calendar import Entry, Event
from sync.core.people import Person
from sync.core.timetable import (
    Bell,
    Lesson,
    Timetable,
    Use,
    both_free,
    clock_of,
)
from tests.support.schedules import (
    BELLS,
    TODAY,
    YEAR,
    days_of,
    mentee,
    mentor,
    pair,
    taught,
    with_each,
)

MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)


USUAL = (
    Bell("1", time(8), time(8, 45)),
    Bell("2", time(8, 50), time(9, 35)),
    Bell("lunch", time(9, 40), time(10, 10), use=Use.LUNCH),
)


ANA = Person("Ana Diaz", ("ana@wes.example",))


def uses(
    table: Timetable, lessons: list[Lesson], day: date, *entries: Entry
) -> dict[str, Use] | None:
    slots = table.day_of(lessons, "Hill", day, entries)
    return None if slots is None else {s.period: s.use for s in slots}


def test_a_period_without_a_lesson_is_for_planning() -> None:
    table = Timetable(USUAL)
    expected = {"1": Use.CLASS, "2": Use.PLANNING, "lunch": Use.LUNCH}
    assert uses(table, [Lesson("1")], MONDAY) == expected


def test_lessons_follow_the_letter_of_the_day() -> None:
    table = Timetable(USUAL, {MONDAY: "A", TUESDAY: "B"})
    lessons = [Lesson("1", letters=frozenset("a"))]
    assert uses(table, lessons, MONDAY) == {
        "1": Use.CLASS,
        "2": Use.PLANNING,
        "lunch": Use.LUNCH,
    }
    assert (uses(table, lessons, TUESDAY) or {})["1"] is Use.PLANNING


def test_a_day_without_a_letter_is_not_known_where_lessons_have_letters() -> (
    None
):
    table = Timetable(USUAL)
    assert uses(table, [Lesson("1", letters=frozenset("a"))], MONDAY) is None
    assert uses(table, [Lesson("1", letters=frozenset({"mon"}))], TUESDAY)


def test_a_dropped_period_does_not_take_place() -> None:
    bells = (*USUAL, Bell("2", time(8), time(8, 45), day="a"))
    table = Timetable(bells, {MONDAY: "A"})
    lessons = [Lesson("1"), Lesson("2")]
    assert uses(table, lessons, MONDAY) == {"2": Use.CLASS}


def test_early_release_needs_bells_of_its_own() -> None:
    early = Entry(Event.EARLY_RELEASE, MONDAY, MONDAY)
    assert uses(Timetable(USUAL), [Lesson("1")], MONDAY, early) is None
    bells = (*USUAL, Bell("1", time(8), time(8, 25), day="early release"))
    assert uses(Timetable(bells), [Lesson("1")], MONDAY, early) == {
        "1": Use.CLASS
    }


def test_on_a_pd_day_nobody_teaches() -> None:
    pd_day = Entry(Event.PD_DAY, MONDAY, MONDAY)
    assert uses(Timetable(USUAL), [Lesson("1")], MONDAY, pd_day) == {}


def test_a_schools_own_bells_come_before_those_of_every_school() -> None:
    bells = (*USUAL, Bell("1", time(9), time(9, 50), school="hill"))
    [slot] = Timetable(bells).day_of([Lesson("1")], "Hill", MONDAY, ()) or ()
    assert clock_of(slot.begin) == time(9)


def test_a_lesson_holds_from_its_first_to_its_last_day() -> None:
    lesson = Lesson("1", since=TUESDAY, until=TUESDAY)
    assert not lesson.is_on(MONDAY, "")
    assert lesson.is_on(TUESDAY, "")


def test_a_teacher_is_known_by_address_else_by_a_name_of_one_person() -> None:
    lessons = {"ana@wes.example": (Lesson("1"),), "ana diaz": (Lesson("2"),)}
    table = Timetable(USUAL, lessons=lessons)
    assert table.lessons_of(ANA) == (Lesson("1"),)
    by_name = Person("Diaz, Ana", ("a.d@home.example",))
    assert table.lessons_of(by_name) == (Lesson("2"),)
    assert table.lessons_of(by_name, frozenset({"ana diaz"})) == ()


def test_both_are_free_for_what_overlaps_and_between_schools_less() -> None:
    table = Timetable(
        (*USUAL, Bell("x", time(8, 20), time(9, 30), school="river"))
    )
    one = table.day_of([Lesson("2")], "hill", MONDAY, ()) or ()
    other = table.day_of([], "river", MONDAY, ()) or ()
    planning = frozenset({Use.PLANNING})
    assert not list(both_free(one, other, frozenset(), 20, 0))
    [slot] = both_free(one, other, planning, 20, 0)
    assert (clock_of(slot.begin), clock_of(slot.end)) == (
        time(8, 20),
        time(8, 45),
    )
    assert not list(both_free(one, other, planning, 20, 15))


@pytest.mark.parametrize(
    "event", [Event.PD_DAY, Event.EARLY_RELEASE, Event.NO_SCHOOL]
)
def test_bells_by_weekday_are_not_those_of_a_day_without_classes(
    event: Event,
) -> None:
    one = pair(1)
    weekdays = tuple(
        replace(bell, day=day)
        for bell in BELLS
        for day in ("mon", "tue", "wed", "thu", "fri")
    )
    week = Entry(event, date(2026, 12, 1), date(2026, 12, 4))
    of = taught(
        one,
        lessons={mentor(one): with_each("123"), mentee(one): with_each("12")},
        bells=weekdays,
        calendar=replace(YEAR, entries=(week,)),
    )
    assert days_of(of) == [date(2026, 12, 7)]


@pytest.mark.parametrize("event", [Event.TESTING, Event.NO_SCHOOL])
def test_the_school_that_is_visited_decides(event: Event) -> None:
    one = pair(1)
    closed = Entry(
        event,
        date(2026, 12, 1),
        date(2026, 12, 4),
        schools=frozenset({"river"}),
    )
    of = taught(
        one,
        lessons={
            mentor(one): with_each("12345", "hill"),
            mentee(one): with_each("12345", "river"),
        },
        calendar=replace(YEAR, entries=(closed,)),
    )
    assert days_of(of) == [date(2026, 12, 7)]


def test_what_is_left_of_a_period_beside_a_lesson_is_planning() -> None:
    block = Bell("1", time(8), time(9, 30), school="hill")
    short = Bell("1", time(8), time(8, 25), school="river")
    table = Timetable((block, short))
    slots = table.day_of([Lesson("1", "river")], "hill", TODAY, ()) or ()
    assert [(s.begin, s.end, s.use) for s in slots] == [
        (480, 505, Use.CLASS),
        (505, 570, Use.PLANNING),
    ]
