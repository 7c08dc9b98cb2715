"""What a sheet has lost of what the tool printed, and the requests that print
it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sync.core.mark import NO_MARK
from templates import (
    dropped,
    grid_sizes,
    looks,
    marks,
    summary_lines,
    workbook,
)
from templates.access import lost_views, protection
from templates.formulas import formula, print_formula, schedule_heads, skeleton
from templates.layout import Column, Layout, Tab
from templates.layout_now import Grids, as_found, lost_columns
from templates.left_alone import below, texts_alone
from templates.prints import Print
from templates.renewed import renewed
from templates.wire import Body, Grid, lines, write_cells

_MARK = "the mark by which a run knows this sheet (Data, Named ranges)"


class Lost(Enum):
    """What a sheet can have lost."""

    MARK = auto()
    TAB = auto()
    GRID = auto()
    LOCALE = auto()
    COLUMN = auto()
    HEADERS = auto()
    FORMULAS = auto()
    PROTECTION = auto()
    # Ranges of the tool's that an identity of its own may not edit, and those
    # that an earlier edition protected.
    ACCESS = auto()
    FREEDOM = auto()
    VIEWS = auto()
    LOOKS = auto()


@dataclass(frozen=True)
class Mended:
    """Some requests, what was lost, of which tab (by key), and in words what
    they do.
    """

    requests: list[Body]
    lost: Lost
    tab: str
    what: str

    def needed(self, layout: Layout) -> bool:
        """Whether a run cannot do without it: it reads people's tabs as they
        were, and needs its own to write.
        """
        lost_tab = self.lost is Lost.TAB and layout.tab(self.tab).of_tool
        return lost_tab or self.lost in (
            Lost.PROTECTION,
            Lost.MARK,
            Lost.GRID,
        )


def requests_of(mended: Sequence[Mended]) -> list[Body]:
    """All requests, in their order."""
    return [request for each in mended for request in each.requests]


def once(mended: Sequence[Mended]) -> Iterable[Mended]:
    """Each thing that is mended, by its words."""
    by_words: dict[str, Mended] = {}
    for each in mended:
        by_words.setdefault(each.what, each)
    return by_words.values()


def mend(
    layout: Layout,
    now: Mapping[str, Any],
    grids: Grids,
    prints: Print,
    with_looks: bool = False,
) -> list[Mended]:
    """What is lost, each with the requests that restore it.

    Lost tabs, columns, sizes, headers, formulas, views, protection, locale and
    mark. With ``with_looks`` also what an earlier edition printed differently
    (formats, notes, widths, colours), and columns that it dropped are deleted.

    ``now`` is the spreadsheet's metadata, ``grids``
    the tabs that are there, formulas as written. The list is empty if nothing
    is lost. What people typed, renamed or moved is theirs and stays: no cell
    is written but a lost header, a new column's, and those of the tool's own
    formula columns.
    """
    here = {s["properties"]["sheetId"]: s for s in now["sheets"]}
    mended: list[Mended] = []
    if now.get("properties", {}).get("locale", prints.locale) != prints.locale:
        # First: formulas are read as the locale has it.
        mended.append(_locale(prints))
    for tab in layout.tabs:
        if tab.id not in here:
            printed = workbook.again(layout, tab, prints)
            what = f"the tab {tab.title}, printed again"
            mended.append(Mended(printed, Lost.TAB, tab.key, what))
    filled = {key: [list(row) for row in grid] for key, grid in grids.items()}
    if with_looks:
        for tab in (t for t in layout.tabs if t.of_tool and t.id in here):
            gone, here[tab.id] = dropped.taken_away(
                tab, filled.get(tab.key, []), here[tab.id]
            )
            what = f"columns of {tab.title} that are not used any more"
            mended.append(Mended(gone, Lost.GRID, tab.key, what))
    lost = {
        t.key: lost_columns(t, filled) for t in layout.tabs if t.id in here
    }
    for tab in (t for t in layout.tabs if t.of_tool and t.id in here):
        size, more = here[tab.id], len(lost[tab.key])
        longer, here[tab.id] = grid_sizes.longer(layout, tab, size, more)
        what = f"the rows and columns of {tab.title}, which was cut short"
        mended.append(Mended(longer, Lost.GRID, tab.key, what))
    found = as_found(layout, here, filled)
    for tab in (tab for tab in found.tabs if tab.id in here):
        grid = filled.get(tab.key, ())
        mended += _columns(found, tab, lost[tab.key], prints)
        mended.append(_headers(tab, grid))
        mended.append(_formulas(found, tab, grid, prints))
        mended.append(_protection(found, tab, here[tab.id], prints))
        views = lost_views(found, tab, here[tab.id], with_looks)
        what = f"filter views of {tab.title}"
        mended.append(Mended(views, Lost.VIEWS, tab.key, what))
        if with_looks:
            anew = [*renewed(found, tab, here[tab.id], prints)]
            mended.append(Mended(anew, Lost.LOOKS, tab.key, "how it looks"))
    if with_looks and "start" in filled:
        # Behind the columns of Status that are inserted, which it names.
        line = [*summary_lines.not_seen(found)]
        what = "the line of Start here for when no run comes any more"
        mended.append(Mended(line, Lost.LOOKS, "start", what))
    if prints.mark is not NO_MARK:
        put_right = marks.put_right(layout, now, prints.mark)
        mended.append(Mended(put_right, Lost.MARK, "", _MARK))
    return [each for each in mended if each.requests]


# -- what is mended -----------------------------------------------------------


def _locale(prints: Print) -> Mended:
    changed = {"properties": {"locale": prints.locale}, "fields": "locale"}
    what = f"the locale, which is {prints.locale} so that its formulas can be read"
    return Mended(
        [{"updateSpreadsheetProperties": changed}], Lost.LOCALE, "", what
    )


def _columns(
    layout: Layout, tab: Tab, lost: Sequence[tuple[Column, int]], prints: Print
) -> list[Mended]:
    """Lost columns: all are inserted before any is filled, so that places
    hold.
    """
    mended = []
    for column, place in lost:
        where = lines(tab, "COLUMNS", place, place + 1)
        insert = {"range": where, "inheritFromBefore": place > 0}
        what = f"the column {column.header} of {tab.title}"
        mended.append(
            Mended([{"insertDimension": insert}], Lost.COLUMN, tab.key, what)
        )
    for column, place in lost:
        requests = [_header(tab, column, place)]
        requests += looks.column_looks(layout, tab, column, place, prints)
        what = f"the column {column.header} of {tab.title}"
        mended.append(Mended(requests, Lost.COLUMN, tab.key, what))
    return mended


def header_row(tab: Tab) -> list[Body]:
    """The header row of a tab of the tool's, above what stands in its place."""
    where = lines(tab, "ROWS", tab.header_row - 1, tab.header_row)
    insert = {"range": where, "inheritFromBefore": tab.header_row > 1}
    headers = [[column.header for column in tab.columns]]
    return [
        {"insertDimension": insert},
        write_cells(tab.id, tab.header_row - 1, 0, headers),
    ]


def _header(tab: Tab, column: Column, place: int) -> Body:
    return write_cells(tab.id, tab.header_row - 1, place, [[column.header]])


def _headers(tab: Tab, grid: Grid) -> Mended:
    """Emptied headers, written again, and those of earlier editions; one that
    people renamed is left as it is.
    """
    header = (
        list(grid[tab.header_row - 1]) if len(grid) >= tab.header_row else []
    )
    requests = [
        _header(tab, column, place)
        for place, column in enumerate(tab.columns)
        if column.header
        and (
            not _text_at(header, place)
            or _text_at(header, place) in column.was
        )
    ]
    return Mended(requests, Lost.HEADERS, tab.key, f"headers of {tab.title}")


def _text_at(header: Sequence[Any], place: int) -> str:
    return str(header[place]).strip() if place < len(header) else ""


def _formulas(layout: Layout, tab: Tab, grid: Grid, prints: Print) -> Mended:
    """Formula columns that lack a formula, and those above a schedule's
    columns.
    """
    requests = []
    for place, column in enumerate(tab.columns):
        if not column.formula:
            continue
        wanted = skeleton(formula(layout, tab, column, prints.texts))
        cells = below(tab, grid, place)
        cells += [""] * (layout.size(tab)[0] - tab.header_row - len(cells))
        ours = [skeleton(str(each)) == wanted for each in cells]
        # A column of somebody's own may happen to have our header.
        if not all(ours) and not texts_alone(cells):
            requests.append(print_formula(layout, tab, column, prints.texts))
    for place in _numbered(layout, tab, grid):
        for row, printed, request in schedule_heads(
            tab, layout, place, place + 1
        ):
            text = str(_at(grid, row, place))
            is_formula = not text or text.startswith("=")
            if is_formula and skeleton(text) != skeleton(printed):
                requests.append(request)
    return Mended(requests, Lost.FORMULAS, tab.key, f"formulas of {tab.title}")


def _at(grid: Grid, row: int, place: int) -> Any:
    return (
        grid[row][place] if row < len(grid) and place < len(grid[row]) else ""
    )


def _numbered(layout: Layout, tab: Tab, grid: Grid) -> list[int]:
    """The columns of a schedule that have one of the printed numbers above
    them.
    """
    top = tab.header_row - 3
    row = grid[top] if tab.grid and 0 <= top < len(grid) else ()
    return [
        place
        for place, each in enumerate(row)
        if place >= len(tab.columns) and each in layout.numbers
    ]


def _protection(layout: Layout, tab: Tab, here: Body, prints: Print) -> Mended:
    """Restore protection, and open ranges to all identities of the tool.

    People's editors stay. Ranges of an earlier edition are freed.
    """
    there = {
        p.get("protectedRangeId"): p.get("editors", {})
        for p in here.get("protectedRanges", [])
    }
    wanted = {
        request["addProtectedRange"]["protectedRange"][
            "protectedRangeId"
        ]: request
        for request in protection(layout, tab, prints.editors)
    }
    lost = [
        request for number, request in wanted.items() if number not in there
    ]
    opened = [
        request
        for number in wanted
        if number in there
        for request in _opened(number, there[number], prints.editors)
    ]
    ours = range(tab.id * 100, tab.id * 100 + 100)
    freed = [
        {"deleteProtectedRange": {"protectedRangeId": number}}
        for number in there
        if number in ours and number not in wanted
    ]
    lost_kind, what = Lost.PROTECTION, f"protection of {tab.title}"
    if opened and not lost and not freed:
        lost_kind = Lost.ACCESS
        what = "protected ranges, opened to every identity of the tool"
    elif freed and not lost and not opened:
        lost_kind = Lost.FREEDOM
        what = f"the rows of {tab.title} are people's to insert, delete, move and sort"
    return Mended(lost + opened + freed, lost_kind, tab.key, what)


def _opened(
    number: int, editors: Body, identities: Sequence[str]
) -> list[Body]:
    """Open a protected range to the tool's identities that may not edit it."""
    users = [user.lower() for user in editors.get("users", [])]
    missing = [user for user in identities if user.lower() not in users]
    if not missing:
        return []
    changed = {
        "protectedRangeId": number,
        "editors": {**editors, "users": [*users, *missing]},
    }
    body = {"protectedRange": changed, "fields": "editors"}
    return [{"updateProtectedRange": body}]
