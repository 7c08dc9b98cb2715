"""A tab's columns found by their headers, its rows taken, its cells read as what they ought to hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sync.core.model import Problem
from sync.core.planning import time_of
from templates.layout import Tab
from templates.workbook import day_of, letter

Grid = Sequence[Sequence[Any]]


@dataclass
class Found:
    """The rows of one tab: values by column key, and the row number each stands in."""

    tab: Tab
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False

    def where(self, row: int, key: str) -> str:
        """A cell as people name it."""
        return f"{self.tab.title} {letter(self.places[key])}{row}"


def find(tab: Tab, grid: Grid) -> Found:
    """Match the columns of a tab by their headers and take its non-empty rows.

    Columns may stand in any order. One unknown header where one known is missing is taken for a rename.
    """
    found = Found(tab)
    header = [str(h).strip() for h in (grid[tab.header_row - 1] if len(grid) >= tab.header_row else [])]
    folded = {h.casefold(): i for i, h in reversed(list(enumerate(header))) if h}
    found.places = {c.key: folded[c.header.casefold()] for c in tab.columns if c.header.casefold() in folded}
    missing = [c for c in tab.columns if c.key not in found.places]
    used = set(found.places.values())
    unknown = [i for i, h in enumerate(header) if h and i not in used and not tab.grid]
    if len(missing) == 1 and len(unknown) == 1:
        found.places[missing[0].key] = unknown[0]
        missing = []
    for column in missing:
        if not column.formula:
            found.broken = True
            found.problems.append(
                Problem(
                    f"{tab.title}, row {tab.header_row}",
                    f"the column “{column.header}” is missing",
                    f"Write “{column.header}” above its column again, or ask your admin to run `sync provision`",
                )
            )
    values = [c.key for c in tab.columns if not c.formula and c.key in found.places]
    for index, line in enumerate(grid[tab.header_row :], tab.header_row + 1):
        row = {key: line[found.places[key]] for key in values if found.places[key] < len(line)}
        row = {k: v.strip() if isinstance(v, str) else v for k, v in row.items()}
        if any(v not in ("", None, False) for k, v in row.items() if not tab.column(k).printed):
            found.rows.append((index, row))
        elif row.get("number") not in ("", None):
            found.rows.append((index, {"number": row["number"]}))
    return found


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
        text = " ".join("".join(c if c.isprintable() else " " for c in str(raw or "")).split())
        if len(text) > longest:
            self.problem(key, f"{len(text):,} characters are too many", f"Keep it under {longest}")
            text = text[:longest]
        return text

    def number(self, key: str) -> int | None:
        """A whole number."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        try:
            return int(float(str(raw).strip().lstrip("#")))
        except ValueError:
            self.problem(key, f"“{self.text(key)[:40]}” is not a number", "Enter a number")
            return None

    def day(self, key: str) -> date | None:
        """A date, as a date cell or as text that reads like one."""
        raw = self.row.get(key, "")
        if raw in ("", None):
            return None
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 20000 < raw < 80000:
            return day_of(raw)
        day = date_in(str(raw))
        if day is None:
            self.problem(key, f"“{self.text(key)[:40]}” is not a date", "Enter a date, such as 10/14/2026")
        return day

    def at(self, key: str) -> time | None:
        """A time of day."""
        raw = self.row.get(key, "")
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 0 <= raw < 1:
            minutes = round(raw * 1440)
            return time(minutes // 60 % 24, minutes % 60)
        return time_of(str(raw)) if raw else None

    def yes(self, key: str) -> bool:
        """A ticked box, or a word that says so."""
        raw = self.row.get(key, "")
        return raw is True or str(raw).strip().casefold() in ("true", "yes", "y", "x", "1")

    def numbers(self, key: str) -> tuple[int, ...]:
        """Pair numbers in a text such as ``4, WES-7``."""
        return tuple(int(n) for n in re.findall(r"\d+", self.text(key)))

    def choice(self, key: str, allowed: Mapping[str, Any]) -> Any:
        """One of a list, in any case; None for an empty cell or an unknown word."""
        text = self.text(key).casefold()
        if not text:
            return None
        if text not in allowed:
            self.problem(key, f"“{self.text(key)[:40]}” is not one of the choices", f"Choose {', '.join(allowed)}")
            return None
        return allowed[text]


def date_in(text: str) -> date | None:
    """The date in ``2026-10-14`` or ``10/14/2026``, if it is one."""
    text = text.strip()
    for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"), (r"(\d{1,2})/(\d{1,2})/(\d{4})", "mdy")):
        if found := re.fullmatch(pattern, text):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            try:
                return date(parts["y"], parts["m"], parts["d"])
            except ValueError:
                return None
    return None
