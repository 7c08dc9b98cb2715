"""values.*: ranges of values read, written, appended and cleared, by A1 name
or by data filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from workspace.errors import Refusal, in_proto, invalid
from workspace.identity import Caller
from workspace.sheets import metadata
from workspace.sheets.a1 import Area, column_name, quoted
from workspace.sheets.book import MOST_CHARACTERS, Book, Tab
from workspace.sheets.desk import Desk
from workspace.sheets.entry import typed
from workspace.sheets.requests.batch import Batch
from workspace.sheets.requests.cells import too_long
from workspace.sheets.requests.dimensions import insert

Body = dict[str, Any]
Query = Mapping[str, Any]
_GREATEST = 1.7976931348623157e308
_RENDERS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")


def name_of(book: Book, area: Area) -> str:
    """A closed area's A1 name, with its tab."""
    tab = book.tab(area.sheet)
    assert area.bottom is not None
    assert area.right is not None
    last = f"{column_name(max(area.right - 1, area.left))}{max(area.bottom, area.top + 1)}"
    first = f"{column_name(area.left)}{area.top + 1}"
    return f"{quoted(tab.title)}!{first}" + (
        f":{last}" if last != first else ""
    )


def closed(book: Book, text: str) -> Area:
    """A range as people write it, cut to the grid. Raises Refusal for one
    that begins beyond it.
    """
    area = book.read(text)
    rows, columns = book.tab(area.sheet).size
    if area.top >= rows or area.left >= columns:
        raise _too_far(book, area)
    return area.within(rows, columns)


def _too_far(book: Book, area: Area) -> Refusal:
    rows, columns = book.tab(area.sheet).size
    ends = Area(
        area.sheet,
        area.top,
        rows if area.bottom is None else area.bottom,
        area.left,
        columns if area.right is None else area.right,
    )
    return invalid(
        f"Range ({name_of(book, ends)}) exceeds grid limits. Max rows: {rows}, max columns: {columns}"
    )


class Values:
    """The methods under spreadsheets.values."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # -- reading --------------------------------------------------------------

    def get(
        self, who: Caller, spreadsheetId: str, range: str, query: Query
    ) -> Body:
        """values.get."""
        book = self.desk.book(who, spreadsheetId)
        return self._range(book, closed(book, range), query)

    def batch_get(self, who: Caller, spreadsheetId: str, query: Query) -> Body:
        """values.batchGet."""
        book = self.desk.book(who, spreadsheetId)
        ranges = [
            self._range(book, closed(book, r), query)
            for r in query.get("ranges") or []
        ]
        return {"spreadsheetId": book.id, "valueRanges": ranges}

    def by_filter(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """values.batchGetByDataFilter: an area that several filters match
        comes once, with all of them.
        """
        del query
        book = self.desk.book(who, spreadsheetId)
        if not body.get("dataFilters"):
            raise invalid("Must specify at least one data filter.")
        matched: dict[Area, list[Body]] = {}
        for wanted in body["dataFilters"]:
            for area in metadata.areas(book, wanted):
                matched.setdefault(area, []).append(wanted)
        return {
            "spreadsheetId": book.id,
            "valueRanges": [
                {
                    "valueRange": self._range(book, area, body),
                    "dataFilters": filters,
                }
                for area, filters in matched.items()
            ],
        }

    def _range(self, book: Book, area: Area, query: Query) -> Body:
        columns = query.get("majorDimension", "ROWS") == "COLUMNS"
        render = query.get("valueRenderOption") or "FORMATTED_VALUE"
        dates = query.get("dateTimeRenderOption") or "SERIAL_NUMBER"
        if render not in _RENDERS:
            raise invalid(f"Invalid value at 'value_render_option', {render}")
        rows = self.desk.evaluation(book).rows(area, render, dates)
        if columns:
            width = max(map(len, rows), default=0)
            rows = [
                [row[c] if c < len(row) else "" for row in rows]
                for c in range(width)
            ]
            for line in rows:
                while line and line[-1] == "":
                    line.pop()
        answer: Body = {
            "range": name_of(book, area),
            "majorDimension": "COLUMNS" if columns else "ROWS",
        }
        return answer | {"values": rows} if rows else answer

    # -- writing --------------------------------------------------------------

    def update(
        self,
        who: Caller,
        spreadsheetId: str,
        range: str,
        body: Body,
        query: Query,
    ) -> Body:
        """values.update."""
        if body.get("range") and body["range"] != range:
            before = self.desk.book(who, spreadsheetId, "writer")
            if before.read(body["range"]) != before.read(range):
                raise invalid(
                    f"Requested writing within range [{range}], but data.range is [{body['range']}]."
                )
        with self.desk.change(who, spreadsheetId) as (book, batch):
            written = _write(
                book,
                batch,
                book.read(range),
                body,
                query.get("valueInputOption", ""),
                self._typed,
            )
        return self._answer(book, written, query)

    def batch_update(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """values.batchUpdate."""
        del query
        option = body.get("valueInputOption", "")
        with self.desk.change(who, spreadsheetId) as (book, batch):
            done = []
            for place, data in enumerate(body.get("data") or []):
                with _in_data(place):
                    area = book.read(data.get("range", ""))
                    done.append(
                        _write(book, batch, area, data, option, self._typed)
                    )
        return {
            "spreadsheetId": book.id,
            **_totals(done),
            "responses": [self._answer(book, each, body) for each in done],
        }

    def batch_update_by_filter(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """values.batchUpdateByDataFilter: the values go to every area that a
        filter matches.
        """
        del query
        option, done, filters = body.get("valueInputOption", ""), [], []
        with self.desk.change(who, spreadsheetId) as (book, batch):
            for place, data in enumerate(body.get("data") or []):
                wanted = data.get("dataFilter") or {}
                with _in_data(place):
                    for area in metadata.areas(book, wanted):
                        done.append(
                            _write(
                                book, batch, area, data, option, self._typed
                            )
                        )
                        filters.append(wanted)
        answers = []
        for written, wanted in zip(done, filters, strict=True):
            answer = self._answer(book, written, body)
            del answer["spreadsheetId"]
            answers.append(answer | {"dataFilter": wanted})
        return {
            "spreadsheetId": book.id,
            **_totals(done),
            "responses": answers,
        }

    def append(
        self,
        who: Caller,
        spreadsheetId: str,
        range: str,
        body: Body,
        query: Query,
    ) -> Body:
        """values.append: after the table that is found in the range, or where
        the range begins.
        """
        with self.desk.change(who, spreadsheetId) as (book, batch):
            wanted = book.read(range)
            tab = book.tab(wanted.sheet)
            rows_of = self.desk.fresh(book).arrays.rows(tab)
            table = _table(tab, wanted.within(*tab.size), rows_of)
            top, left = (
                (table.bottom or 0, table.left)
                if table
                else (wanted.top, wanted.left)
            )
            rows = _rows(body)
            width = max(map(len, rows), default=0)
            if (
                rows
                and query.get("insertDataOption") == "INSERT_ROWS"
                and top < tab.size[0]
            ):
                lines = {
                    "sheetId": tab.id,
                    "dimension": "ROWS",
                    "startIndex": top,
                    "endIndex": top + len(rows),
                }
                insert(batch, {"range": lines, "inheritFromBefore": top > 0})
            tab.grid["rowCount"] = max(tab.size[0], top + len(rows))
            tab.grid["columnCount"] = max(tab.size[1], left + width)
            start = Area(
                tab.id,
                top,
                top + max(len(rows), 1),
                left,
                left + max(width, 1),
            )
            written = _write(
                book,
                batch,
                start,
                body,
                query.get("valueInputOption", ""),
                self._typed,
            )
        echo = {
            "valueRenderOption": query.get("responseValueRenderOption"),
            "dateTimeRenderOption": query.get("responseDateTimeRenderOption"),
            "includeValuesInResponse": query.get("includeValuesInResponse"),
        }
        found = {"tableRange": name_of(book, table)} if table else {}
        return {
            "spreadsheetId": book.id,
            **found,
            "updates": self._answer(book, written, echo),
        }

    def _typed(self, book: Book, text: str) -> tuple[Body, Body | None]:
        return typed(text, book.locale, self.desk.shelf.moment(book).date())

    def _answer(self, book: Book, written: Written, query: Query) -> Body:
        """An UpdateValuesResponse, with the values where they are asked for."""
        answer = written.answer(book)
        if not query.get("includeValuesInResponse"):
            return answer
        asked = {
            "valueRenderOption": query.get("responseValueRenderOption")
            or query.get("valueRenderOption"),
            "dateTimeRenderOption": query.get("responseDateTimeRenderOption")
            or query.get("dateTimeRenderOption"),
        }
        wanted = {k: v for k, v in asked.items() if v}
        return answer | {
            "updatedData": self._range(book, written.area, wanted)
        }

    # -- clearing -------------------------------------------------------------

    def clear(
        self,
        who: Caller,
        spreadsheetId: str,
        range: str,
        body: Body,
        query: Query,
    ) -> Body:
        """values.clear: the values go, formats and everything else stay."""
        del body, query
        with self.desk.change(who, spreadsheetId) as (book, batch):
            area = closed(book, range)
            _clear(book, batch, [area])
        return {"spreadsheetId": book.id, "clearedRange": name_of(book, area)}

    def batch_clear(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """values.batchClear."""
        del query
        with self.desk.change(who, spreadsheetId) as (book, batch):
            areas = [closed(book, r) for r in body.get("ranges") or []]
            _clear(book, batch, areas)
        return {
            "spreadsheetId": book.id,
            "clearedRanges": [name_of(book, a) for a in areas],
        }

    def batch_clear_by_filter(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """values.batchClearByDataFilter."""
        del query
        with self.desk.change(who, spreadsheetId) as (book, batch):
            areas = [
                a
                for wanted in body.get("dataFilters") or []
                for a in metadata.areas(book, wanted)
            ]
            _clear(book, batch, areas)
        return {
            "spreadsheetId": book.id,
            "clearedRanges": [name_of(book, a) for a in areas],
        }


def _rows(data: Body) -> list[list[Any]]:
    rows: list[list[Any]] = data.get("values") or []
    if data.get("majorDimension") == "COLUMNS":
        height = max(map(len, rows), default=0)
        return [
            [column[r] if r < len(column) else None for column in rows]
            for r in range(height)
        ]
    return rows


Typed = Callable[[Book, str], tuple[Body, Body | None]]


@contextmanager
def _in_data(place: int) -> Iterator[None]:
    """A refusal of one range of a batch begins with its place."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code != 400:
            raise
        message = f"Invalid data[{place}]: {refusal.message}"
        raise invalid(message) from refusal


@dataclass(frozen=True)
class Written:
    """Where values went: the area, and its rows, columns and cells that got
    one. Null is no value, an empty text is.
    """

    area: Area
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int

    def answer(self, book: Book) -> Body:
        """An UpdateValuesResponse."""
        return {
            "spreadsheetId": book.id,
            "updatedRange": name_of(book, self.area),
            "updatedRows": len(self.rows),
            "updatedColumns": len(self.columns),
            "updatedCells": self.cells,
        }


def _write(
    book: Book, batch: Batch, area: Area, data: Body, option: str, read: Typed
) -> Written:
    """Put values into an area, from its first cell on."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    rows, tab = _rows(data), book.tab(area.sheet)
    width = max(map(len, rows), default=0)
    one = area.bottom == area.top + 1 and area.right == area.left + 1
    too_tall = area.bottom is not None and len(rows) > area.bottom - area.top
    too_wide = area.right is not None and width > area.right - area.left
    if (too_tall or too_wide) and not one:
        within = name_of(book, area.within(*tab.size))
        line = (
            f"row [{(area.bottom or 0) + 1}]"
            if too_tall
            else f"column [{column_name(area.right or 0)}]"
        )
        raise invalid(
            f"Requested writing within range [{within}], but tried writing to {line}"
        )
    written = Area(
        tab.id,
        area.top,
        area.top + max(len(rows), 1),
        area.left,
        area.left + max(width, 1),
    )
    if area.top + len(rows) > tab.size[0] or area.left + width > tab.size[1]:
        raise _too_far(book, written)
    if rows and width:
        batch.may_change(written)
    in_rows, in_columns, cells = set[int](), set[int](), 0
    for r, row in enumerate(rows, area.top):
        given = [c for c, value in enumerate(row) if value is not None]
        for c in given:
            at = (r, area.left + c)
            _put(book, tab, at, row[c], option, read, area)
        if given:
            in_rows.add(r)
            in_columns.update(given)
            cells += len(given)
    columns = frozenset(area.left + c for c in in_columns)
    return Written(written, frozenset(in_rows), columns, cells)


def _put(
    book: Book,
    tab: Tab,
    at: tuple[int, int],
    value: Any,
    option: str,
    read: Typed,
    area: Area,
) -> None:
    """Put a value into the cell ``at`` of the area that a call writes."""
    old = tab.cell(*at)
    cell = (
        {
            k: v
            for k, v in old.items()
            if k not in ("userEnteredValue", "textFormatRuns")
        }
        if old
        else {}
    )
    form = cell.get("userEnteredFormat") or {}
    number_format = None
    if isinstance(value, bool):
        cell["userEnteredValue"] = {"boolValue": value}
    elif isinstance(value, (int, float)):
        if abs(value) > _GREATEST:
            raise _no_value(at, area, "number_value is out of range")
        cell["userEnteredValue"] = {"numberValue": value}
    elif not isinstance(value, str):
        raise _no_value(at, area, in_proto(value))
    elif value:
        if (
            option == "RAW"
            or form.get("numberFormat", {}).get("type") == "TEXT"
        ):
            entered: Body = {"stringValue": value}
        else:
            entered, number_format = read(book, value)
        if len(str(next(iter(entered.values())))) > MOST_CHARACTERS:
            raise too_long()
        cell["userEnteredValue"] = entered
    if number_format and not form.get("numberFormat"):
        cell["userEnteredFormat"] = {**form, "numberFormat": number_format}
    tab.put(*at, cell)


def _no_value(at: tuple[int, int], area: Area, why: str) -> Refusal:
    """A value that no cell holds, by its place in the call."""
    row, column = at[0] - area.top, at[1] - area.left
    return invalid(f"Invalid values[{row}][{column}]: {why}")


def _clear(book: Book, batch: Batch, areas: Iterable[Area]) -> None:
    for area in areas:
        batch.may_change(area)
        tab = book.tab(area.sheet)
        for r in [r for r in tab.rows if area.top <= r < (area.bottom or 0)]:
            for c in [c for c in tab.rows[r] if (r, c) in area]:
                cell = tab.cell(r, c)
                if "userEnteredValue" in cell:
                    tab.put(
                        r,
                        c,
                        {
                            k: v
                            for k, v in cell.items()
                            if k not in ("userEnteredValue", "textFormatRuns")
                        },
                    )


def _totals(done: list[Written]) -> Body:
    """Counts of a batch: each row and column of a tab once."""
    rows = {(each.area.sheet, row) for each in done for row in each.rows}
    columns = {(each.area.sheet, c) for each in done for c in each.columns}
    return {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(each.cells for each in done),
        "totalUpdatedSheets": len({each.area.sheet for each in done}),
    }


Cells = Mapping[int, Mapping[int, Any]]


def _table(tab: Tab, wanted: Area, rows: Cells) -> Area | None:
    """The last table that lies in a range: filled cells beside each other,
    grown from the last filled cell of its last filled row. Around a single
    cell, the one that this cell lies in. ``rows`` are the tab's cells, those
    that arrays fill among them.

    Source: Google's guide to appending values.
    """
    last = max(
        (
            (r, c)
            for r, row in rows.items()
            if wanted.top <= r < wanted.top + wanted.height
            for c, cell in row.items()
            if wanted.left <= c < wanted.left + wanted.width
            and _has_value(cell)
        ),
        default=None,
    )
    return None if last is None else _around(tab, rows, *last)


def _has_value(cell: Mapping[str, Any]) -> bool:
    """Whether a cell has a value; what an array fills has nothing else."""
    return bool(cell.get("userEnteredValue")) or not cell


def _around(tab: Tab, rows: Cells, row: int, column: int) -> Area:
    """The block of filled cells beside each other around one of them."""

    def filled(row: int, left: int, right: int) -> bool:
        cells = rows.get(row, {})
        return any(
            c in cells and _has_value(cells[c]) for c in range(left, right)
        )

    top, bottom, left, right = row, row + 1, column, column + 1
    while True:
        if filled(bottom, left - 1, right + 1):
            bottom += 1
        elif top and filled(top - 1, left - 1, right + 1):
            top -= 1
        elif any(filled(r, right, right + 1) for r in range(top, bottom)):
            right += 1
        elif left and any(
            filled(r, left - 1, left) for r in range(top, bottom)
        ):
            left -= 1
        else:
            return Area(tab.id, top, bottom, left, right)
