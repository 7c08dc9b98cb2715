"""Rules and periods as people say them."""

from __future__ import annotations

from sync.core.calendar import Per, Period
from sync.core.people import Pair
from sync.core.results import RuleResult
from sync.core.rules import What
from sync.core.words import day_words


def asked_words(r: RuleResult, pair: Pair) -> str:
    """A rule in words, with what it comes to for part time."""
    if pair.share == 1 or r.rule.what is not What.MINUTES:
        return r.rule.words
    part = f"{r.rule.amount * pair.share:g} at {pair.share:.0%} of full time"
    return f"{r.rule.words} ({part})"


def period_words(period: Period) -> str:
    """A period as people say it: the week of Oct 5, October."""
    first = day_words(period.first)
    if period.per is Per.MONTH:
        return f"{period.first:%B}"
    if period.per is Per.WEEK:
        return f"the week of {first}"
    if period.per is Per.TWO_WEEKS:
        return f"the two weeks of {first}"
    return f"the {period.per} from {first}"


def periods_words(per: Per) -> str:
    """Several periods of a length, as people say it."""
    words = {
        Per.WEEK: "weeks",
        Per.TWO_WEEKS: "two-week periods",
        Per.MONTH: "months",
    }
    return words.get(per, "periods")
