"""Meetings that the coordinator arranges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from sync.core.calendar import Per
from sync.core.model import (
    PlannedMeeting,
)
from sync.core.people import RegularTime
from sync.core.rules import Rule, What
from sync.core.timetable import Bell, Use
from tests.support.schedules import (
    ARRANGES,
    BELLS,
    OBSERVE,
    district,
    judged,
    mentee,
    mentor,
    offering,
    pair,
    taught,
    with_each,
)


def test_meetings_are_proposed_week_by_week_where_the_coordinator_arranges() -> (
    None
):
    weekly = Rule(What.MEETINGS, 1, Per.WEEK)
    of = district(
        pair(1),
        pair(2, regular=RegularTime(1)),
        rules=(weekly, ARRANGES),
        mentor="1 2 3 4",
        mentee="1 2 3 5",
        arranged=offering(1, 2),
    )
    lines = judged(of).to_arrange.lines
    assert [line.why for line in lines] == [
        "nothing planned in the week of Nov 30",
        "nothing planned in the week of Dec 7",
    ]
    assert not any(line.time for line in lines)  # never free together
    free = district(pair(1), rules=(weekly, ARRANGES), arranged=offering(1))
    first, second = judged(free).to_arrange.lines
    assert first.time is not None
    assert first.time.cell == "Tue 12:00 PM"
    assert second.time is not None
    assert second.time.shown == "Mon, Dec 7, 12:00 PM (period 4)"


def test_what_was_planned_or_needs_no_meeting_is_not_proposed() -> None:
    weekly = Rule(What.MEETINGS, 1, Per.WEEK)
    of = district(
        pair(1),
        rules=(weekly, ARRANGES),
        schedule=(PlannedMeeting(1, date(2026, 12, 3)),),
        filled=frozenset({(1, date(2026, 12, 7))}),
    )
    assert not judged(of).to_arrange.lines


def test_lunch_of_the_bells_is_offered_by_itself() -> None:
    lunch = Bell("lunch", time(14), time(14, 30), use=Use.LUNCH)
    base = district(
        pair(1),
        rules=(Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES),
        mentor="1 2 3 4 5",
        arranged=offering(1, offers="lunch"),
    )
    table = replace(base.timetable, bells=(*BELLS, lunch))
    first, _ = judged(replace(base, timetable=table)).to_arrange.lines
    assert first.time is not None
    assert first.time.cell == "Tue 2:00 PM"


def test_meetings_are_not_where_somebody_is_already() -> None:
    """Three mentees of one mentor; one of them has a regular time."""
    rules = (Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES, OBSERVE)
    pairs = [pair(n, "Ana Diaz") for n in (1, 2)]
    pairs.append(pair(3, "Ana Diaz", regular=RegularTime(1, time(12))))
    lessons = {mentor(pairs[0]): with_each("1235")}
    lessons |= {mentee(p): with_each("1235") for p in pairs}
    of = taught(
        *pairs, lessons=lessons, rules=rules, arranged=offering(1, 2, 3)
    )
    times = [
        (line.time.day, line.time.begin)
        for line in judged(of).to_arrange.lines
        if line.time
    ]
    assert len(times) == len(set(times)) == 4
    assert (date(2026, 12, 1), 12 * 60) not in times


def test_a_visit_that_is_proposed_takes_its_time_from_meetings() -> None:
    rules = (Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES, OBSERVE)
    one, two = pair(1, "Ana Diaz"), pair(2, "Ana Diaz")
    lessons = {
        mentor(one): with_each("1235"),
        mentee(one): with_each("4"),
        mentee(two): with_each("123"),
    }
    of = taught(
        one, two, lessons=lessons, rules=rules, arranged=offering(1, 2)
    )
    lines = judged(of).to_arrange.lines
    visits = {(x.visit.day, x.visit.begin) for x in lines if x.visit}
    meetings = {(x.time.day, x.time.begin) for x in lines if x.time}
    assert visits
    assert meetings
    assert not visits & meetings
