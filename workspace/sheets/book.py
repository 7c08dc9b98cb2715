"""A spreadsheet as it is kept: tabs, cells, and everything that lies on ranges
of them.

Rows are dictionaries that are replaced, never changed in place. A copy of a
book is therefore cheap, a batch works on a copy, and what it touched is
whatever is no longer the same object.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workspace.errors import invalid
from workspace.sheets.a1 import Area, area_of

Cell = dict[str, Any]
Row = dict[int, Cell]

MOST_CELLS = 10_000_000
MOST_TABS = 200
MOST_CHARACTERS = 50_000


@dataclass
class Tab:
    """One tab: its SheetProperties, its cells by row and column, and what lies
    on its ranges; ``spreads`` is false where no formula gives an array.
    """

    properties: dict[str, Any]
    rows: dict[int, Row] = field(default_factory=dict)
    dimensions: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: {"ROWS": {}, "COLUMNS": {}}
    )
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    basic_filter: dict[str, Any] | None = None
    spreads: bool = field(default=True, compare=False)

    @property
    def id(self) -> int:
        """The sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The tab's title."""
        return str(self.properties["title"])

    @property
    def grid(self) -> dict[str, Any]:
        """The gridProperties."""
        grid: dict[str, Any] = self.properties["gridProperties"]
        return grid

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns the grid has."""
        return self.grid["rowCount"], self.grid["columnCount"]

    def part(self, name: str) -> list[dict[str, Any]]:
        """The merges, conditionalFormats, bandedRanges, protectedRanges,
        filterViews or groups of the tab.
        """
        return self.parts.setdefault(name, [])

    def cell(self, row: int, column: int) -> Cell:
        """A cell's own data; empty where nothing was ever put."""
        return self.rows.get(row, {}).get(column, {})

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell; an empty one is forgotten."""
        changed = dict(self.rows.get(row, {}))
        if cell:
            changed[column] = cell
        else:
            changed.pop(column, None)
        if changed:
            self.rows[row] = changed
        else:
            self.rows.pop(row, None)

    def last_filled(self) -> tuple[int, int]:
        """One past the last row and column that hold a value."""
        rows = columns = 0
        for r, row in self.rows.items():
            filled = [
                c for c, cell in row.items() if cell.get("userEnteredValue")
            ]
            if filled:
                rows, columns = max(rows, r + 1), max(columns, max(filled) + 1)
        return rows, columns


@dataclass
class Book:
    """A spreadsheet: its properties and its tabs, in order."""

    id: str
    properties: dict[str, Any]
    tabs: list[Tab]
    named: list[dict[str, Any]] = field(default_factory=list)
    metadata: list[dict[str, Any]] = field(default_factory=list)

    def copy(self) -> Book:
        """A copy that shares the rows until they are replaced."""
        tabs = [
            Tab(
                copy.deepcopy(t.properties),
                dict(t.rows),
                copy.deepcopy(t.dimensions),
                copy.deepcopy(t.parts),
                copy.deepcopy(t.basic_filter),
            )
            for t in self.tabs
        ]
        named, metadata = (
            copy.deepcopy(self.named),
            copy.deepcopy(self.metadata),
        )
        return Book(
            self.id, copy.deepcopy(self.properties), tabs, named, metadata
        )

    @property
    def locale(self) -> str:
        """The locale that decides how values are typed and read."""
        return str(self.properties.get("locale", "en_US"))

    def named_area(self, name: str) -> Area | None:
        """The cells of a named range, in any case."""
        for each in self.named:
            if each["name"].casefold() == name.casefold():
                return self.area(each["range"])
        return None

    def read(self, text: str) -> Area:
        """A range as people write it, its sides left open where they are."""
        area = area_of(text, self.find, self.named_area)
        self.grid(area.sheet)
        return area

    def tab(self, sheet_id: int) -> Tab:
        """The tab with an id."""
        for tab in self.tabs:
            if tab.properties["sheetId"] == sheet_id:
                return tab
        raise invalid(f"No grid with id: {sheet_id}")

    def grid(self, sheet_id: int) -> Tab:
        """The tab with an id, if it has cells; a sheet that is one chart has
        none.
        """
        tab = self.tab(sheet_id)
        if tab.properties.get("sheetType") != "GRID":
            raise invalid(f"Sheet {sheet_id} is not a grid.")
        return tab

    def find(self, title: str | None) -> int | None:
        """The id of the tab with a title (None: the first tab), in any case."""
        if title is None:
            return self.tabs[0].id
        return next(
            (
                t.id
                for t in self.tabs
                if t.title.casefold() == title.casefold()
            ),
            None,
        )

    def area(self, grid_range: dict[str, Any]) -> Area:
        """A GridRange as an area inside the grid."""
        tab = self.grid(int(grid_range.get("sheetId", 0)))
        rows, columns = tab.size
        area = Area(
            tab.id,
            grid_range.get("startRowIndex", 0),
            grid_range.get("endRowIndex"),
            grid_range.get("startColumnIndex", 0),
            grid_range.get("endColumnIndex"),
        )
        backwards = (area.bottom is not None and area.bottom < area.top) or (
            area.right is not None and area.right < area.left
        )
        if backwards or area.top < 0 or area.left < 0:
            raise invalid(
                "The start of a range must not be negative, nor after its end."
            )
        too_far = (
            (area.bottom or 0) > rows
            or (area.right or 0) > columns
            or area.top > rows
            or area.left > columns
        )
        if too_far:
            raise invalid(
                f"Range exceeds grid limits. Max rows: {rows}, max columns: {columns}"
            )
        return area.within(rows, columns)

    def check_size(self) -> None:
        """Refuse a book that Google would not hold. Raises Refusal."""
        if sum(t.size[0] * t.size[1] for t in self.tabs) > MOST_CELLS:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            )
        if len(self.tabs) > MOST_TABS:
            raise invalid(
                f"This action would increase the number of sheets in the workbook above the limit of {MOST_TABS} sheets."
            )

    def formulas(self) -> Iterator[tuple[Tab, int, int, str]]:
        """Every formula with its place."""
        for tab in self.tabs:
            for r, row in list(tab.rows.items()):
                for c, cell in list(row.items()):
                    formula = cell.get("userEnteredValue", {}).get(
                        "formulaValue"
                    )
                    if formula:
                        yield tab, r, c, formula


def _color(*parts: float) -> dict[str, Any]:
    named = zip(("red", "green", "blue"), parts, strict=True)
    return {"rgbColor": {name: part for name, part in named if part}}


def _theme() -> dict[str, Any]:
    """The theme of a new spreadsheet, as Google's recorded answers have it."""
    colors = {
        "TEXT": (0, 0, 0),
        "BACKGROUND": (1, 1, 1),
        "ACCENT1": (0.25882354, 0.52156866, 0.95686275),
        "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
        "ACCENT3": (0.9843137, 0.7372549, 0.015686275),
        "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
        "ACCENT5": (1, 0.42745098, 0.003921569),
        "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
        "LINK": (0.06666667, 0.33333334, 0.8),
    }
    pairs = [
        {"colorType": name, "color": _color(*rgb)}
        for name, rgb in colors.items()
    ]
    return {"primaryFontFamily": "Arial", "themeColors": pairs}


def new_book(book_id: str, title: str) -> Book:
    """A new spreadsheet as Google makes it: one tab of 1000 by 26."""
    white, black = {"red": 1, "green": 1, "blue": 1}, dict[str, Any]()
    properties = {
        "title": title,
        "locale": "en_US",
        "autoRecalc": "ON_CHANGE",
        "timeZone": "Etc/GMT",
        "defaultFormat": {
            "backgroundColor": white,
            "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
            "verticalAlignment": "BOTTOM",
            "wrapStrategy": "OVERFLOW_CELL",
            "textFormat": {
                "foregroundColor": black,
                "fontFamily": "arial,sans,sans-serif",
                "fontSize": 10,
                "bold": False,
                "italic": False,
                "strikethrough": False,
                "underline": False,
                "foregroundColorStyle": {"rgbColor": black},
            },
            "backgroundColorStyle": {"rgbColor": white},
        },
        "spreadsheetTheme": _theme(),
    }
    return Book(
        book_id,
        properties,
        [Tab(sheet_properties(0, "Sheet1", 0), spreads=False)],
    )


def sheet_properties(sheet_id: int, title: str, index: int) -> dict[str, Any]:
    """The properties of a new tab."""
    return {
        "sheetId": sheet_id,
        "title": title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }
