"""Worked cases of the definitions: what a coordinator would say of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import PairStanding, judge
from sync.core.model import (
    Direction,
    FollowUp,
    Kind,
    Plan,
    PlannedMeeting,
    Roster,
    Status,
    Submission,
)
from sync.core.people import Pair, Person, RegularTime, Span
from sync.core.planning import read_cell, says_something
from sync.core.rules import Force, Rule, What
from sync.core.sums import OBSERVATIONS_DUE, share_due

FIRST = date(2026, 8, 31)
WEEKLY = Rule(What.MEETINGS, 1, Per.WEEK)


def monday(week: int) -> date:
    """The Monday of school week 1, 2, 3, ..."""
    return FIRST + timedelta(weeks=week - 1)


def met(day: date, kind: Kind = Kind.ONE_ON_ONE, **more: object) -> Submission:
    sent = datetime.combine(day, time(20), UTC)
    one = Submission(
        f"{day} {kind} {more}",
        sent,
        sent,
        "ana@w.example",
        "WES-1",
        day,
        kind,
        minutes=30,
    )
    return one._replace(**more)  # type: ignore[arg-type]


def weeks(*numbers: int) -> list[Submission]:
    """A meeting on the Tuesday of each week."""
    return [met(monday(n) + timedelta(days=1)) for n in numbers]


def stand(
    answers: Iterable[Submission],
    today: date,
    rules: tuple[Rule, ...] = (WEEKLY,),
    entries: tuple[Entry, ...] = (),
    more: Mapping[str, object] | None = None,
    **pair: object,
) -> PairStanding:
    one = Pair(
        "WES",
        1,
        Person("Ana Diaz", ("ana@w.example",)),
        Person("Sam Lee", ("sam@w.example",)),
    )
    one = replace(one, **pair)  # type: ignore[arg-type]
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18), entries)
    district = replace(
        District("WES", "Westbrook", calendar, rules, Roster((one,))),
        **(more or {}),  # type: ignore[arg-type]
    )
    return judge(district, answers, today).pairs[0]


def names(standing: PairStanding) -> list[str]:
    return [f.name for f in standing.flags]


def test_nothing_is_asked_in_the_first_ten_school_days() -> None:
    assert (
        stand([], monday(2) + timedelta(days=4)).status is Status.NOT_STARTED
    )
    assert stand(weeks(1), monday(2)).status is Status.ON_TRACK


def test_no_meetings_yet_is_a_check_in_and_then_a_reason_to_reach_out() -> (
    None
):
    assert stand([], monday(3)).status is Status.CHECK_IN
    assert stand([], monday(4)).status is Status.REACH_OUT
    assert "no meetings yet" in names(stand([], monday(4)))


def test_a_week_is_judged_when_the_next_school_week_is_over() -> None:
    answers = weeks(1, 2, 3, 4, 5)
    on_sunday = stand(answers, monday(8) - timedelta(days=1))
    assert (on_sunday.status, on_sunday.rules[0].expected) == (
        Status.ON_TRACK,
        3,
    )
    on_monday = stand(answers, monday(8))
    assert (on_monday.status, on_monday.rules[0].expected) == (
        Status.CHECK_IN,
        4,
    )
    assert on_monday.why == "0 of 1 in the week of Oct 5, and nothing since."


def test_two_empty_weeks_and_none_since_is_a_reason_to_reach_out() -> None:
    standing = stand(weeks(1, 2, 3, 4), monday(8))
    assert standing.status is Status.REACH_OUT
    assert standing.why == "No one-on-one or small group logged since Sep 22."


def test_one_meeting_since_is_enough_to_be_left_in_peace() -> None:
    assert stand(weeks(1, 2, 3, 4, 5, 7), monday(8)).status is Status.ON_TRACK


def test_twice_one_week_makes_good_the_week_before_or_after() -> None:
    twice = [*weeks(3, 4, 6, 7), met(monday(4) + timedelta(days=2))]
    assert stand(twice, monday(9)).rules[0].met == 5


def test_a_vacation_between_lets_an_extra_meeting_reach_across() -> None:
    vacation = (
        Entry(Event.NO_SCHOOL, monday(5), monday(5) + timedelta(days=4)),
    )
    twice = [*weeks(3, 4), met(monday(4) + timedelta(days=2))]
    result = stand(twice, monday(9), entries=vacation).rules[0]
    assert [p.met for p in result.judged] == [True, True, True, False]


def test_only_the_vacation_saves_them() -> None:
    answers = weeks(3, 4, 5, 6, 8, 10)
    with_vacation = (
        Entry(Event.NO_SCHOOL, monday(7), monday(7) + timedelta(days=4)),
    )
    assert (
        stand(answers, monday(12), entries=with_vacation).status
        is Status.ON_TRACK
    )
    assert stand(weeks(3, 4, 5, 8, 10), monday(12)).status is Status.CHECK_IN


def test_the_thursday_pair_in_thanksgiving_week() -> None:
    thanksgiving = (
        Entry(Event.NO_SCHOOL, date(2026, 11, 26), date(2026, 11, 26)),
    )
    without = stand(
        [], date(2026, 12, 14), entries=thanksgiving, regular=RegularTime(3)
    ).rules[0]
    assert "no school on their day" in {p.why_not for p in without.periods}
    moved = {"schedule": (PlannedMeeting(1, date(2026, 11, 24)),)}
    planned = stand(
        [],
        date(2026, 12, 14),
        entries=thanksgiving,
        more=moved,
        regular=RegularTime(3),
    ).rules[0]
    assert "no school on their day" not in {p.why_not for p in planned.periods}


def test_three_school_days_are_too_few_for_a_week() -> None:
    short = (Entry(Event.NO_SCHOOL, monday(6), monday(6) + timedelta(days=1)),)
    result = stand([], monday(9), entries=short).rules[0]
    assert (
        next(p for p in result.periods if p.period.first == monday(6)).why_not
        == "too few school days"
    )


def test_a_month_counts_with_ten_school_days_and_is_judged_five_later() -> (
    None
):
    monthly = (Rule(What.MEETINGS, 1, Per.MONTH),)
    assert [
        p.met
        for p in stand([met(date(2026, 9, 30))], date(2026, 10, 8), monthly)
        .rules[0]
        .judged
    ] == [True]
    assert (
        stand([met(date(2026, 9, 30))], date(2026, 10, 7), monthly)
        .rules[0]
        .judged
        == ()
    )
    both = stand(
        [met(date(2026, 9, 30)), met(date(2026, 11, 2))],
        date(2026, 11, 10),
        monthly,
    )
    assert (both.rules[0].met, len(both.rules[0].judged), both.status) == (
        1,
        2,
        Status.ON_TRACK,
    )


MONTHLY = (Rule(What.MEETINGS, 1, Per.MONTH),)


def test_a_monthly_pair_is_reached_out_to_after_40_school_days() -> None:
    last = met(monday(5))
    forty = monday(13)
    assert stand([last], forty, MONTHLY).status is not Status.REACH_OUT
    assert (
        stand([last], forty + timedelta(days=1), MONTHLY).status
        is Status.REACH_OUT
    )


def test_one_meeting_in_every_month_is_on_track_all_year() -> None:
    """Silence alone reaches out to nobody who is not behind."""
    days = [date(2026, m, 8) for m in (9, 10, 11, 12)] + [
        date(2027, m, 8) for m in (1, 2, 3, 4, 5, 6)
    ]
    seen = set()
    for week in range(3, 42):
        today = monday(week)
        seen.add(
            stand([met(d) for d in days if d < today], today, MONTHLY).status
        )
    assert seen == {Status.ON_TRACK}


def test_four_meetings_a_year_well_spread_are_never_reached_out_to() -> None:
    yearly = (Rule(What.MEETINGS, 4, Per.YEAR),)
    days = [date(2026, 10, 6), date(2026, 12, 8), date(2027, 2, 9)]
    days.append(date(2027, 4, 13))
    for week in range(7, 42):  # before, they have not met at all
        today = monday(week)
        standing = stand([met(d) for d in days if d < today], today, yearly)
        assert standing.status is not Status.REACH_OUT, today


def test_a_minutes_rule_whose_average_is_met_is_not_broken_by_silence() -> (
    None
):
    minutes = (Rule(What.MINUTES, 30, Per.WEEK),)
    long = [
        met(monday(week), minutes=240, id=f"long{week}") for week in (4, 8)
    ]
    assert stand(long, monday(12), minutes).status is Status.ON_TRACK
    short = [each._replace(minutes=30) for each in long]
    assert stand(short, monday(12), minutes).status is Status.REACH_OUT


def test_who_met_the_last_three_weeks_is_on_track() -> None:
    """Whatever the eight before say."""
    assert stand(weeks(8, 9, 10), monday(12)).status is Status.ON_TRACK
    assert stand(weeks(8, 10), monday(12)).status is Status.CHECK_IN


@pytest.mark.parametrize(
    ("day", "done", "status"),
    [
        (monday(12) - timedelta(days=3), False, Status.IN_TOUCH),
        (monday(12) - timedelta(days=3), True, Status.CHECK_IN),
        (monday(9), False, Status.CHECK_IN),  # it is over
    ],
)
def test_a_check_in_is_answered_by_a_follow_up(
    day: date, done: bool, status: Status
) -> None:
    touch = {"follow_ups": (FollowUp(1, day, done=done),)}
    assert stand(weeks(3, 5, 8, 10), monday(12), more=touch).status is status


def test_on_leave_and_back() -> None:
    leave = (Span(monday(5), monday(10) + timedelta(days=6)),)
    assert stand(weeks(3, 4), monday(7), away=leave).status is Status.PAUSED
    back = stand(weeks(3, 4), monday(12), away=leave)
    assert (back.status, back.flags) == (Status.ON_TRACK, ())
    assert (
        stand(weeks(3, 4), monday(16), away=leave).status is Status.REACH_OUT
    )


def test_after_the_end_nothing_is_asked() -> None:
    assert stand(weeks(3), monday(12), ends=monday(5)).status is Status.ENDED


def test_whole_group_days_count_toward_the_rule_but_are_not_a_meeting_of_their_own() -> (
    None
):
    days = tuple(
        Entry(Event.WHOLE_GROUP, monday(n), monday(n), minutes=60, held=True)
        for n in range(3, 9)
    )
    standing = stand([], monday(10), entries=days)
    assert (standing.rules[0].met, standing.status) == (6, Status.REACH_OUT)
    assert "whole group only" in names(standing)


def test_brief_conversations_count_each() -> None:
    brief = [
        met(monday(n), Kind.BRIEF, conversations=2, minutes=10)
        for n in (3, 4, 5, 6, 7)
    ]
    standing = stand(brief, monday(9), (replace(WEEKLY, amount=2),))
    assert (standing.status, standing.rules[0].met) == (Status.ON_TRACK, 5)


@pytest.mark.parametrize(("n", "first_due"), [(1, 130), (2, 75), (10, 31)])
def test_when_the_first_observation_of_a_year_is_due(
    n: int, first_due: int
) -> None:
    by = OBSERVATIONS_DUE
    due = share_due(first_due, 180, by) * n
    assert due >= 1 > share_due(first_due - 1, 180, by) * n


def test_an_observation_that_is_planned_for_today_or_later_is_not_overdue() -> (
    None
):
    rules = (WEEKLY, Rule(What.MENTOR_OBSERVES, 10, Per.YEAR))
    done = met(
        monday(5), Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    answers = [*weeks(*range(1, 13)), done]
    assert stand(answers, monday(13), rules).status is Status.CHECK_IN, (
        "one of two is done"
    )
    plan = {"plans": (Plan(1, Direction.MENTOR_SEES_MENTEE, monday(13)),)}
    assert (
        stand(answers, monday(13), rules, more=plan).status is Status.ON_TRACK
    )
    assert (
        stand(answers, monday(13) + timedelta(days=1), rules, more=plan).status
        is Status.CHECK_IN
    )


def test_a_follow_up_is_open_until_its_date_or_ten_school_days() -> None:
    contact = {"follow_ups": (FollowUp(1, monday(8)),)}
    assert (
        stand(weeks(3, 4), monday(8), more=contact).status is Status.IN_TOUCH
    )
    assert (
        stand(weeks(3, 4), monday(10), more=contact).status is Status.IN_TOUCH
    )
    assert (
        stand(weeks(3, 4), monday(10) + timedelta(days=1), more=contact).status
        is Status.REACH_OUT
    )
    done = {"follow_ups": (FollowUp(1, monday(8), None, True),)}
    assert stand(weeks(3, 4), monday(8), more=done).status is Status.REACH_OUT


def test_a_suggested_rule_is_shown_and_changes_nothing() -> None:
    suggested = (replace(WEEKLY, force=Force.SUGGESTED),)
    standing = stand(weeks(1, 2, 5), monday(8), suggested)
    assert (standing.status, standing.rules[0].expected) == (
        Status.ON_TRACK,
        4,
    )


def test_without_a_required_rule_a_long_gap_is_still_reported() -> None:
    assert "long gap" in names(stand(weeks(1, 2), monday(7), ()))


def test_a_rule_from_january_does_not_judge_autumn() -> None:
    later = (replace(WEEKLY, since=date(2027, 1, 4)),)
    assert stand(weeks(3), monday(12), later).rules[0].expected == 0


def test_wishes_and_obstacles_are_shown_and_change_no_status() -> None:
    could_not = met(
        monday(9),
        Kind.COULD_NOT_MEET,
        obstacles=("no common time",),
        wants_contact=True,
    )
    standing = stand([*weeks(*range(3, 10)), could_not], monday(10))
    assert standing.status is Status.ON_TRACK
    assert {"asks to be contacted", "in the way: no common time"} <= set(
        names(standing)
    )


def test_an_answer_that_waits_keeps_its_likely_pair_from_reach_out() -> None:
    waits = met(monday(7), pair_text="WES-77")
    standing = stand([*weeks(3, 4), waits], monday(9))
    assert standing.status is Status.CHECK_IN
    assert "needs your answer" in standing.why


def test_a_week_in_which_nobody_else_logged_asks_nothing_and_is_asked_about() -> (
    None
):
    pairs = tuple(
        Pair("WES", n, Person(f"A{n} B", ()), Person(f"C{n} D", ()))
        for n in range(1, 6)
    )
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        (WEEKLY,),
        Roster(pairs),
    )
    answers = [
        met(monday(w), pair_text=f"WES-{n}", email="")
        for w in (1, 2, 3, 4, 7, 8)
        for n in range(1, 6)
    ]
    standing = judge(district, answers, monday(10))
    assert standing.counts[Status.ON_TRACK] == 5
    assert standing.questions == (
        "No log from anyone, Sep 28 - Oct 9: no school? Add it to Calendar.",
    )


def test_a_pairs_own_log_never_makes_a_silent_week_count_against_it() -> None:
    """One of two asked, in a week in which nobody else logged: the week still
    asks nothing of them.
    """
    pairs = tuple(
        Pair("WES", n, Person(f"A{n} B", ()), Person(f"C{n} D", ()))
        for n in range(1, 6)
    )
    rules = (replace(WEEKLY, amount=2),)
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        rules,
        Roster(pairs),
    )
    others = [
        met(monday(w), pair_text=f"WES-{n}", email="")
        for w in range(1, 11)
        if w != 8
        for n in range(2, 6)
    ]
    mine = [
        met(monday(w) + timedelta(days=d), pair_text="WES-1", email="")
        for w in range(1, 8)
        for d in (0, 1)
    ]
    one = met(monday(8), pair_text="WES-1", email="")
    for answers in ([*others, *mine], [*others, *mine, one]):
        first = next(
            p
            for p in judge(district, answers, monday(10)).pairs
            if p.pair.number == 1
        )
        week = next(
            p for p in first.rules[0].periods if p.period.first == monday(8)
        )
        assert (week.why_not, first.status) == (
            "no log from anyone else",
            Status.ON_TRACK,
        )


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("Tue 2:45", date(2026, 10, 13), time(14, 45)),
        ("10/14 2:45 pm", date(2026, 10, 14), time(14, 45)),
        ("Th 7:30am", date(2026, 10, 15), time(7, 30)),
        ("2026-10-16", date(2026, 10, 16), None),
        ("Wednesday", date(2026, 10, 14), None),
        ("2:45 Tues.", date(2026, 10, 13), time(14, 45)),
        ("Oct 14, 3:10", date(2026, 10, 14), time(15, 10)),
    ],
)
def test_a_cell_of_the_schedule_is_read_as_people_write_it(
    text: str, day: date, at: time | None
) -> None:
    assert read_cell(text, date(2026, 10, 12), 4) == PlannedMeeting(4, day, at)


@pytest.mark.parametrize(
    "text",
    [
        "after lunch?",
        "field trip",
        "testing week",
        "TBD",
        "whenever",
        "meet later",
        "rotating",
    ],
)
def test_what_names_no_day_is_no_plan(text: str) -> None:
    assert read_cell(text, date(2026, 10, 12), 4) is None
    assert says_something(text)


@pytest.mark.parametrize("text", ["", "  ", "-", "none"])
def test_an_empty_cell_or_a_dash_says_nothing(text: str) -> None:
    assert not says_something(text)


def test_what_is_logged_in_the_summer_for_june_still_counts() -> None:
    """And a contact of the summer holds the pair."""
    july = date(2027, 7, 20)
    until = [met(date(2026, 9, 1) + timedelta(weeks=w)) for w in range(38)]
    assert stand(until, july).status is Status.REACH_OUT
    late = [met(date(2027, 5, 25) + timedelta(weeks=w)) for w in range(3)]
    assert stand([*until, *late], july).status is Status.ON_TRACK
    touch = {"follow_ups": (FollowUp(1, date(2027, 7, 1)),)}
    assert stand(until, july, more=touch).status is Status.IN_TOUCH


def test_brief_minutes_that_add_up_count_toward_a_sum() -> None:
    rules = (
        Rule(What.MEETINGS, 6, Per.YEAR),
        Rule(What.BRIEF_ADD_UP, 30),
    )
    brief = [
        met(monday(week), Kind.BRIEF, minutes=20, id=f"b{week}")
        for week in range(3, 11)
    ]
    result = stand(brief, monday(12), rules).rules[0]
    assert result.held == 5, "160 minutes are five times 30, and ten are over"


def test_a_sum_with_from_has_a_span_of_its_own() -> None:
    """What lay before it is not held, and it falls due over its own days."""
    spring = Rule(What.MEETINGS, 10, Per.YEAR, since=date(2027, 1, 4))
    autumn = [met(monday(week)) for week in range(3, 12)]
    result = stand(autumn, date(2027, 6, 18), (spring,)).rules[0]
    assert (result.held, result.due) == (0, 10)
    middle = stand(autumn, date(2027, 3, 29), (spring,)).rules[0]
    assert middle.due == 4, "half of its days, less five for logging"
    assert stand(autumn, date(2027, 1, 18), (spring,)).rules[0].due == 0


@pytest.mark.parametrize(
    ("rule", "figures"),
    [
        (
            Rule(
                What.MENTOR_OBSERVES,
                1,
                Per.WINDOW,
                since=date(2027, 1, 4),
                until=date(2027, 2, 26),
            ),
            (0, 1, 1),
        ),
        (Rule(What.MENTOR_OBSERVES, 1, Per.SEMESTER), (0, 1, 1)),
        (Rule(What.MENTOR_OBSERVES, 1, Per.YEAR), (1, 1, 0)),
    ],
)
def test_done_and_due_of_an_observation_are_of_the_same_days(
    rule: Rule, figures: tuple[int, int, int]
) -> None:
    """One in October is none of the spring's: never “due: 1 of 1 done”."""
    october = met(
        date(2026, 10, 14),
        Kind.OBSERVATION,
        direction=Direction.MENTOR_SEES_MENTEE,
    )
    seen = stand([october], date(2027, 6, 18), (rule,)).observations[0]
    assert (seen.done, seen.asked, seen.overdue) == figures
