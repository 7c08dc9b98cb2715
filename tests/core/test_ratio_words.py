"""One ratio of what was asked and met, in words."""

from __future__ import annotations

from datetime import date

import pytest

from sync.core.calendar import Per
from sync.core.judge import judge
from sync.core.ratio_words import ratio_words
from sync.core.results import RuleResult
from sync.core.rules import Rule, What
from tests.support.one_pair import WEEKLY, monday, stand, weeks
from tests.support.random_programs import program


@pytest.mark.parametrize(
    ("rule", "week", "words"),
    [
        (WEEKLY, 10, "4 of 6 weeks"),
        (Rule(What.MINUTES, 30, Per.WEEK), 10, "120 of 180 min"),
        (Rule(What.MEETINGS, 1, Per.MONTH), 10, "1 of 1 months"),
        (Rule(What.MEETINGS, 8, Per.YEAR), 23, "4 of 4 meetings"),
    ],
)
def test_the_ratio_is_of_what_was_judged(
    rule: Rule, week: int, words: str
) -> None:
    standing = stand(weeks(3, 4, 5, 6), monday(week), (rule,))
    assert ratio_words(standing.rules) == words


def test_before_anything_was_judged_there_is_none() -> None:
    assert ratio_words([]) == ""
    assert ratio_words(stand([], monday(2)).rules) == ""
    year = Rule(What.MEETINGS, 8, Per.YEAR)
    assert ratio_words([RuleResult(year, (), 0, 0.0, 8.0)]) == ""


def test_no_more_is_met_than_was_judged() -> None:
    for seed in range(20):
        district, answers, today = program(seed)
        for pair in judge(district, answers, min(today, date.max)).pairs:
            words = ratio_words(pair.rules)
            if words.endswith(("weeks", "months", "two-week periods")):
                met, _, judged = words.split()[:3]
                assert int(met) <= int(judged)
