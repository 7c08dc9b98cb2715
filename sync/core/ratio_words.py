"""How much of what was asked of a pair was met: one ratio, the same words
wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.calendar import Per
from sync.core.results import RuleResult
from sync.core.rules import What

PERIODS = {
    Per.WEEK: "weeks",
    Per.TWO_WEEKS: "two-week periods",
    Per.MONTH: "months",
}


def ratio_words(rules: Sequence[RuleResult]) -> str:
    """``3 of 7 weeks``: the judged periods of the first rule that were met, of
    all that were judged.

    Of a rule on minutes ``210 of 300 min`` of what was asked so far; of a rule
    by the semester or year ``4 of 5 meetings`` that have fallen due. Empty
    before anything was judged.
    """
    if not rules:
        return ""
    first = rules[0]
    minutes = first.rule.what is What.MINUTES
    if first.due is None and not minutes:
        judged = len(first.judged)
        periods = PERIODS.get(first.rule.per, "periods")
        return f"{first.met} of {judged} {periods}" if judged else ""
    if first.due is None:
        held = sum(p.held for p in first.judged)
    else:
        held = first.held
    asked = round(first.expected)
    unit = "min" if minutes else "meetings"
    return f"{held} of {asked} {unit}" if asked else ""
