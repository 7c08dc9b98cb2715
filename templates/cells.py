"""A row's cells, read as what they ought to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Any, TypeGuard

from sync.core.calendar import SchoolCalendar
from sync.core.dates import meant_day, typed_day, written_day
from sync.core.former_words import present
from sync.core.named import Roll
from sync.core.planning import time_of
from sync.core.problems import Problem
from sync.core.words import day_words, some_of
from templates.found import Found
from templates.layout import DATES
from templates.wire import day_of

# A number from here on is a percentage. A part of full time below the second
# one is a problem.
SMALLEST_PERCENT, SMALLEST_SHARE = 5, 0.05


_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
EXAMPLE = date(2026, 10, 14)
# A day may lie so far before or after the school year.
MARGIN = timedelta(days=31)


class Cells:
    """One row being read: typed values out, problems noted.

    With the school ``year``, days are read in its order of day and month. A
    day outside it is a problem if the same day of its other calendar year is
    inside: Sheets adds the current year to a day typed without one.
    """

    def __init__(
        self,
        found: Found,
        index: int,
        row: Mapping[str, Any],
        year: SchoolCalendar | None = None,
    ) -> None:
        self.found = found
        self.index = index
        self.row = row
        self.year = year
        self.problems: list[Problem] = []

    def problem(self, key: str, what: str, remedy: str) -> None:
        """Note a problem with one cell."""
        self.problems.append(
            Problem(self.found.where(self.index, key), what, remedy)
        )

    def text(self, key: str, longest: int = 500) -> str:
        """A text on one line."""
        text = self.raw(key)
        if not text.isprintable():
            text = "".join(c if c.isprintable() else " " for c in text)
        text = " ".join(text.split())
        if len(text) > longest:
            self.problem(
                key,
                f"{len(text):,} characters are too many",
                f"Keep it under {longest}",
            )
            text = text[:longest]
        return text

    def raw(self, key: str) -> str:
        """A text as it stands, with its lines."""
        value = self.row.get(key, "")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value or "")

    def number(self, key: str) -> int | None:
        """A whole number, decimals cut off; None for an empty cell, or, with a
        problem noted, for what is no number.
        """
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        try:
            number = float(str(raw).strip().lstrip("#"))
            return int(number) if abs(number) < 1e9 else int("too large")
        except (ValueError, OverflowError):
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not a number",
                "Enter a number",
            )
            return None

    def amount(self, key: str) -> float | None:
        """A number that may have decimals; a whole one as an int."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        text = str(raw).strip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        number = _number(text.replace(",", "."))
        if number is None or not 0 <= number < 1e6:
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not a number",
                "Enter a number",
            )
            return None
        return int(number) if number.is_integer() else number

    def share(self, key: str) -> float:
        """A part of the whole: ``0.5``, ``50%`` or ``50``; an empty cell is
        all of it.
        """
        raw = str(self.row.get(key, "")).strip()
        if raw in ("", "None"):
            return 1.0
        number = _number(raw.rstrip("% ")) or 0.0
        number = (
            number / 100
            if raw.endswith("%") or number >= SMALLEST_PERCENT
            else number
        )
        if not 0 < number <= 1:
            what = f"“{raw[:40]}” cannot be read as a part of full time, so full time is taken"
            self.problem(key, what, "Enter 50% for half time")
            return 1.0
        if (
            number < SMALLEST_SHARE
        ):  # as Sheets may take 0.5 that is typed where per cent are shown
            self.problem(
                key,
                f"{number:.1%} of full time is read, so full time is taken",
                "Enter 50% for half time",
            )
            return 1.0
        return number

    def day(self, key: str, any_year: bool = False) -> date | None:
        """A date, as a date cell or as text that reads like one; ``any_year``:
        whether it lies in the school year is asked elsewhere.
        """
        day = self._written(key)
        return day if day is None or any_year else self._of_year(key, day)

    def _written(self, key: str) -> date | None:
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if is_day(raw):
            return day_of(raw)
        day = written_day(str(raw), self._day_first)
        if day is None or not 2000 <= day.year < 2100:
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not a date",
                f"Enter a date, such as {typed_day(EXAMPLE, self._day_first)}",
            )
            return None
        return day

    @property
    def _day_first(self) -> bool:
        return self.year is not None and self.year.day_first

    def _of_year(self, key: str, day: date) -> date | None:
        """A day, if it is not of the wrong calendar year."""
        if self.year is None:
            return day
        first, last = self.year.first, self.year.last
        if first - MARGIN <= day <= last + MARGIN or day.year not in (
            first.year,
            last.year,
        ):
            return day
        meant = meant_day(day, first, last)
        if meant is None:
            return day
        what = f"{day_words(day)}, {day.year}, lies outside the school year"
        typed = typed_day(meant, self._day_first)
        remedy = f"If {meant.year} is meant, type {typed}; else clear the cell"
        self.problem(key, what, remedy)
        return None

    def dated_text(self, key: str) -> str:
        """A text about days; a cell that Sheets took for a single date is
        written out again.
        """
        raw = self.row.get(key, "")
        if is_day(raw):
            return day_of(raw).isoformat()
        return self.text(key)

    def at(self, key: str) -> time | None:
        """A time of day; before seven in the morning is the afternoon, as
        people mean 3:15.
        """
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if is_number(raw) and 0 <= raw < 1:
            minutes = round(raw * 1440)
            hour = minutes // 60 % 24
            return time(hour + 12 if 0 < hour < 7 else hour, minutes % 60)
        at = time_of(str(raw))
        if at is None:
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not a time",
                "Enter a time, such as 2:45 pm",
            )
        return at

    def yes(self, key: str) -> bool:
        """A ticked box, or a word that says so."""
        raw = self.row.get(key, "")
        return raw is True or str(raw).strip().casefold() in (
            "true",
            "yes",
            "y",
            "x",
            "1",
        )

    def numbers(self, key: str) -> tuple[int, ...]:
        """Pair numbers in a text such as ``4, WES-7``; a part without a number
        is a problem.
        """
        parts = [p for p in re.split(r"[,;\s]+|\band\b", self.text(key)) if p]
        found = [
            re.fullmatch(r"#?(?:[A-Za-z][A-Za-z0-9]*-)?0*(\d{1,4})", p)
            for p in parts
        ]
        if strange := [
            p for p, number in zip(parts, found, strict=True) if not number
        ]:
            what = f"“{strange[0][:40]}” is no pair's number; until it can be read, the row credits nobody"
            self.problem(key, what, "Write numbers with commas: 4, 7")
        return tuple(int(number.group(1)) for number in found if number)

    def pairs(self, key: str, roll: Roll) -> tuple[int, ...]:
        """The pairs that a cell names, by number, code, label or a full name;
        none for an empty cell, and for one that cannot be read in full.
        """
        raw = self.raw(key).strip()
        listed = roll.everyone(raw)
        if not raw or not listed.unread:
            return listed.numbers
        if not listed.numbers and (found := roll.in_label(raw)):
            return found
        text, guesses = listed.unread[0]
        maybe = some_of([f"{roll.key}-{number}" for number in guesses])
        asked = f" ({maybe}?)" if maybe else ""
        self.problem(
            key,
            f"“{text[:40]}” is no pair{asked}",
            "Choose one from the list, or type its number",
        )
        return ()

    def choice(self, key: str, allowed: Mapping[str, Any]) -> Any:
        """One of a list, in any case; None for an empty cell or an unknown
        word.
        """
        text = present(self.found.tab.words.plain(self.text(key)))
        if not text:
            return None
        if text not in allowed:
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not one of the choices",
                f"Choose {', '.join(allowed)}",
            )
            return None
        return allowed[text]


def cells_of(
    found: Found,
    problems: list[Problem],
    year: SchoolCalendar | None = None,
) -> Iterator[Cells]:
    """The rows of a tab, one after the other; their problems are added to
    ``problems``.
    """
    for index, row in found.rows:
        cells = Cells(found, index, row, year)
        yield cells
        problems += cells.problems


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a cell holds a number; a ticked box is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_day(value: Any) -> TypeGuard[float]:
    """Whether a cell holds a number that is a day of our time (1954 to 2118)."""
    return is_number(value) and 20000 < value < 80000


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def plain(kind: str, value: Any) -> Any:
    """A cell's value as people write it: dates and times as text, part of full
    time as per cent; others as they are.
    """
    if not is_number(value):
        return value
    if kind in DATES:
        return day_of(value).isoformat()
    if kind == "time":
        minutes = round(value * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if kind == "percent":
        return f"{value:.0%}"
    return int(value) if float(value).is_integer() else value
