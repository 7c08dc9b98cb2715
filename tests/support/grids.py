"""Tabs as people fill them in, and what is read from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from templates import layout as layouts
from templates.read_pairs import Guard
from templates.reading import read

LAYOUT = layouts.load(6, 10)


YEAR = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18))


BASE = District("WES", "Westbrook", YEAR)


def grid(
    tab: str, *rows: dict[str, Any], headers: list[str] | None = None
) -> list[list[Any]]:
    layout = LAYOUT.tab(tab)
    top = [[""] * len(layout.columns)] * (layout.header_row - 1)
    header = headers or [c.header for c in layout.columns]
    return [
        *top,
        header,
        *([row.get(c.key, "") for c in layout.columns] for row in rows),
    ]


def district(**grids: list[list[Any]]) -> District:
    full = {t.key: grids.get(t.key, grid(t.key)) for t in LAYOUT.people}
    return read(LAYOUT, full, BASE, Guard({}, tuple, YEAR.first))


TODAY = date(2026, 11, 2)


def guarded(
    before: District | None, day: date = TODAY, **grids: list[list[Any]]
) -> District:
    full = {t.key: grids.get(t.key, grid(t.key)) for t in LAYOUT.people}
    pairs = before.by_number if before else {}
    return read(LAYOUT, full, BASE, Guard(pairs, tuple, day))


AUTUMN, SPRING = date(2026, 3, 2), date(2027, 10, 14)


BRITISH = replace(YEAR, day_first=True)
