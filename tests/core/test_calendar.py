"""School days and the periods that rules count by, against counting by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sync.core.calendar import (
    Entry,
    Event,
    Per,
    Period,
    SchoolCalendar,
    days_between,
    monday_of,
)

FIRST, LAST = date(2026, 8, 31), date(2027, 6, 18)
DAYS = st.dates(FIRST - timedelta(days=9), LAST + timedelta(days=9))
CLOSED = st.builds(
    lambda first, days, schools: Entry(
        Event.NO_SCHOOL,
        first,
        first + timedelta(days=days),
        schools=frozenset(schools),
    ),
    DAYS,
    st.integers(0, 12),
    st.sets(st.sampled_from(["hill school", "river school"]), max_size=1),
)
CALENDARS = st.builds(
    lambda entries: SchoolCalendar(FIRST, LAST, tuple(entries)),
    st.lists(CLOSED, max_size=5),
)


@given(CALENDARS, DAYS, DAYS)
def test_days_are_counted_as_by_hand(
    calendar: SchoolCalendar, first: date, last: date
) -> None:
    school = calendar.days_of("Hill School")
    closed = [e for e in calendar.entries if e.is_for("Hill School")]
    by_hand = [
        day
        for day in days_between(FIRST, LAST)
        if day.weekday() < 5 and not any(e.touches(day, day) for e in closed)
    ]
    assert list(school.days) == by_hand
    inside = [day for day in by_hand if first <= day <= last]
    assert list(school.within(first, last)) == inside
    assert school.count(first, last) == len(inside)
    over = [day for day in by_hand if first <= day < last]
    assert school.passed(first, last) == len(over)
    assert (
        list(school.following(first, 4))
        == [day for day in by_hand if day >= first][:4]
    )


@given(CALENDARS, st.integers(0, 45))
def test_the_next_week_is_the_next_one_with_school(
    calendar: SchoolCalendar, number: int
) -> None:
    school = calendar.days_of()
    monday = monday_of(FIRST) + timedelta(weeks=number)
    week = Period(Per.WEEK, monday, monday + timedelta(days=6))
    later = [day for day in school.days if day > week.last]
    following = school.next_week_after(week)
    assert (following is None) is (later == [])
    if following is not None:
        assert later[0] in following
        assert following.first.weekday() == 0


def test_periods_lie_end_to_end_and_hold_every_day_of_the_year() -> None:
    calendar = SchoolCalendar(FIRST, LAST)
    for per in Per:
        periods = calendar.periods(per)
        assert periods[0].first <= FIRST
        assert periods[-1].last >= LAST
        for one, other in pairwise(periods):
            assert other.first == one.last + timedelta(days=1), per


def test_semesters_are_those_of_calendar() -> None:
    """Without any, the halves of the year; one that ends before it begins is
    none.
    """
    halves = SchoolCalendar(FIRST, LAST).periods(Per.SEMESTER)
    assert [p.first.weekday() for p in halves] == [0, 0]
    autumn = Entry(Event.SEMESTER, FIRST, date(2027, 1, 22))
    spring = Entry(Event.SEMESTER, date(2027, 1, 25), LAST)
    wrong = Entry(Event.SEMESTER, LAST, FIRST)
    named = SchoolCalendar(FIRST, LAST, (spring, wrong, autumn))
    assert [(p.first, p.last) for p in named.periods(Per.SEMESTER)] == [
        (autumn.first, autumn.last),
        (spring.first, spring.last),
    ]


def test_a_row_is_for_its_schools_in_any_case_or_for_all() -> None:
    some = Entry(Event.NO_SCHOOL, FIRST, FIRST, schools=frozenset({"hill"}))
    assert [some.is_for(s) for s in ("Hill", "HILL", "River")] == [
        True,
        True,
        False,
    ]
    assert Entry(Event.NO_SCHOOL, FIRST, FIRST).is_for("River")


def test_who_was_there_is_as_far_as_anybody_wrote_it_down() -> None:
    every = Entry(Event.WHOLE_GROUP, FIRST, FIRST, held=True)
    but_one = Entry(Event.PD_DAY, FIRST, FIRST, absent=frozenset({2}))
    listed = Entry(Event.PD_DAY, FIRST, FIRST, present=frozenset({1}))
    assert [e.was_there(2) for e in (every, but_one, listed)] == [
        True,
        False,
        False,
    ]
    assert [e.gathers for e in (every, but_one, listed)] == [True] * 3
    assert not Entry(Event.PD_DAY, FIRST, FIRST).gathers
