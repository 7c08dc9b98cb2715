"""Whatever an answer says: it counts, or it stands in *Log* with a reason, and
no pair is reproached that it may belong to.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forms.form_file import load
from forms.submissions import read
from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.explain import explain
from sync.core.judge import DistrictStanding, judge
from sync.core.model import (
    Correction,
    Direction,
    Kind,
    Repair,
    Roster,
    Status,
    Submission,
)
from sync.core.people import Pair, Person
from sync.core.placing import Outcome
from sync.core.rules import Rule, What

MANY = 4 if os.environ.get("LONG") else 1
FORM, ZONE = load(), ZoneInfo("America/New_York")
TODAY = date(2026, 11, 23)
FIRST = date(2026, 8, 31)
NAMES = {
    1: ("Ana Diaz", "Sam Lee"),
    2: ("Lucy O'Brien", "José Núñez"),
    3: ("Mei Chen", "Sam Ortiz"),
    4: ("Ola Berg", "Tom Vale"),
    5: ("Ruth Cole", "Amy Frost"),
}
PAIRS = tuple(
    Pair(
        "WES",
        number,
        Person(mentor, (f"m{number}@w.example",)),
        Person(mentee, (f"n{number}@w.example",)),
    )
    for number, (mentor, mentee) in NAMES.items()
)
SILENT = 2


def _district(rules: tuple[Rule, ...], *repairs: Correction) -> District:
    return District(
        "WES",
        "Westbrook",
        SchoolCalendar(FIRST, date(2027, 6, 18)),
        rules,
        Roster(PAIRS),
        corrections=repairs,
    )


WEEKLY = (Rule(What.MEETINGS, 1, Per.WEEK),)


def _raw(answers: dict[str, list[str]], email: str, day: date) -> Submission:
    sent = datetime.combine(day, time(20), UTC).isoformat()
    return read(
        {
            "responseId": "any",
            "createTime": sent.replace("+00:00", "Z"),
            "respondentEmail": email,
            "answers": {
                (question := FORM.question(key).question_id): {
                    "questionId": question,
                    "textAnswers": {"answers": [{"value": t} for t in texts]},
                }
                for key, texts in answers.items()
            },
        },
        FORM,
        ZONE,
    )


def _others(but_for: int, until: date) -> list[Submission]:
    """Everybody's meetings each week; those of one pair end in October."""
    answers = []
    for pair in PAIRS:
        day = FIRST + timedelta(days=1)
        while day <= (date(2026, 10, 20) if pair.number == but_for else until):
            sent = datetime.combine(day, time(20), UTC)
            answers.append(
                Submission(
                    f"{pair.number}-{day}",
                    sent,
                    sent,
                    pair.mentor.addresses[0],
                    pair.code,
                    day,
                    Kind.ONE_ON_ONE,
                    minutes=30,
                )
            )
            day += timedelta(days=7)
    return answers


def _judged(
    one: Submission, rules: tuple[Rule, ...] = WEEKLY, *repairs: Correction
) -> tuple[DistrictStanding, Outcome]:
    standing = judge(
        _district(rules, *repairs), [*_others(SILENT, TODAY), one], TODAY
    )
    (outcome,) = (o for o in standing.outcomes if o.submission.id == one.id)
    return standing, outcome


def _said(key: str) -> list[str]:
    return [option.say for option in FORM.question(key).options]


TYPED = st.sampled_from(
    [
        "about an hour",
        "1 h",
        "Yes!",
        "met twice",
        "n/a",
        "?",
        "We met 1:1",
        "30-45",
        "Zoom call",
        "…",
    ]
)
PAIR_TEXTS = st.sampled_from(
    [
        "",
        "WES-2 Lucy & José",
        "wes 2",
        "2",
        "WES-2, WES-3",
        "José Nunez",
        "Lucy O’Brien",
        "lucy",
        "Sam, grade 2",
        "WES-9",
        "our pair",
        "WES-22",
        "2/3",
        "José (room 3)",
    ]
)
DAYS = st.sampled_from(
    [
        "",
        "2026-11-17",
        "2026-11-20",
        "2025-11-17",
        "2027-11-18",
        "2026-03-02",
        "--11-17",
        "11/17/2026",
        "last Tuesday",
    ]
)


def _one_of(key: str) -> st.SearchStrategy[list[str]]:
    return st.one_of(
        st.just([]),
        st.sampled_from(_said(key)).map(lambda t: [t]),
        TYPED.map(lambda t: [t]),
    )


ANSWERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "pair": PAIR_TEXTS.map(lambda t: [t] if t else []),
        "day": DAYS.map(lambda t: [t] if t else []),
        **{
            key: _one_of(key)
            for key in dict.fromkeys(
                question.key for question in FORM.questions if question.options
            )
        },
    }
)
SENDERS = st.sampled_from(
    ["m2@w.example", "n2@w.example", "m3@w.example", "x@y.example", ""]
)


@settings(max_examples=150 * MANY, deadline=None)
@given(ANSWERS, SENDERS)
@example({"pair": ["2"], "kind": ["We met 1:1"], "day": []}, "x@y.example")
def test_any_answer_counts_or_stands_in_log_and_reproaches_nobody(
    said: dict[str, list[str]], sender: str
) -> None:
    """Law: nothing that is sent is misread or lost in silence."""
    one = _raw(said, sender, date(2026, 11, 20))
    standing, o = _judged(one)
    if not o.counted:
        assert o.waits, o.reason
        assert o.reason
    for key, text in one.unread:
        assert text in o.reason, f"{key} is nowhere"
    by_number = {p.pair.number: p for p in standing.pairs}
    for number in o.likely & set(by_number):
        assert by_number[number].status is not Status.REACH_OUT
    theirs = sender.endswith("2@w.example") or o.pair == SILENT
    others = o.pair not in (None, SILENT) and o.counted
    if theirs and not others and one.kind is not Kind.COULD_NOT_MEET:
        assert by_number[SILENT].status is not Status.REACH_OUT
    for each in one.unread:
        if o.waits and o.pair == SILENT:
            lines = list(explain(standing, by_number[SILENT]))
            assert any(o.code in line for line in lines), each


def test_the_silent_pair_is_reached_out_to_without_an_answer() -> None:
    """The law above would hold of nobody otherwise."""
    standing = judge(_district(WEEKLY), _others(SILENT, TODAY), TODAY)
    (silent,) = (p for p in standing.pairs if p.pair.number == SILENT)
    assert silent.status is Status.REACH_OUT


@pytest.mark.parametrize(
    ("said", "repair", "counts"),
    [
        (
            {"kind": ["We met 1:1"]},
            Correction("", Repair.KIND, kind=Kind.ONE_ON_ONE),
            True,
        ),
        ({"kind": ["We met 1:1"]}, Correction("", Repair.COUNT), False),
        (
            {"kind": ["We met one-on-one"], "day": ["last Tuesday"]},
            Correction("", Repair.DATE, day=date(2026, 11, 17)),
            True,
        ),
        (
            {"kind": ["We met one-on-one"], "day": ["last Tuesday"]},
            Correction("", Repair.COUNT),
            True,
        ),
        (
            {"kind": ["Classroom observation"], "direction": ["We watched"]},
            Correction("", Repair.COUNT),
            True,
        ),
    ],
)
def test_a_correction_settles_what_could_not_be_read(
    said: dict[str, list[str]], repair: Correction, counts: bool
) -> None:
    one = _raw(said | {"pair": ["WES-2"]}, "m2@w.example", date(2026, 11, 20))
    _, before = _judged(one)
    assert before.waits
    mend = Correction(
        before.code, repair.repair, None, repair.day, None, repair.kind
    )
    _, after = _judged(one, WEEKLY, mend)
    assert (after.counted, after.waits) == (counts, not counts)


MINUTES = (Rule(What.MINUTES, 60, Per.MONTH),)


@pytest.mark.parametrize("minutes", ["about an hour", "1000"])
def test_minutes_that_are_left_out_make_nobody_short(minutes: str) -> None:
    """The answer counts; its month asks nothing until they are set."""
    one = _raw(
        {
            "pair": ["WES-2"],
            "day": ["2026-09-30"],
            "kind": ["We met one-on-one"],
            "minutes": [minutes],
        },
        "m2@w.example",
        date(2026, 9, 30),
    )
    district = _district(MINUTES)
    few = [a for a in _others(SILENT, TODAY) if a.id.startswith("2")][:1]
    standing = judge(district, [*few, one], TODAY)
    (o,) = (o for o in standing.outcomes if o.submission.id == "any")
    assert (o.counted, o.submission.minutes) == (True, None)
    assert "set" in o.reason
    assert "Corrections" in o.reason
    (theirs,) = (p for p in standing.pairs if p.pair.number == SILENT)
    september = theirs.rules[0].periods[1]
    assert (september.period.first, september.counts) == (
        date(2026, 9, 1),
        False,
    )


def test_an_observation_of_unknown_direction_counts_once_it_is_known() -> None:
    one = _raw(
        {
            "pair": ["WES-2"],
            "kind": ["Classroom observation"],
            "direction": ["The mentor observed the mentee"],
        },
        "m2@w.example",
        date(2026, 11, 20),
    )
    assert one.direction is Direction.MENTOR_SEES_MENTEE
    assert _judged(one)[1].counted
