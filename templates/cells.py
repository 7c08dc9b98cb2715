"""A tab's columns found by their headers, its rows taken, its cells read as what they
ought to hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sync.core.model import Problem
from sync.core.planning import time_of
from templates.layout import Tab
from templates.wire import day_of, letter

# From here on a number is a percentage; a smaller part of full time than this one is
# asked about.
SMALLEST_PERCENT, SMALLEST_SHARE = 5, 0.05
Grid = Sequence[Sequence[Any]]


@dataclass
class Found:
    """The rows of one tab: values by column key, and the row number each stands in.

    ``guessed`` names the columns known by their neighbours alone; a ``broken`` tab lost
    a column of values.
    """

    tab: Tab
    header_row: int
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    guessed: set[str] = field(default_factory=set)
    broken: bool = False

    def where(self, row: int, key: str) -> str:
        """A cell as people name it."""
        place = self.places.get(key)
        return (
            f"{self.tab.title}, row {row}"
            if place is None
            else f"{self.tab.title} {letter(place)}{row}"
        )


def find(tab: Tab, grid: Grid) -> Found:
    """Match the columns of a tab by their headers and take its non-empty rows.

    Columns may stand in any order, and rows may have been inserted above the headers. A
    column whose header was renamed or emptied is known by both its neighbours.
    """
    found = Found(tab, header_row=_header_row(tab, grid))
    header = _texts(grid, found.header_row)
    folded = {h.casefold(): i for i, h in reversed(list(enumerate(header))) if h}
    found.places = {
        c.key: folded[c.header.casefold()]
        for c in tab.columns
        if c.header.casefold() in folded
    }
    for column in [
        c for c in tab.columns if c.key not in found.places and not tab.grid
    ]:
        place = _between_neighbours(tab, column.key, found.places, len(header))
        if place is not None and not (column.formula and header[place]):
            found.places[column.key] = place
            found.guessed.add(column.key)
    for column in tab.value_columns:
        if column.key not in found.places:
            found.broken = True
            found.problems.append(
                Problem(
                    f"{tab.title}, row {found.header_row}",
                    f"the column “{column.header}” is missing, so what this tab said before still holds",
                    f"Write “{column.header}” above its column again, or ask your admin to run `sync provision`",
                )
            )
    values = [c.key for c in tab.value_columns if c.key in found.places]
    for index, line in enumerate(grid[found.header_row :], found.header_row + 1):
        row = {
            key: line[found.places[key]]
            for key in values
            if found.places[key] < len(line)
        }
        row = {k: v.strip() if isinstance(v, str) else v for k, v in row.items()}
        if any(
            v not in ("", None, False)
            for k, v in row.items()
            if not tab.column(k).printed
        ):
            found.rows.append((index, row))
        elif row.get("number") not in ("", None):
            found.rows.append((index, {"number": row["number"]}))
    return found


def _texts(grid: Grid, row: int) -> list[str]:
    return [str(h).strip() for h in grid[row - 1]] if len(grid) >= row else []


def _header_row(tab: Tab, grid: Grid) -> int:
    """The row with the most known headers among the first ten, counted from 1."""
    known = {c.header.casefold() for c in tab.columns}
    scores = {
        row: sum(h.casefold() in known for h in _texts(grid, row))
        for row in range(tab.header_row, 11)
    }
    best = max(scores, key=lambda row: (scores[row], -row))
    return best if scores[best] > scores[tab.header_row] else tab.header_row


def _between_neighbours(
    tab: Tab, key: str, places: Mapping[str, int], width: int
) -> int | None:
    """Where a column must stand by the columns declared before and after it, if nothing
    else stands there.
    """
    at = tab.place(key)
    before = places.get(tab.columns[at - 1].key) if at else -1
    after = places.get(tab.columns[at + 1].key) if at + 1 < len(tab.columns) else None
    if before is None or (after is None and at + 1 < len(tab.columns)):
        return None
    place = before + 1
    last = after is None
    return place if (last and place == width - 1) or after == place + 1 else None


class Cells:
    """One row being read: typed values out, problems noted."""

    def __init__(self, found: Found, index: int, row: Mapping[str, Any]) -> None:
        self.found = found
        self.index = index
        self.row = row
        self.problems: list[Problem] = []

    def problem(self, key: str, what: str, remedy: str) -> None:
        """Note a problem with one cell."""
        self.problems.append(Problem(self.found.where(self.index, key), what, remedy))

    def text(self, key: str, longest: int = 500) -> str:
        """A text on one line."""
        raw = self.row.get(key, "")
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = " ".join(
            "".join(c if c.isprintable() else " " for c in str(raw or "")).split()
        )
        if len(text) > longest:
            self.problem(
                key,
                f"{len(text):,} characters are too many",
                f"Keep it under {longest}",
            )
            text = text[:longest]
        return text

    def number(self, key: str) -> int | None:
        """A whole number."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        try:
            number = float(str(raw).strip().lstrip("#"))
            return int(number) if abs(number) < 1e9 else int("too large")
        except (ValueError, OverflowError):
            self.problem(
                key, f"“{self.text(key)[:40]}” is not a number", "Enter a number"
            )
            return None

    def amount(self, key: str) -> float | None:
        """A number that may have decimals; a whole one as an int."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        number = _number(str(raw).replace(",", "."))
        if number is None or not 0 <= number < 1e6:
            self.problem(
                key, f"“{self.text(key)[:40]}” is not a number", "Enter a number"
            )
            return None
        return int(number) if number.is_integer() else number

    def share(self, key: str) -> float:
        """A part of the whole: ``0.5``, ``50%`` or ``50``; an empty cell is all of it."""
        raw = str(self.row.get(key, "")).strip()
        if raw in ("", "None"):
            return 1.0
        number = _number(raw.rstrip("% ")) or 0.0
        number = (
            number / 100 if raw.endswith("%") or number >= SMALLEST_PERCENT else number
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

    def day(self, key: str) -> date | None:
        """A date, as a date cell or as text that reads like one."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if (
            isinstance(raw, (int, float))
            and not isinstance(raw, bool)
            and 20000 < raw < 80000
        ):
            return day_of(raw)
        day = date_in(str(raw))
        if day is None or not 2000 <= day.year < 2100:
            self.problem(
                key,
                f"“{self.text(key)[:40]}” is not a date",
                "Enter a date, such as 10/14/2026",
            )
            return None
        return day

    def dated_text(self, key: str) -> str:
        """A text about days; a cell that Sheets took for a single date is written out
        again.
        """
        raw = self.row.get(key, "")
        if (
            isinstance(raw, (int, float))
            and not isinstance(raw, bool)
            and 20000 < raw < 80000
        ):
            return day_of(raw).isoformat()
        return self.text(key)

    def at(self, key: str) -> time | None:
        """A time of day; before seven in the morning is the afternoon, as people mean
        3:15.
        """
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 0 <= raw < 1:
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
        """Pair numbers in a text such as ``4, WES-7``; a part without a number is a
        problem.
        """
        parts = [p for p in re.split(r"[,;\s]+|\band\b", self.text(key)) if p]
        found = [
            re.fullmatch(r"#?(?:[A-Za-z][A-Za-z0-9]*-)?0*(\d{1,4})", p) for p in parts
        ]
        if strange := [p for p, number in zip(parts, found, strict=True) if not number]:
            what = f"“{strange[0][:40]}” is no pair's number; until it can be read, the row credits nobody"
            self.problem(key, what, "Write numbers with commas: 4, 7")
        return tuple(int(number.group(1)) for number in found if number)

    def choice(self, key: str, allowed: Mapping[str, Any]) -> Any:
        """One of a list, in any case; None for an empty cell or an unknown word."""
        text = self.text(key).casefold()
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


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def date_in(text: str) -> date | None:
    """The date in ``2026-10-14`` or ``10/14/2026``, if it is one."""
    text = text.strip()
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})", "mdy"),
    ):
        if found := re.fullmatch(pattern, text):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            try:
                return date(parts["y"], parts["m"], parts["d"])
            except ValueError:
                return None
    return None


def plain(kind: str, value: Any) -> Any:
    """A cell's value as people write it: dates and times as text, part of full time as
    per cent; others as they are.
    """
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return value
    if kind in ("date", "dated"):
        return day_of(value).isoformat()
    if kind == "time":
        minutes = round(value * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if kind == "percent":
        return f"{value:.0%}"
    return int(value) if float(value).is_integer() else value
