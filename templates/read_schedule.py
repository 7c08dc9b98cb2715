"""*Schedule*, the blank schedule, as pairs fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sync.core.calendar import SchoolCalendar, monday_of
from sync.core.model import Hint, PlannedMeeting
from sync.core.planning import read_cell, says_something
from templates.cells import is_day, is_number
from templates.found import find
from templates.layout import Tab
from templates.wire import Grid, day_of, letter

_TIME = re.compile(r"\d[:.]\d\d")
_LIKE = "Write it like Tue 2:45 or Oct 14 2:45"


class ScheduleCell(NamedTuple):
    """A filled cell: its place, the pair's number, the Monday of its row, its
    text.
    """

    place: str
    number: int
    week: date
    text: str


@dataclass(frozen=True)
class Schedule:
    """What the cells say: meetings with a day, which cells are filled, and
    hints.

    ``filled`` are pair numbers and Mondays; hints name cells that nobody could
    read.
    """

    planned: tuple[PlannedMeeting, ...]
    filled: frozenset[tuple[int, date]]
    hints: tuple[Hint, ...]


def schedule_cells(tab: Tab, grid: Grid) -> Iterator[ScheduleCell]:
    """Every filled cell of the blank schedule."""
    found = find(tab, grid)
    top = found.header_row - tab.header_row
    columns = [
        (column, int(number), f"{tab.title} {letter(column)}")
        for column, number in enumerate(grid[top] if len(grid) > top else ())
        if column >= 1 and is_number(number)
    ]
    week_at = found.places.get("week", 0)
    for row, line in enumerate(grid[found.header_row :], found.header_row + 1):
        number = line[week_at] if len(line) > week_at else ""
        if not is_day(number):
            continue
        week, width = day_of(number), len(line)
        for column, pair, place in columns:
            raw = line[column] if column < width else ""
            if raw != "" and (text := _text(raw)):
                yield ScheduleCell(f"{place}{row}", pair, week, text)


def _text(raw: Any) -> str:
    if is_day(raw):
        return day_of(raw).isoformat()
    text = "" if raw is None else str(raw)
    return text if text.strip() else ""


def schedule(tab: Tab, grid: Grid, year: SchoolCalendar) -> Schedule:
    """Read the blank schedule."""
    planned, hints, filled = [], [], set[tuple[int, date]]()
    for cell in schedule_cells(tab, grid):
        filled.add((cell.number, cell.week))
        meeting = read_cell(cell.text, cell.week, cell.number, year.day_first)
        if meeting is not None:
            planned.append(meeting)
        if trouble := _trouble(cell, meeting):
            text = f"{cell.place}: “{cell.text[:40]}” {trouble}"
            hints.append(Hint(cell.number, text))
    return Schedule(tuple(planned), frozenset(filled), tuple(hints))


def _trouble(cell: ScheduleCell, meeting: PlannedMeeting | None) -> str:
    """What cannot be read in a cell, and what to write; empty for nothing."""
    if meeting is None:
        return f"names no day. {_LIKE}" if says_something(cell.text) else ""
    if meeting.at is None and _TIME.search(cell.text):
        return f"has no time that can be read. {_LIKE}"
    if monday_of(meeting.day) != cell.week:
        return "lies in another week. Move it to the row of its week, or correct the date"
    return ""
