"""Requests on the spreadsheet and its tabs."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here
from workspace.sheets.a1 import Area
from workspace.sheets.book import Book, Tab, sheet_properties
from workspace.sheets.locales import known
from workspace.sheets.requests.batch import (
    Batch,
    Body,
    new_id,
    parted,
    refer,
    required,
)
from workspace.sheets.requests.dimensions import cut, without_names

_SPREADSHEET = (
    "title",
    "locale",
    "timeZone",
    "autoRecalc",
    "iterativeCalculationSettings",
    "spreadsheetTheme",
    "importFunctionsExternalUrlAccessAllowed",
)
_GRID = (
    "rowCount",
    "columnCount",
    "frozenRowCount",
    "frozenColumnCount",
    "hideGridlines",
    "rowGroupControlAfter",
    "columnGroupControlAfter",
)
_SHEET = (
    "title",
    "index",
    "hidden",
    "rightToLeft",
    "tabColor",
    "tabColorStyle",
    *(f"gridProperties.{n}" for n in _GRID),
)
_IDS = {
    "protectedRanges": "protectedRangeId",
    "bandedRanges": "bandedRangeId",
    "filterViews": "filterViewId",
    "charts": "chartId",
}


def update_spreadsheet(batch: Batch, body: Body) -> None:
    """updateSpreadsheetProperties."""
    required(body, "properties")
    for path in _paths(body):
        if path.split(".")[0] == "defaultFormat":
            raise invalid("The default format of a spreadsheet is read-only.")
    properties = masks.overwrite(
        "sheets.v4 SpreadsheetProperties",
        batch.book.properties,
        body["properties"],
        body.get("fields", ""),
        _SPREADSHEET,
    )
    if not properties.get("title"):
        raise invalid("A spreadsheet must have a title.")
    if not known(properties.get("locale", "")):
        raise invalid(f"Unsupported locale: {properties.get('locale', '')}")
    try:
        ZoneInfo(properties.get("timeZone", ""))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid(
            f"Invalid time zone: {properties.get('timeZone', '')}"
        ) from None
    batch.book.properties = properties


def _paths(body: Body) -> Sequence[str]:
    mask = body.get("fields", "").strip()
    return masks.paths(mask) if mask not in ("", "*") else ()


def _title_is_free(book: Book, title: str, but: int | None = None) -> None:
    at = book.find(title)
    if at is not None and at != but:
        raise invalid(
            f'A sheet with the name "{title}" already exists. Please enter another name.'
        )
    if not title or len(title) > 100:
        raise invalid(
            "The name of a sheet must have from 1 to 100 characters."
        )


def add_sheet(batch: Batch, body: Body) -> Body:
    """addSheet: a grid; a sheet for one chart comes with addChart."""
    wanted = copy.deepcopy(body.get("properties") or {})
    book = batch.book
    if wanted.get("sheetType", "GRID") != "GRID":
        raise invalid("Only a GRID sheet can be added.")
    if "dataSourceSheetProperties" in wanted:
        raise not_here("addSheet with a data source")
    sheet_id = wanted.get("sheetId", new_id(t.id for t in book.tabs))
    if any(t.id == sheet_id for t in book.tabs):
        raise invalid(f"Sheet with id {sheet_id} already exists.")
    title = wanted.get("title") or _free_title(book)
    _title_is_free(book, title)
    index = wanted.get("index", len(book.tabs))
    if not 0 <= index <= len(book.tabs):
        raise invalid(f"The index {index} is out of range.")
    properties = sheet_properties(sheet_id, title, index)
    properties["gridProperties"] |= wanted.get("gridProperties") or {}
    properties |= {
        k: wanted[k]
        for k in ("hidden", "rightToLeft", "tabColor", "tabColorStyle")
        if k in wanted
    }
    if sheet_id < 0:
        raise invalid("A sheet's id must not be negative.")
    tab = Tab(properties)
    _check_grid(tab)
    book.tabs.insert(index, tab)
    number(book)
    return {"properties": copy.deepcopy(properties)}


def _free_title(book: Book) -> str:
    place = len(book.tabs) + 1
    while book.find(f"Sheet{place}") is not None:
        place += 1
    return f"Sheet{place}"


def number(book: Book) -> None:
    """Write the tabs' indexes anew."""
    for index, tab in enumerate(book.tabs):
        tab.properties["index"] = index


def _check_grid(tab: Tab) -> None:
    grid = tab.grid
    if grid["rowCount"] < 1 or grid["columnCount"] < 1:
        raise invalid("A sheet must have at least one row and one column.")
    if grid["columnCount"] > 18_278:
        raise invalid("A sheet can have at most 18278 columns.")
    frozen_rows, frozen_columns = (
        grid.get("frozenRowCount", 0),
        grid.get("frozenColumnCount", 0),
    )
    if frozen_rows < 0 or frozen_columns < 0:
        raise invalid("Frozen rows and columns must not be negative.")
    if (frozen_rows and frozen_rows >= grid["rowCount"]) or (
        frozen_columns and frozen_columns >= grid["columnCount"]
    ):
        raise invalid(
            "You can't freeze all visible rows or columns on the sheet."
        )


def _whole_merges(book: Book, tab: Tab) -> None:
    """Refuse frozen lines that hold only a part of a merged cell."""
    if any(parted(book.area(m), tab.grid) for m in tab.part("merges")):
        raise invalid(
            "You can't freeze rows or columns which contain only part of a merged cell."
        )


def delete_sheet(batch: Batch, body: Body) -> None:
    """deleteSheet: formulas that looked at it are ``#REF!`` from then on."""
    tab = batch.book.tab(body.get("sheetId", 0))
    batch.may_restructure(tab)
    last_is_kept(batch.book, tab)
    batch.book.tabs.remove(tab)
    batch.book.named = [
        n for n in batch.book.named if n["range"].get("sheetId", 0) != tab.id
    ]
    without_names(batch.book)
    batch.book.metadata = [
        m for m in batch.book.metadata if _sheet_of(m) != tab.id
    ]
    number(batch.book)
    gone = tab.title.casefold()
    refer(
        batch.book,
        tab.title,
        lambda title, span, _: (
            None
            if title is not None and title.casefold() == gone
            else (title, span)
        ),
    )


def last_is_kept(book: Book, tab: Tab) -> None:
    """Refuse to take away the last tab that can be seen."""
    if not any(
        not t.properties.get("hidden") for t in book.tabs if t is not tab
    ):
        raise invalid("You can't remove all the visible sheets in a document.")


def _sheet_of(metadata: Body) -> int | None:
    location: Body = metadata["location"]
    if "dimensionRange" in location:
        return int(location["dimensionRange"].get("sheetId", 0))
    return location.get("sheetId")


def update_sheet(batch: Batch, body: Body) -> None:
    """updateSheetProperties."""
    required(body, "properties")
    wanted = body["properties"]
    tab = batch.book.tab(wanted.get("sheetId", 0))
    for path in _paths(body):
        if path in ("sheetId", "sheetType"):
            raise invalid(f"The {path} of a sheet cannot be changed.")
        if path.startswith("dataSource"):
            raise not_here(f"updateSheetProperties of {path}")
    old, was = tab.title, tab.size
    mask = body.get("fields", "")
    for path in _paths(body):
        if path in ("tabColor", "tabColorStyle"):
            for twin in ("tabColor", "tabColorStyle"):
                tab.properties.pop(twin, None)
    tab.properties = masks.overwrite(
        "sheets.v4 SheetProperties", tab.properties, wanted, mask, _SHEET
    )
    tab.properties.setdefault("title", "")
    tab.properties.setdefault(
        "gridProperties", {"rowCount": was[0], "columnCount": was[1]}
    )
    for name, size in zip(("rowCount", "columnCount"), was, strict=True):
        tab.grid.setdefault(name, size if mask.strip() == "*" else 0)
    _title_is_free(batch.book, tab.title, tab.id)
    _check_grid(tab)
    _whole_merges(batch.book, tab)
    if all(t.properties.get("hidden") for t in batch.book.tabs):
        raise invalid("You can't hide all the sheets in a document.")
    if tab.title != old:
        new = tab.title
        refer(
            batch.book,
            old,
            lambda title, span, _: (
                new
                if title is not None and title.casefold() == old.casefold()
                else title,
                span,
            ),
        )
    _fit(batch, tab, was)
    if ("index" in _paths(body) or mask.strip() == "*") and "index" in wanted:
        at = wanted["index"]
        if not 0 <= at <= len(batch.book.tabs):
            raise invalid(f"The index {at} is out of range.")
        place = batch.book.tabs.index(tab)
        batch.book.tabs.remove(tab)
        batch.book.tabs.insert(at - 1 if at > place else at, tab)
    number(batch.book)


def _fit(batch: Batch, tab: Tab, was: tuple[int, int]) -> None:
    """A smaller grid loses its last rows and columns, and what lay on them
    alone.
    """
    now = tab.size
    for rows, name, old, new in (
        (True, "rowCount", was[0], now[0]),
        (False, "columnCount", was[1], now[1]),
    ):
        if new < old:
            tab.grid[name] = old
            lines = (
                Area(tab.id, new, old, 0, was[1])
                if rows
                else Area(tab.id, 0, now[0], new, old)
            )
            batch.may_change(lines)
            cut(batch.book, tab, rows, new, old)


def duplicate_sheet(batch: Batch, body: Body) -> Body:
    """duplicateSheet: with everything on it, under new ids."""
    source = batch.book.tab(body.get("sourceSheetId", 0))
    title = body.get("newSheetName") or copy_title(batch.book, source.title)
    _title_is_free(batch.book, title)
    sheet_id = body.get("newSheetId", new_id(t.id for t in batch.book.tabs))
    if any(t.id == sheet_id for t in batch.book.tabs):
        raise invalid(f"Sheet with id {sheet_id} already exists.")
    twin = twin_of(source, sheet_id, title)
    index = body.get("insertSheetIndex", 0)
    if not 0 <= index <= len(batch.book.tabs):
        raise invalid(f"The index {index} is out of range.")
    batch.book.tabs.insert(index, twin)
    number(batch.book)
    return {"properties": copy.deepcopy(twin.properties)}


def copy_title(book: Book, title: str) -> str:
    """A free title for a copy of a tab."""
    made, place = f"Copy of {title}", 1
    while book.find(made) is not None:
        place += 1
        made = f"Copy of {title} {place}"
    return made


def twin_of(source: Tab, sheet_id: int, title: str) -> Tab:
    """A copy of a tab with an id of its own, and new ids for what lies on it."""
    twin = Tab(
        copy.deepcopy(source.properties)
        | {"sheetId": sheet_id, "title": title},
        dict(source.rows),
        copy.deepcopy(source.dimensions),
        _at_home(copy.deepcopy(source.parts), source.id, sheet_id),
        _at_home(copy.deepcopy(source.basic_filter), source.id, sheet_id),
    )
    for name, id_name in _IDS.items():
        for part in twin.part(name):
            part[id_name] = new_id(())
    return twin


def _at_home(value: Any, old: int, new: int) -> Any:
    """Ranges that were on one tab, on another."""
    if isinstance(value, list):
        return [_at_home(v, old, new) for v in value]
    if not isinstance(value, dict):
        return value
    moved = {k: _at_home(v, old, new) for k, v in value.items()}
    on_grid = {
        "startRowIndex",
        "endRowIndex",
        "startColumnIndex",
        "endColumnIndex",
        "rowIndex",
        "columnIndex",
        "dimension",
    }
    if moved.get("sheetId", 0) == old and (
        "sheetId" in moved or on_grid & set(moved)
    ):
        moved["sheetId"] = new
    return moved


KINDS: dict[str, batches.Kind] = {
    "updateSpreadsheetProperties": update_spreadsheet,
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet,
}
