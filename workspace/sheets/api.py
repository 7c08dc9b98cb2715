"""Sheets v4 over HTTP: the methods, their parameters and their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workspace import fields as masks
from workspace.drive import RANK, SHEET, Drive
from workspace.errors import Refusal, invalid, not_here
from workspace.sheets.a1 import Area, area_of, column_name, quoted
from workspace.sheets.book import Book, Shelf
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.formats import typed
from workspace.sheets.requests import Batch
from workspace.store import Store

Body = dict[str, Any]
Query = Mapping[str, Any]


class Sheets:
    """The spreadsheets of a store, and the last evaluation of each."""

    def __init__(self, store: Store, drive: Drive, url: Callable[[], str]) -> None:
        self.store = store
        self.drive = drive
        self.url = url
        self.shelf = Shelf(store)
        self._evaluations: dict[str, Evaluation] = {}
        drive.made[SHEET] = self.shelf.add

    def book(self, who: str, book_id: str, role: str = "reader") -> Book:
        """A spreadsheet that somebody may see, or change."""
        book = self.shelf.get(book_id)
        row = self.drive.row(book_id)
        have = RANK.get(self.drive.role(who, book_id), 0)
        if row is None or (row["trashed"] and have < RANK["writer"]):
            raise Refusal(404, "Requested entity was not found.")
        if have < RANK[role]:
            raise Refusal(403, "The caller does not have permission")
        return book

    def evaluation(self, book: Book) -> Evaluation:
        """The values of a book now; kept until the book or the minute changes."""
        try:
            zone = ZoneInfo(book.properties.get("timeZone", "Etc/GMT"))
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("Etc/GMT")
        moment = self.store.now().astimezone(zone).replace(second=0, microsecond=0)
        known = self._evaluations.get(book.id)
        if known is None or known.book is not book or known.moment != moment:
            known = Evaluation(book, moment)
            self._evaluations[book.id] = known
        return known

    # -- the spreadsheet ----------------------------------------------------------------------------------

    def create(self, who: str, body: Body, **_: Any) -> Body:
        """spreadsheets.create with properties and tabs."""
        for name in set(body) - {"properties", "sheets"}:
            raise not_here(f"spreadsheets.create with {name}")
        wanted = body.get("properties") or {}
        for name in set(wanted) - {"title", "locale", "timeZone"}:
            raise not_here(f"spreadsheets.create with properties.{name}")
        file = self.drive.create(who, {"name": wanted.get("title") or "Untitled spreadsheet", "mimeType": SHEET})
        before = self.shelf.get(file["id"])
        book = before.copy()
        book.properties |= wanted
        sheets = body.get("sheets") or []
        batch = Batch(book, who, who, self.evaluation)
        if sheets:
            for sheet in sheets:
                if set(sheet) - {"properties"}:
                    raise not_here("spreadsheets.create with more than the properties of a sheet")
            for index, sheet in enumerate(sheets):
                properties = {"title": f"Sheet{index + 1}", **sheet.get("properties", {})}
                if index == 0:
                    batch.apply(
                        [
                            {
                                "updateSheetProperties": {
                                    "properties": {"sheetId": 0, "title": properties["title"]},
                                    "fields": "title",
                                }
                            }
                        ]
                    )
                    book.tabs[0].properties["sheetId"] = properties.get("sheetId", 0)
                    book.tabs[0].grid.update(properties.get("gridProperties") or {})
                else:
                    batch.apply([{"addSheet": {"properties": properties}}])
        self.shelf.save(before, book)
        return self._spreadsheet(book, None)

    def get(self, who: str, spreadsheetId: str, query: Query) -> Body:
        """spreadsheets.get, with or without the cells."""
        book = self.book(who, spreadsheetId)
        fields = query.get("fields", "")
        grid = query.get("includeGridData", False)
        if fields:
            mask = masks.parse(fields)
            grid = "*" in mask or "data" in mask.get("sheets", {}) or (mask.get("sheets") == {} and "sheets" in mask)
        areas = [self._area(book, r) for r in query.get("ranges") or []]
        return self._spreadsheet(book, (areas or None) if grid else None, grid=bool(grid), only=areas or None)

    def _spreadsheet(
        self, book: Book, areas: list[Area] | None, grid: bool = False, only: list[Area] | None = None
    ) -> Body:
        tabs = [t for t in book.tabs if only is None or t.id in {a.sheet for a in only}]
        sheets = []
        for tab in tabs:
            sheet: Body = {"properties": tab.properties}
            for name, part in tab.parts.items():
                if part:
                    sheet[name] = part
            if tab.basic_filter:
                sheet["basicFilter"] = tab.basic_filter
            if grid:
                rows, columns = tab.size
                mine = [a for a in areas or [] if a.sheet == tab.id] or [Area(tab.id, 0, rows, 0, columns)]
                sheet["data"] = [self._grid(book, a) for a in mine]
            sheets.append(sheet)
        return {
            "spreadsheetId": book.id,
            "properties": book.properties,
            "sheets": sheets,
            "spreadsheetUrl": f"{self.url()}/spreadsheets/d/{book.id}/edit",
        }

    def _grid(self, book: Book, area: Area) -> Body:
        tab, now = book.tab(area.sheet), self.evaluation(book)
        assert area.bottom is not None
        assert area.right is not None
        last = max((r for r in tab.rows if r < area.bottom), default=-1)
        rows: list[Body] = []
        for r in range(area.top, last + 1):
            width = max((c for c in tab.rows.get(r, {}) if c < area.right), default=-1)
            values = [now.cell_data(area.sheet, r, c) for c in range(area.left, width + 1)]
            rows.append({"values": values} if values else {})
        data: Body = {
            "rowData": rows,
            "rowMetadata": [
                {"pixelSize": 21, **tab.dimensions["ROWS"].get(r, {})} for r in range(area.top, area.bottom)
            ],
            "columnMetadata": [
                {"pixelSize": 100, **tab.dimensions["COLUMNS"].get(c, {})} for c in range(area.left, area.right)
            ],
        }
        if area.top:
            data["startRow"] = area.top
        if area.left:
            data["startColumn"] = area.left
        return data

    def batch_update(self, who: str, spreadsheetId: str, body: Body, query: Query) -> Body:
        """spreadsheets.batchUpdate: all requests in order, or none."""
        del query
        before = self.book(who, spreadsheetId, "writer")
        row = self.drive.row(spreadsheetId)
        assert row is not None
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        book = before.copy()
        replies = Batch(book, who, row["owner"], self.evaluation).apply(body["requests"])
        self._save(before, book, who)
        answer: Body = {"spreadsheetId": book.id, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            areas = [self._area(book, r) for r in body.get("responseRanges") or []]
            grid = bool(body.get("responseIncludeGridData"))
            answer["updatedSpreadsheet"] = self._spreadsheet(book, areas or None, grid=grid, only=areas or None)
        return answer

    def _save(self, before: Book, book: Book, who: str) -> None:
        with self.store.writing() as db:
            self.shelf.save(before, book)
            if before.properties.get("title") != book.properties.get("title"):
                db.execute("UPDATE files SET name = ? WHERE id = ?", (book.properties["title"], book.id))
            self.drive.touch(book.id, who)

    # -- values -------------------------------------------------------------------------------------------

    def _area(self, book: Book, text: str) -> Area:
        area = area_of(text, book.find)
        return area.within(*book.tab(area.sheet).size)

    def _name(self, book: Book, area: Area) -> str:
        tab = book.tab(area.sheet)
        assert area.bottom is not None
        assert area.right is not None
        last = f"{column_name(max(area.right - 1, area.left))}{max(area.bottom, area.top + 1)}"
        first = f"{column_name(area.left)}{area.top + 1}"
        return f"{quoted(tab.title)}!{first}" + (f":{last}" if last != first else "")

    def _value_range(self, book: Book, area: Area, query: Query) -> Body:
        dimension = query.get("majorDimension") or "ROWS"
        render = query.get("valueRenderOption") or "FORMATTED_VALUE"
        dates = query.get("dateTimeRenderOption") or "SERIAL_NUMBER"
        rows = self.evaluation(book).rows(area, render, dates)
        if dimension == "COLUMNS":
            width = max(map(len, rows), default=0)
            rows = [[row[c] if c < len(row) else "" for row in rows] for c in range(width)]
        answer: Body = {"range": self._name(book, area), "majorDimension": dimension}
        return answer | {"values": rows} if rows else answer

    def values_get(self, who: str, spreadsheetId: str, range: str, query: Query) -> Body:  # noqa: A002
        """values.get."""
        book = self.book(who, spreadsheetId)
        return self._value_range(book, self._area(book, range), query)

    def values_batch_get(self, who: str, spreadsheetId: str, query: Query) -> Body:
        """values.batchGet."""
        book = self.book(who, spreadsheetId)
        ranges = [self._value_range(book, self._area(book, r), query) for r in query.get("ranges") or []]
        return {"spreadsheetId": book.id, "valueRanges": ranges}

    def values_by_filter(self, who: str, spreadsheetId: str, body: Body, query: Query) -> Body:
        """values.batchGetByDataFilter with A1 ranges and grid ranges."""
        del query
        book = self.book(who, spreadsheetId)
        matched = []
        for wanted in body.get("dataFilters") or []:
            if "developerMetadataLookup" in wanted:
                raise not_here("data filters by developer metadata")
            if not wanted.get("gridRange") and not wanted.get("a1Range"):
                raise invalid("Must specify a data filter.")
            area = book.area(wanted["gridRange"]) if "gridRange" in wanted else self._area(book, wanted["a1Range"])
            matched.append({"valueRange": self._value_range(book, area, body), "dataFilters": [wanted]})
        return {"spreadsheetId": book.id, "valueRanges": matched}

    def values_update(self, who: str, spreadsheetId: str, range: str, body: Body, query: Query) -> Body:  # noqa: A002
        """values.update."""
        before = self.book(who, spreadsheetId, "writer")
        book = before.copy()
        body = {"range": range} | body
        answer = self._write(book, who, body, query.get("valueInputOption", ""))
        self._save(before, book, who)
        if query.get("includeValuesInResponse"):
            answer["updatedData"] = self._value_range(book, self._area(book, answer["updatedRange"]), {})
        return answer

    def values_batch_update(self, who: str, spreadsheetId: str, body: Body, query: Query) -> Body:
        """values.batchUpdate."""
        del query
        before = self.book(who, spreadsheetId, "writer")
        book = before.copy()
        answers = [self._write(book, who, d, body.get("valueInputOption", "")) for d in body.get("data") or []]
        self._save(before, book, who)
        totals = {f"totalUpdated{n}": sum(a[f"updated{n}"] for a in answers) for n in ("Rows", "Columns", "Cells")}
        return {
            "spreadsheetId": book.id,
            **totals,
            "totalUpdatedSheets": len({a["updatedRange"].split("!")[0] for a in answers}),
            "responses": answers,
        }

    def _write(self, book: Book, who: str, data: Body, option: str) -> Body:
        if option not in ("RAW", "USER_ENTERED"):
            raise invalid("'valueInputOption' is required but not specified")
        if data.get("majorDimension") not in (None, "ROWS"):
            raise not_here("writing values with majorDimension=COLUMNS")
        area = area_of(data["range"], book.find)
        rows: list[list[Any]] = data.get("values") or []
        width = max(map(len, rows), default=0)
        if (area.bottom and area.bottom - area.top > 1 and len(rows) > area.bottom - area.top) or (
            area.right and area.right - area.left > 1 and width > area.right - area.left
        ):
            raise invalid(f"Requested writing within range [{data['range']}], but tried writing outside of it.")
        tab = book.tab(area.sheet)
        if area.top + len(rows) > tab.size[0] or area.left + width > tab.size[1]:
            raise invalid(
                f"Range ({self._name(book, area.within(area.top + len(rows), area.left + width))}) exceeds grid limits. "
                f"Max rows: {tab.size[0]}, max columns: {tab.size[1]}"
            )
        cells = 0
        row_owner = self.drive.row(book.id)
        assert row_owner is not None
        batch = Batch(book, who, row_owner["owner"], self.evaluation)
        if rows and width:
            batch.may_change(Area(tab.id, area.top, area.top + len(rows), area.left, area.left + width))
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is None:
                    continue
                cells += 1
                entered, number_format = _entered(value, option)
                cell = {k: v for k, v in tab.cell(area.top + r, area.left + c).items() if k != "userEnteredValue"}
                if entered:
                    cell["userEnteredValue"] = entered
                if number_format and not cell.get("userEnteredFormat", {}).get("numberFormat"):
                    cell["userEnteredFormat"] = {
                        **cell.get("userEnteredFormat", {}),
                        "numberFormat": number_format,
                    }
                tab.put(area.top + r, area.left + c, cell)
        written = Area(tab.id, area.top, area.top + max(len(rows), 1), area.left, area.left + max(width, 1))
        return {
            "spreadsheetId": book.id,
            "updatedRange": self._name(book, written),
            "updatedRows": len(rows),
            "updatedColumns": width,
            "updatedCells": cells,
        }

    def values_clear(self, who: str, spreadsheetId: str, range: str, body: Body, query: Query) -> Body:  # noqa: A002
        """values.clear."""
        del body, query
        before = self.book(who, spreadsheetId, "writer")
        book = before.copy()
        area = self._area(book, range)
        row = self.drive.row(spreadsheetId)
        assert row is not None
        Batch(book, who, row["owner"], self.evaluation).may_change(area)
        tab = book.tab(area.sheet)
        for r, c in area.cells():
            if "userEnteredValue" in tab.cell(r, c):
                tab.put(r, c, {k: v for k, v in tab.cell(r, c).items() if k != "userEnteredValue"})
        self._save(before, book, who)
        return {"spreadsheetId": book.id, "clearedRange": self._name(book, area)}


def _entered(value: Any, option: str) -> tuple[Body, Body | None]:
    if isinstance(value, bool):
        return {"boolValue": value}, None
    if isinstance(value, (int, float)):
        return {"numberValue": value}, None
    if not isinstance(value, str):
        raise invalid("Invalid values: a cell holds a string, a number or a boolean.")
    if value == "":
        return {}, None
    return ({"stringValue": value}, None) if option == "RAW" else typed(value)
