"""Who is where, and when somebody is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from sync.core.model import (
    Direction,
    Plan,
)
from sync.core.people import Person, Span
from sync.core.timetable import Bell, Lesson
from tests.support.schedules import (
    BELLS,
    days_of,
    district,
    judged,
    mentee,
    mentor,
    offering,
    pair,
    taught,
    with_each,
)


def test_nobody_is_in_two_places() -> None:
    """One mentor of two: two visits at different times; and not while another
    observation is planned.
    """
    plan = Plan(
        3, Direction.MENTOR_SEES_MENTEE, date(2026, 12, 1), time(9, 10)
    )
    of = district(
        *(pair(n, "Ana Diaz") for n in (1, 2, 3)),
        mentor="1 2",
        plans=(plan,),
        arranged=offering(1, 2, 3),
    )
    visits = [x.visit for x in judged(of).to_arrange.lines if x.visit]
    times = {(v.day, v.begin) for v in visits}
    assert len(times) == len(visits) == 2
    assert (date(2026, 12, 1), 9 * 60) not in times


def test_time_of_which_nothing_is_known_is_nobodys_free_time() -> None:
    """Before somebody's day begins, in another building."""
    one = pair(1)
    early = Bell("0", time(7), time(7, 45), school="river")
    of = taught(
        one,
        lessons={
            mentor(one): with_each("1"),
            mentee(one): (Lesson("0", "river"),),
        },
        bells=(*BELLS, early),
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is None


def test_one_person_under_two_addresses_is_in_one_place() -> None:
    one, two = pair(1, "Ana Diaz"), pair(2, "Ana Diaz")
    both = Person("Ana Diaz", ("ana@x.example", "ana.d@y.example"))
    one = replace(one, mentor=both)
    for other in (("ana.d@y.example",), ()):
        later = replace(two, mentor=Person("Ana Diaz", other))
        of = taught(
            one,
            later,
            lessons={
                "ana.d@y.example": with_each("12"),
                "ana diaz": with_each("12"),
                mentee(one): with_each("3"),
                mentee(two): with_each("3"),
            },
            arranged=offering(1, 2),
        )
        assert len(set(days_of(of))) == len(days_of(of)) == 2


def test_who_is_not_there_is_on_no_list() -> None:
    lessons = {
        mentor(pair(1)): with_each("123"),
        mentee(pair(1)): with_each("123"),
    }
    ended = pair(1, ends=date(2026, 11, 27))
    away = pair(1, away=(Span(date(2026, 11, 25)),))
    for one in (ended, away):
        assert not judged(taught(one, lessons=lessons)).to_arrange.lines
    summer = taught(pair(1), lessons=lessons)
    assert not judged(summer, date(2027, 7, 20)).to_arrange.lines
