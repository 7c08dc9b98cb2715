"""The request kinds of ``spreadsheets.batchUpdate``, each a function on a working copy of the book."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here
from workspace.sheets.a1 import Area, Corner, Span, moved, rewrite
from workspace.sheets.book import MOST_CELLS, MOST_CHARACTERS, Book, Cell, Tab, sheet_properties
from workspace.sheets.evaluation import Evaluation

Body = dict[str, Any]
_CELL_PARTS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")
_RANGED = ("merges", "protectedRanges", "bandedRanges", "filterViews", "conditionalFormats")


@dataclass
class Batch:
    """A batch under way: the working copy, who sent it, who owns the file, and how to evaluate."""

    book: Book
    who: str
    owner: str
    evaluate: Callable[[Book], Evaluation]

    def apply(self, requests: Iterable[Body]) -> list[Body]:
        """Apply requests in order; the first that is refused refuses the whole batch by its place and kind."""
        replies = batches.apply(requests, KINDS, "batchUpdate", self)
        cells = sum(t.size[0] * t.size[1] for t in self.book.tabs)
        if cells > MOST_CELLS:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            )
        return replies

    def may_change(self, area: Area) -> None:
        """Refuse a change to cells that a protected range keeps for others."""
        for tab in self.book.tabs:
            for protected in tab.part("protectedRanges"):
                if self._shut_out(protected) and _overlap(self.book.area(protected["range"]), area):
                    free = [self.book.area(r) for r in protected.get("unprotectedRanges", [])]
                    if not any(_inside(area, f) for f in free):
                        raise invalid(
                            "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
                            "to remove protection if you need to edit."
                        )

    def _shut_out(self, protected: Body) -> bool:
        if protected.get("warningOnly") or self.who == self.owner:
            return False
        return self.who not in [u.lower() for u in protected.get("editors", {}).get("users", [])]

    def may_restructure(self, tab: Tab) -> None:
        """Refuse inserting, deleting or sorting through ranges that are kept for others."""
        rows, columns = tab.size
        self.may_change(Area(tab.id, 0, rows, 0, columns))


def _overlap(one: Area, other: Area) -> bool:
    if one.sheet != other.sheet:
        return False
    assert one.bottom is not None
    assert one.right is not None
    assert other.bottom is not None
    assert other.right is not None
    return one.top < other.bottom and other.top < one.bottom and one.left < other.right and other.left < one.right


def _inside(inner: Area, outer: Area) -> bool:
    return (
        inner.sheet == outer.sheet
        and (inner.top, inner.left) in outer
        and ((inner.bottom or 1) - 1, (inner.right or 1) - 1) in outer
    )


def _cell(cell: Cell, data: Body, mask: str) -> Cell:
    for path in [] if mask.strip() in ("", "*") else masks.paths(mask):
        if path.split(".")[0] not in _CELL_PARTS:
            raise not_here(f"writing {path} of a cell")
    changed = masks.overwrite(cell, data, mask, _CELL_PARTS)
    text = (changed.get("userEnteredValue") or {}).get("stringValue", "")
    if len(text) > MOST_CHARACTERS:
        raise invalid(f"Your input contains more than the maximum of {MOST_CHARACTERS} characters in a single cell.")
    if changed.get("userEnteredValue") == {} or text == "" == (changed.get("userEnteredValue") or {}).get(
        "stringValue"
    ):
        changed = {k: v for k, v in changed.items() if k != "userEnteredValue"}
    return changed


# -- the spreadsheet and its tabs -----------------------------------------------------------------------------


def _update_spreadsheet(batch: Batch, body: Body) -> None:
    names = ("title", "locale", "timeZone", "autoRecalc")
    for path in masks.paths(body.get("fields", "")) if body.get("fields", "").strip() not in ("", "*") else []:
        if path not in names:
            raise not_here(f"updateSpreadsheetProperties of {path}")
    batch.book.properties = masks.overwrite(batch.book.properties, body["properties"], body.get("fields", ""), names)


def _new_id(taken: Iterable[Any]) -> int:
    taken = set(taken)
    while (made := random.randrange(1, 2**31 - 1)) in taken:  # noqa: S311  (an id, not a secret)
        pass
    return made


def _title_is_free(book: Book, title: str, but: int | None = None) -> None:
    at = book.find(title)
    if at is not None and at != but:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if not title or len(title) > 100:
        raise invalid("The name of a sheet must have from 1 to 100 characters.")


def _add_sheet(batch: Batch, body: Body) -> Body:
    wanted = body.get("properties") or {}
    book = batch.book
    sheet_id = wanted.get("sheetId", _new_id(t.id for t in book.tabs))
    if any(t.id == sheet_id for t in book.tabs):
        raise invalid(f"Sheet with id {sheet_id} already exists.")
    title = wanted.get("title") or f"Sheet{len(book.tabs) + 1}"
    _title_is_free(book, title)
    index = min(wanted.get("index", len(book.tabs)), len(book.tabs))
    properties = sheet_properties(sheet_id, title, index)
    properties["gridProperties"] |= wanted.get("gridProperties") or {}
    if min(properties["gridProperties"]["rowCount"], properties["gridProperties"]["columnCount"]) < 1 or sheet_id < 0:
        raise invalid("A sheet has an id of at least 0, and at least one row and one column.")
    for name, value in wanted.items():
        if name not in (
            "sheetId",
            "title",
            "index",
            "gridProperties",
            "sheetType",
            "hidden",
            "tabColor",
            "tabColorStyle",
        ):
            raise not_here(f"addSheet with {name}")
        if name in ("hidden", "tabColor", "tabColorStyle"):
            properties[name] = value
    book.tabs.insert(index, Tab(properties))
    _number(book)
    return {"properties": copy.deepcopy(properties)}


def _number(book: Book) -> None:
    for index, tab in enumerate(book.tabs):
        tab.properties["index"] = index


def _delete_sheet(batch: Batch, body: Body) -> None:
    tab = batch.book.tab(body.get("sheetId", 0))
    batch.may_restructure(tab)
    if len(batch.book.tabs) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    batch.book.tabs.remove(tab)
    _number(batch.book)
    gone = tab.title.casefold()
    _refer(
        batch.book,
        lambda title, span, _: None if title is not None and title.casefold() == gone else (title, span),
    )


def _update_sheet(batch: Batch, body: Body) -> None:
    wanted = body["properties"]
    tab = batch.book.tab(wanted.get("sheetId", 0))
    names = ("title", "index", "hidden", "tabColor", "tabColorStyle", "gridProperties.rowCount", "gridProperties.columnCount",
             "gridProperties.frozenRowCount", "gridProperties.frozenColumnCount", "gridProperties.hideGridlines",
             "gridProperties.columnGroupControlAfter", "gridProperties.rowGroupControlAfter")  # fmt: skip
    mask = body.get("fields", "")
    for path in masks.paths(mask) if mask.strip() not in ("", "*") else []:
        if path not in (*names, "gridProperties"):
            raise not_here(f"updateSheetProperties of {path}")
    old = tab.title
    if "title" in wanted and "title" in mask:
        _title_is_free(batch.book, wanted["title"], tab.id)
    tab.properties = masks.overwrite(tab.properties, wanted, mask, names)
    grid = tab.grid
    if grid.get("frozenRowCount", 0) >= grid["rowCount"] or grid.get("frozenColumnCount", 0) >= grid["columnCount"]:
        raise invalid("You can't freeze all visible rows or columns on the sheet.")
    for r in [r for r in tab.rows if r >= grid["rowCount"]]:
        del tab.rows[r]
    if tab.title != old:
        new = tab.title
        _refer(
            batch.book,
            lambda title, span, _: (
                new if title is not None and title.casefold() == old.casefold() else title,
                span,
            ),
        )
    if "index" in mask and "index" in wanted:
        batch.book.tabs.remove(tab)
        batch.book.tabs.insert(min(wanted["index"], len(batch.book.tabs)), tab)
        _number(batch.book)


def _duplicate_sheet(batch: Batch, body: Body) -> Body:
    source = batch.book.tab(body.get("sourceSheetId", 0))
    title = body.get("newSheetName") or f"Copy of {source.title}"
    _title_is_free(batch.book, title)
    properties = copy.deepcopy(source.properties) | {
        "sheetId": body.get("newSheetId", _new_id(t.id for t in batch.book.tabs)),
        "title": title,
    }
    twin = Tab(properties, dict(source.rows), copy.deepcopy(source.dimensions))
    batch.book.tabs.insert(body.get("insertSheetIndex", 0), twin)
    _number(batch.book)
    return {"properties": copy.deepcopy(properties)}


# -- cells ----------------------------------------------------------------------------------------------------


def _update_cells(batch: Batch, body: Body) -> None:
    rows = body.get("rows") or []
    if "range" in body:
        area = batch.book.area(body["range"])
    else:
        start = body["start"]
        tab = batch.book.tab(start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        width = max((len(r.get("values") or []) for r in rows), default=0)
        if not rows or not width:
            return
        area = batch.book.area(
            {
                "sheetId": tab.id,
                "startRowIndex": top,
                "endRowIndex": top + len(rows),
                "startColumnIndex": left,
                "endColumnIndex": left + width,
            }
        )
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    if "range" in body and any(len(r.get("values") or []) > (area.right or 0) - area.left for r in rows):
        raise invalid("Attempting to write column outside of the range.")
    for row, column in area.cells():
        values = rows[row - area.top].get("values") or [] if row - area.top < len(rows) else []
        if column - area.left >= len(values) and "start" in body:
            continue
        data = values[column - area.left] if column - area.left < len(values) else {}
        tab.put(row, column, _cell(tab.cell(row, column), data, body.get("fields", "")))


def _repeat_cell(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["range"])
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    data = body.get("cell") or {}
    formula = (data.get("userEnteredValue") or {}).get("formulaValue")
    for row, column in area.cells():
        if formula:
            data = data | {"userEnteredValue": {"formulaValue": moved(formula, row - area.top, column - area.left)}}
        tab.put(row, column, _cell(tab.cell(row, column), data, body.get("fields", "")))


def _append_cells(batch: Batch, body: Body) -> None:
    tab = batch.book.tab(body.get("sheetId", 0))
    rows = body.get("rows") or []
    top, _ = tab.last_filled()
    width = max((len(r.get("values") or []) for r in rows), default=0)
    tab.grid["rowCount"] = max(tab.grid["rowCount"], top + len(rows))
    tab.grid["columnCount"] = max(tab.grid["columnCount"], width)
    start = {"sheetId": tab.id, "rowIndex": top, "columnIndex": 0}
    _update_cells(batch, {"start": start, "rows": rows, "fields": body.get("fields", "")})


def _copy_paste(batch: Batch, body: Body) -> None:
    source, target = batch.book.area(body["source"]), batch.book.area(body["destination"])
    batch.may_change(target)
    if body.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise not_here("copyPaste with TRANSPOSE")
    kinds = {
        "PASTE_NORMAL": _CELL_PARTS,
        "PASTE_VALUES": ("userEnteredValue",),
        "PASTE_FORMAT": ("userEnteredFormat",),
        "PASTE_FORMULA": ("userEnteredValue",),
        "PASTE_DATA_VALIDATION": ("dataValidation",),
    }
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in kinds:
        raise not_here(f"copyPaste with {kind}")
    height, width = (source.bottom or 0) - source.top, (source.right or 0) - source.left
    if not height or not width:
        return
    tall = max(height, ((target.bottom or 0) - target.top) // height * height)
    wide = max(width, ((target.right or 0) - target.left) // width * width)
    origin, goal = batch.book.tab(source.sheet), batch.book.tab(target.sheet)
    now = batch.evaluate(batch.book)
    taken = {(r, c): origin.cell(r, c) for r, c in source.cells()}
    worth = {(r, c): now.value(source.sheet, r, c) for r, c in source.cells()} if kind == "PASTE_VALUES" else {}
    for row in range(target.top, target.top + tall):
        for column in range(target.left, target.left + wide):
            at = (source.top + (row - target.top) % height, source.left + (column - target.left) % width)
            data = dict(taken[at])
            formula = (data.get("userEnteredValue") or {}).get("formulaValue")
            if formula and kind == "PASTE_VALUES":
                from workspace.sheets.evaluation import extended

                data["userEnteredValue"] = extended(worth[at])
            elif formula:
                data["userEnteredValue"] = {"formulaValue": moved(formula, row - at[0], column - at[1])}
            goal.put(row, column, _cell(goal.cell(row, column), data, ",".join(kinds[kind])))


def _set_validation(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["range"])
    tab = batch.book.tab(area.sheet)
    for row, column in area.cells():
        tab.put(row, column, _cell(tab.cell(row, column), {"dataValidation": body.get("rule")}, "dataValidation"))


def _sort_range(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["range"])
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    now = batch.evaluate(batch.book)
    order = list(range(area.top, area.bottom or 0))
    for spec in reversed(body.get("sortSpecs") or []):
        column = spec.get("dimensionIndex", 0)
        falling = spec.get("sortOrder") == "DESCENDING"
        filled = [r for r in order if now.value(tab.id, r, column) not in (None, "")]
        blank = [r for r in order if r not in set(filled)]
        filled.sort(key=lambda r, c=column: _sort_key(now.value(tab.id, r, c)), reverse=falling)  # type: ignore[misc]
        order = filled + blank
    taken = {r: tab.rows.get(r, {}) for r in order}
    for place, r in enumerate(order):
        row = area.top + place
        for column in range(area.left, area.right or 0):
            tab.put(row, column, _moved_cell(taken[r].get(column, {}), row - r, 0))


def _sort_key(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return (2, value)
    return (0, value) if isinstance(value, (int, float)) else (1, str(value).casefold())


def _moved_cell(cell: Cell, down: int, right: int) -> Cell:
    formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
    return cell | {"userEnteredValue": {"formulaValue": moved(formula, down, right)}} if formula else cell


# -- rows and columns -----------------------------------------------------------------------------------------

Remap = Callable[[int, int], tuple[int, int] | None]


def _refer(book: Book, change: Callable[[str | None, Span, Tab], tuple[str | None, Span] | None]) -> None:
    """Change the references of every formula of the book."""
    for tab, r, c, formula in book.formulas():
        new = rewrite(formula, lambda title, span, tab=tab: change(title, span, tab))  # type: ignore[misc]
        if new != formula:
            tab.put(r, c, tab.cell(r, c) | {"userEnteredValue": {"formulaValue": new}})


def _remap(book: Book, tab: Tab, rows: bool, span_of: Remap, place_of: Callable[[int], int | None]) -> None:
    """Move a tab's rows or columns: ``place_of`` says where each goes, ``span_of`` where a half-open span goes."""
    if rows:
        tab.rows = {new: row for r, row in tab.rows.items() if (new := place_of(r)) is not None}
    else:
        tab.rows = {
            r: kept
            for r, row in tab.rows.items()
            if (kept := {new: cell for c, cell in row.items() if (new := place_of(c)) is not None})
        }
    key = "ROWS" if rows else "COLUMNS"
    tab.dimensions[key] = {n: v for i, v in tab.dimensions[key].items() if (n := place_of(i)) is not None}
    start, end = ("startRowIndex", "endRowIndex") if rows else ("startColumnIndex", "endColumnIndex")
    for name in _RANGED:
        kept_parts = []
        for part in tab.part(name):
            ranges = [part] if name == "merges" else part.get("ranges") or [part["range"]]
            for each in ranges:
                if start in each or end in each:
                    count = tab.size[0 if rows else 1]
                    span = span_of(each.get(start, 0), each.get(end, count))
                    each[start], each[end] = span or (0, 0)
            live = [each for each in ranges if each.get(end, 1) > each.get(start, 0)]
            if live:
                kept_parts.append(part)
        tab.parts[name] = kept_parts

    def change(title: str | None, span: Span, at: Tab) -> tuple[str | None, Span] | None:
        if (title is None and at is not tab) or (title is not None and title.casefold() != tab.title.casefold()):
            return title, span
        first, last = span
        new = span_of(first.row, last.row + 1) if rows else span_of(first.column, last.column + 1)
        if new is None:
            return None
        if rows:
            return title, (Corner(new[0], first.column, first.row_fixed, first.column_fixed),
                           Corner(new[1] - 1, last.column, last.row_fixed, last.column_fixed))  # fmt: skip
        return title, (Corner(first.row, new[0], first.row_fixed, first.column_fixed),
                       Corner(last.row, new[1] - 1, last.row_fixed, last.column_fixed))  # fmt: skip

    _refer(book, change)


def _span(batch: Batch, given: Body) -> tuple[Tab, bool, int, int]:
    tab = batch.book.tab(given.get("sheetId", 0))
    rows = given.get("dimension") == "ROWS"
    if given.get("dimension") not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    first, after = given.get("startIndex", 0), given.get("endIndex", tab.size[0 if rows else 1])
    return tab, rows, first, after


def _resize(tab: Tab, rows: bool, by: int) -> None:
    tab.grid["rowCount" if rows else "columnCount"] += by


def _insert(batch: Batch, body: Body) -> None:
    tab, rows, first, after = _span(batch, body["range"])
    number, size = after - first, tab.size[0 if rows else 1]
    if first > size or number < 1:
        raise invalid(
            f"range.startIndex[{first}] must be less than the grid size ({size}) if inheritFromBefore is false."
        )
    _resize(tab, rows, number)
    _remap(
        batch.book,
        tab,
        rows,
        lambda a, b: (a + number if a >= first else a, b + number if b > first else b),
        lambda i: i + number if i >= first else i,
    )
    source = first - 1 if body.get("inheritFromBefore") else after
    for r in range(first, after):
        if rows:
            for c, cell in tab.rows.get(source, {}).items():
                form: Cell = {k: cell[k] for k in ("userEnteredFormat", "dataValidation") if k in cell}
                if form:
                    tab.put(r, c, form)


def _delete(batch: Batch, body: Body) -> None:
    tab, rows, first, after = _span(batch, body["range"])
    area = {"sheetId": tab.id} | (
        {"startRowIndex": first, "endRowIndex": after} if rows else {"startColumnIndex": first, "endColumnIndex": after}
    )
    batch.may_change(batch.book.area(area))
    number = after - first
    if number >= tab.size[0 if rows else 1]:
        raise invalid(f"You can't delete all the {'rows' if rows else 'columns'} on the sheet.")

    def span_of(a: int, b: int) -> tuple[int, int] | None:
        if first <= a and b <= after:
            return None
        new_a = a if a < first else max(first, a - number)
        new_b = b if b <= first else max(first, b - number)
        return new_a, new_b

    _remap(batch.book, tab, rows, span_of, lambda i: i if i < first else None if i < after else i - number)
    _resize(tab, rows, -number)


def _move(batch: Batch, body: Body) -> None:
    tab, rows, first, after = _span(batch, body["source"])
    to, number = body.get("destinationIndex", 0), after - first
    size = tab.size[0 if rows else 1]
    order = [i for i in range(size) if not first <= i < after]
    at = to if to <= first else to - number
    order[at:at] = range(first, after)
    place = {old: new for new, old in enumerate(order)}

    def span_of(a: int, b: int) -> tuple[int, int]:
        if b - a == 1 or (first <= a and b <= after):
            return place[a], place[b - 1] + 1
        return a, b

    _remap(batch.book, tab, rows, span_of, lambda i: place.get(i, i))


def _append_dimension(batch: Batch, body: Body) -> None:
    tab = batch.book.tab(body.get("sheetId", 0))
    if body.get("length", 0) < 1:
        raise invalid("length must be greater than 0.")
    _resize(tab, body.get("dimension") == "ROWS", body["length"])


def _update_dimension(batch: Batch, body: Body) -> None:
    tab, rows, first, after = _span(batch, body["range"])
    names = ("pixelSize", "hiddenByUser")
    for path in masks.paths(body.get("fields", "")):
        if path not in names:
            raise not_here(f"updateDimensionProperties of {path}")
    sizes = tab.dimensions["ROWS" if rows else "COLUMNS"]
    for index in range(first, after):
        sizes[index] = masks.overwrite(sizes.get(index, {}), body["properties"], body["fields"], names)


def _add_group(batch: Batch, body: Body) -> Body:
    _, rows, first, after = _span(batch, body["range"])
    tab = batch.book.tab(body["range"].get("sheetId", 0))
    group = {"range": body["range"] | {"startIndex": first, "endIndex": after}, "depth": 1}
    tab.part("rowGroups" if rows else "columnGroups").append(group)
    return {"dimensionGroups": copy.deepcopy(tab.part("rowGroups" if rows else "columnGroups"))}


def _update_group(batch: Batch, body: Body) -> None:
    wanted = body["dimensionGroup"]
    tab, rows, first, after = _span(batch, wanted["range"])
    for group in tab.part("rowGroups" if rows else "columnGroups"):
        if (group["range"]["startIndex"], group["range"]["endIndex"]) == (first, after):
            group["collapsed"] = bool(wanted.get("collapsed"))
            return
    raise invalid("No dimension group found for the given range.")


def _delete_group(batch: Batch, body: Body) -> Body:
    tab, rows, first, after = _span(batch, body["range"])
    groups = tab.part("rowGroups" if rows else "columnGroups")
    for group in groups:
        if (group["range"]["startIndex"], group["range"]["endIndex"]) == (first, after):
            groups.remove(group)
            return {"dimensionGroups": copy.deepcopy(groups)}
    raise invalid("No dimension group found for the given range.")


# -- what lies on ranges --------------------------------------------------------------------------------------


def _adder(part: str, name: str, id_name: str) -> Callable[[Batch, Body], Body]:
    def add(batch: Batch, body: Body) -> Body:
        made = copy.deepcopy(body[name])
        area = batch.book.area(made["range"])
        taken = [p.get(id_name) for t in batch.book.tabs for p in t.part(part)]
        if made.get(id_name) in taken and made.get(id_name) is not None:
            raise invalid(f"{name} with id {made[id_name]} already exists.")
        made.setdefault(id_name, _new_id(taken))
        tab = batch.book.tab(area.sheet)
        if part == "bandedRanges":
            for other in tab.part(part):
                if _overlap(batch.book.area(other["range"]), area):
                    raise invalid(
                        "You cannot add alternating background colors to a range that already has alternating background colors."
                    )
        tab.part(part).append(made)
        return {name: copy.deepcopy(made)}

    return add


def _remover(part: str, id_name: str, given: str) -> Callable[[Batch, Body], None]:
    def remove(batch: Batch, body: Body) -> None:
        for tab in batch.book.tabs:
            for made in tab.part(part):
                if made.get(id_name) == body.get(given):
                    tab.part(part).remove(made)
                    return
        raise invalid(f"No {part} with id: {body.get(given)}")

    return remove


def _updater(part: str, name: str, id_name: str, names: tuple[str, ...]) -> Callable[[Batch, Body], None]:
    def update(batch: Batch, body: Body) -> None:
        for tab in batch.book.tabs:
            for place, made in enumerate(tab.part(part)):
                if made.get(id_name) == body[name].get(id_name):
                    tab.part(part)[place] = masks.overwrite(made, body[name], body.get("fields", ""), names)
                    return
        raise invalid(f"No {part} with id: {body[name].get(id_name)}")

    return update


def _add_conditional(batch: Batch, body: Body) -> None:
    rule = copy.deepcopy(body["rule"])
    if "booleanRule" not in rule:
        raise not_here("conditional formats with a gradient")
    areas = [batch.book.area(r) for r in rule["ranges"]]
    rules = batch.book.tab(areas[0].sheet).part("conditionalFormats")
    rules.insert(body.get("index", 0), rule)


def _delete_conditional(batch: Batch, body: Body) -> None:
    rules = batch.book.tab(body.get("sheetId", 0)).part("conditionalFormats")
    if body.get("index", 0) >= len(rules):
        raise invalid(f"No conditional format on sheet: {body.get('sheetId', 0)} at index: {body.get('index', 0)}")
    rules.pop(body.get("index", 0))


def _set_basic_filter(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["filter"]["range"])
    batch.book.tab(area.sheet).basic_filter = copy.deepcopy(body["filter"])


def _merge(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["range"])
    batch.may_change(area)
    if body.get("mergeType") != "MERGE_ALL":
        raise not_here(f"mergeCells with {body.get('mergeType')}")
    tab = batch.book.tab(area.sheet)
    tab.part("merges").append(
        {
            "sheetId": tab.id,
            "startRowIndex": area.top,
            "endRowIndex": area.bottom,
            "startColumnIndex": area.left,
            "endColumnIndex": area.right,
        }
    )
    for cell in list(area.cells())[1:]:
        tab.put(*cell, {k: v for k, v in tab.cell(*cell).items() if k != "userEnteredValue"})


def _unmerge(batch: Batch, body: Body) -> None:
    area = batch.book.area(body["range"])
    tab = batch.book.tab(area.sheet)
    tab.parts["merges"] = [m for m in tab.part("merges") if not _overlap(batch.book.area(m), area)]


KINDS: dict[str, Callable[[Batch, Body], Body | None]] = {
    "updateSpreadsheetProperties": _update_spreadsheet,
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "duplicateSheet": _duplicate_sheet,
    "updateSheetProperties": _update_sheet,
    "updateCells": _update_cells,
    "repeatCell": _repeat_cell,
    "appendCells": _append_cells,
    "copyPaste": _copy_paste,
    "setDataValidation": _set_validation,
    "sortRange": _sort_range,
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "appendDimension": _append_dimension,
    "updateDimensionProperties": _update_dimension,
    "addDimensionGroup": _add_group,
    "updateDimensionGroup": _update_group,
    "deleteDimensionGroup": _delete_group,
    "addProtectedRange": _adder("protectedRanges", "protectedRange", "protectedRangeId"),
    "updateProtectedRange": _updater(
        "protectedRanges",
        "protectedRange",
        "protectedRangeId",
        ("range", "description", "warningOnly", "editors", "unprotectedRanges"),
    ),
    "deleteProtectedRange": _remover("protectedRanges", "protectedRangeId", "protectedRangeId"),
    "addBanding": _adder("bandedRanges", "bandedRange", "bandedRangeId"),
    "deleteBanding": _remover("bandedRanges", "bandedRangeId", "bandedRangeId"),
    "addFilterView": _adder("filterViews", "filter", "filterViewId"),
    "deleteFilterView": _remover("filterViews", "filterViewId", "filterId"),
    "setBasicFilter": _set_basic_filter,
    "addConditionalFormatRule": _add_conditional,
    "deleteConditionalFormatRule": _delete_conditional,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
}
