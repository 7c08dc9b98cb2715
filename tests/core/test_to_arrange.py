"""What a coordinator can arrange, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District, Substitutes
from sync.core.judge import DistrictStanding, judge
from sync.core.model import (
    Arranged,
    Direction,
    Plan,
    PlannedMeeting,
    Roster,
    Status,
)
from sync.core.people import Pair, Person, RegularTime
from sync.core.rules import Rule, What
from sync.core.timetable import Bell, Lesson, Timetable, Use

# A Monday on which the first of four observations is due.
TODAY = date(2026, 11, 30)
YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
BELLS = tuple(Bell(str(n), time(8 + n), time(8 + n, 45)) for n in range(1, 6))
OBSERVE = Rule(What.MENTOR_OBSERVES, 4, Per.YEAR)
ARRANGES = Rule(What.ARRANGES_MEETINGS, 0, Per.YEAR)


def pair(number: int, mentor: str = "", **more: Any) -> Pair:
    name = mentor or f"Mentor {number}"
    return Pair(
        "WES",
        number,
        Person(name, (f"{name.lower().replace(' ', '.')}@wes.example",)),
        Person(f"Mentee {number}", (f"mentee.{number}@wes.example",)),
        "Hill",
        **more,
    )


def district(
    *pairs: Pair,
    rules: tuple[Rule, ...] = (OBSERVE,),
    mentor: str = "1 2 3",
    mentee: str = "1 2 3",
    **more: Any,
) -> District:
    """Pairs of whom all mentors, and all mentees, teach in the same periods."""
    lessons = {}
    for each in pairs:
        for who, periods in ((each.mentor, mentor), (each.mentee, mentee)):
            lessons[who.addresses[0]] = tuple(
                Lesson(p) for p in periods.split()
            )
    table = Timetable(BELLS, {}, lessons)
    plain = District(
        "WES", "Westbrook", YEAR, rules, Roster(pairs), timetable=table
    )
    return replace(plain, **more)


def offering(*numbers: int, offers: str = "planning") -> dict[int, Arranged]:
    said = Arranged(TODAY, offers=frozenset(offers.split()))
    return dict.fromkeys(numbers, said)


def judged(of: District, today: date = TODAY) -> DistrictStanding:
    return judge(of, [], today)


def test_where_nothing_is_declared_nothing_is_proposed() -> None:
    plain = replace(district(pair(1)), timetable=Timetable())
    assert not judged(plain).to_arrange.lines


def test_a_visit_without_coverage_comes_first() -> None:
    of = district(pair(1), mentor="1 2", mentee="1 2 3", arranged=offering(1))
    [line] = judged(of).to_arrange.lines
    assert line.direction is Direction.MENTOR_SEES_MENTEE
    assert line.visit is not None
    assert (line.visit.period, line.visit.coverage) == ("3", 0)
    assert line.visit.day == TODAY + timedelta(days=1)


def test_time_that_was_not_offered_is_not_used() -> None:
    [line] = judged(district(pair(1), mentor="1 2")).to_arrange.lines
    assert line.visit is not None
    assert line.visit.coverage == 45


@pytest.mark.parametrize(
    ("allotted", "needed"), [(0.5, None), (1, 45), (None, 45)]
)
def test_never_more_than_is_allotted(
    allotted: float | None, needed: int | None
) -> None:
    rules = [OBSERVE]
    if allotted is not None:
        rules.append(Rule(What.COVER_HOURS, allotted, Per.YEAR))
    of = district(pair(1), rules=tuple(rules))
    [line] = judged(of).to_arrange.lines
    assert (line.visit and line.visit.coverage) == needed


def test_lead_days_and_days_to_avoid_are_kept() -> None:
    asked = Substitutes(lead_days=3, avoid=frozenset({0, 4}))
    of = district(pair(1), substitutes=asked)
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    # Friday and Monday are avoided; Tuesday to Thursday are too soon.
    assert line.visit.day == date(2026, 12, 8)


def test_no_visit_on_days_of_tests_or_off_or_away() -> None:
    entries = (
        Entry(Event.TESTING, date(2026, 12, 1), date(2026, 12, 1)),
        Entry(Event.NO_SCHOOL, date(2026, 12, 2), date(2026, 12, 2)),
        Entry(Event.PD_DAY, date(2026, 12, 3), date(2026, 12, 3)),
        Entry(Event.EARLY_RELEASE, date(2026, 12, 4), date(2026, 12, 4)),
    )
    of = district(pair(1), calendar=replace(YEAR, entries=entries))
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    assert line.visit.day == date(2026, 12, 7)


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


def test_one_substitute_serves_the_visits_of_a_building() -> None:
    of = district(*(pair(n) for n in (1, 2, 3, 4)))
    arranged = judged(of).to_arrange
    assert [len(d.visits) for d in arranged.days] == [3]
    day = arranged.days[0]
    assert [v.period for v in day.visits] == ["1", "2", "3"]
    assert all(line.visit for line in arranged.lines)


def test_that_no_substitute_was_found_is_nobodys_fault() -> None:
    """The pair is not asked about it; the coordinator has it on the list."""
    seen = {}
    for filled in (True, False):
        plan = Plan(
            1,
            Direction.MENTOR_SEES_MENTEE,
            date(2026, 11, 10),
            hours=1,
            arranged="office",
            filled=filled,
        )
        of = replace(district(pair(1)), plans=(plan,))
        seen[filled] = judged(of)
    flags = {
        k: [f.kind.value for f in s.pairs[0].flags] for k, s in seen.items()
    }
    assert "observation due" in flags[True]
    assert "observation due" not in flags[False]
    assert "planned, not logged" not in flags[False]
    [line] = seen[False].to_arrange.lines
    assert line.why == "no substitute was found on Nov 10"
    assert seen[False].obstacles["no substitute"].total() == 1


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


def test_set_aside_time_and_ticks_of_the_form_are_proposed_without_schedules() -> (
    None
):
    entry = Entry(Event.EARLY_RELEASE, date(2026, 12, 2), date(2026, 12, 2))
    said = Arranged(TODAY, free=("Thu after school",), asked=True)
    of = replace(
        district(pair(1), rules=(Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES)),
        calendar=replace(YEAR, entries=(entry,)),
        arranged={1: said},
        timetable=Timetable(),
    )
    first, _ = judged(of).to_arrange.lines
    assert first.time is not None
    assert first.time.shown == "Thu, Dec 3 (both are free after school)"
    assert [t.shown for t in first.others] == [
        "Wed, Dec 2 (early release, set aside)"
    ]


def test_what_neither_teaches_stands_beside_a_pair_without_a_plan() -> None:
    of = district(
        pair(1),
        rules=(Rule(What.MEETINGS, 1, Per.WEEK),),
        mentor="1 2 3 4",
        arranged=offering(1),
    )
    [standing] = judged(of).pairs
    words = " ".join(f"{f.why} {f.next}" for f in standing.flags)
    assert standing.status is Status.REACH_OUT
    assert "Neither teaches Mon period 5 (1:00 PM)" in words


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
