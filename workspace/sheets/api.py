"""Sheets v4 over HTTP: spreadsheets, their tabs and their metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from workspace import fields as masks
from workspace.drive import SHEET
from workspace.drive.files import Files
from workspace.errors import Refusal, invalid, not_here
from workspace.identity import Caller
from workspace.sheets import conditions, looks, metadata, requests
from workspace.sheets.a1 import Area
from workspace.sheets.book import Book, Tab
from workspace.sheets.desk import DENIED, Desk
from workspace.sheets.requests.batch import Batch, new_id
from workspace.sheets.requests.ranges import bounded
from workspace.sheets.requests.tabs import (
    copy_title,
    last_is_kept,
    number,
    twin_of,
)
from workspace.sheets.values import Values, closed

Body = dict[str, Any]
Query = Mapping[str, Any]


class Sheets:
    """spreadsheets.* of Sheets, and those under it."""

    def __init__(
        self, desk: Desk, files: Files, url: Callable[[], str]
    ) -> None:
        self.desk = desk
        self.files = files
        self.url = url

    def methods(self) -> dict[str, Callable[..., Body]]:
        """Every method of Sheets v4."""
        values = Values(self.desk)
        return {
            "sheets.spreadsheets.batchUpdate": self.batch_update,
            "sheets.spreadsheets.create": self.create,
            "sheets.spreadsheets.developerMetadata.get": self.metadata_get,
            "sheets.spreadsheets.developerMetadata.search": self.metadata_search,
            "sheets.spreadsheets.get": self.get,
            "sheets.spreadsheets.getByDataFilter": self.get_by_filter,
            "sheets.spreadsheets.sheets.copyTo": self.copy_to,
            "sheets.spreadsheets.values.append": values.append,
            "sheets.spreadsheets.values.batchClear": values.batch_clear,
            "sheets.spreadsheets.values.batchClearByDataFilter": values.batch_clear_by_filter,
            "sheets.spreadsheets.values.batchGet": values.batch_get,
            "sheets.spreadsheets.values.batchGetByDataFilter": values.by_filter,
            "sheets.spreadsheets.values.batchUpdate": values.batch_update,
            "sheets.spreadsheets.values.batchUpdateByDataFilter": values.batch_update_by_filter,
            "sheets.spreadsheets.values.clear": values.clear,
            "sheets.spreadsheets.values.get": values.get,
            "sheets.spreadsheets.values.update": values.update,
        }

    # -- the spreadsheet ------------------------------------------------------

    def create(self, who: Caller, body: Body, query: Query) -> Body:
        """spreadsheets.create, in the caller's My Drive: properties, tabs with
        their cells, named ranges.
        """
        del query
        if who.service:
            raise Refusal(403, DENIED)
        for name in set(body) - {
            "properties",
            "sheets",
            "namedRanges",
            "developerMetadata",
        }:
            raise not_here(f"spreadsheets.create with {name}")
        properties = dict(body.get("properties") or {})
        if properties.pop("defaultFormat", None):
            raise not_here("spreadsheets.create with defaultFormat")
        title = properties.get("title") or "Untitled spreadsheet"
        with self.desk.store.writing():
            file = self.files.create(
                who, {"name": title, "mimeType": SHEET}, {}
            )
            with self.desk.change(who, file["id"]) as (book, batch):
                first = book.tabs[0]
                if body.get("sheets"):
                    # The tab that every new spreadsheet has makes room, and is
                    # taken away at the end.
                    first.properties |= {"sheetId": _ASIDE, "title": "\0"}
                with _as_created():
                    requests.apply(
                        batch, _requests(body, properties | {"title": title})
                    )
                if body.get("sheets"):
                    last_is_kept(book, first)
                    book.tabs.remove(first)
                    number(book)
        return self._shown(book, who)

    def get(self, who: Caller, spreadsheetId: str, query: Query) -> Body:
        """spreadsheets.get, with or without the cells."""
        book = self.desk.book(who, spreadsheetId)
        areas = [closed(book, r) for r in query.get("ranges") or []]
        return self._shown(
            book, who, _wants_grid(query), areas or None, _mask(query)
        )

    def get_by_filter(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """spreadsheets.getByDataFilter."""
        book = self.desk.book(who, spreadsheetId)
        areas = [
            a
            for wanted in body.get("dataFilters") or []
            for a in metadata.areas(book, wanted)
        ]
        grid = bool(body.get("includeGridData")) or _wants_grid(query)
        return self._shown(
            book,
            who,
            grid,
            areas if body.get("dataFilters") else None,
            _mask(query),
        )

    def batch_update(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """spreadsheets.batchUpdate: all requests in order, or none."""
        if not body.get("requests"):
            self.desk.book(who, spreadsheetId, "writer")
            raise invalid("Must specify at least one request.")
        with self.desk.change(who, spreadsheetId) as (book, batch):
            replies = requests.apply(batch, body["requests"])
            areas = [book.read(r) for r in body.get("responseRanges") or []]
        answer: Body = {"spreadsheetId": book.id, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            inner = masks.within(_mask(query), "updatedSpreadsheet")
            grid = (
                _grid_in(inner)
                if query.get("fields")
                else bool(body.get("responseIncludeGridData"))
            )
            answer["updatedSpreadsheet"] = self._shown(
                book, who, grid, areas or None, inner
            )
        return answer

    def copy_to(
        self,
        who: Caller,
        spreadsheetId: str,
        sheetId: int,
        body: Body,
        query: Query,
    ) -> Body:
        """spreadsheets.sheets.copyTo: a tab of one spreadsheet as the last of
        another.
        """
        del query
        source = self.desk.book(who, spreadsheetId).tab(sheetId)
        with self.desk.change(
            who, body.get("destinationSpreadsheetId", "")
        ) as (
            book,
            _,
        ):
            twin = twin_of(
                source,
                new_id(t.id for t in book.tabs),
                copy_title(book, source.title),
            )
            book.tabs.append(twin)
            number(book)
        return _sheet_properties(twin, book)

    # -- developer metadata ---------------------------------------------------

    def metadata_get(
        self, who: Caller, spreadsheetId: str, metadataId: int, query: Query
    ) -> Body:
        """developerMetadata.get."""
        del query
        return metadata.get(self.desk.book(who, spreadsheetId), metadataId)

    def metadata_search(
        self, who: Caller, spreadsheetId: str, body: Body, query: Query
    ) -> Body:
        """developerMetadata.search."""
        del query
        book = self.desk.book(who, spreadsheetId)
        found = [
            {"developerMetadata": metadata.shown(m), "dataFilters": [wanted]}
            for wanted in body.get("dataFilters") or []
            for m in metadata.matching(book, [wanted])
        ]
        return {"matchedDeveloperMetadata": found}

    # -- the resource ---------------------------------------------------------

    def _shown(
        self,
        book: Book,
        who: Caller,
        grid: bool = False,
        only: list[Area] | None = None,
        mask: masks.Mask | None = None,
    ) -> Body:
        """A Spreadsheet resource: all of it, or the tabs of some ranges; its
        cells as far as the mask names them.
        """
        mask = masks.within(mask, "sheets", "data")
        tabs = [
            t
            for t in book.tabs
            if only is None or t.id in {a.sheet for a in only}
        ]
        batch = self.desk.batch(book, who)
        shown: Body = {
            "spreadsheetId": book.id,
            "properties": book.properties,
            "sheets": [
                self._sheet(book, t, batch, grid, only, mask) for t in tabs
            ],
            "spreadsheetUrl": f"{self.url()}/spreadsheets/d/{book.id}/edit",
        }
        if book.named:
            shown["namedRanges"] = book.named
        whole = [
            metadata.shown(m)
            for m in book.metadata
            if m["location"].get("spreadsheet")
        ]
        if whole:
            shown["developerMetadata"] = whole
        return shown

    def _sheet(
        self,
        book: Book,
        tab: Tab,
        batch: Batch,
        grid: bool,
        only: list[Area] | None,
        mask: masks.Mask | None,
    ) -> Body:
        sheet: Body = {"properties": _sheet_properties(tab, book)}
        theme = book.properties.get("spreadsheetTheme", {})
        for name, part in tab.parts.items():
            if part:
                sheet[name] = (
                    looks.mirrored(conditions.shown(part, book.locale), theme)
                    if name in ("conditionalFormats", "bandedRanges")
                    else part
                )
        if "protectedRanges" in sheet:
            sheet["protectedRanges"] = [
                _protected(p, batch) for p in sheet["protectedRanges"]
            ]
        if tab.basic_filter:
            sheet["basicFilter"] = bounded(book, tab.basic_filter)
        if "filterViews" in sheet:
            sheet["filterViews"] = [
                bounded(book, view) for view in sheet["filterViews"]
            ]
        mine = [
            m for m in book.metadata if m["location"].get("sheetId") == tab.id
        ]
        if mine:
            sheet["developerMetadata"] = [metadata.shown(m) for m in mine]
        if grid and tab.properties.get("sheetType") == "GRID":
            areas = [
                a.within(*tab.size)
                for a in only or [Area(tab.id)]
                if a.sheet == tab.id
            ]
            sheet["data"] = [self._grid(book, a, mask) for a in areas]
        return sheet

    def _grid(self, book: Book, area: Area, mask: masks.Mask | None) -> Body:
        tab, now = book.tab(area.sheet), self.desk.evaluation(book)
        assert area.bottom is not None
        assert area.right is not None
        filled = now.arrays.rows(tab)
        last = max(
            (r for r in filled if area.top <= r < area.bottom),
            default=area.top - 1,
        )
        rows: list[Body] = []
        cells = masks.within(mask, "rowData", "values") or {}
        for r in range(area.top, last + 1):
            width = max(
                (c for c in filled.get(r, {}) if area.left <= c < area.right),
                default=area.left - 1,
            )
            values = [
                now.cell_data(area.sheet, r, c, cells)
                for c in range(area.left, width + 1)
            ]
            rows.append({"values": values} if values else {})
        data: Body = {"rowData": rows}
        if masks.within(mask, "rowMetadata") is not None:
            hidden = now.hidden_rows(tab)
            data["rowMetadata"] = [
                _line(book, tab, "ROWS", r)
                | ({"hiddenByFilter": True} if r in hidden else {})
                for r in range(area.top, area.bottom)
            ]
        if masks.within(mask, "columnMetadata") is not None:
            data["columnMetadata"] = [
                _line(book, tab, "COLUMNS", c)
                for c in range(area.left, area.right)
            ]
        if area.top:
            data["startRow"] = area.top
        if area.left:
            data["startColumn"] = area.left
        return data


@contextmanager
def _as_created() -> Iterator[None]:
    """A refusal of a part of a new spreadsheet, without the request that this
    workspace makes of it.
    """
    try:
        yield
    except Refusal as refusal:
        if refusal.code == 400:
            refusal.message = re.sub(
                r"^Invalid requests\[\d+\]\.\w+: ", "", refusal.message
            )
        raise


_ASIDE = 2**31 - 2


def _requests(body: Body, properties: Body) -> list[Body]:
    """The batch that makes a spreadsheet of a create request's body."""
    wanted: list[Body] = []
    mask = ",".join(sorted(properties))
    wanted.append(
        {
            "updateSpreadsheetProperties": {
                "properties": properties,
                "fields": mask,
            }
        }
    )
    sheets = body.get("sheets") or []
    for place, sheet in enumerate(sheets):
        for name in set(sheet) - {
            "properties",
            "data",
            "merges",
            "protectedRanges",
            "conditionalFormats",
            "bandedRanges",
            "basicFilter",
        }:
            raise not_here(f"spreadsheets.create with sheets.{name}")
        given = dict(sheet.get("properties") or {})
        given.setdefault("sheetId", 0 if place == 0 else place * 7919)
        given.setdefault("title", f"Sheet{place + 1}")
        given.pop("index", None)
        wanted.append({"addSheet": {"properties": given}})
        for data in sheet.get("data") or []:
            for name in set(data) - {"rowData", "startRow", "startColumn"}:
                raise not_here(f"spreadsheets.create with data.{name}")
            if data.get("rowData"):
                start = {
                    "sheetId": given["sheetId"],
                    "rowIndex": data.get("startRow", 0),
                    "columnIndex": data.get("startColumn", 0),
                }
                fields = "userEnteredValue,userEnteredFormat,note,dataValidation,textFormatRuns"
                wanted.append(
                    {
                        "updateCells": {
                            "start": start,
                            "rows": data["rowData"],
                            "fields": fields,
                        }
                    }
                )
        wanted += [
            {"mergeCells": {"range": m, "mergeType": "MERGE_ALL"}}
            for m in sheet.get("merges") or []
        ]
        wanted += [
            {"addProtectedRange": {"protectedRange": p}}
            for p in sheet.get("protectedRanges") or []
        ]
        wanted += [
            {"addBanding": {"bandedRange": b}}
            for b in sheet.get("bandedRanges") or []
        ]
        if filtered := sheet.get("basicFilter"):
            grid = {
                "sheetId": given["sheetId"],
                **(filtered.get("range") or {}),
            }
            wanted.append(
                {"setBasicFilter": {"filter": {**filtered, "range": grid}}}
            )
        for index, rule in enumerate(sheet.get("conditionalFormats") or []):
            wanted.append(
                {"addConditionalFormatRule": {"rule": rule, "index": index}}
            )
    wanted += [
        {"addNamedRange": {"namedRange": n}}
        for n in body.get("namedRanges") or []
    ]
    wanted += [
        {"createDeveloperMetadata": {"developerMetadata": m}}
        for m in body.get("developerMetadata") or []
    ]
    return wanted


def _mask(query: Query) -> masks.Mask | None:
    """The field mask of a call, if it has one."""
    return masks.parse(query["fields"]) if query.get("fields") else None


def _wants_grid(query: Query) -> bool:
    """Whether an answer has cells: a field mask decides, where there is one."""
    if query.get("fields"):
        return _grid_in(masks.parse(query["fields"]))
    return bool(query.get("includeGridData"))


def _grid_in(mask: masks.Mask | None) -> bool:
    return (
        mask is not None and masks.within(mask, "sheets", "data") is not None
    )


def _sheet_properties(tab: Tab, book: Book) -> Body:
    if not ({"tabColor", "tabColorStyle"} & set(tab.properties)):
        return tab.properties
    return dict(
        looks.mirrored(
            tab.properties, book.properties.get("spreadsheetTheme", {})
        )
    )


def _protected(protected: Body, batch: Batch) -> Body:
    """A protected range as somebody sees it: its editors only if they are one."""
    may = batch.may_edit(protected)
    shown = protected | {"requestingUserCanEdit": may}
    if "range" not in shown:
        shown["range"] = batch.guarded(protected).grid_range()
    return shown if may else {k: v for k, v in shown.items() if k != "editors"}


def _line(book: Book, tab: Tab, dimension: str, index: int) -> Body:
    line = {
        "pixelSize": 21 if dimension == "ROWS" else 100,
        **tab.dimensions[dimension].get(index, {}),
    }
    mine = [
        metadata.shown(m)
        for m in book.metadata
        if (d := m["location"].get("dimensionRange"))
        and (d.get("sheetId", 0), d["dimension"], d["startIndex"])
        == (tab.id, dimension, index)
    ]
    return line | ({"developerMetadata": mine} if mine else {})
