"""Values as cells and changes as requests, as ``spreadsheets.batchUpdate``
takes them.

Source:
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from templates.layout import Layout, Tab

Body = dict[str, Any]
Value = str | int | float | bool | date | datetime | time | None
Row = tuple[Value, ...]
Grid = Sequence[Sequence[Any]]

_EPOCH = date(1899, 12, 30)


class Formula(str):
    """A formula of the tool's own making; no other text ever becomes one."""

    __slots__ = ()


class Heading(str):
    """A text that stands above others and is printed bold."""

    __slots__ = ()


# -- values -------------------------------------------------------------------


def serial(value: date | datetime | time) -> float:
    """A day, moment or time of day as Sheets keeps it: days since 1899-12-30."""
    if isinstance(value, datetime):
        return (value.date() - _EPOCH).days + serial(value.time())
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return (value - _EPOCH).days


def day_of(number: float) -> date:
    """The day of a serial number."""
    return _EPOCH + timedelta(days=int(number))


def cell(value: Value) -> Body:
    """A value as a CellData; text is always text, whatever it begins with."""
    if value is None or value == "":
        return {}
    if isinstance(value, Formula):
        return {"userEnteredValue": {"formulaValue": str(value)}}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, (date, datetime, time)):
        return {"userEnteredValue": {"numberValue": serial(value)}}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}}


def rgb(color: str) -> Body:
    """A colour such as ``#5f6368`` as a ColorStyle."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return {
        "rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))
    }


# -- places -------------------------------------------------------------------


def letter(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def area(tab: Tab, rows: tuple[int, int], columns: tuple[int, int]) -> Body:
    """A GridRange: rows and columns from 0, the ends left out."""
    return {
        "sheetId": tab.id,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }


def data_area(
    layout: Layout, tab: Tab, left: int, right: int | None = None
) -> Body:
    """The data rows of a tab, of one column or from one to another."""
    rows = (tab.header_row, layout.size(tab)[0])
    return area(tab, rows, (left, left + 1 if right is None else right))


def lines(tab: Tab, dimension: str, start: int, end: int) -> Body:
    """A DimensionRange of ``ROWS`` or ``COLUMNS``, from 0, the end left out."""
    return {
        "sheetId": tab.id,
        "dimension": dimension,
        "startIndex": start,
        "endIndex": end,
    }


# -- requests -----------------------------------------------------------------


def repeat_look(where: Body, look: Body) -> Body:
    """Give all cells of an area the same look."""
    return {
        "repeatCell": {
            "range": where,
            "cell": {"userEnteredFormat": look},
            "fields": f"userEnteredFormat({','.join(look)})",
        }
    }


def repeat_formula(where: Body, formula: str) -> Body:
    """Print a formula into all cells of an area, its references moving along."""
    return {
        "repeatCell": {
            "range": where,
            "cell": {"userEnteredValue": {"formulaValue": formula}},
            "fields": "userEnteredValue",
        }
    }


def resize(where: Body, properties: Body) -> Body:
    """Set the size of rows or columns, or hide them."""
    return {
        "updateDimensionProperties": {
            "range": where,
            "properties": properties,
            "fields": ",".join(properties),
        }
    }


def write_cells(
    sheet_id: int, row: int, column: int, rows: Iterable[Sequence[Value]]
) -> Body:
    """Write values from a cell on (row and column from 0)."""
    cells = [[cell(value) for value in values] for values in rows]
    return update_cells(sheet_id, row, column, cells, "userEnteredValue")


def update_cells(
    sheet_id: int,
    row: int,
    column: int,
    rows: Sequence[Sequence[Body]],
    fields: str,
) -> Body:
    """Write some fields of cells, as CellData, from a cell on."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    values = [{"values": list(cells)} for cells in rows]
    return {"updateCells": {"start": start, "rows": values, "fields": fields}}
