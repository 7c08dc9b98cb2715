"""What provisioning leaves as it is in a sheet: it is people's own, or may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from templates.layout import Layout, Tab
from templates.layout_now import Grids, as_found
from templates.wire import Grid

# A header row has at least so many of a tab's own headers.
FEWEST_HEADERS = 2


def headless(layout: Layout, grids: Grids) -> list[Tab]:
    """The tabs whose header row is gone, so that data stand where it was: to
    write headers there would write over them.
    """
    return [
        tab
        for tab in layout.tabs
        if not tab.grid
        and (line := _line(tab, grids.get(tab.key, ())))
        and _own_headers(tab, line) < min(FEWEST_HEADERS, len(tab.columns))
    ]


def headless_words(tab: Tab, grids: Grids) -> str:
    """That a tab has lost its header row, and what to do."""
    shown = ", ".join(_line(tab, grids[tab.key])[:3])[:60]
    where = f"row {tab.header_row}"
    return (
        f"{tab.title} has lost its header row: {where} holds “{shown}”. Undo it (Edit, Undo, or File, Version history), or insert"
        f" an empty row above {where}; then run `sync provision`, which writes the headers."
    )


def _line(tab: Tab, grid: Grid) -> list[str]:
    """What stands in the row of a tab's headers, but for formulas."""
    row = grid[tab.header_row - 1] if len(grid) >= tab.header_row else ()
    texts = (str(cell or "").strip() for cell in row)
    return [text for text in texts if text and not text.startswith("=")]


def _own_headers(tab: Tab, line: Sequence[str]) -> int:
    known = {c.header for c in tab.columns}
    known |= {was for c in tab.columns for was in c.was}
    return len({text for text in line if text in known})


def passed_over(
    layout: Layout, now: Mapping[str, Any], grids: Grids
) -> list[str]:
    """Columns of formulas in which texts stand and no formula.

    They are somebody's own, or pasted over: they are left.
    """
    here = {s["properties"]["sheetId"]: s for s in now["sheets"]}
    found = as_found(layout, here, grids)
    return [
        f"{column.header} of {tab.title} has texts and no formula, so it was"
        " left alone. Clear the column, and run `sync provision` again."
        for tab in found.tabs
        for place, column in enumerate(tab.columns)
        if column.formula
        and texts_alone(below(tab, grids.get(tab.key, ()), place))
    ]


def below(tab: Tab, grid: Grid, place: int) -> list[Any]:
    """The cells of a column below its header."""
    return [
        row[place] if place < len(row) else ""
        for row in grid[tab.header_row :]
    ]


def texts_alone(cells: Sequence[Any]) -> bool:
    """Whether something stands in a column, and no formula at all."""
    typed = any(each not in ("", None) for each in cells)
    return typed and not any(str(each).startswith("=") for each in cells)
