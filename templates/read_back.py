"""What the tool's tabs hold, read back from the sheet itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from templates.layout import Column, Layout, Tab
from templates.summary_lines import NEXT_DAY, SILENT_ONES
from templates.wire import Row, Value
from templates.written import WAYS_ROW, Written, plain


def learned(
    layout: Layout, grids: Mapping[str, Sequence[Sequence[Any]]]
) -> Written:
    """What the tool's tabs hold, read back from the sheet itself: the tool's
    memory when its state is gone.
    """
    status = grids.get("status", ())
    headline, day, above, following, silent = (
        _at(status, *place) for place in head_places(layout)
    )
    return Written(
        (
            plain(headline, _TEXT),
            plain(day, _DATE),
            plain(above, _TEXT),
            plain(following, _DATE),
            plain(silent, _TEXT),
        ),
        rows_in(layout.tab("status"), status),
        rows_in(layout.tab("log"), grids.get("log", ())),
        tuple(
            (plain(week, _DATE), plain(aside, _TEXT), plain(met, _TEXT))
            for week, aside, met in _weeks_of(
                layout.tab("start"), grids.get("start", ())
            )
            if week not in (None, "")
        ),
        rows_in(layout.tab("annual"), grids.get("annual", ())),
        rows_in(layout.tab("arrange"), grids.get("arrange", ())),
        tuple(_ways_of(layout.tab("start"), grids.get("start", ()))),
    )


def head_places(layout: Layout) -> Iterator[tuple[int, int]]:
    """The rows and columns, from 0, of what stands above Status's table, in
    the order of Written.head.
    """
    yield from (
        (0, 0),
        (1, 1),
        (2, 0),
        (1, layout.tab("status").place(NEXT_DAY)),
        (1, layout.tab("status").place(SILENT_ONES)),
    )


_TEXT, _DATE = Column("text", "Text"), Column("day", "Day", type="date")


def _at(grid: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    return (
        grid[row][column]
        if row < len(grid) and column < len(grid[row])
        else None
    )


def _weeks_of(
    tab: Tab, grid: Sequence[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    places = [tab.place(key) for key in ("week", "aside", "met")]
    for row in range(tab.header_row, len(grid)):
        yield tuple(_at(grid, row, place) for place in places)


def _ways_of(tab: Tab, grid: Sequence[Sequence[Any]]) -> Iterator[Row]:
    """What stands below everything that is printed."""
    place = tab.place("text")
    for row in range(WAYS_ROW, len(grid)):
        if text := plain(_at(grid, row, place), _TEXT):
            yield (text,)


def rows_in(tab: Tab, grid: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    """The rows that a tab of the tool's holds, as ``row_of`` makes them,
    without blank ones at the end.
    """
    columns = [(tab.place(c.key), c) for c in tab.value_columns]
    rows = [
        tuple(
            plain(line[place], column) if place < len(line) else None
            for place, column in columns
        )
        for line in grid[tab.header_row :]
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def names(layout: Layout) -> dict[str, Column]:
    """The columns by which the rows of the tool's tabs are distinguished: enough
    to see that a write came out as meant.
    """
    return {
        "status": layout.tab("status").column("number"),
        "log": layout.tab("log").column("code"),
    }


def came_out(
    layout: Layout,
    written: Written,
    grids: Mapping[str, Sequence[Sequence[Any]]],
) -> bool:
    """Whether the columns of ``names``, as they stand now (those that were
    looked at), are those of what was to be written.
    """
    for key, column in names(layout).items():
        if key not in grids:
            continue
        tab = layout.tab(key)
        place = [c.key for c in tab.value_columns].index(column.key)
        meant = [row[place] for row in getattr(written, key)]
        here = [
            plain(_at(grids.get(key, ()), r, tab.place(column.key)), column)
            for r in range(tab.header_row, len(grids.get(key, ())))
        ]
        while here and here[-1] is None:
            here.pop()
        while meant and meant[-1] is None:
            meant.pop()
        if here != meant:
            return False
    return True


def remembered_pairs(
    layout: Layout, written: Written
) -> dict[int, dict[str, Value]]:
    """The pairs as Status last named them, by number: names and addresses."""
    keys = [c.key for c in layout.tab("status").value_columns]
    rows = (dict(zip(keys, row, strict=True)) for row in written.status)
    return {
        row["number"]: row for row in rows if isinstance(row["number"], int)
    }
