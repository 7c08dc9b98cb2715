"""The rows that a tab begins with: numbers, weeks, rules, and what files say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from templates.layout import Column, Layout, Tab
from templates.prints import Print
from templates.wire import (
    Body,
    Heading,
    Value,
    area,
    repeat_look,
    update_cells,
    write_cells,
)

# The row (from 0) of a schedule in which the pair numbers stand.
NUMBER_ROW = 0
_NOTHING_JUDGED = "Nothing judged yet: the first run fills this in."


def fill(layout: Layout, tab: Tab, prints: Print) -> Iterator[Body]:
    """Print a tab's numbers and weeks, and the rows it begins with."""
    rows = prints.rows.get(tab.key, ())
    if tab.key == "pairs":
        rows = numbered(rows, layout.pairs, layout.retired)
    elif tab.grid:
        yield from _planned(layout, tab, prints)
        rows = [{"week": week} for week in prints.weeks]
    elif tab.summary:
        yield write_cells(tab.id, 0, 0, [[_NOTHING_JUDGED], ["As of"]])
    if rows:
        yield from write_rows(tab, tab.header_row, rows)
    for place, row in enumerate(rows, tab.header_row):
        if isinstance(row.get("text"), Heading):
            bold = {"textFormat": {"bold": True, "fontSize": 12}}
            yield repeat_look(area(tab, (place, place + 1), (0, 1)), bold)


def _planned(layout: Layout, tab: Tab, prints: Print) -> Iterator[Body]:
    """A schedule's pair numbers, and what files say that pairs planned."""
    yield write_cells(tab.id, NUMBER_ROW, len(tab.columns), [layout.numbers])
    for kept in prints.rows.get(tab.key, ()):
        below = list(prints.weeks).index(kept["week"])  # type: ignore[arg-type]
        beside = len(tab.columns) + layout.numbers.index(kept["number"])
        yield write_cells(
            tab.id, tab.header_row + below, beside, [[kept["text"]]]
        )


def numbered(
    rows: Sequence[Mapping[str, Value]],
    pairs: int = 0,
    retired: Sequence[int] = (),
) -> list[dict[str, Any]]:
    """So many printed numbers, each with its row.

    That is the row that names the number, else the next that names none.
    Without ``pairs``, the given rows alone, each with its number. A
    ``retired`` number has only a row that names it.
    """
    by_number = {row["number"]: row for row in rows if row.get("number")}
    others = [row for row in rows if not row.get("number")]
    last = max((n for n in by_number if isinstance(n, int)), default=0)
    made: list[dict[str, Any]] = []
    number = 0
    while len(made) < pairs or others or number < last:
        number += 1
        row = by_number.get(number)
        if row is None and number in retired:
            continue
        row = row or (others.pop(0) if others else {})
        if row or len(made) < pairs:
            made.append({**row, "number": number})
    return made


def write_rows(
    tab: Tab, top: int, rows: Sequence[Mapping[str, Value]]
) -> Iterator[Body]:
    """Write consecutive rows of values, and the notes that some cells carry.

    ``top`` is the first row, from 0. Formula columns are left alone.
    """
    for left, columns in _stretches(tab):
        values = [[row.get(column.key) for column in columns] for row in rows]
        yield write_cells(tab.id, top, left, values)
    for column in tab.columns:
        if column.note_of:
            notes = [[_note(row.get(column.key))] for row in rows]
            place = tab.place(column.note_of)
            yield update_cells(tab.id, top, place, notes, "note")


def _note(text: Value) -> Body:
    return {"note": str(text)} if text else {}


def _stretches(tab: Tab) -> Iterator[tuple[int, list[Column]]]:
    """The runs of neighbouring value columns, each with where it begins."""
    start: int | None = None
    for place, column in enumerate((*tab.columns, None)):
        if column is not None and column.header and not column.formula:
            start = place if start is None else start
        elif start is not None:
            yield start, list(tab.columns[start:place])
            start = None
