"""Requests that move cells: copy, cut, sort, and making or closing gaps."""

from __future__ import annotations

from typing import Any

from workspace import batches
from workspace.errors import invalid, not_here
from workspace.sheets.a1 import Area, Corner, Span, moved
from workspace.sheets.book import Cell, Tab
from workspace.sheets.requests.batch import Batch, Body, refer, required
from workspace.sheets.requests.cells import PARTS, written

_PASTED = {
    "PASTE_NORMAL": PARTS,
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_NO_BORDERS": PARTS,
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def copy_paste(batch: Batch, body: Body) -> None:
    """copyPaste: a source as often as it fits into its destination, formulas
    moved along.
    """
    required(body, "source", "destination")
    source, target = (
        batch.area(body["source"]),
        batch.area(body["destination"]),
    )
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTED:
        raise not_here(f"copyPaste with {kind}")
    turned = body.get("pasteOrientation", "NORMAL") == "TRANSPOSE"
    height, width = (
        (source.width, source.height)
        if turned
        else (source.height, source.width)
    )
    if not height or not width:
        return
    tall = max(height, target.height // height * height)
    wide = max(width, target.width // width * width)
    goal = batch.book.tab(target.sheet)
    if target.top + tall > goal.size[0] or target.left + wide > goal.size[1]:
        raise invalid("The destination is too small for what is pasted.")
    filled = Area(
        target.sheet,
        target.top,
        target.top + tall,
        target.left,
        target.left + wide,
    )
    batch.may_change(filled)
    _no_parts(batch, source, filled, kind)
    taken = _taken(batch, source, kind)
    for row in range(target.top, target.top + tall):
        for column in range(target.left, target.left + wide):
            down, across = (
                (row - target.top) % height,
                (column - target.left) % width,
            )
            at = (
                (source.top + across, source.left + down)
                if turned
                else (source.top + down, source.left + across)
            )
            goal.put(
                row,
                column,
                _pasted(
                    goal.cell(row, column),
                    taken[at],
                    kind,
                    row - at[0],
                    column - at[1],
                ),
            )


def _no_parts(batch: Batch, source: Area, goal: Area, kind: str) -> None:
    """Refuse by its name to copy what this workspace leaves behind: merged
    cells, and conditional formats that are not where the cells go.
    """
    tab = batch.book.tab(source.sheet)
    if kind == "PASTE_NORMAL" and any(
        batch.book.area(merge).overlaps(source) for merge in tab.part("merges")
    ):
        raise not_here("copying merged cells")
    if kind not in ("PASTE_NORMAL", "PASTE_FORMAT"):
        return
    for rule in tab.part("conditionalFormats"):
        areas = [batch.book.area(each) for each in rule["ranges"]]
        comes = any(area.overlaps(source) for area in areas)
        if comes and not any(area.overlaps(goal) for area in areas):
            raise not_here("copying cells with a conditional format")


def _taken(
    batch: Batch, source: Area, kind: str
) -> dict[tuple[int, int], Cell]:
    """What is copied, cell by cell: with PASTE_VALUES what formulas are worth."""
    origin = batch.book.tab(source.sheet)
    cells = {(r, c): dict(origin.cell(r, c)) for r, c in source.cells()}
    if kind == "PASTE_VALUES":
        now = batch.evaluate(batch.book)
        for (r, c), cell in cells.items():
            if "formulaValue" in (cell.get("userEnteredValue") or {}):
                worth = now.value(source.sheet, r, c)
                value = now.extended(source.sheet, r, c) or {}
                cell["userEnteredValue"] = (
                    {"stringValue": str(worth)}
                    if "errorValue" in value
                    else value
                )
            elif (r, c) in now.arrays.filled(origin):
                given = now.extended(source.sheet, r, c)
                if given and "errorValue" not in given:
                    cell["userEnteredValue"] = given
    return cells


def _pasted(there: Cell, cell: Cell, kind: str, down: int, right: int) -> Cell:
    formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
    if formula:
        cell = cell | {
            "userEnteredValue": {"formulaValue": moved(formula, down, right)}
        }
    if kind == "PASTE_NO_BORDERS":
        kept = (there.get("userEnteredFormat") or {}).get("borders")
        form = {
            k: v
            for k, v in (cell.get("userEnteredFormat") or {}).items()
            if k != "borders"
        }
        cell = cell | {
            "userEnteredFormat": form | ({"borders": kept} if kept else {})
        }
    return written(there, cell, ",".join(_PASTED[kind]))


def cut_paste(batch: Batch, body: Body) -> None:
    """cutPaste: cells go elsewhere, and what refers to them follows."""
    required(body, "source", "destination")
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind != "PASTE_NORMAL":
        raise not_here(f"cutPaste with {kind}")
    source, start = batch.area(body["source"]), body["destination"]
    origin, goal = (
        batch.book.tab(source.sheet),
        batch.book.tab(start.get("sheetId", 0)),
    )
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    target = batch.area(
        Area(
            goal.id, top, top + source.height, left, left + source.width
        ).grid_range()
    )
    batch.may_change(source)
    batch.may_change(target)
    _no_parts(batch, source, target, kind)
    cells = {at: origin.cell(*at) for at in source.cells()}
    for at in cells:
        origin.put(*at, {})
    down, right = top - source.top, left - source.left
    for (r, c), cell in cells.items():
        goal.put(r + down, c + right, cell)

    def follow(
        title: str | None, span: Span, at: Tab
    ) -> tuple[str | None, Span] | None:
        tab = _tab(batch, title, at)
        first, last = span
        if (
            tab is not origin
            or (first.row, first.column) not in source
            or (last.row, last.column) not in source
        ):
            return title, span
        ends = tuple(
            Corner(e.row + down, e.column + right, e.row_fixed, e.column_fixed)
            for e in span
        )
        return (title if goal is origin else goal.title), (ends[0], ends[1])

    refer(batch.book, origin.title, follow)


def _tab(batch: Batch, title: str | None, at: Tab) -> Tab | None:
    """The tab that a reference in a formula on ``at`` names."""
    if title is None:
        return at
    return next(
        (t for t in batch.book.tabs if t.title.casefold() == title.casefold()),
        None,
    )


def sort(batch: Batch, body: Body) -> None:
    """sortRange: numbers before texts before truths, blanks last in either
    order; whole rows of the range move.
    """
    area = batch.area(body.get("range"))
    batch.may_change(area)
    if not body.get("sortSpecs"):
        raise invalid("At least one sort specification is required.")
    tab = batch.book.tab(area.sheet)
    now = batch.evaluate(batch.book)
    order = list(range(area.top, area.top + area.height))
    for spec in reversed(body["sortSpecs"]):
        if set(spec) - {"dimensionIndex", "sortOrder"}:
            raise not_here("sorting by colour")
        column = spec.get("dimensionIndex", 0)
        if not area.left <= column < area.left + area.width:
            raise invalid(
                "A sort specification's dimension index is outside of the range."
            )
        values = {r: now.value(tab.id, r, column) for r in order}
        filled = [r for r in order if values[r] not in (None, "")]
        blank = [r for r in order if values[r] in (None, "")]
        filled.sort(
            key=lambda r, v=values: _key(v[r]),  # type: ignore[misc]
            reverse=spec.get("sortOrder") == "DESCENDING",
        )
        order = filled + blank
    taken = {r: tab.rows.get(r, {}) for r in order}
    for place, r in enumerate(order):
        row = area.top + place
        for column in range(area.left, area.left + area.width):
            tab.put(row, column, _along(taken[r].get(column, {}), row - r, 0))


def _key(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return (2, value)
    return (
        (0, value)
        if isinstance(value, (int, float))
        else (1, str(value).casefold())
    )


def _along(cell: Cell, down: int, right: int) -> Cell:
    formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
    return (
        cell
        | {"userEnteredValue": {"formulaValue": moved(formula, down, right)}}
        if formula
        else cell
    )


def insert_range(batch: Batch, body: Body) -> None:
    """insertRange: cells make room, downwards or to the right; the grid grows
    where they need it.
    """
    _gap(batch, body, opening=True)


def delete_range(batch: Batch, body: Body) -> None:
    """deleteRange: cells close up, from below or from the right."""
    _gap(batch, body, opening=False)


def _gap(batch: Batch, body: Body, opening: bool) -> None:
    area = batch.area(body.get("range"))
    required(body, "shiftDimension")
    rows = body["shiftDimension"] == "ROWS"
    tab = batch.book.tab(area.sheet)
    by = area.height if rows else area.width
    if rows:
        lane = Area(tab.id, area.top, tab.size[0], area.left, area.right)
    else:
        lane = Area(tab.id, area.top, area.bottom, area.left, tab.size[1])
    batch.may_change(lane)
    cells = {at: tab.cell(*at) for at in lane.cells() if tab.cell(*at)}
    if opening:
        tab.grid["rowCount" if rows else "columnCount"] += by
    for at in cells:
        tab.put(*at, {})
    for (r, c), cell in cells.items():
        if opening:
            tab.put(r + (by if rows else 0), c + (0 if rows else by), cell)
        elif (r, c) not in area:
            tab.put(r - (by if rows else 0), c - (0 if rows else by), cell)
    step = by if opening else -by

    def follow(
        title: str | None, span: Span, at: Tab
    ) -> tuple[str | None, Span] | None:
        first, last = span
        if _tab(batch, title, at) is not tab:
            return title, span
        if (first.row, first.column) not in lane or (
            last.row,
            last.column,
        ) not in lane:
            return title, span
        if (
            not opening
            and (first.row, first.column) in area
            and (last.row, last.column) in area
        ):
            return None
        if not opening and (first.row, first.column) in area:
            return title, span
        moved_ends = [
            Corner(
                e.row + (step if rows else 0),
                e.column + (0 if rows else step),
                e.row_fixed,
                e.column_fixed,
            )
            for e in span
        ]
        return title, (moved_ends[0], moved_ends[1])

    refer(batch.book, tab.title, follow)


KINDS: dict[str, batches.Kind] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "sortRange": sort,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
