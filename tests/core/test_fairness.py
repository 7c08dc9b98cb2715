"""Situations in which a quick rule would be unfair or lose what somebody said;
each was found by a reader.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sync.core.calendar import Entry, Event, Per, SchoolCalendar
from sync.core.district import District
from sync.core.explain import explain, note
from sync.core.judge import judge
from sync.core.model import (
    Direction,
    FollowUp,
    Kind,
    Plan,
    PlannedMeeting,
    Roster,
    Status,
)
from sync.core.people import Pair, Person, RegularTime, Span
from sync.core.presets import PRESETS
from sync.core.rules import Audience, Force, Phase, Rule, What
from tests.core.test_status import FIRST, WEEKLY, met, monday, stand, weeks
from tests.support.random_programs import program

DAY = timedelta(days=1)
TUESDAY = RegularTime(1)
EVERY_WEEK = {
    "schedule": tuple(PlannedMeeting(1, monday(n) + DAY) for n in range(1, 40))
}


def names(standing: Any) -> set[str]:
    return {f.name for f in standing.flags}


def closed(first: date, last: date) -> Entry:
    return Entry(Event.NO_SCHOOL, first, last)


def held(day: date, **more: Any) -> Entry:
    return Entry(Event.WHOLE_GROUP, day, day, minutes=60, held=True, **more)


# -- nothing that somebody said is lost ---------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        met(
            monday(8) + DAY,
            email="sam@w.example",
            wants_contact=True,
            id="zz",
            submitted=datetime(2026, 10, 21, tzinfo=UTC),
        ),
        met(
            monday(8) + DAY,
            wants_contact=True,
            id="a0",
            submitted=datetime(2026, 10, 20, 20, 1, tzinfo=UTC),
        ),
        met(FIRST - 40 * DAY, wants_contact=True, id="a1"),
    ],
)
def test_a_wish_for_a_word_is_taken_also_from_an_answer_that_adds_no_meeting(
    answer: Any,
) -> None:
    assert "asks to be contacted" in names(
        stand([*weeks(*range(1, 9)), answer], monday(9))
    )


def test_a_bare_number_does_not_take_a_meeting_to_strangers() -> None:
    other = Pair(
        "WES", 2, Person("Grace", ("grace@w.example",)), Person("Luis")
    )
    district, _, _ = program(3)
    pair = Pair(
        "WES", 1, Person("Ana Diaz", ("ana@w.example",)), Person("Sam Lee")
    )
    both = replace(
        district,
        roster=Roster((pair, other)),
        calendar=replace(district.calendar, entries=()),
        corrections=(),
    )
    one = met(monday(3), pair_text="Ana and Sam, 2 pm")
    assert [o.pair for o in judge(both, [one], monday(4)).outcomes] == [1]
    stranger = met(monday(3), pair_text="2", email="new@home.example")
    assert [o.pair for o in judge(both, [stranger], monday(4)).outcomes] == [2]


# -- one more meeting never makes it worse ------------------------------------


def brief(week: int, minutes: int, **more: Any) -> Any:
    day = more.pop("day", monday(week) + 2 * DAY)
    return met(
        day,
        Kind.BRIEF,
        **{"minutes": minutes, "id": f"b{week} {minutes}"} | more,
    )


def test_a_short_talk_takes_no_meeting_from_an_earlier_week() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_ADD_UP, 30))
    before = [*weeks(3, 4, 5, 8), brief(9, 30), brief(10, 30)]
    assert stand(before, monday(12), rules).status is Status.ON_TRACK
    assert (
        stand([*before, brief(11, 20)], monday(12), rules).status
        is Status.ON_TRACK
    )


def test_two_witnesses_of_brief_talks_say_as_many_as_the_one_who_saw_most() -> (
    None
):
    rules = (Rule(What.MEETINGS, 4, Per.MONTH),)
    day = {"day": date(2026, 10, 6)}
    two = [
        brief(6, 30, conversations=2, **day),
        brief(6, 20, email="sam@w.example", **day),
        brief(6, 10, email="sam@w.example", conversations=2, id="s2", **day),
    ]
    (of_two,) = stand(two, date(2026, 10, 30), rules).rules
    (of_three,) = stand(
        [*two, brief(6, 60, id="a2", **day)], date(2026, 10, 30), rules
    ).rules
    assert (of_two.held, of_three.held) == (3, 3)


def test_a_whole_group_day_makes_no_silent_week_count_for_those_who_were_there() -> (
    None
):
    """Where such days do not count as meetings, being there would otherwise be
    held against a pair.
    """
    district, _, _ = program(3)
    pairs = tuple(
        Pair("WES", n, Person(f"M{n}", (f"m{n}@w.example",)), Person(f"N{n}"))
        for n in range(1, 6)
    )
    days = (held(monday(7) + DAY), held(monday(8) + DAY))
    answers = [
        met(
            monday(w) + DAY,
            pair_text=f"WES-{n}",
            email=f"m{n}@w.example",
            id=f"{w} {n}",
        )
        for w in range(1, 7)
        for n in range(1, 6)
    ]
    rules = (WEEKLY, Rule(What.GROUP_APART))
    for entries in ((), days):
        calendar = replace(district.calendar, first=FIRST, entries=entries)
        one = replace(
            district,
            rules=rules,
            roster=Roster(pairs),
            calendar=calendar,
            schedule=(),
            plans=(),
            follow_ups=(),
            hints=(),
        )
        assert {p.status for p in judge(one, answers, monday(10)).pairs} == {
            Status.ON_TRACK
        }


# -- rules that ask nothing now -----------------------------------------------


def test_a_phase_that_is_over_decides_nothing_and_hides_no_silence() -> None:
    first8 = (Rule(What.MEETINGS, 1, Per.WEEK, phase=Phase(first_weeks=8)),)
    assert (
        stand(
            weeks(1, 2, 3, 5, 7, *range(9, 36)), date(2027, 5, 3), first8
        ).status
        is Status.ON_TRACK
    )
    silent = stand(
        weeks(1, 2, 3, 4), date(2027, 5, 3), PRESETS["new-jersey"].rules
    )
    assert (silent.status, silent.why) == (
        Status.CHECK_IN,
        "Nothing logged since Sep 22.",
    )
    later = (Rule(What.MEETINGS, 1, Per.WEEK, since=date(2027, 1, 4)),)
    assert (
        stand(
            weeks(1, 2, 3, 4), date(2026, 11, 23), later, regular=TUESDAY
        ).status
        is Status.CHECK_IN
    )


def test_status_shows_the_rule_that_asks_now() -> None:
    two = (
        Rule(What.MEETINGS, 1, Per.WEEK, until=date(2026, 12, 31)),
        Rule(What.MEETINGS, 1, Per.MONTH, since=date(2027, 1, 4)),
    )
    shown = stand(weeks(*range(1, 36)), date(2027, 5, 3), two).rules[0].rule
    assert shown.per is Per.MONTH


@pytest.mark.parametrize(
    "rule",
    [Rule(What.MEETINGS, 4, Per.YEAR), Rule(What.MINUTES, 120, Per.SEMESTER)],
)
def test_who_has_done_it_all_is_not_asked_why_they_stopped(rule: Rule) -> None:
    done = stand(weeks(2, 4, 6, 8), date(2027, 1, 11), (rule,))
    assert (done.status, "long gap" in names(done)) == (Status.ON_TRACK, True)


def test_a_pair_for_which_there_is_no_rule_is_pointed_out() -> None:
    rules = (replace(WEEKLY, who=Audience(frozenset({1, 2}))),)
    assert "no rule is for them" in names(
        stand(weeks(1, 2), monday(6), rules, year=3)
    )
    assert "no rule is for them" not in names(
        stand(weeks(1, 2), monday(6), rules)
    )


def test_hours_and_visits_are_asked_each_for_itself() -> None:
    visits, hours = (
        Rule(What.MENTOR_OBSERVES, 4, Per.YEAR),
        Rule(What.MENTOR_OBSERVES_HOURS, 1, Per.YEAR, Force.SUGGESTED),
    )
    for rules in ((WEEKLY, visits), (WEEKLY, visits, hours)):
        standing = stand(weeks(*range(1, 36)), date(2027, 5, 3), rules)
        assert (
            standing.why
            == "An observation (mentor observes mentee) is due: 0 of 4 done."
        )


# -- a day without school, a leave, a month not yet handed in -----------------


@pytest.mark.parametrize(
    ("answers", "today", "more"),
    [
        (
            weeks(1, 2, 3, 4, 5, 6, 8),
            monday(9),
            {"entries": (closed(monday(7), monday(7) + 4 * DAY),)},
        ),
        (
            weeks(1, 2, 3, 4),
            monday(9) + 2 * DAY,
            {"away": (Span(monday(5), monday(8) + 4 * DAY),)},
        ),
        (weeks(10), monday(10) + 4 * DAY, {"starts": monday(10)}),
        (
            weeks(1, 2, 3, 4),
            date(2026, 10, 14),
            {"rules": (WEEKLY, Rule(What.LOGS_DUE, 15))},
        ),
    ],
)
def test_what_was_planned_for_a_day_that_was_none_is_not_asked_for(
    answers: Any, today: date, more: Any
) -> None:
    assert "planned, not logged" not in names(
        stand(answers, today, more=EVERY_WEEK, **more)
    )


def test_four_closed_weeks_are_no_four_weeks_of_silence() -> None:
    entries = (
        held(date(2026, 10, 15)),
        closed(date(2026, 10, 19), date(2026, 11, 13)),
    )
    assert "whole group only" not in names(
        stand(weeks(1, 2, 3, 4, 5, 6, 7), date(2026, 11, 18), entries=entries)
    )
    quiet = stand(
        weeks(1, 2), date(2026, 11, 18), entries=(held(date(2026, 11, 4)),)
    )
    assert "whole group only" in names(quiet)


def test_coming_back_is_like_starting() -> None:
    away = (Span(date(2026, 9, 15), date(2026, 12, 4)),)
    first = stand([], date(2026, 12, 21), away=away)
    assert (first.status, first.why) == (
        Status.CHECK_IN,
        "Nothing logged yet; they came back on Dec 7.",
    )
    assert (
        stand([], date(2026, 12, 29), away=away).why
        == "No one-on-one or small group logged since they came back on Dec 7."
    )
    leave = (Span(monday(9), monday(12) + 4 * DAY),)
    again = stand(weeks(1, 3, 5, *range(13, 24)), monday(24), away=leave)
    assert again.status is Status.ON_TRACK, (
        "the weeks before a leave are held against nobody after it"
    )


def test_a_new_term_begins_with_time() -> None:
    terms = tuple(
        Entry(Event.SEMESTER, a, b)
        for a, b in (
            (date(2026, 8, 31), date(2026, 11, 6)),
            (date(2026, 11, 9), date(2027, 1, 22)),
            (date(2027, 1, 25), date(2027, 6, 18)),
        )
    )
    rules = (Rule(What.MINUTES, 240, Per.SEMESTER),)
    answers = weeks(*range(1, 11))
    for day in (date(2026, 11, 18), date(2026, 11, 24)):
        assert (
            stand(answers, day, rules, entries=terms).status is Status.ON_TRACK
        )
    late = stand(answers, date(2027, 1, 8), rules, entries=terms)
    assert late.status is Status.REACH_OUT, (
        "that comes of the silence, not of the semester"
    )


def test_meetings_before_the_first_term_belong_to_it() -> None:
    terms = (
        Entry(Event.SEMESTER, date(2026, 9, 8), date(2027, 1, 22)),
        Entry(Event.SEMESTER, date(2027, 1, 25), date(2027, 6, 18)),
    )
    early = [
        met(date(2026, 8, 27), minutes=200),
        met(date(2026, 9, 1), minutes=120),
    ]
    (result,) = stand(
        early,
        date(2026, 10, 1),
        (Rule(What.MINUTES, 720, Per.SEMESTER),),
        entries=terms,
    ).rules
    assert result.held == 320


def test_a_window_asks_of_those_who_were_there() -> None:
    window = (
        WEEKLY,
        Rule(
            What.MENTEE_OBSERVES,
            1,
            Per.WINDOW,
            since=date(2026, 9, 1),
            until=date(2026, 10, 14),
        ),
    )
    assert (
        stand(
            weeks(*range(8, 12)),
            date(2026, 11, 13),
            window,
            starts=date(2026, 10, 14),
        ).status
        is Status.ON_TRACK
    )
    due = stand(weeks(*range(1, 12)), date(2026, 11, 13), window)
    assert (
        due.why
        == "An observation (mentee observes mentor) is due between Sep 1 and Oct 14: 0 of 1 done."
    )
    sees = met(
        date(2026, 8, 31),
        Kind.OBSERVATION,
        direction=Direction.MENTEE_SEES_MENTOR,
    )
    assert (
        stand([*weeks(*range(1, 12)), sees], date(2026, 11, 13), window).status
        is Status.ON_TRACK
    )


def test_a_talk_after_an_observation_has_its_week() -> None:
    rules = (WEEKLY, Rule(What.CONFERENCE))
    seen = met(
        monday(8), Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
    )
    answers = [*weeks(1, 2, 3, 4, 5, 6, 7), seen]
    assert "talk after an observation" not in names(
        stand(answers, monday(8) + 4 * DAY, rules)
    )
    assert "talk after an observation" in names(
        stand(answers, monday(9) + 4 * DAY, rules)
    )
    assert "talk after an observation" not in names(
        stand([*answers, *weeks(8)], monday(9) + 4 * DAY, rules)
    )


# -- cover --------------------------------------------------------------------


def test_cover_is_that_of_the_rows_in_force() -> None:
    rules = (
        Rule(What.COVER_HOURS, 4, Per.YEAR, until=date(2026, 12, 31)),
        Rule(What.COVER_HOURS, 6, Per.YEAR, since=date(2027, 1, 1)),
    )
    assert [
        stand([], day, rules).cover.given
        for day in (date(2026, 10, 1), date(2027, 2, 1))
    ] == [4, 6]
    by_term = (Rule(What.COVER_HOURS, 3, Per.SEMESTER),)
    assert (
        stand(
            [], date(2026, 11, 2), by_term, ends=date(2027, 1, 22)
        ).cover.given
        == 3
    )


def test_nobody_is_asked_to_arrange_cover_for_a_pair_that_is_gone() -> None:
    plans = tuple(
        Plan(n, Direction.MENTOR_SEES_MENTEE, date(2026, 11, 24), hours=1)
        for n in (1, 99)
    )
    district, _, _ = program(3)
    pair = Pair(
        "WES", 1, Person("Ana"), Person("Sam"), ends=date(2026, 11, 20)
    )
    calendar = replace(district.calendar, entries=())
    standing = judge(
        replace(
            district,
            roster=Roster((pair,)),
            plans=plans,
            calendar=calendar,
            follow_ups=(),
        ),
        [],
        date(2026, 11, 23),
    )
    assert standing.cover_to_arrange == ()
    assert (
        "Observations: 99 is not a pair number. Correct the row, or clear it."
        in standing.questions
    )


# -- words --------------------------------------------------------------------


def test_explain_says_why_a_meeting_is_none_here() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_RECORDED))
    answers = [
        met(monday(4), Kind.BRIEF),
        met(
            monday(5), Kind.OBSERVATION, direction=Direction.MENTOR_SEES_MENTEE
        ),
    ]
    district, _, _ = program(3)
    pair = Pair("WES", 1, Person("Ana", ("ana@w.example",)), Person("Sam"))
    calendar = replace(district.calendar, first=FIRST, entries=())
    told = judge(
        replace(
            district, rules=rules, roster=Roster((pair,)), calendar=calendar
        ),
        answers,
        monday(8),
    )
    text = "\n".join(explain(told, told.pairs[0]))
    assert "(brief conversations are recorded only)" in text
    assert "(observations have rules of their own)" in text
    assert (
        "The week of Aug 31 to Sep 13: does not count, their first days."
        in text
    )
    assert len(note(told, told.pairs[0])) < 1000


def test_part_time_is_shown_in_figures() -> None:
    standing = stand(
        weeks(1, 3), monday(10), (Rule(What.MINUTES, 60, Per.WEEK),), share=0.5
    )
    (flag,) = [f for f in standing.flags if f.name == "minutes short"]
    assert (
        flag.why
        == "Asked: 60 minutes a week (30 at 50% of full time). 30 of 180 minutes in the last 6 weeks."
    )


# -- figures that agree, and days off -----------------------------------------


def briefs(minutes: int, *numbers: int) -> list[Any]:
    return [brief(week, minutes) for week in numbers]


@pytest.mark.parametrize(
    ("rule", "answers", "beside"),
    [
        (
            Rule(What.BRIEF_ADD_UP, 60),
            [*weeks(1, 2, 3, 4), *briefs(50, 5)],
            "Brief conversations there: 50 of the 60 minutes that make a meeting.",
        ),
        (
            Rule(What.BRIEF_ADD_UP, 60),
            briefs(20, *range(1, 12)),
            "Brief conversations there: at most 20 minutes in one week; 60 make a meeting.",
        ),
        (
            Rule(What.BRIEF_RECORDED),
            briefs(20, *range(1, 12)),
            "Also 8 brief conversations, which your Rules do not count.",
        ),
        (
            Rule(What.BRIEF_RECORDED),
            [*weeks(1, 2, 3, 4), *briefs(20, 5)],
            "Also 1 brief conversation, which your Rules do not count.",
        ),
        (
            Rule(What.CONFERENCE),
            [
                met(monday(week), Kind.OBSERVATION, id=f"o{week}")
                for week in range(1, 12)
            ],
            "Also 8 observations, which your Rules count by themselves.",
        ),
    ],
)
def test_what_is_no_meeting_here_is_named_beside_the_figure(
    rule: Rule, answers: list[Any], beside: str
) -> None:
    """Never “met in 0 of 8” beside “last met yesterday”."""
    today = monday(7) if len(answers) < 8 else monday(12)
    standing = stand(answers, today, (WEEKLY, rule))
    assert standing.status is Status.CHECK_IN
    assert standing.why.endswith(beside)


def test_nothing_is_named_where_all_of_it_counts() -> None:
    standing = stand(weeks(1, 2, 3, 4), monday(7))
    assert standing.why == "0 of 1 in the week of Sep 28, and nothing since."


def test_brief_minutes_before_the_first_day_are_held() -> None:
    rules = (WEEKLY, Rule(What.BRIEF_ADD_UP, 30))
    early = [brief(-1, 20), brief(0, 50)]
    assert stand(early, monday(3), rules).rules[0].held == 2


def test_the_month_of_a_period_is_that_of_its_first_school_day() -> None:
    """Also for a pair that was away on it."""
    august = Rule(
        What.MEETINGS, 1, Per.WEEK, phase=Phase(months=frozenset({8}))
    )
    off = (Span(FIRST, FIRST + 2 * DAY),)
    for away in ((), off):
        result = stand([], monday(6), (august,), away=away).rules[0]
        assert result.periods[0].why_not == "their first days" or away
        assert [p.why_not for p in result.periods[1:]] == [
            "nothing is asked in these weeks"
        ] * 5


@pytest.mark.parametrize(
    ("first", "days", "begun_anew"),
    [
        (monday(2), 1, False),
        (monday(2), 4, False),
        (monday(2), 5, True),
        (monday(2) + 3 * DAY, 4, False),  # Thursday to Sunday: two days
        (monday(2) + 3 * DAY, 8, True),  # to Thursday: six
        (monday(5), 4, False),
    ],
)
def test_days_off_begin_nothing_anew(
    first: date, days: int, begun_anew: bool
) -> None:
    """Nobody who never met escapes by single days."""
    off = (Span(first, first + (days - 1) * DAY),)
    standing = stand([], monday(5) + 4 * DAY, away=off)
    assert ("came back" in standing.why) is begun_anew
    assert standing.status is not Status.ON_TRACK


def test_single_days_next_to_each_other_are_one_leave() -> None:
    off = tuple(
        Span(day, day) for day in (monday(3) + n * DAY for n in range(5))
    )
    assert "came back" in stand([], monday(7), away=off).why


def test_a_rule_decides_while_it_is_in_force() -> None:
    """The week after its end nothing of it is left, and silence is not
    hidden.
    """
    autumn = (Rule(What.MEETINGS, 1, Per.WEEK, until=date(2026, 10, 30)),)
    answers = weeks(1, 2, 3, 4, 5)
    assert stand(answers, monday(9) + 4 * DAY, autumn).status is (
        Status.REACH_OUT
    )
    after = stand(answers, monday(10), autumn)
    assert (after.status, after.why) == (
        Status.ON_TRACK,
        "Last met Sep 29.",
    )
    assert "long gap" in names(after)
    later = stand(answers, monday(14), autumn)
    assert (later.status, later.why) == (
        Status.CHECK_IN,
        "Nothing logged since Sep 29.",
    )


def test_an_observation_falls_due_over_the_days_of_its_rule() -> None:
    """Of two between January and June the first is due by the end of
    March.
    """
    spring = (Rule(What.MENTOR_OBSERVES, 2, Per.YEAR, since=date(2027, 1, 4)),)
    by_day = {
        day: stand(weeks(*range(1, 42)), day, spring).observations[0].overdue
        for day in (date(2027, 2, 26), date(2027, 3, 26), date(2027, 5, 28))
    }
    assert list(by_day.values()) == [0, 1, 2]


# -- found by a second reading --------------------------------------------------


def test_a_follow_up_that_is_open_answers_also_what_waits() -> None:
    """A log whose minutes are left out makes nothing worse."""
    touch = {"follow_ups": (FollowUp(1, monday(12) - 3 * DAY),)}
    base = weeks(3, 5, 8, 10)
    more = [*base, met(monday(2), minutes=700)]
    for answers in (base, more):
        standing = stand(answers, monday(12), more=touch)
        assert standing.status is Status.IN_TOUCH


def test_of_two_follow_ups_of_a_day_an_open_one_holds() -> None:
    """However the tab is sorted."""
    both = (FollowUp(1, monday(8), None, True), FollowUp(1, monday(8)))
    for rows in (both, both[::-1]):
        standing = stand(weeks(3, 4), monday(8), more={"follow_ups": rows})
        assert standing.status is Status.IN_TOUCH


def test_a_snow_day_takes_no_met_week_away() -> None:
    answers = [
        *weeks(1, 2),
        *(met(monday(w) + 3 * DAY) for w in (3, 6, 8, 9, 11, 13)),
        met(monday(7) + DAY),
    ]
    snow = closed(monday(7) + 3 * DAY, monday(7) + 3 * DAY)
    week = closed(monday(7), monday(7) + 4 * DAY)
    for entries in ((), (snow,), (week,)):
        standing = stand(
            answers, monday(15), entries=entries, regular=RegularTime(3)
        )
        assert standing.status is Status.ON_TRACK


def test_a_small_group_that_another_pair_logs_makes_no_week_count() -> None:
    pairs = tuple(
        Pair(
            "WES",
            n,
            Person(f"A{n} B", (f"a{n}@w.example",)),
            Person(f"C{n} D", (f"c{n}@w.example",)),
        )
        for n in range(1, 7)
    )

    def log(number: int, day: date, kind: Kind, others: str = "") -> Any:
        return met(
            day,
            kind,
            pair_text=f"WES-{number}",
            email=f"a{number}@w.example",
            others=others,
            id=f"{number} {day} {kind}",
        )

    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    twice = (replace(WEEKLY, amount=2),)
    district = District("WES", "Westbrook", calendar, twice, Roster(pairs))
    before = [
        log(n, monday(w) + k * DAY, Kind.ONE_ON_ONE)
        for w in range(1, 8)
        for n in range(1, 7)
        for k in (0, 1)
    ]
    group = log(2, monday(8), Kind.SMALL_GROUP, "WES-1")
    for answers in (before, [*before, group]):
        (one,) = (
            p
            for p in judge(district, answers, monday(10)).pairs
            if p.pair.number == 1
        )
        assert one.status is Status.ON_TRACK


def test_where_nothing_is_asked_now_patience_is_longer() -> None:
    """A rule for October to May flags nobody in December's first week."""
    months = Phase(months=frozenset({9, 10, 11, 1, 2, 3, 4, 5}))
    rules = (Rule(What.MEETINGS, 1, Per.MONTH, phase=months),)
    days = (date(2026, 9, 8), date(2026, 10, 6), date(2026, 11, 3))
    standing = stand([met(d) for d in days], date(2026, 12, 7), rules)
    assert standing.status is Status.ON_TRACK


def test_silence_counts_before_minutes_can_be_averaged() -> None:
    rules = (Rule(What.MINUTES, 60, Per.WEEK),)
    assert stand(weeks(1), monday(6), rules).status is Status.REACH_OUT


def test_an_hour_of_observation_is_not_short_by_minutes() -> None:
    rules = (WEEKLY, Rule(What.MENTOR_OBSERVES_HOURS, 8, Per.YEAR))
    early = stand(weeks(*range(1, 42)), date(2026, 10, 9), rules)
    late = stand(weeks(*range(1, 42)), date(2027, 1, 8), rules)
    assert (early.status, late.status) == (Status.ON_TRACK, Status.CHECK_IN)


@pytest.mark.parametrize(
    ("rules", "answers", "why"),
    [
        (
            (Rule(What.MEETINGS, 10, Per.YEAR, since=date(2027, 1, 4)),),
            [met(date(2027, 3, 22))],
            "1 meeting since Jan 4 so far; 4 due by now.",
        ),
        (
            (Rule(What.MEETINGS, 8, Per.YEAR), Rule(What.BRIEF_RECORDED)),
            [brief(week, 10) for week in range(2, 30)],
            "0 meetings this year so far; 5 due by now. Also 28 brief conversations, which your Rules do not count.",
        ),
    ],
)
def test_a_sum_is_explained_in_figures_that_agree(
    rules: tuple[Rule, ...], answers: list[Any], why: str
) -> None:
    standing = stand(answers, date(2027, 3, 29), rules)
    assert standing.why == why
