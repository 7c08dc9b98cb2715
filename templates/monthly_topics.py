"""What is on many beginners' minds in a month of the school year."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("monthly_topics.toml")


def topics_of(first_day: date, day: date) -> tuple[str, ...]:
    """The topics of the month of a day, in a year that begins on
    ``first_day``; none before it, nor after the last month that is declared.
    """
    month = (day.year - first_day.year) * 12 + day.month - first_day.month
    every = _topics()
    return every[month] if 0 <= month < len(every) else ()


@lru_cache(maxsize=1)
def _topics() -> tuple[tuple[str, ...], ...]:
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(tuple(each["topics"]) for each in raw["month"])
