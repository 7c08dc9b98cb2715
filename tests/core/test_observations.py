"""Observations and the talks after them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.core.calendar import Per
from sync.core.model import (
    Direction,
    Kind,
    Plan,
    Status,
)
from sync.core.rules import Force, Rule, What
from tests.support.one_pair import (
    DAY,
    WEEKLY,
    met,
    monday,
    names,
    stand,
    weeks,
)


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
