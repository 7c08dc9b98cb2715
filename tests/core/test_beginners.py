"""What is asked is asked of a beginner: of one with two mentors once, of one
without a mentor not at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, PairStanding, judge
from sync.core.model import Direction, Kind, Roster, Status, Submission
from sync.core.people import Pair, Person, Span
from sync.core.rules import Audience, Rule, What

FIRST, TODAY = date(2026, 8, 31), date(2026, 11, 23)
SAM = Person("Sam Lee", ("sam@w.example",))
ANA = Pair("WES", 1, Person("Ana Diaz", ("ana@w.example",)), SAM)
OLA = Pair("WES", 2, Person("Ola Berg", ("ola@w.example",)), SAM)
RULES = (
    Rule(What.MEETINGS, 1, Per.WEEK),
    Rule(What.MENTOR_OBSERVES, 1, Per.YEAR),
)


def met(pair: Pair, day: date, **more: object) -> Submission:
    sent = datetime.combine(day, time(20), UTC)
    base = Submission(
        f"{pair.number}-{day}",
        sent,
        sent,
        pair.mentor.addresses[0],
        pair.code,
        day,
        Kind.ONE_ON_ONE,
        minutes=30,
    )
    return base._replace(**more)  # type: ignore[arg-type]


def weeks(pair: Pair, every: int, start: int = 0) -> list[Submission]:
    return [
        met(pair, FIRST + timedelta(weeks=week, days=1))
        for week in range(start, 12, every)
    ]


def judged(
    *answers: Submission, pairs: tuple[Pair, ...] = (ANA, OLA)
) -> dict[int, PairStanding]:
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    district = District("WES", "Westbrook", calendar, RULES, Roster(pairs))
    standing: DistrictStanding = judge(district, answers, TODAY)
    return {p.pair.number: p for p in standing.pairs}


def test_meetings_with_either_mentor_are_what_was_asked() -> None:
    """Each mentor meets every second week: together it is every week."""
    found = judged(*weeks(ANA, 2), *weeks(OLA, 2, 1))
    assert found[1].status is Status.ON_TRACK
    assert found[1].rules[0].met == len(found[1].rules[0].judged)
    assert (found[2].status, found[2].why) == (
        Status.ON_TRACK,
        "What is asked of Sam Lee is counted with WES-1.",
    )
    assert found[2].rules == ()


def test_minutes_go_to_each_mentor() -> None:
    found = judged(*weeks(ANA, 2), *weeks(OLA, 2, 1))
    assert (found[1].minutes, found[2].minutes) == (180, 180)


def test_a_meeting_of_all_three_is_one() -> None:
    both = [
        a._replace(kind=Kind.SMALL_GROUP, others="2") for a in weeks(ANA, 2)
    ]
    found = judged(*both)
    assert found[1].rules[0].held == 6
    assert (found[1].minutes, found[2].minutes) == (180, 180)


def test_an_observation_by_the_second_mentor_is_the_beginners() -> None:
    seen = met(
        OLA,
        date(2026, 10, 14),
        kind=Kind.OBSERVATION,
        direction=Direction.MENTOR_SEES_MENTEE,
    )
    found = judged(*weeks(ANA, 1), seen)
    done = {o.direction: (o.done, o.asked) for o in found[1].observations}
    assert done[Direction.MENTOR_SEES_MENTEE] == (1, 1)


def test_who_meets_neither_is_asked_about_once() -> None:
    found = judged()
    assert [found[n].status for n in (1, 2)] == [
        Status.REACH_OUT,
        Status.ON_TRACK,
    ]


@pytest.mark.parametrize(
    ("second", "alone"),
    [
        (OLA, False),
        (replace(OLA, mentee=Person("SAM  lee")), False),
        (replace(OLA, mentee=Person("Lee, Sam", SAM.addresses)), False),
        (replace(OLA, mentee=Person("Sam Lee", ("lee@w.example",))), True),
        (replace(OLA, ends=date(2026, 10, 30)), True),
        (replace(OLA, starts=date(2027, 1, 4)), True),
    ],
)
def test_one_beginner_by_address_or_name_and_at_one_time(
    second: Pair, alone: bool
) -> None:
    found = judged(*weeks(ANA, 1), pairs=(ANA, second))
    assert ("counted with" not in found[2].why) is alone


def test_a_new_mentor_after_the_old_one_is_a_pair_of_its_own() -> None:
    first = replace(ANA, ends=date(2026, 10, 2))
    second = replace(OLA, starts=date(2026, 10, 5))
    found = judged(*weeks(ANA, 1), pairs=(first, second))
    assert [found[n].status for n in (1, 2)] == [
        Status.ENDED,
        Status.REACH_OUT,
    ]


@pytest.mark.parametrize(
    ("alone", "rules", "asked"),
    [
        (
            Pair("WES", 7, Person(""), SAM, starts=date(2026, 11, 5)),
            (Rule(What.MENTOR_WITHIN, 10),),
            "No mentor yet for Sam Lee (WES-7), 12 school days since the start; your Rules ask for 10.",
        ),
        (
            Pair("WES", 7, Person(""), SAM, starts=date(2026, 11, 20)),
            (),
            "No mentor yet for Sam Lee (WES-7), 1 school day since the start.",
        ),
        (
            Pair("WES", 7, Person(""), SAM),
            (Rule(What.MENTOR_WITHIN, 10, who=Audience(frozenset({2}))),),
            "60 school days since the first day of school. Write the mentor into Pairs, or the right day into Starts.",
        ),
    ],
)
def test_a_beginner_without_a_mentor_is_the_first_question(
    alone: Pair, rules: tuple[Rule, ...], asked: str
) -> None:
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    roster = Roster((), ("something else",), alone=(alone,))
    standing = judge(
        District("WES", "Westbrook", calendar, rules, roster), [], TODAY
    )
    assert standing.pairs == ()
    assert asked in standing.questions[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            replace(ANA, mentee=Person("Maria Garcia"), school="North"),
            replace(OLA, mentee=Person("Maria Garcia"), school="South"),
        ),
        (
            replace(ANA, mentee=Person("?")),
            replace(OLA, mentee=Person("-")),
        ),
    ],
)
def test_two_beginners_are_two(one: Pair, other: Pair) -> None:
    found = judged(pairs=(one, other))
    assert all("counted with" not in p.why for p in found.values())


def test_a_name_of_two_people_makes_nobody_the_same() -> None:
    sams = [Person("Sam Lee", (f"{n}@w.example",)) for n in "ab"]
    pairs = (
        replace(ANA, mentee=sams[0]),
        replace(OLA, mentee=sams[1]),
        replace(OLA, number=3, mentee=Person("Sam Lee")),
    )
    assert all(
        "counted with" not in p.why for p in judged(pairs=pairs).values()
    )


def test_while_the_first_mentor_is_away_the_other_row_is_judged() -> None:
    """And by the meetings with both."""
    ana = replace(ANA, away=(Span(date(2026, 10, 5), date(2027, 1, 29)),))
    early = [met(ANA, FIRST + timedelta(weeks=w, days=1)) for w in range(5)]
    found = judged(*early, pairs=(ana, OLA))
    assert found[1].status is Status.PAUSED
    assert (found[2].status, found[2].why) == (
        Status.REACH_OUT,
        "No one-on-one or small group logged since Sep 29.",
    )
    meeting = judged(*early, *weeks(OLA, 1, 5), pairs=(ana, OLA))
    assert meeting[2].status is Status.ON_TRACK


@pytest.mark.parametrize("first", [True, False])
def test_when_one_of_two_mentors_ends_what_they_met_stays_met(
    first: bool,
) -> None:
    """The one who logged every week ended on Friday."""
    ends = date(2026, 11, 20)
    gone, stays = (ANA, OLA) if first else (OLA, ANA)
    pairs = tuple(
        replace(p, ends=ends) if p is gone else p for p in (ANA, OLA)
    )
    found = judged(*weeks(gone, 1), pairs=pairs)
    assert found[gone.number].status is Status.ENDED
    assert found[stays.number].status is Status.ON_TRACK


def test_a_mentor_of_before_is_none_beside() -> None:
    """Who was matched anew begins anew."""
    ana = replace(ANA, ends=date(2026, 10, 16))
    ola = replace(OLA, starts=date(2026, 10, 19))
    found = judged(*weeks(ANA, 1)[:6], pairs=(ana, ola))
    assert found[2].status is Status.REACH_OUT
    assert found[2].meetings == ()
