"""What a coordinator can arrange, worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bench.arrange import TODAY as BENCH_DAY
from bench.arrange import district as bench_district
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
from sync.core.people import Pair, Person, RegularTime, Span
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
            for address in who.addresses:
                lessons[address] = tuple(map(Lesson, periods.split()))
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


# -- one by one ---------------------------------------------------------------


def taught(
    *pairs: Pair,
    lessons: dict[str, tuple[Lesson, ...]],
    bells: tuple[Bell, ...] = BELLS,
    **more: Any,
) -> District:
    """A district by lessons of each person, by address."""
    table = Timetable(bells, more.pop("letters", {}), lessons)
    return replace(district(*pairs), **{"timetable": table, **more})


def mentor(p: Pair) -> str:
    return p.mentor.addresses[0]


def mentee(p: Pair) -> str:
    return p.mentee.addresses[0]


def each(
    periods: str, school: str = "", letters: str = ""
) -> tuple[Lesson, ...]:
    return tuple(Lesson(p, school, frozenset(letters)) for p in periods)


def days_of(of: District, today: date = TODAY) -> list[date]:
    return [
        line.visit.day
        for line in judged(of, today).to_arrange.lines
        if line.visit
    ]


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
        lessons={mentor(one): each("123"), mentee(one): each("12")},
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
            mentor(one): each("12345", "hill"),
            mentee(one): each("12345", "river"),
        },
        calendar=replace(YEAR, entries=(closed,)),
    )
    assert days_of(of) == [date(2026, 12, 7)]


@pytest.mark.parametrize(
    "lessons",
    [
        each("12345", "hill middle school"),  # a school without bells
        (Lesson("1a"), Lesson("3")),  # a period without bells
        each("12345", letters="mw"),  # letters that no day has
    ],
)
def test_a_lesson_that_cannot_be_placed_makes_nobody_free(
    lessons: tuple[Lesson, ...],
) -> None:
    one = pair(1)
    bells = tuple(replace(bell, school="hill") for bell in BELLS)
    of = taught(
        one,
        lessons={mentor(one): lessons, mentee(one): each("12")},
        bells=bells,
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is None
    assert line.without


def test_time_of_which_nothing_is_known_is_nobodys_free_time() -> None:
    """Before somebody's day begins, in another building."""
    one = pair(1)
    early = Bell("0", time(7), time(7, 45), school="river")
    of = taught(
        one,
        lessons={mentor(one): each("1"), mentee(one): (Lesson("0", "river"),)},
        bells=(*BELLS, early),
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is None


def test_what_is_left_of_a_period_beside_a_lesson_is_planning() -> None:
    block = Bell("1", time(8), time(9, 30), school="hill")
    short = Bell("1", time(8), time(8, 25), school="river")
    table = Timetable((block, short))
    slots = table.day_of([Lesson("1", "river")], "hill", TODAY, ()) or ()
    assert [(s.begin, s.end, s.use) for s in slots] == [
        (480, 505, Use.CLASS),
        (505, 570, Use.PLANNING),
    ]


def test_meetings_are_not_where_somebody_is_already() -> None:
    """Three mentees of one mentor; one of them has a regular time."""
    rules = (Rule(What.MEETINGS, 1, Per.WEEK), ARRANGES, OBSERVE)
    pairs = [pair(n, "Ana Diaz") for n in (1, 2)]
    pairs.append(pair(3, "Ana Diaz", regular=RegularTime(1, time(12))))
    lessons = {mentor(pairs[0]): each("1235")}
    lessons |= {mentee(p): each("1235") for p in pairs}
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
        mentor(one): each("1235"),
        mentee(one): each("4"),
        mentee(two): each("123"),
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
                "ana.d@y.example": each("12"),
                "ana diaz": each("12"),
                mentee(one): each("3"),
                mentee(two): each("3"),
            },
            arranged=offering(1, 2),
        )
        assert len(set(days_of(of))) == len(days_of(of)) == 2


def test_who_is_not_there_is_on_no_list() -> None:
    lessons = {mentor(pair(1)): each("123"), mentee(pair(1)): each("123")}
    ended = pair(1, ends=date(2026, 11, 27))
    away = pair(1, away=(Span(date(2026, 11, 25)),))
    for one in (ended, away):
        assert not judged(taught(one, lessons=lessons)).to_arrange.lines
    summer = taught(pair(1), lessons=lessons)
    assert not judged(summer, date(2027, 7, 20)).to_arrange.lines


@pytest.mark.parametrize("day", [4, 11, 18])
def test_a_visit_planned_anew_ends_that_no_substitute_was_found(
    day: int,
) -> None:
    sees = Direction.MENTOR_SEES_MENTEE
    plans = (
        Plan(1, sees, date(2026, 11, 23), time(9), 1.0, filled=False),
        Plan(1, sees, date(2026, 12, day), time(9), 1.0, filled=True),
    )
    assert not judged(district(pair(1), plans=plans)).to_arrange.lines


def test_a_visit_without_a_substitute_is_proposed_for_another_day() -> None:
    first = judged(district(pair(1))).to_arrange.lines[0].visit
    assert first is not None
    lost = Plan(1, first.direction, first.day, time(9), 1.0, filled=False)
    [line] = judged(district(pair(1), plans=(lost,))).to_arrange.lines
    assert line.visit is not None
    assert line.visit.day != first.day


def test_the_order_of_rows_decides_nothing() -> None:
    of = bench_district(24)
    told = judge(of, [], BENCH_DAY).to_arrange
    pairs = list(of.roster.pairs)
    random.Random(1).shuffle(pairs)
    other = replace(of, roster=Roster(tuple(pairs)))
    assert judge(other, [], BENCH_DAY).to_arrange == told


def test_in_a_long_block_the_free_part_is_found() -> None:
    one = pair(1)
    bells = (
        Bell("1", time(8), time(9, 30)),
        Bell("a", time(8), time(8, 40)),
        Bell("b", time(8, 40), time(9, 30)),
    )
    of = taught(
        one,
        lessons={
            mentor(one): (Lesson("a"), Lesson("b", use=Use.FREE)),
            mentee(one): each("1"),
        },
        bells=bells,
        arranged=offering(1),
    )
    [line] = judged(of).to_arrange.lines
    assert line.visit is not None
    assert (line.visit.begin, line.visit.coverage) == (8 * 60 + 40, 0)


def test_hundreds_who_share_a_mentor_are_planned_in_the_end() -> None:
    """One lot after the other: nothing ends a run, or takes for ever."""
    pairs = [pair(n, "Ana Diaz") for n in range(1, 301)]
    lessons = {mentor(pairs[0]): each("123")}
    lessons |= {mentee(p): each("124") for p in pairs}
    rules = (
        Rule(What.MENTOR_OBSERVES, 8, Per.YEAR),
        Rule(What.MENTEE_OBSERVES, 8, Per.YEAR),
    )
    of = taught(*pairs, lessons=lessons, rules=rules)
    lines = judged(of, date(2027, 2, 1)).to_arrange.lines
    visits = [line.visit for line in lines if line.visit]
    assert len(lines) == 600
    assert len({(v.day, v.begin) for v in visits}) == len(visits) > 10


def test_bells_that_overlap_are_looked_at_in_part() -> None:
    groups = range(5)
    bells = tuple(
        Bell(
            f"{g}{n}",
            time(8 + n, 7 * g % 14),
            time(8 + n, 45 + 7 * g % 14 + g % 3),
        )
        for g in groups
        for n in range(8)
    )
    pairs = [pair(n) for n in range(1, 11)]
    lessons = {
        who: tuple(Lesson(f"{p.number % 5}{n}") for n in range(8))
        for p in pairs
        for who in (mentor(p), mentee(p))
    }
    arranged = judged(taught(*pairs, lessons=lessons, bells=bells)).to_arrange
    assert all(line.visit for line in arranged.lines)
    assert arranged.days
