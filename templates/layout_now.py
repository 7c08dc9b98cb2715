"""The layout of a sheet as people left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from templates.found import find
from templates.layout import Column, Layout, Tab
from templates.wire import Body, Grid

Grids = Mapping[str, Grid]


def as_found(layout: Layout, here: Mapping[int, Body], grids: Grids) -> Layout:
    """The layout as people left it.

    Tabs by their present titles and sizes, headers and columns where they
    stand now.
    """
    tabs = [
        _as_found(tab, here[tab.id]["properties"], grids.get(tab.key, ()))
        if tab.id in here
        else tab
        for tab in layout.tabs
    ]
    return replace(layout, tabs=tuple(tabs))


def _as_found(tab: Tab, properties: Mapping[str, Any], grid: Grid) -> Tab:
    title, height = (
        properties["title"],
        properties["gridProperties"]["rowCount"],
    )
    found = find(tab, grid)
    if not found.places:
        return replace(tab, title=title, rows=height - tab.header_row)
    standing = {place: tab.column(key) for key, place in found.places.items()}
    columns = tuple(
        standing.get(place, Column(f"_{place}", ""))
        for place in range(max(standing, default=-1) + 1)
    )
    return replace(
        tab,
        title=title,
        rows=height - found.header_row,
        columns=columns,
        header_row=found.header_row,
    )


def lost_columns(
    tab: Tab, grids: dict[str, list[list[Any]]]
) -> list[tuple[Column, int]]:
    """The columns that are gone, and where each is put back.

    In the grid they are put back already.
    """
    grid = grids.get(tab.key, [])
    lost: list[tuple[Column, int]] = []
    found = find(tab, grid)
    if not found.places:
        return lost  # all of it was emptied, and stands as it was printed
    for column in tab.columns:
        if column.key in found.places:
            continue
        at = tab.place(column.key)
        place = found.places[tab.columns[at - 1].key] + 1 if at else 0
        for index, row in enumerate(grid, 1):
            row += [""] * (place - len(row))
            row.insert(
                place, column.header if index == found.header_row else ""
            )
        if len(grid) < found.header_row:
            break
        lost.append((column, place))
        found = find(tab, grid)
    return lost
