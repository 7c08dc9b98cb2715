"""What only the coordinator can answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Correction, Direction, Plan, Repair, Roster
from sync.core.people import Pair, Person
from sync.core.rules import Rule, What

FIRST, DAY = date(2026, 8, 31), date(2026, 11, 18)
PAIRS = tuple(
    Pair(
        "WES",
        n,
        Person(f"Ana {n}"),
        Person(f"Sam {n}"),
        "Hill" if n < 3 else "",
    )
    for n in range(1, 5)
)
TOGETHER = Entry(
    Event.WHOLE_GROUP, DAY, DAY, "Mentors and mentees together", minutes=60
)


def judged(
    *entries: Entry, today: date = DAY + timedelta(1)
) -> DistrictStanding:
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18), entries)
    district = District("WES", "Westbrook", calendar, roster=Roster(PAIRS))
    return judge(district, [], today)


def test_a_day_together_that_nobody_ticked_is_asked_about() -> None:
    assert judged(TOGETHER).questions == (
        (
            "Did “Mentors and mentees together” on Nov 18 take place? 4 pairs × 60 min need the tick in Took place."
            " Tick it in Calendar, or clear the row."
        ),
    )


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        (TOGETHER, True),
        (replace(TOGETHER, event=Event.PD_DAY), False),
        (replace(TOGETHER, event=Event.PD_DAY, one_on_one=20), True),
        (replace(TOGETHER, event=Event.TRAINING, absent=frozenset({1})), True),
        (replace(TOGETHER, present=frozenset({1, 2})), True),
        (replace(TOGETHER, present=frozenset()), False),
        (replace(TOGETHER, held=True), False),
        (replace(TOGETHER, schools=frozenset({"river"})), False),
        (replace(TOGETHER, last=DAY + timedelta(1)), False),
    ],
)
def test_only_days_on_which_somebody_was_to_come_are(
    entry: Entry, asked: bool
) -> None:
    questions = judged(entry).questions
    assert any("take place" in each for each in questions) is asked


def test_it_is_asked_after_the_day_and_not_before() -> None:
    assert judged(TOGETHER, today=DAY).questions == ()


def test_those_who_were_there_are_credited_and_nobody_else() -> None:
    some = replace(TOGETHER, held=True, present=frozenset({1, 3, 9}))
    standing = judged(replace(some, absent=frozenset({3})))
    met = {p.pair.number: len(p.meetings) for p in standing.pairs}
    assert met == {1: 1, 2: 0, 3: 0, 4: 0}
    (question,) = standing.questions
    assert "9 in Who was there is not a pair number" in question


def _asked(**more: object) -> tuple[str, ...]:
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
    district = District("WES", "Westbrook", calendar, roster=Roster(PAIRS))
    changed = replace(district, **more)  # type: ignore[arg-type]
    return judge(changed, [], DAY).questions


def test_a_day_that_stands_twice_is_asked_about() -> None:
    held = replace(TOGETHER, held=True)
    standing = judged(held, held, replace(held, note="Afternoon"))
    assert {len(p.meetings) for p in standing.pairs} == {3}, "perhaps two"
    (question,) = standing.questions
    assert "whole group “Mentors and mentees together” on Nov 18" in question
    assert "is there 2 times. Clear a row" in question


def test_an_observation_that_stands_twice_is_asked_about() -> None:
    plan = Plan(1, Direction.MENTOR_SEES_MENTEE, DAY)
    other = replace(plan, direction=Direction.MENTEE_SEES_MENTOR)
    (question,) = _asked(plans=(plan, other, plan))
    assert "mentor observes mentee of pair 1 on Nov 18 is there 2" in question


@pytest.mark.parametrize(
    ("days", "asked"), [((17, 18), True), ((17, 17), False), ((17,), False)]
)
def test_corrections_that_disagree_are_asked_about(
    days: tuple[int, ...], asked: bool
) -> None:
    rows = tuple(
        Correction("AB12CD", Repair.DATE, day=date(2026, 11, day))
        for day in days
    )
    questions = [q for q in _asked(corrections=rows) if "no answer" not in q]
    assert [("times with different values" in q) for q in questions] == [
        True
    ] * asked


@pytest.mark.parametrize(
    ("schools", "asked"),
    [(frozenset({"hill"}), True), (frozenset[str](), False)],
)
def test_pairs_without_a_school_among_others_are_asked_about(
    schools: frozenset[str], asked: bool
) -> None:
    """As the rows below a merged cell are, where days off differ by school."""
    off = Entry(Event.NO_SCHOOL, DAY, DAY, schools=schools)
    questions = judged(off).questions
    assert [q for q in questions if "no school stands beside" in q] == [
        "Pairs: no school stands beside WES-3, WES-4, so only days off for everybody count for them. Fill in School; unmerge its cells if they were merged."
    ] * asked


@pytest.mark.parametrize(
    ("ends", "named"),
    [(None, True), (DAY + timedelta(days=60), True), (FIRST, False)],
)
def test_a_pair_that_ended_is_asked_for_no_school(
    ends: date | None, named: bool
) -> None:
    """One that ends on a day to come is there, and is asked about."""
    pairs = (
        Pair("WES", 1, Person("Ana"), Person("Sam"), "Hill"),
        Pair("WES", 2, Person("Mei"), Person("Tom"), ends=ends),
    )
    off = Entry(Event.NO_SCHOOL, DAY, DAY, schools=frozenset({"hill"}))
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18), (off,))
    district = District("WES", "W", calendar, roster=Roster(pairs))
    questions = judge(district, [], DAY).questions
    assert any("no school stands beside WES-2" in q for q in questions) is (
        named
    )


@pytest.mark.parametrize("many", [1, 10, 11, 450])
def test_however_much_is_pasted_the_questions_stay_few(many: int) -> None:
    """Of each kind ten, and how many more."""
    alone = tuple(
        Pair("WES", n, Person(""), Person(f"Sam {n}"))
        for n in range(1, many + 1)
    )
    plans = tuple(
        Plan(900 + n, Direction.MENTOR_SEES_MENTEE, DAY) for n in range(many)
    )
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
    district = District(
        "WES",
        "Westbrook",
        calendar,
        roster=Roster(PAIRS, alone=alone),
        plans=plans,
    )
    asked = judge(district, [], DAY).questions
    assert len(asked) == 2 * (many if many <= 10 else 11)
    more = [q for q in asked if "more like these" in q]
    assert more == [f"… and {many - 10} more like these."] * 2 * (many > 10)


def test_where_nobody_ever_logged_the_links_are_asked_about() -> None:
    """And no vacation of six weeks is invented."""
    pairs = tuple(
        Pair("WES", n, Person(f"Ana {n}"), Person(f"Sam {n}"))
        for n in range(1, 7)
    )
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))
    weekly = (Rule(What.MEETINGS, 1, Per.WEEK),)
    district = District("WES", "Westbrook", calendar, weekly, Roster(pairs))
    links = "Nobody has logged anything yet. Do they have their links? They stand in Pairs, and `sync handout` prints them."
    assert judge(district, [], DAY).questions == (
        f"{links} If pairs begin only now, write the day into Starts in Pairs.",
    )
    begun = tuple(replace(p, starts=calendar.first) for p in pairs)
    known = replace(district, roster=Roster(begun))
    assert judge(known, [], DAY).questions == (links,)
    assert judge(district, [], date(2026, 9, 18)).questions == ()
