"""What a sheet has lost of what the tool printed, and the requests that print it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from templates import workbook
from templates.cells import find
from templates.layout import Column, Layout, Tab
from templates.workbook import Print, cell, formula, formula_request

Body = dict[str, Any]
Grids = Mapping[str, Sequence[Sequence[Any]]]
_REFERENCE = re.compile(r"(?:'(?:[^']|'')*'!|[A-Za-z_]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(])")


def mend(layout: Layout, now: Mapping[str, Any], grids: Grids, prints: Print) -> tuple[list[Body], list[str]]:
    """The requests that restore lost tabs, headers, formulas and protection, and what they restore, in words.

    ``now`` is the spreadsheet's metadata, ``grids`` the tabs that are there, formulas as written. Both lists are
    empty if nothing is lost. What people typed, renamed or moved is theirs and stays.
    """
    here = {s["properties"]["sheetId"]: s for s in now["sheets"]}
    found = as_found(layout, here, grids)
    requests: list[Body] = []
    words: list[str] = []
    for tab in layout.tabs:
        if tab.id not in here:
            requests += workbook.again(layout, tab, prints)
            words.append(f"the tab {tab.title} was printed again")
    for tab in found.tabs:
        if tab.id in here:
            for more, what in (
                _headers(layout, tab, grids),
                _formulas(found, tab, grids, prints),
                _protection(found, tab, here[tab.id], prints),
            ):
                requests += more
                words += [what] if more else []
    return requests, words


def as_found(layout: Layout, here: Mapping[int, Body], grids: Grids) -> Layout:
    """The layout as people left it: tabs by their present titles and sizes, columns where they stand now."""
    tabs = []
    for tab in layout.tabs:
        if tab.id not in here:
            tabs.append(tab)
            continue
        properties = here[tab.id]["properties"]
        places = find(tab, grids.get(tab.key, ())).places
        standing: dict[int, Column] = {place: tab.column(key) for key, place in places.items()}
        for place, column in enumerate(tab.columns):
            if column.key not in places and place not in standing:
                standing[place] = column
        width = max(standing, default=-1) + 1
        columns = tuple(standing.get(i, Column(f"_{i}", "")) for i in range(width))
        rows = properties["gridProperties"]["rowCount"] - tab.header_row
        kept = columns if not tab.grid else tab.columns
        tabs.append(replace(tab, title=properties["title"], rows=rows, columns=kept))
    return replace(layout, tabs=tuple(tabs))


def _headers(layout: Layout, tab: Tab, grids: Grids) -> tuple[list[Body], str]:
    declared = layout.tab(tab.key)
    grid = grids.get(tab.key, ())
    header = list(grid[tab.header_row - 1]) if len(grid) >= tab.header_row else []
    requests = []
    for place, column in enumerate(tab.columns):
        text = str(header[place]).strip() if place < len(header) else ""
        if column.header and text.casefold() != column.header.casefold() and column in declared.columns:
            requests.append(
                {
                    "updateCells": {
                        "start": {"sheetId": tab.id, "rowIndex": tab.header_row - 1, "columnIndex": place},
                        "rows": [{"values": [cell(column.header)]}],
                        "fields": "userEnteredValue",
                    }
                }
            )
    return requests, f"headers of {tab.title}"


def _formulas(layout: Layout, tab: Tab, grids: Grids, prints: Print) -> tuple[list[Body], str]:
    grid = grids.get(tab.key, ())
    requests = []
    for place, column in enumerate(tab.columns):
        if not column.formula:
            continue
        wanted = skeleton(formula(layout, tab, column, prints.texts))
        cells = [row[place] if place < len(row) else "" for row in grid[tab.header_row :]]
        cells += [""] * (layout.size(tab)[0] - tab.header_row - len(cells))
        if any(skeleton(str(each)) != wanted for each in cells):
            requests.append(formula_request(layout, tab, column, prints))
    return requests, f"formulas of {tab.title}"


def skeleton(text: str) -> str:
    """A formula without its references: these change as rows, columns and tabs are moved and renamed."""
    return _REFERENCE.sub("@", text)


def _protection(layout: Layout, tab: Tab, here: Body, prints: Print) -> tuple[list[Body], str]:
    there = {p.get("protectedRangeId") for p in here.get("protectedRanges", [])}
    requests = []
    for request in workbook.protection(layout, tab, prints.editors):
        wanted = request["addProtectedRange"]["protectedRange"]
        if wanted["protectedRangeId"] not in there:
            requests.append(request)
    return requests, f"protection of {tab.title}"
