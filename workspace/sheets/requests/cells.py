"""Requests on cells where they are: values, formats, borders, validation,
merges, find and replace.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from workspace import batches
from workspace import fields as masks
from workspace.errors import Refusal, invalid, not_here
from workspace.sheets import conditions
from workspace.sheets.a1 import Area, moved
from workspace.sheets.book import MOST_CHARACTERS, Cell, Tab
from workspace.sheets.entry import canonical, typed
from workspace.sheets.locales import regional
from workspace.sheets.requests.batch import Batch, Body, parted

CELL = "sheets.v4 CellData"
PARTS = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
)
_READ_ONLY = (
    "effectiveValue",
    "effectiveFormat",
    "formattedValue",
    "hyperlink",
    "dataSourceTable",
)


def written(cell: Cell, data: Body, mask: str) -> Cell:
    """A cell with what a mask names of a CellData put into it. Raises Refusal
    for what a cell cannot hold.
    """
    for path in [] if mask.strip() in ("", "*") else masks.paths(mask):
        head = path.split(".")[0]
        if head in _READ_ONLY:
            raise invalid(f"{head} is read-only.")
        if head not in PARTS:
            raise not_here(f"writing {path} of a cell")
        cell = _without_twin(cell, path)
    changed = masks.overwrite(CELL, cell, data, mask, PARTS)
    value = changed.get("userEnteredValue")
    if value is not None:
        if "errorValue" in value:
            raise invalid("An error cannot be entered as a value.")
        if len(value) > 1:
            raise invalid(
                "Invalid value: a cell holds one of number, string, bool and formula."
            )
        formula = value.get("formulaValue", "=")
        if not formula.startswith("="):
            raise invalid(
                f"Invalid formula: {formula[:80]}. A formula begins with an equals sign."
            )
        if len(str(value.get("stringValue", formula))) > MOST_CHARACTERS:
            raise too_long()
        if not value or value == {"stringValue": ""}:
            changed = {
                k: v for k, v in changed.items() if k != "userEnteredValue"
            }
    if changed.get("note") == "":
        changed = {k: v for k, v in changed.items() if k != "note"}
    number_format = (changed.get("userEnteredFormat") or {}).get(
        "numberFormat"
    )
    if number_format is not None and number_format.get(
        "type", "NUMBER_FORMAT_TYPE_UNSPECIFIED"
    ).endswith("UNSPECIFIED"):
        raise invalid("The type of a number format must be specified.")
    if "textFormatRuns" in changed and "stringValue" not in (
        changed.get("userEnteredValue") or {}
    ):
        changed = {k: v for k, v in changed.items() if k != "textFormatRuns"}
    return changed


def _parsed(batch: Batch, data: Body) -> Body:
    """A CellData whose formulas are read as the spreadsheet's locale has
    them.
    """
    if rule := data.get("dataValidation"):
        rule = copy.deepcopy(rule)
        conditions.check(
            rule.get("condition") or {}, "validation", batch.book.locale
        )
        data = data | {"dataValidation": rule}
    value = data.get("userEnteredValue") or {}
    if not isinstance(value.get("formulaValue"), str):
        return data
    formula = canonical(value["formulaValue"], regional(batch.book.locale))
    return data | {"userEnteredValue": value | {"formulaValue": formula}}


def too_long() -> Refusal:
    """A text that does not fit into a cell."""
    return invalid(
        f"Your input contains more than the maximum of {MOST_CHARACTERS} characters in a single cell."
    )


def _without_twin(cell: Cell, path: str) -> Cell:
    """A colour and its newer style are one thing: writing the one takes away
    the other.
    """
    name = path.rpartition(".")[2]
    if not name.lower().removesuffix("style").endswith("color"):
        return cell
    twin = (
        name.removesuffix("Style")
        if name.endswith("Style")
        else name + "Style"
    )
    other = path[: len(path) - len(name)] + twin
    return masks.without(cell, other)


def update(batch: Batch, body: Body) -> None:
    """updateCells, on a range or from a cell on."""
    rows = body.get("rows") or []
    if ("range" in body) == ("start" in body):
        raise invalid("Must specify exactly one of range and start.")
    if "range" in body:
        area = batch.area(body["range"])
        if len(rows) > area.height or any(
            len(r.get("values") or []) > area.width for r in rows
        ):
            raise invalid("Attempting to write outside of the range.")
    else:
        start = body["start"]
        tab = batch.book.tab(start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        width = max((len(r.get("values") or []) for r in rows), default=0)
        masks.check(CELL, body.get("fields", ""), PARTS)
        if not rows or not width:
            return
        if top + len(rows) > tab.size[0]:
            raise invalid(
                f"Attempting to write row: {tab.size[0]}, beyond the last requested row of: {tab.size[0] - 1}"
            )
        if left + width > tab.size[1]:
            raise invalid(
                f"Attempting to write column: {tab.size[1]}, beyond the last requested column of: {tab.size[1] - 1}"
            )
        area = batch.area(
            Area(tab.id, top, top + len(rows), left, left + width).grid_range()
        )
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    mask = body.get("fields", "")
    masks.check(CELL, mask, PARTS)
    for row, column in area.cells():
        values = (
            rows[row - area.top].get("values") or []
            if row - area.top < len(rows)
            else []
        )
        if column - area.left >= len(values) and "start" in body:
            continue
        data = (
            values[column - area.left]
            if column - area.left < len(values)
            else {}
        )
        tab.put(
            row,
            column,
            written(tab.cell(row, column), _parsed(batch, data or {}), mask),
        )


def repeat(batch: Batch, body: Body) -> None:
    """repeatCell: a formula's relative references move with each cell."""
    area = batch.area(body.get("range"))
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    data, mask = _parsed(batch, body.get("cell") or {}), body.get("fields", "")
    masks.check(CELL, mask, PARTS)
    formula = (data.get("userEnteredValue") or {}).get("formulaValue")
    blank = None if formula else written({}, data, mask)
    for row, column in area.cells():
        cell = tab.cell(row, column)
        if formula:
            data = data | {
                "userEnteredValue": {
                    "formulaValue": moved(
                        formula, row - area.top, column - area.left
                    )
                }
            }
        # Cells are replaced and never changed, so that blank ones can share
        # what is written.
        tab.put(
            row,
            column,
            blank
            if blank is not None and not cell
            else written(cell, data, mask),
        )


def append(batch: Batch, body: Body) -> None:
    """appendCells: after the last row with data; rows and columns are added
    where they are needed.
    """
    if "tableId" in body:
        raise not_here("appendCells into a table")
    tab = batch.book.tab(body.get("sheetId", 0))
    rows = body.get("rows") or []
    top, _ = tab.last_filled()
    width = max((len(r.get("values") or []) for r in rows), default=0)
    tab.grid["rowCount"] = max(tab.grid["rowCount"], top + len(rows))
    tab.grid["columnCount"] = max(tab.grid["columnCount"], width)
    start = {"sheetId": tab.id, "rowIndex": top, "columnIndex": 0}
    update(
        batch, {"start": start, "rows": rows, "fields": body.get("fields", "")}
    )


def set_validation(batch: Batch, body: Body) -> None:
    """setDataValidation; without a rule it takes validation away."""
    area = batch.area(body.get("range"))
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    if body.get("filteredRowsIncluded"):
        raise not_here("setDataValidation with filteredRowsIncluded")
    data = _parsed(batch, {"dataValidation": body.get("rule")})
    for row, column in area.cells():
        cell = written(tab.cell(row, column), data, "dataValidation")
        tab.put(row, column, cell)


def borders(batch: Batch, body: Body) -> None:
    """updateBorders: the sides of a range, and the lines within it. A border
    of style NONE is taken away.
    """
    area = batch.area(body.get("range"))
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    for row, column in area.cells():
        sides: dict[str, Any] = {}
        places = {
            "top": "top" if row == area.top else "innerHorizontal",
            "bottom": "bottom"
            if row == area.top + area.height - 1
            else "innerHorizontal",
            "left": "left" if column == area.left else "innerVertical",
            "right": "right"
            if column == area.left + area.width - 1
            else "innerVertical",
        }
        for side, given in places.items():
            if given in body:
                sides[side] = (
                    None if body[given].get("style") == "NONE" else body[given]
                )
        mask = ",".join(f"userEnteredFormat.borders.{side}" for side in sides)
        if mask:
            data = {"userEnteredFormat": {"borders": sides}}
            tab.put(row, column, written(tab.cell(row, column), data, mask))


# -- merges -------------------------------------------------------------------


def merge(batch: Batch, body: Body) -> None:
    """mergeCells: all into one, or row by row, or column by column."""
    area = batch.area(body.get("range"))
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    kind = body.get("mergeType", "MERGE_ALL")
    pieces = {
        "MERGE_ALL": [area],
        "MERGE_ROWS": [
            Area(tab.id, r, r + 1, area.left, area.right)
            for r in range(area.top, area.top + area.height)
        ],
        "MERGE_COLUMNS": [
            Area(tab.id, area.top, area.bottom, c, c + 1)
            for c in range(area.left, area.left + area.width)
        ],
    }[kind]
    if any(parted(piece, tab.grid) for piece in pieces):
        raise invalid("You can't merge frozen and non-frozen rows or columns.")
    for old in tab.part("merges"):
        known = batch.book.area(old)
        if known.overlaps(area) and not area.covers(known):
            raise invalid(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    tab.parts["merges"] = [
        m for m in tab.part("merges") if not batch.book.area(m).overlaps(area)
    ]
    for piece in pieces:
        if piece.height * piece.width < 2:
            continue
        tab.part("merges").append(piece.grid_range())
        for cell in list(piece.cells())[1:]:
            tab.put(
                *cell,
                {
                    k: v
                    for k, v in tab.cell(*cell).items()
                    if k != "userEnteredValue"
                },
            )


def unmerge(batch: Batch, body: Body) -> None:
    """unmergeCells."""
    area = batch.area(body.get("range"))
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    for old in tab.part("merges"):
        known = batch.book.area(old)
        if known.overlaps(area) and not area.covers(known):
            raise invalid(
                "You must select all cells in a merged range to merge or unmerge them."
            )
    tab.parts["merges"] = [
        m for m in tab.part("merges") if not batch.book.area(m).overlaps(area)
    ]


# -- find and replace ---------------------------------------------------------


def find_replace(batch: Batch, body: Body) -> Body:
    """findReplace in a range, a sheet or all of them; counts what it changed."""
    if not body.get("find"):
        raise invalid("The find string cannot be empty.")
    places = [
        k
        for k in ("range", "sheetId", "allSheets")
        if body.get(k) is not None and body[k] is not False
    ]
    if len(places) != 1:
        raise invalid(
            "Must specify exactly one of range, sheetId and allSheets."
        )
    areas = (
        [batch.area(body["range"])]
        if "range" in body
        else [
            Area(t.id).within(*t.size)
            for t in batch.book.tabs
            if body.get("allSheets") or t.id == body["sheetId"]
        ]
    )
    if not areas:
        raise invalid(f"No grid with id: {body['sheetId']}")
    find = (
        body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    )
    replacement = (
        re.sub(r"\$(\d)", r"\\\1", body.get("replacement", ""))
        if body.get("searchByRegex")
        else None
    )
    try:
        pattern = re.compile(
            find, 0 if body.get("matchCase") else re.IGNORECASE
        )
    except re.error:
        raise invalid(f"Invalid regular expression: {body['find']}") from None
    counts = dict.fromkeys(
        (
            "valuesChanged",
            "formulasChanged",
            "rowsChanged",
            "sheetsChanged",
            "occurrencesChanged",
        ),
        0,
    )
    for area in areas:
        _replace(batch, area, pattern, body, replacement, counts)
    return counts


def _replace(
    batch: Batch,
    area: Area,
    pattern: re.Pattern[str],
    body: Body,
    template: str | None,
    counts: dict[str, int],
) -> None:
    tab, rows = batch.book.tab(area.sheet), set[int]()
    for r, c in _filled(tab, area):
        cell = tab.cell(r, c)
        value = cell["userEnteredValue"]
        kind = next(iter(value))
        if kind == "boolValue" or (
            kind == "formulaValue" and not body.get("includeFormulas")
        ):
            continue
        text = (
            batch.evaluate(batch.book).text(tab.id, r, c)
            if kind == "numberValue"
            else value[kind]
        )
        if body.get("matchEntireCell") and not pattern.fullmatch(text):
            continue
        try:
            new, times = pattern.subn(
                template
                if template is not None
                else lambda _: body.get("replacement", ""),
                text,
            )
        except (re.error, IndexError):
            raise invalid("Invalid replacement.") from None
        if not times:
            continue
        batch.may_change(Area(tab.id, r, r + 1, c, c + 1))
        entered = (
            typed(new, batch.book.locale)[0]
            if kind != "stringValue"
            else {"stringValue": new}
        )
        tab.put(
            r,
            c,
            written(cell, {"userEnteredValue": entered}, "userEnteredValue"),
        )
        counts[
            "formulasChanged" if kind == "formulaValue" else "valuesChanged"
        ] += 1
        counts["occurrencesChanged"] += times
        rows.add(r)
    counts["rowsChanged"] += len(rows)
    counts["sheetsChanged"] += bool(rows)


def _filled(tab: Tab, area: Area) -> list[tuple[int, int]]:
    return [
        (r, c)
        for r in sorted(tab.rows)
        for c in sorted(tab.rows[r])
        if (r, c) in area and tab.rows[r][c].get("userEnteredValue")
    ]


KINDS: dict[str, batches.Kind] = {
    "updateCells": update,
    "repeatCell": repeat,
    "appendCells": append,
    "setDataValidation": set_validation,
    "updateBorders": borders,
    "mergeCells": merge,
    "unmergeCells": unmerge,
    "findReplace": find_replace,
}
