"""What pairs did month by month, so that a figure can be seen beside its past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sync.core.model import Kind, Meeting
from sync.core.results import RuleResult


class Month(NamedTuple):
    """One month: meetings but observations, minutes of every kind,
    observations, and of the judged periods that ended in it those that were
    met.
    """

    meetings: int = 0
    minutes: int = 0
    observations: int = 0
    met: int = 0
    periods: int = 0

    @property
    def share(self) -> float | None:
        """The part of the judged periods that was met; None without any."""
        return self.met / self.periods if self.periods else None


Months = dict[str, Month]


def months_of(
    meetings: Iterable[Meeting],
    once: Iterable[Meeting],
    rules: Iterable[RuleResult],
) -> dict[str, Month]:
    """The months with any meeting or judged period, by ``2026-09``, oldest
    first.

    ``meetings`` are those of each pair; their minutes are added up. ``once``
    holds a meeting of several pairs only once; it gives the counts.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for m in meetings:
        counts[_key(m.day), "minutes"] += m.minutes
    for m in once:
        seen = m.kind is Kind.OBSERVATION
        counts[_key(m.day), "observations" if seen else "meetings"] += 1
    for result in rules:
        for period in result.judged:
            month = _key(period.period.last)
            counts[month, "periods"] += 1
            counts[month, "met"] += period.met
    return {
        month: Month(*(counts[month, name] for name in Month._fields))
        for month in sorted({month for month, _ in counts})
    }


def added(one: Months, other: Months) -> dict[str, Month]:
    """Both together."""
    return {
        month: Month(
            *map(
                sum,
                zip(
                    one.get(month, Month()),
                    other.get(month, Month()),
                    strict=True,
                ),
            )
        )
        for month in sorted({*one, *other})
    }


def month_words(month: str) -> str:
    """A month as people write it: ``2026-09`` is September 2026."""
    first = date.fromisoformat(f"{month}-01")
    return f"{first:%B} {first.year}"


def _key(day: date) -> str:
    return day.isoformat()[:7]
