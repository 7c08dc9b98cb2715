"""Law 6: judging is a pure function of answers, tabs and the day."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.calendar import Entry, Event, Per
from sync.core.district import District
from sync.core.judge import PairStanding, judge
from sync.core.meetings import take_in
from sync.core.model import Kind, Roster, Status
from sync.core.people import RegularTime
from sync.core.rules import Rule, What
from tests.support.random_programs import FIRST, answer, program

SEEDS = st.integers(0, 10**9)
# Random programs for each law; `make test-all` takes four times as many.
MANY = 4 if os.environ.get("LONG") else 1
# In touch is Reach out with a follow-up open: leaving it for Check in is
# better.
WORSE = [
    Status.ON_TRACK,
    Status.NOT_STARTED,
    Status.IN_TOUCH,
    Status.CHECK_IN,
    Status.REACH_OUT,
]


def _plain(p: PairStanding) -> object:
    return (
        p.pair.code,
        p.status,
        p.why,
        p.flags,
        p.rules,
        p.meetings,
        p.observations,
    )


@settings(max_examples=40 * MANY, deadline=None)
@given(SEEDS, SEEDS)
def test_the_order_of_answers_makes_no_difference(
    seed: int, shuffle: int
) -> None:
    """The same answers in any order give the same standing."""
    district, answers, today = program(seed)
    shuffled = random.Random(shuffle).sample(answers, len(answers))
    assert judge(district, answers, today) == judge(district, shuffled, today)


@settings(max_examples=40 * MANY, deadline=None)
@given(SEEDS)
def test_only_the_day_of_a_meeting_decides(seed: int) -> None:
    """Sending everything at once, much later, in the same order, changes no
    status; but for answers of a day that cannot be, which wait from the day
    that they were sent on.
    """
    district, answers, today = program(seed)
    outcomes = take_in(district, answers, today).outcomes
    waiting = {o.submission.id for o in outcomes if o.waits}
    answers = [a for a in answers if a.id not in waiting and a.day <= today]
    ordered = sorted(answers, key=lambda a: (a.submitted, a.id))
    start = datetime(2027, 7, 1, tzinfo=UTC)
    late = [
        a._replace(submitted=start + timedelta(hours=i), created=start)
        for i, a in enumerate(ordered)
    ]
    now = {
        p.pair.code: p.status for p in judge(district, answers, today).pairs
    }
    assert {
        p.pair.code: p.status for p in judge(district, late, today).pairs
    } == now


@settings(max_examples=50 * MANY, deadline=None)
@given(SEEDS, SEEDS)
def test_a_pair_is_not_reproached_while_an_answer_waits_that_may_be_theirs(
    seed: int, extra: int
) -> None:
    """An answer of a day that cannot be stands in Log with a reason, and its
    pair is in no Reach out, nor short in the week that it may be of.
    """
    district, answers, today = program(seed)
    chance = random.Random(extra)
    pair = chance.choice(district.pairs)
    wrong = chance.choice(
        (
            FIRST - timedelta(days=chance.randrange(40, 400)),
            today + timedelta(days=chance.randrange(3, 400)),
        )
    )
    one = answer(chance, pair, wrong, 9999)
    sent = datetime.combine(
        today - timedelta(days=chance.randrange(30)), time(12), UTC
    )
    one = one._replace(submitted=sent, created=sent, id="wrong")
    standing = judge(district, [*answers, one], today)
    (outcome,) = [o for o in standing.outcomes if o.submission.id == "wrong"]
    assert (outcome.counted, outcome.waits) == (False, True)
    assert pair.number in outcome.likely
    assert outcome.reason
    (theirs,) = [p for p in standing.pairs if p.pair.number == pair.number]
    assert theirs.status is not Status.REACH_OUT
    short = [
        p.period
        for r in theirs.rules
        for p in r.judged
        if not p.met and any(day in p.period for day in outcome.perhaps)
    ]
    assert not short


@settings(max_examples=100 * MANY, deadline=None)
@given(SEEDS, SEEDS)
def test_one_more_meeting_never_worsens_the_pair_that_had_it(
    seed: int, extra: int
) -> None:
    """A further meeting without wish, plan or obstacle leaves its own pair as
    well off, or better.
    """
    district, answers, today = program(seed)
    chance = random.Random(extra)
    pair = chance.choice(district.pairs)
    one = answer(
        chance, pair, FIRST + timedelta(days=chance.randrange(290)), 10**6
    )
    kind = chance.choice((Kind.ONE_ON_ONE, Kind.BRIEF, Kind.SMALL_GROUP))
    one = one._replace(
        kind=kind, replaces=False, obstacles=(), direction=None, others=""
    )
    if chance.random() < 0.3:  # another pair says that it was there
        sender = chance.choice(district.pairs)
        one = one._replace(
            kind=Kind.SMALL_GROUP,
            pair_text=sender.code,
            email=sender.mentor.addresses[0],
            others=str(pair.number),
        )
    before = {
        p.pair.number: p.status for p in judge(district, answers, today).pairs
    }[pair.number]
    after = {
        p.pair.number: p.status
        for p in judge(district, [*answers, one], today).pairs
    }[pair.number]
    if before in WORSE:
        assert WORSE.index(after) <= WORSE.index(before), (
            pair.code,
            one.day,
            before,
            after,
        )
    else:
        assert after is before


@settings(max_examples=12 * MANY, deadline=None)
@given(
    st.sets(st.integers(2, 40), max_size=12),
    st.sampled_from([Per.WEEK, Per.TWO_WEEKS, Per.MONTH]),
    st.sampled_from([None, RegularTime(3)]),
)
def test_a_week_without_school_never_flags_anyone(
    closed: set[int], per: Per, regular: RegularTime | None
) -> None:
    """A pair that meets in every week that has school is on track on every
    day, wherever the vacations lie.
    """
    mondays = [FIRST + timedelta(weeks=n) for n in range(42)]
    entries = tuple(
        Entry(Event.NO_SCHOOL, mondays[n], mondays[n] + timedelta(days=6))
        for n in closed
    )
    base, _, _ = program(3)
    pair = replace(
        base.pairs[0],
        starts=None,
        ends=None,
        away=(),
        regular=regular,
        seen=None,
        extra_cover=0.0,
    )
    district = District(
        base.key,
        base.name,
        replace(base.calendar, entries=entries),
        (Rule(What.MEETINGS, 1, per),),
        Roster((pair,)),
    )
    met = [
        m + timedelta(days=2) for n, m in enumerate(mondays) if n not in closed
    ]
    answers = [
        answer(random.Random(n), pair, day, n)._replace(
            kind=Kind.ONE_ON_ONE, replaces=False
        )
        for n, day in enumerate(met)
    ]
    for monday in mondays:
        standing = judge(district, answers, monday).pairs[0]
        asked = {f.name for f in standing.flags} - {"nothing planned"}
        assert (
            standing.status in (Status.ON_TRACK, Status.NOT_STARTED),
            asked,
        ) == (
            True,
            set(),
        ), (
            monday,
            standing.why,
        )


def test_a_meeting_still_to_come_is_not_counted_yet() -> None:
    """As of a day, an answer about a later day waits for that day."""
    district, _, _ = program(3)
    pair = district.pairs[0]
    tomorrow = FIRST + timedelta(days=30)
    one = answer(random.Random(1), pair, tomorrow, 1)._replace(
        kind=Kind.ONE_ON_ONE
    )
    standing = judge(district, [one], FIRST + timedelta(days=29))
    assert not standing.outcomes[0].counted
    assert "still to come" in standing.outcomes[0].reason


@pytest.mark.parametrize("seed", range(5))
def test_judging_twice_gives_the_same(seed: int) -> None:
    """Nothing is remembered from one judgement to the next."""
    district, answers, today = program(seed)
    first = [_plain(p) for p in judge(district, answers, today).pairs]
    assert [_plain(p) for p in judge(district, answers, today).pairs] == first


@settings(max_examples=30 * MANY, deadline=None)
@given(SEEDS, st.integers(1, 60))
def test_after_the_last_day_the_judgement_is_that_of_the_last_day(
    seed: int, days: int
) -> None:
    """The summer flags nobody."""
    district, answers, _ = program(seed)
    last = district.calendar.last
    sent = [a for a in answers if a.day <= last >= a.submitted.date()]
    standing, summer = (
        judge(district, sent, day)
        for day in (last, last + timedelta(days=days))
    )
    assert [_plain(p) for p in summer.pairs] == [
        _plain(p) for p in standing.pairs
    ]
    assert summer.questions == standing.questions
