"""A tab's columns found by their headers, and its rows taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.core.problems import Problem
from templates.layout import Column, Tab
from templates.wire import Grid, letter


@dataclass
class Found:
    """The rows of one tab: values by column key, and the row number each
    stands in.

    ``guessed`` names the columns known by their neighbours alone; a ``broken``
    tab lost a column of values.
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

    Columns may stand in any order, and rows may have been inserted above the
    headers. A column whose header was renamed or emptied is known by both its
    neighbours.
    """
    found = Found(tab, header_row=_header_row(tab, grid))
    _find_columns(found, _texts(grid, found.header_row))
    for column in tab.value_columns:
        if column.key not in found.places:
            found.broken = True
            found.problems.append(_missing(found, column))
    found.rows = list(_rows(found, grid))
    return found


def _find_columns(found: Found, header: list[str]) -> None:
    """Note where each column stands, by its header, else by both its
    neighbours.
    """
    tab = found.tab
    folded = {
        text.casefold(): i
        for i, text in reversed(list(enumerate(header)))
        if text
    }
    for column in tab.columns:
        for name in (column.header, *column.was):
            if name.casefold() in folded:
                found.places[column.key] = folded[name.casefold()]
                break
    for column in tab.columns:
        if column.key in found.places or tab.grid:
            continue
        place = _between_neighbours(tab, column.key, found.places, len(header))
        if place is not None and not (column.formula and header[place]):
            found.places[column.key] = place
            found.guessed.add(column.key)


def _missing(found: Found, column: Column) -> Problem:
    return Problem(
        f"{found.tab.title}, row {found.header_row}",
        f"the column “{column.header}” is missing, so what this tab said before still holds",
        f"Write “{column.header}” above its column again, or ask your admin to run `sync provision`",
    )


def _rows(found: Found, grid: Grid) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows with something typed in them, and those with a printed number
    alone.
    """
    places = {
        column.key: found.places[column.key]
        for column in found.tab.value_columns
        if column.key in found.places
    }
    printed = {column.key for column in found.tab.columns if column.printed}
    for index, line in enumerate(
        grid[found.header_row :], found.header_row + 1
    ):
        if not line:
            continue
        row = {
            key: cell.strip() if isinstance(cell := line[at], str) else cell
            for key, at in places.items()
            if at < len(line)
        }
        typed = (v for k, v in row.items() if k not in printed)
        if any(v not in ("", None, False) for v in typed):
            yield index, row
        elif row.get("number") not in ("", None):
            yield index, {"number": row["number"]}


def _texts(grid: Grid, row: int) -> list[str]:
    return [str(h).strip() for h in grid[row - 1]] if len(grid) >= row else []


def _header_row(tab: Tab, grid: Grid) -> int:
    """The row with the most known headers among the first ten, counted from 1."""
    known = {c.header.casefold() for c in tab.columns}
    if known.issubset(map(str.casefold, _texts(grid, tab.header_row))):
        return tab.header_row
    scores = {
        row: sum(h.casefold() in known for h in _texts(grid, row))
        for row in range(tab.header_row, 11)
    }
    best = max(scores, key=lambda row: (scores[row], -row))
    return best if scores[best] > scores[tab.header_row] else tab.header_row


def _between_neighbours(
    tab: Tab, key: str, places: Mapping[str, int], width: int
) -> int | None:
    """Where a column must stand by the columns declared before and after it,
    if nothing else stands there.
    """
    at = tab.place(key)
    before = places.get(tab.columns[at - 1].key) if at else -1
    after = (
        places.get(tab.columns[at + 1].key)
        if at + 1 < len(tab.columns)
        else None
    )
    if before is None or (after is None and at + 1 < len(tab.columns)):
        return None
    place = before + 1
    last = after is None
    return (
        place if (last and place == width - 1) or after == place + 1 else None
    )
