"""What a status rests on, in words whose figures agree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sync.core.calendar import Per
from sync.core.model import (
    Kind,
    Status,
)
from sync.core.rules import Rule, What
from tests.support.one_pair import (
    WEEKLY,
    brief,
    briefs,
    met,
    monday,
    stand,
    weeks,
)


def test_part_time_is_shown_in_figures() -> None:
    standing = stand(
        weeks(1, 3), monday(10), (Rule(What.MINUTES, 60, Per.WEEK),), share=0.5
    )
    (flag,) = [f for f in standing.flags if f.name == "minutes short"]
    assert (
        flag.why
        == "Asked: 60 minutes a week (30 at 50% of full time). 30 of 180 minutes in the last 6 weeks."
    )


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
