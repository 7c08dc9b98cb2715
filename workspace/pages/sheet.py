"""A spreadsheet's page: to look at, and to edit where its protection allows,
by mouse, keyboard or screen reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workspace.drive import RANK, SHEET
from workspace.errors import Refusal, invalid
from workspace.identity import Caller
from workspace.pages.charts import Picture, drawing
from workspace.pages.frame import message, page, signed_in
from workspace.pages.grid import Table, css, draw
from workspace.sheets import looks
from workspace.sheets.book import Book, Tab
from workspace.sheets.entry import typed
from workspace.sheets.requests import KINDS
from workspace.sheets.requests.batch import Batch
from workspace.space import Workspace

Body = dict[str, Any]


class SheetPages:
    """The pages of spreadsheets."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.desk = workspace.desk
        self._drawn: dict[tuple[str, int], tuple[Book, Any, Table]] = {}

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/spreadsheets/d/{book_id}/edit", self.view),
            Route("/spreadsheets/d/{book_id}/do", self.do, methods=["POST"]),
        ]

    def view(self, request: Request) -> Response:
        """One tab of a spreadsheet."""
        who = Caller(signed_in(request))
        with self.workspace.store.lock:
            book_id = request.path_params["book_id"]
            row = self.workspace.access.row(book_id)
            if row is None or row["mime"] != SHEET:
                raise Refusal(404, "There is no such spreadsheet.")
            role = self.workspace.access.role(who, book_id)
            book = self.desk.shelf.get(book_id)
            if not role or (
                self.workspace.access.trashed(row)
                and RANK[role] < RANK["writer"]
            ):
                text = "You need access. Choose an account that this sheet is shared with."
                return message(
                    request,
                    403 if who.address else 401,
                    book.properties["title"],
                    text,
                )
            visible = [t for t in book.tabs if not t.properties.get("hidden")]
            gid = request.query_params.get("gid", "")
            tab = next((t for t in book.tabs if str(t.id) == gid), visible[0])
            table = self._table(book, tab)
            charts = [
                drawing(self.desk.evaluation(book), book, chart)
                for chart in tab.part("charts")
            ]
            shut = self._shut(book, tab, who, role)
        theme = book.properties.get("spreadsheetTheme", {})
        return page(
            "sheet.html",
            request,
            title=book.properties["title"],
            tabs=[
                {
                    "title": t.title,
                    "id": t.id,
                    "open": t is tab,
                    "color": css(
                        looks.rgb(
                            t.properties.get("tabColorStyle"),
                            t.properties.get("tabColor"),
                            theme,
                        )
                    ),
                }
                for t in visible
            ],
            tab=tab,
            table=table,
            charts=charts,
            anchored=_by_cell(charts),
            shut=shut,
            may_edit=RANK[role] >= RANK["writer"],
            filters=[f.get("title", "") for f in tab.part("filterViews")],
            action=f"/spreadsheets/d/{book_id}/do",
        )

    def _table(self, book: Book, tab: Tab) -> Table:
        now = self.desk.evaluation(book)
        known = self._drawn.get((book.id, tab.id))
        if known is not None and known[0] is book and known[1] is now:
            return known[2]
        if len(self._drawn) > 8:
            self._drawn.clear()
        table = draw(tab, now)
        self._drawn[book.id, tab.id] = (book, now, table)
        return table

    def _shut(
        self, book: Book, tab: Tab, who: Caller, role: str
    ) -> list[Body]:
        """The areas of a tab that somebody cannot edit."""
        rows, columns = tab.size
        if RANK[role] < RANK["writer"]:
            return [
                {
                    "top": 0,
                    "bottom": rows,
                    "left": 0,
                    "right": columns,
                    "free": [],
                }
            ]
        batch, shut = self.desk.batch(book, who), []
        for protected in tab.part("protectedRanges"):
            if not batch.may_edit(protected):
                area = batch.guarded(protected)
                free = [
                    book.area(r)
                    for r in protected.get("unprotectedRanges", [])
                ]
                shut.append(_sides(area) | {"free": [_sides(f) for f in free]})
        return shut

    # -- editing --------------------------------------------------------------

    async def do(self, request: Request) -> Response:
        """Do one thing to a tab: JSON in, JSON out; a refusal says why in a
        person's words.
        """
        if (
            request.headers.get("content-type", "").partition(";")[0]
            != "application/json"
        ):
            raise Refusal(415, "Send JSON.")
        body = await request.body()
        return await run_in_threadpool(
            self._do, request.path_params["book_id"], signed_in(request), body
        )

    def _do(self, book_id: str, who: str, body: bytes) -> Response:
        try:
            given = json.loads(body)
            with self.workspace.store.lock:
                book = self.desk.book(Caller(who), book_id, "writer")
                tab = book.tab(int(given["gid"]))
                before = (
                    self._table(book, tab)
                    if given["action"] == "type"
                    else None
                )
                with self.desk.change(Caller(who), book_id) as (
                    working,
                    batch,
                ):
                    hint = (
                        _ACTIONS[given["action"]](
                            self, batch, working.tab(tab.id), given
                        )
                        or ""
                    )
                if before is None:
                    return JSONResponse({"reload": True})
                after = self._table(
                    self.desk.shelf.get(book_id),
                    self.desk.shelf.get(book_id).tab(tab.id),
                )
                return JSONResponse(
                    _difference(before, after) | {"hint": hint}
                )
        except Refusal as refusal:
            text = refusal.message.rpartition("]: ")[2]
            return JSONResponse({"error": text}, refusal.code)
        except (ValueError, KeyError, TypeError) as wrong:
            return JSONResponse({"error": f"Not understood: {wrong!r}"}, 400)

    def _type(self, batch: Batch, tab: Tab, given: Body) -> str:
        """Type into a cell, or clear it. What strict validation forbids is not
        taken; other rules only warn.
        """
        row, column, text = (
            int(given["row"]),
            int(given["column"]),
            str(given["text"]),
        )
        cell = tab.cell(row, column)
        form = cell.get("userEnteredFormat") or {}
        plain = form.get("numberFormat", {}).get("type") == "TEXT"
        entered, number_format = (
            ({"stringValue": text}, None)
            if plain
            else typed(
                text,
                batch.book.locale,
                self.desk.shelf.moment(batch.book).date(),
            )
        )
        data: Body = {"userEnteredValue": entered} if text else {}
        fields = "userEnteredValue"
        if number_format and not form.get("numberFormat") and text:
            data["userEnteredFormat"] = {"numberFormat": number_format}
            fields += ",userEnteredFormat.numberFormat"
        start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
        KINDS["updateCells"](
            batch,
            {"start": start, "rows": [{"values": [data]}], "fields": fields},
        )
        rule = cell.get("dataValidation") or {}
        if not text or not rule:
            return ""
        # The new value is judged where it stands; a refusal takes it back.
        fresh = self.desk.fresh(batch.book)
        if fresh.holds(rule.get("condition", {}), tab, row, column):
            return ""
        wanted = _wanted(rule, fresh.listed, tab)
        if rule.get("strict"):
            raise invalid(wanted)
        return f"{wanted} What you typed was kept all the same."

    def _insert(self, batch: Batch, tab: Tab, given: Body) -> None:
        """Insert a row above another."""
        at = int(given["row"])
        lines = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        KINDS["insertDimension"](
            batch, {"range": lines, "inheritFromBefore": at > 0}
        )

    def _delete(self, batch: Batch, tab: Tab, given: Body) -> None:
        """Delete a row."""
        at = int(given["row"])
        lines = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        KINDS["deleteDimension"](batch, {"range": lines})

    def _sort(self, batch: Batch, tab: Tab, given: Body) -> None:
        """Sort everything below the frozen rows by a column."""
        top, (bottom, right) = (
            int(tab.grid.get("frozenRowCount", 0)),
            tab.last_filled(),
        )
        area = {
            "sheetId": tab.id,
            "startRowIndex": top,
            "endRowIndex": max(bottom, top + 1),
            "startColumnIndex": 0,
            "endColumnIndex": max(right, int(given["column"]) + 1),
        }
        order = "DESCENDING" if given.get("descending") else "ASCENDING"
        KINDS["sortRange"](
            batch,
            {
                "range": area,
                "sortSpecs": [
                    {
                        "dimensionIndex": int(given["column"]),
                        "sortOrder": order,
                    }
                ],
            },
        )

    def _rename(self, batch: Batch, tab: Tab, given: Body) -> None:
        """Give a tab another name."""
        properties = {"sheetId": tab.id, "title": str(given["title"]).strip()}
        KINDS["updateSheetProperties"](
            batch, {"properties": properties, "fields": "title"}
        )


_ACTIONS: dict[str, Callable[[SheetPages, Batch, Tab, Body], str | None]] = {
    "type": SheetPages._type,
    "insert": SheetPages._insert,
    "delete": SheetPages._delete,
    "sort": SheetPages._sort,
    "rename": SheetPages._rename,
}


def _wanted(rule: Body, listed: Any, tab: Tab) -> str:
    """What a cell is meant for, in the words of its rule."""
    if rule.get("inputMessage"):
        return f"This cell takes: {str(rule['inputMessage']).rstrip('.')}."
    condition = rule.get("condition", {})
    values = [
        str(v.get("userEnteredValue", ""))
        for v in condition.get("values") or []
    ]
    if condition.get("type") == "ONE_OF_RANGE":
        values = listed(values[0], tab)
    if condition.get("type") in ("ONE_OF_LIST", "ONE_OF_RANGE"):
        return f"This cell takes one of: {', '.join(values[:12])}{', ...' if len(values) > 12 else ''}."
    if condition.get("type", "").startswith("DATE"):
        return "This cell takes a date, such as 10/14/2026."
    if condition.get("type", "").startswith("NUMBER"):
        return f"This cell takes a number{' of ' + ' to '.join(values) if len(values) == 2 else ''}."
    if condition.get("type") == "TEXT_IS_EMAIL":
        return "This cell takes an e-mail address."
    return "This cell does not take that."


def _by_cell(
    charts: list[Picture],
) -> dict[tuple[int | None, int | None], list[Picture]]:
    """Charts by the cell at which each lies."""
    found: dict[tuple[int | None, int | None], list[Picture]] = {}
    for chart in charts:
        found.setdefault((chart.row, chart.column), []).append(chart)
    return found


def _sides(area: Any) -> Body:
    return {
        "top": area.top,
        "bottom": area.bottom,
        "left": area.left,
        "right": area.right,
    }


def _difference(before: Table, after: Table) -> Body:
    """The cells that differ between two drawings of a tab, or ``{"reload":
    True}`` where rows, columns or merges differ.

    Empty rows and columns that were added at the end are left out. The page
    shows them when it is next opened.
    """
    new = {
        (line.number, c.column): c for line in after.lines for c in line.cells
    }
    changed = []
    for line in before.lines:
        for was in line.cells:
            cell = new.get((line.number, was.column))
            if cell is None or (cell.span, cell.down) != (was.span, was.down):
                return {"reload": True}
            if cell != was:
                changed.append(
                    {
                        "row": line.number - 1,
                        "column": cell.column,
                        "text": cell.text,
                        "style": cell.style,
                        "link": cell.link,
                        "raw": cell.raw,
                        "odd": cell.odd,
                    }
                )
    return {"cells": changed}
