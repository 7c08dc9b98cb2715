"""Days, months, numbers and lists of names as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice

_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_NUMBER = re.compile(r"[^\W_]+")

MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_FULL = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


# A month as people write it, in full or short; "Marcus" is none.
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"


def month_of(word: str) -> int | None:
    """The number of a month named in full or by its first letters, three or
    more, in any case.
    """
    word = word.strip().rstrip(".").lower()
    return next(
        (
            n
            for n, name in enumerate(_FULL, 1)
            if len(word) > 2 and name.startswith(word)
        ),
        None,
    )


def day_words(day: date | None) -> str:
    """A day as people write it: ``Oct 2``; ``never`` for None."""
    if day is None:
        return "never"
    return f"{MONTHS[day.month - 1].title()} {day.day}"


def hours_of(minutes: int) -> float:
    """Minutes as hours with one decimal, a half rounded up, as Sheets shows
    them.
    """
    return (minutes + 3) // 6 / 10


def hours_words(minutes: int) -> str:
    """``4 h 10``."""
    return f"{minutes // 60} h {minutes % 60:02}"


def coverage_words(hours: float) -> str:
    """Hours of coverage as an office reads them: ``47 minutes``, ``1.5
    hours``, ``1 h 34``.
    """
    minutes = round(hours * 60)
    if minutes % 30 == 0:
        return many(minutes / 60, "hour")
    return many(minutes, "minute") if minutes < 60 else hours_words(minutes)


def many(number: float, one: str, more: str = "") -> str:
    """``1 meeting``, ``3 meetings``, ``2.5 hours``."""
    return f"{number:g} {one if number == 1 else more or one + 's'}"


def some_of(names: Collection[str], most: int = 8) -> str:
    """The first ``most`` names in alphabetical order, and how many more there
    are.
    """
    others = len(names) - most
    return ", ".join(sorted(names)[:most]) + (
        f" and {others} more" if others > 0 else ""
    )


def printable(text: str) -> str:
    """A text on one line, with a blank for each character that is not shown."""
    shown = (c if c.isprintable() else " " for c in text)
    return " ".join("".join(shown).split())


def first_of(lines: Iterable[str], most: int = 10) -> Iterator[str]:
    """The first lines of many, and how many more there are."""
    left = iter(lines)
    yield from islice(left, most)
    if more := sum(1 for _ in left):
        yield f"… and {more:,} more like {'these' if most > 1 else 'this'}."


@lru_cache(maxsize=20_000)
def name_key(name: str) -> frozenset[str]:
    """The key that two spellings of one name share: its words and numbers in
    any order, without case, accents and apostrophes.
    """
    return frozenset(_WORD_OR_NUMBER.findall(_folded(name)))


@lru_cache(maxsize=20_000)
def words_of(text: str) -> frozenset[str]:
    """The words of a name or a text: without case, accents and apostrophes."""
    return frozenset(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(c) and c not in "'’ʼ`´"
    )
