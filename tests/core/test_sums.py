"""Rules on the semester or year: what has fallen due."""

from __future__ import annotations

from datetime import date

import pytest

from sync.core.calendar import Entry, Event, Per
from sync.core.model import (
    Direction,
    Kind,
    Status,
)
from sync.core.rules import Rule, What
from sync.core.sums import OBSERVATIONS_DUE, share_due
from tests.support.one_pair import (
    WEEKLY,
    met,
    monday,
    stand,
    weeks,
)


def test_four_meetings_a_year_well_spread_are_never_reached_out_to() -> None:
    yearly = (Rule(What.MEETINGS, 4, Per.YEAR),)
    days = [date(2026, 10, 6), date(2026, 12, 8), date(2027, 2, 9)]
    days.append(date(2027, 4, 13))
    for week in range(7, 42):  # before, they have not met at all
        today = monday(week)
        standing = stand([met(d) for d in days if d < today], today, yearly)
        assert standing.status is not Status.REACH_OUT, today


@pytest.mark.parametrize(("n", "first_due"), [(1, 130), (2, 75), (10, 31)])
def test_when_the_first_observation_of_a_year_is_due(
    n: int, first_due: int
) -> None:
    by = OBSERVATIONS_DUE
    due = share_due(first_due, 180, by) * n
    assert due >= 1 > share_due(first_due - 1, 180, by) * n


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
