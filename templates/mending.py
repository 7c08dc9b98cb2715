"""What a sheet has lost of what the tool printed, and the requests that print it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from templates import workbook
from templates.cells import find
from templates.layout import Column, Layout, Tab
from templates.workbook import Print, cell, formula, formula_request, heads

Body = dict[str, Any]
Grids = Mapping[str, Sequence[Sequence[Any]]]
_SEPARATOR = re.compile(r'("(?:[^"]|"")*")|[;,]')
_REFERENCE = re.compile(
    r"(?:'(?:[^']|'')*'!|[A-Za-z_]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(])"
)


def passed_over(layout: Layout, now: Mapping[str, Any], grids: Grids) -> list[str]:
    """Columns of formulas in which texts stand and no formula: somebody's own, or
    pasted over; they are left.
    """
    here = {s["properties"]["sheetId"]: s for s in now["sheets"]}
    found = as_found(
        layout, here, {key: [list(row) for row in grid] for key, grid in grids.items()}
    )
    return [
        f"{column.header} of {tab.title} has texts and no formula: it is left. Clear the column, and the formulas are printed again."
        for tab in found.tabs
        for place, column in enumerate(tab.columns)
        if column.formula and _texts_alone(_below(tab, grids.get(tab.key, ()), place))
    ]


def _below(tab: Tab, grid: Sequence[Sequence[Any]], place: int) -> list[Any]:
    return [row[place] if place < len(row) else "" for row in grid[tab.header_row :]]


def _texts_alone(cells: Sequence[Any]) -> bool:
    """Whether something stands in a column, and no formula at all."""
    return any(each not in ("", None) for each in cells) and not any(
        str(each).startswith("=") for each in cells
    )


def mend(
    layout: Layout,
    now: Mapping[str, Any],
    grids: Grids,
    prints: Print,
    looks: bool = False,
) -> tuple[list[Body], list[str]]:
    """The requests that restore lost tabs, columns, headers, formulas and protection,
    and what they restore, in words.

    With ``looks`` also what an earlier edition printed otherwise: how numbers are
    shown, and the lines above Status.

    ``now`` is the spreadsheet's metadata, ``grids`` the tabs that are there, formulas
    as written. Both lists are empty if nothing is lost. What people typed, renamed or
    moved is theirs and stays: no cell is written but a lost header, a new column's, and
    those of the tool's own formula columns.
    """
    here = {s["properties"]["sheetId"]: s for s in now["sheets"]}
    requests: list[Body] = []
    words: list[str] = []
    for tab in layout.tabs:
        if tab.id not in here:
            requests += workbook.again(layout, tab, prints)
            words.append(f"the tab {tab.title} was printed again")
    if now.get("properties", {}).get("locale", prints.locale) != prints.locale:
        # First of all: formulas are read as the locale has it.
        changed = {"properties": {"locale": prints.locale}, "fields": "locale"}
        requests.insert(0, {"updateSpreadsheetProperties": changed})
        words.append(
            f"the locale, which is {prints.locale} so that its formulas can be read"
        )
    mended = {key: [list(row) for row in grid] for key, grid in grids.items()}
    new = {t.key: _lost_columns(t, mended) for t in layout.tabs if t.id in here}
    found = as_found(layout, here, mended)
    for tab in found.tabs:
        if tab.id not in here:
            continue
        for column, place in new[tab.key]:
            where = {
                "sheetId": tab.id,
                "dimension": "COLUMNS",
                "startIndex": place,
                "endIndex": place + 1,
            }
            requests.append(
                {"insertDimension": {"range": where, "inheritFromBefore": place > 0}}
            )
            words.append(f"the column {column.header} of {tab.title}")
        for column, place in new[tab.key]:
            requests.append(_header(tab, column, place))
            requests += workbook.column_looks(found, tab, column, place, prints)
        parts = (
            _headers(tab, mended.get(tab.key, ())),
            _formulas(found, tab, mended.get(tab.key, ()), prints),
            _protection(found, tab, here[tab.id], prints),
            _filter_views(found, tab, here[tab.id]),
            (_looks(found, tab) if looks else [], "how numbers look"),
        )
        for more, what in parts:
            requests += more
            words += [what] if more else []
    return requests, list(dict.fromkeys(words))


def _looks(layout: Layout, tab: Tab) -> list[Body]:
    formats = [
        workbook.number_format(layout, tab, c, place)
        for place, c in enumerate(tab.columns)
        if c.header
    ]
    return [*formats, *(workbook.summary(layout, tab) if tab.summary else ())]


def _lost_columns(
    tab: Tab, grids: dict[str, list[list[Any]]]
) -> list[tuple[Column, int]]:
    """The columns that are gone and where each is put back, already put back in the
    grid.
    """
    grid = grids.get(tab.key, [])
    new: list[tuple[Column, int]] = []
    found = find(tab, grid)
    if not found.places:
        return new  # all of it was emptied, and stands as it was printed
    for column in tab.columns:
        if column.key in found.places:
            continue
        at = tab.place(column.key)
        place = found.places[tab.columns[at - 1].key] + 1 if at else 0
        for index, row in enumerate(grid, 1):
            row += [""] * (place - len(row))
            row.insert(place, column.header if index == found.header_row else "")
        if len(grid) < found.header_row:
            break
        new.append((column, place))
        found = find(tab, grid)
    return new


def as_found(layout: Layout, here: Mapping[int, Body], grids: Grids) -> Layout:
    """The layout as people left it: tabs by their present titles and sizes, headers and
    columns where they stand now.
    """
    tabs = []
    for tab in layout.tabs:
        if tab.id not in here:
            tabs.append(tab)
            continue
        properties = here[tab.id]["properties"]
        found = find(tab, grids.get(tab.key, ()))
        if not found.places:
            rows = properties["gridProperties"]["rowCount"] - tab.header_row
            tabs.append(replace(tab, title=properties["title"], rows=rows))
            continue
        standing = {place: tab.column(key) for key, place in found.places.items()}
        columns = tuple(
            standing.get(i, Column(f"_{i}", ""))
            for i in range(max(standing, default=-1) + 1)
        )
        rows = properties["gridProperties"]["rowCount"] - found.header_row
        tabs.append(
            replace(
                tab,
                title=properties["title"],
                rows=rows,
                columns=columns,
                header_row=found.header_row,
            )
        )
    return replace(layout, tabs=tuple(tabs))


def _header(tab: Tab, column: Column, place: int) -> Body:
    return {
        "updateCells": {
            "start": {
                "sheetId": tab.id,
                "rowIndex": tab.header_row - 1,
                "columnIndex": place,
            },
            "rows": [{"values": [cell(column.header)]}],
            "fields": "userEnteredValue",
        }
    }


def _headers(tab: Tab, grid: Sequence[Sequence[Any]]) -> tuple[list[Body], str]:
    """Emptied headers, written again; a renamed one is left as it is."""
    header = list(grid[tab.header_row - 1]) if len(grid) >= tab.header_row else []
    lost = [
        (column, place)
        for place, column in enumerate(tab.columns)
        if column.header and not (place < len(header) and str(header[place]).strip())
    ]
    return [
        _header(tab, column, place) for column, place in lost
    ], f"headers of {tab.title}"


def _formulas(
    layout: Layout, tab: Tab, grid: Sequence[Sequence[Any]], prints: Print
) -> tuple[list[Body], str]:
    requests = []
    for place, column in enumerate(tab.columns):
        if not column.formula:
            continue
        wanted = skeleton(formula(layout, tab, column, prints.texts))
        cells = _below(tab, grid, place)
        cells += [""] * (layout.size(tab)[0] - tab.header_row - len(cells))
        ours = [skeleton(str(each)) == wanted for each in cells]
        # A column of somebody's own may happen to have our header.
        if not all(ours) and not _texts_alone(cells):
            requests.append(formula_request(layout, tab, column, prints))
    for place in _numbered(layout, tab, grid):
        for row, wanted, request in heads(tab, layout, place, place + 1):
            here = (
                str(grid[row][place])
                if row < len(grid) and place < len(grid[row])
                else ""
            )
            if (not here or here.startswith("=")) and skeleton(here) != skeleton(
                wanted
            ):
                requests.append(request)
    return requests, f"formulas of {tab.title}"


def _numbered(layout: Layout, tab: Tab, grid: Sequence[Sequence[Any]]) -> list[int]:
    """The columns of a schedule that have one of the printed numbers above them."""
    top = tab.header_row - 3
    row = grid[top] if tab.grid and 0 <= top < len(grid) else ()
    return [
        place
        for place, each in enumerate(row)
        if place >= len(tab.columns) and each in layout.numbers
    ]


@lru_cache(maxsize=20_000)
def skeleton(text: str) -> str:
    """A formula without its references and separators: these change as cells move, as
    tabs are renamed, and with the locale.
    """
    return _SEPARATOR.sub(
        lambda found: found.group(1) or ",", _REFERENCE.sub("@", text)
    )


def _protection(
    layout: Layout, tab: Tab, here: Body, prints: Print
) -> tuple[list[Body], str]:
    """Ranges that are no longer protected, and those that an identity of the tool may
    not edit; people's editors stay.
    """
    there = {
        p.get("protectedRangeId"): p.get("editors", {})
        for p in here.get("protectedRanges", [])
    }
    requests, opened = [], []
    for request in workbook.protection(layout, tab, prints.editors):
        wanted = request["addProtectedRange"]["protectedRange"]
        if wanted["protectedRangeId"] not in there:
            requests.append(request)
            continue
        editors = there[wanted["protectedRangeId"]]
        users = [user.lower() for user in editors.get("users", [])]
        if missing := [user for user in prints.editors if user.lower() not in users]:
            changed = {
                "protectedRangeId": wanted["protectedRangeId"],
                "editors": {**editors, "users": [*users, *missing]},
            }
            opened.append(
                {
                    "updateProtectedRange": {
                        "protectedRange": changed,
                        "fields": "editors",
                    }
                }
            )
    kept = {
        r["addProtectedRange"]["protectedRange"]["protectedRangeId"]
        for r in workbook.protection(layout, tab, ())
    }
    ours = range(tab.id * 100, tab.id * 100 + 100)
    freed = [
        {"deleteProtectedRange": {"protectedRangeId": i}}
        for i in there
        if i in ours and i not in kept
    ]
    if opened and not requests and not freed:
        return opened, "what is protected was opened to every identity of the tool"
    if freed and not requests and not opened:
        return (
            freed,
            f"the rows of {tab.title} are people's to insert, delete, move and sort",
        )
    return requests + opened + freed, f"protection of {tab.title}"


def _filter_views(layout: Layout, tab: Tab, here: Body) -> tuple[list[Body], str]:
    """The views of a hard tab in another order, which is the one way to see it so;
    others are people's to delete.
    """
    there = {view.get("filterViewId") for view in here.get("filterViews", [])}
    wanted = workbook.filter_views(layout, tab, ()) if tab.hard else ()
    requests = [
        r for r in wanted if r["addFilterView"]["filter"]["filterViewId"] not in there
    ]
    return requests, f"filter views of {tab.title}"
