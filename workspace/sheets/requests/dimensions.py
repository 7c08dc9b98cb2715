"""Requests on rows and columns: inserted, deleted, moved, sized, hidden and
grouped; everything on them follows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here
from workspace.sheets.a1 import Area, Corner, Span
from workspace.sheets.book import Book, Cell, Tab
from workspace.sheets.requests.batch import Batch, Body, refer, required

Remap = Callable[[int, int], tuple[int, int] | None]
Place = Callable[[int], int | None]
_ON_RANGES = (
    "merges",
    "protectedRanges",
    "bandedRanges",
    "filterViews",
    "conditionalFormats",
    "charts",
)


def _span(batch: Batch, given: Body | None) -> tuple[Tab, bool, int, int]:
    if given is None:
        raise invalid("Range is required.")
    tab = batch.book.tab(given.get("sheetId", 0))
    if given.get("dimension") not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    rows = given["dimension"] == "ROWS"
    size = tab.size[0 if rows else 1]
    first, after = given.get("startIndex", 0), given.get("endIndex", size)
    if first < 0 or after <= first:
        raise invalid(
            f"startIndex[{first}] must not be negative, and endIndex[{after}] must be after it."
        )
    return tab, rows, first, after


def _inside(tab: Tab, rows: bool, after: int) -> None:
    size = tab.size[0 if rows else 1]
    if after > size:
        raise invalid(
            f"endIndex[{after}] must not be greater than the grid size ({size})."
        )


def _lines(tab: Tab, rows: bool, first: int, after: int) -> Area:
    return (
        Area(tab.id, first, after, 0, tab.size[1])
        if rows
        else Area(tab.id, 0, tab.size[0], first, after)
    )


# -- everything that lies on rows and columns moves with them -----------------


def _remap(
    book: Book, tab: Tab, rows: bool, span_of: Remap, place_of: Place
) -> None:
    """Move a tab's rows or columns: ``place_of`` says where each goes,
    ``span_of`` where a half-open span goes.
    """
    if rows:
        tab.rows = {
            new: row
            for r, row in tab.rows.items()
            if (new := place_of(r)) is not None
        }
    else:
        tab.rows = {
            r: kept
            for r, row in tab.rows.items()
            if (
                kept := {
                    new: cell
                    for c, cell in row.items()
                    if (new := place_of(c)) is not None
                }
            )
        }
    key = "ROWS" if rows else "COLUMNS"
    tab.dimensions[key] = {
        n: v
        for i, v in tab.dimensions[key].items()
        if (n := place_of(i)) is not None
    }
    move = _Mover(tab, rows, span_of, place_of)
    for name in _ON_RANGES:
        tab.parts[name] = [
            part for part in tab.part(name) if move.part(name, part)
        ]
    groups = "rowGroups" if rows else "columnGroups"
    tab.parts[groups] = [g for g in tab.part(groups) if move.lines(g["range"])]
    if tab.basic_filter and not move.part("basicFilter", tab.basic_filter):
        tab.basic_filter = None
    book.named = [
        n
        for n in book.named
        if n["range"].get("sheetId", 0) != tab.id or move.range(n["range"])
    ]
    without_names(book)
    book.metadata = [m for m in book.metadata if move.metadata(m)]
    refer(book, tab.title, move.reference)


def without_names(book: Book) -> None:
    """Take away the protections whose named range is gone."""
    left = {n["namedRangeId"] for n in book.named}
    for tab in book.tabs:
        tab.parts["protectedRanges"] = [
            p
            for p in tab.part("protectedRanges")
            if p.get("namedRangeId", "") in left | {""}
        ]


class _Mover:
    def __init__(
        self, tab: Tab, rows: bool, span_of: Remap, place_of: Place
    ) -> None:
        self.tab, self.rows, self.span_of, self.place_of = (
            tab,
            rows,
            span_of,
            place_of,
        )
        self.ends = (
            ("startRowIndex", "endRowIndex")
            if rows
            else ("startColumnIndex", "endColumnIndex")
        )

    def range(self, grid: Body) -> bool:
        """Move a GridRange; whether anything is left of it. Open sides stay
        open.
        """
        start, end = self.ends
        if start not in grid and end not in grid:
            return True
        count = self.tab.size[0 if self.rows else 1]
        span = self.span_of(grid.get(start, 0), grid.get(end, count))
        if span is None or span[1] <= span[0]:
            return False
        if start in grid or span[0]:
            grid[start] = span[0]
        if end in grid:
            grid[end] = span[1]
        return True

    def part(self, name: str, part: Body) -> bool:
        """Move what lies on a range, with every range inside it; whether it
        still has a place.
        """
        if name == "merges":
            return self.range(part)
        if name == "charts":
            self._chart(part)
            return True
        if "ranges" in part:
            part["ranges"] = [r for r in part["ranges"] if self.range(r)]
            return bool(part["ranges"])
        if "range" in part and not self.range(part["range"]):
            return False
        if "unprotectedRanges" in part:
            part["unprotectedRanges"] = [
                r for r in part["unprotectedRanges"] if self.range(r)
            ]
        if not self.rows:
            self._columns(part)
        return True

    def _columns(self, part: Body) -> None:
        """Filters and sorts name columns by their index."""
        for name, key in (
            ("sortSpecs", "dimensionIndex"),
            ("filterSpecs", "columnIndex"),
        ):
            if name in part:
                part[name] = [
                    s | {key: new}
                    for s in part[name]
                    if (new := self.place_of(s.get(key, 0))) is not None
                ]
        if "criteria" in part:
            part["criteria"] = {
                str(n): v
                for k, v in part["criteria"].items()
                if (n := self.place_of(int(k))) is not None
            }

    def _chart(self, chart: Body) -> None:
        for source in sources(chart):
            source["sources"] = [
                s
                for s in source["sources"]
                if s.get("sheetId", 0) != self.tab.id or self.range(s)
            ]
        anchor = chart["position"].get("overlayPosition", {}).get("anchorCell")
        name = "rowIndex" if self.rows else "columnIndex"
        if anchor and anchor.get("sheetId", 0) == self.tab.id:
            new = self.place_of(anchor.get(name, 0))
            anchor[name] = anchor.get(name, 0) if new is None else new

    def lines(self, grid: Body) -> bool:
        """Move a DimensionRange; whether anything is left of it."""
        span = self.span_of(grid["startIndex"], grid["endIndex"])
        if span is None or span[1] <= span[0]:
            return False
        grid["startIndex"], grid["endIndex"] = span
        return True

    def metadata(self, metadata: Body) -> bool:
        """Metadata of one row or column goes where that goes, and goes with
        it.
        """
        lines = metadata["location"].get("dimensionRange")
        if (
            not lines
            or lines.get("sheetId", 0) != self.tab.id
            or (lines["dimension"] == "ROWS") is not self.rows
        ):
            return True
        new = self.place_of(lines["startIndex"])
        if new is None:
            return False
        lines["startIndex"], lines["endIndex"] = new, new + 1
        return True

    def reference(
        self, title: str | None, span: Span, at: Tab
    ) -> tuple[str | None, Span] | None:
        """Where a formula's reference goes."""
        if (title is None and at is not self.tab) or (
            title is not None and title.casefold() != self.tab.title.casefold()
        ):
            return title, span
        first, last = span
        if self.rows:
            new = self.span_of(first.row, last.row + 1)
            return new and (
                title,
                (
                    Corner(
                        new[0],
                        first.column,
                        first.row_fixed,
                        first.column_fixed,
                    ),
                    Corner(
                        new[1] - 1,
                        last.column,
                        last.row_fixed,
                        last.column_fixed,
                    ),
                ),
            )
        new = self.span_of(first.column, last.column + 1)
        return new and (
            title,
            (
                Corner(first.row, new[0], first.row_fixed, first.column_fixed),
                Corner(
                    last.row, new[1] - 1, last.row_fixed, last.column_fixed
                ),
            ),
        )


def sources(value: Any) -> Iterator[Body]:
    """Every ``sourceRange`` in a chart."""
    if isinstance(value, dict):
        if isinstance(value.get("sources"), list):
            yield value
        for inner in value.values():
            yield from sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sources(inner)


# -- the requests -------------------------------------------------------------


def _resize(tab: Tab, rows: bool, by: int) -> None:
    tab.grid["rowCount" if rows else "columnCount"] += by


def insert(batch: Batch, body: Body) -> None:
    """insertDimension: new lines look like the one before or after them."""
    tab, rows, first, after = _span(batch, body.get("range"))
    number, size = after - first, tab.size[0 if rows else 1]
    before = bool(body.get("inheritFromBefore"))
    if first > size or (first == size and not before):
        word = "true" if before else "false"
        raise invalid(
            f"range.startIndex[{first}] must be less than the grid size ({size}) if inheritFromBefore is {word}."
        )
    if before and first == 0:
        raise invalid(
            "inheritFromBefore cannot be true when inserting at index 0."
        )
    if 0 < first < size:
        # A protected range with the gap inside it would grow: that is for
        # those who may edit it.
        batch.may_change(
            _lines(tab, rows, first - 1, first),
            _lines(tab, rows, first, first + 1),
        )
    _resize(tab, rows, number)
    _remap(
        batch.book,
        tab,
        rows,
        lambda a, b: (
            a + number if a >= first else a,
            b + number if b > first else b,
        ),
        lambda i: i + number if i >= first else i,
    )
    frozen = "frozenRowCount" if rows else "frozenColumnCount"
    if first < tab.grid.get(frozen, 0):
        tab.grid[frozen] += number
    _inherit(tab, rows, first, after, first - 1 if before else after)


def _inherit(
    tab: Tab, rows: bool, first: int, after: int, source: int
) -> None:
    """Give new lines the formats and the validation of another."""
    looks = ("userEnteredFormat", "dataValidation")
    if rows:
        for c, cell in tab.rows.get(source, {}).items():
            form: Cell = {k: cell[k] for k in looks if k in cell}
            for r in range(first, after) if form else ():
                tab.put(r, c, form)
    else:
        for r, row in list(tab.rows.items()):
            form = {
                k: row[source][k] for k in looks if k in row.get(source, {})
            }
            for c in range(first, after) if form else ():
                tab.put(r, c, form)
    sizes = tab.dimensions["ROWS" if rows else "COLUMNS"]
    if "pixelSize" in sizes.get(source, {}):
        for i in range(first, after):
            sizes[i] = {"pixelSize": sizes[source]["pixelSize"]}


def delete(batch: Batch, body: Body) -> None:
    """deleteDimension: what referred to these lines alone is ``#REF!``."""
    tab, rows, first, after = _span(batch, body.get("range"))
    _inside(tab, rows, after)
    batch.may_change(_lines(tab, rows, first, after))
    number = after - first
    if number >= tab.size[0 if rows else 1]:
        raise invalid(
            f"You can't delete all the {'rows' if rows else 'columns'} on the sheet."
        )
    frozen = "frozenRowCount" if rows else "frozenColumnCount"
    thawed = max(0, min(after, tab.grid.get(frozen, 0)) - first)
    if thawed:
        tab.grid[frozen] -= thawed
    if tab.grid.get(frozen, 0) >= tab.size[0 if rows else 1] - number:
        raise invalid(
            f"You can't delete all the non-frozen {'rows' if rows else 'columns'}."
        )

    cut(batch.book, tab, rows, first, after)


def cut(book: Book, tab: Tab, rows: bool, first: int, after: int) -> None:
    """Take lines out of a tab, and what lay on them alone."""
    number = after - first

    def span_of(a: int, b: int) -> tuple[int, int] | None:
        if first <= a and b <= after:
            return None
        new_a = a if a < first else max(first, a - number)
        new_b = b if b <= first else max(first, b - number)
        return new_a, new_b

    _remap(
        book,
        tab,
        rows,
        span_of,
        lambda i: i if i < first else None if i < after else i - number,
    )
    _resize(tab, rows, -number)


def move(batch: Batch, body: Body) -> None:
    """moveDimension: lines go before another, counted as they stand before the
    move.
    """
    required(body, "source")
    tab, rows, first, after = _span(batch, body["source"])
    _inside(tab, rows, after)
    to, number, size = (
        body.get("destinationIndex", 0),
        after - first,
        tab.size[0 if rows else 1],
    )
    if not 0 <= to <= size or first < to < after:
        raise invalid(
            f"destinationIndex[{to}] must be within the grid, and not within the lines that move."
        )
    batch.may_change(_lines(tab, rows, min(first, to), max(after, to)))
    order = [i for i in range(size) if not first <= i < after]
    at = to if to <= first else to - number
    order[at:at] = range(first, after)
    place = {old: new for new, old in enumerate(order)}

    def span_of(a: int, b: int) -> tuple[int, int]:
        if b - a == 1 or (first <= a and b <= after):
            return place.get(a, a), place.get(b - 1, b - 1) + 1
        return a, b

    _remap(batch.book, tab, rows, span_of, lambda i: place.get(i, i))


def append(batch: Batch, body: Body) -> None:
    """appendDimension."""
    tab = batch.book.tab(body.get("sheetId", 0))
    if body.get("dimension") not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    if body.get("length", 0) < 1:
        raise invalid("length must be greater than 0.")
    _resize(tab, body["dimension"] == "ROWS", body["length"])
    if tab.size[1] > 18_278:
        raise invalid("A sheet can have at most 18278 columns.")


def update(batch: Batch, body: Body) -> None:
    """updateDimensionProperties: sizes, and what people have hidden."""
    tab, rows, first, after = _span(batch, body.get("range"))
    required(body, "properties")
    _inside(tab, rows, after)
    names = ("pixelSize", "hiddenByUser")
    mask = body.get("fields", "")
    for path in masks.paths(mask) if mask.strip() not in ("", "*") else []:
        if path == "hiddenByFilter":
            raise invalid("hiddenByFilter is read-only.")
    if (
        "pixelSize" in body["properties"]
        and not 2 <= body["properties"]["pixelSize"] <= 2000
    ):
        raise invalid("pixelSize must be between 2 and 2000.")
    sizes = tab.dimensions["ROWS" if rows else "COLUMNS"]
    for index in range(first, after):
        sizes[index] = masks.overwrite(
            "sheets.v4 DimensionProperties",
            sizes.get(index, {}),
            body["properties"],
            mask,
            names,
        )
        if not sizes[index]:
            del sizes[index]


def auto_resize(batch: Batch, body: Body) -> None:
    """autoResizeDimensions: columns as wide as what they show, rows as high."""
    if "dataSourceSheetDimensions" in body:
        raise not_here("autoResizeDimensions of a data source")
    tab, rows, first, after = _span(batch, body.get("dimensions"))
    _inside(tab, rows, after)
    now = batch.evaluate(batch.book)
    sizes = tab.dimensions["ROWS" if rows else "COLUMNS"]
    longest: dict[int, int] = {}
    for r, row in tab.rows.items():
        for c in row:
            at = r if rows else c
            if first <= at < after:
                lines = now.text(tab.id, r, c).split("\n")
                need = (
                    21 + 17 * (len(lines) - 1)
                    if rows
                    else 10 + 7 * max(map(len, lines))
                )
                longest[at] = max(longest.get(at, 0), need)
    for index in range(first, after):
        least = 21 if rows else 24
        if index in longest or index in sizes:
            sizes[index] = sizes.get(index, {}) | {
                "pixelSize": max(least, longest.get(index, least))
            }


# -- groups -------------------------------------------------------------------


def _part(rows: bool) -> str:
    return "rowGroups" if rows else "columnGroups"


def _depths(tab: Tab, rows: bool) -> dict[int, int]:
    """How deep each line is grouped."""
    depths: dict[int, int] = {}
    for group in tab.part(_part(rows)):
        for i in range(
            group["range"]["startIndex"], group["range"]["endIndex"]
        ):
            depths[i] = max(depths.get(i, 0), group["depth"])
    return depths


def _regroup(tab: Tab, rows: bool, depths: dict[int, int]) -> Body:
    """Groups anew from depths: at each depth, lines beside each other are one
    group.
    """
    old = {
        (g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]): g
        for g in tab.part(_part(rows))
    }
    made = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        lines = sorted(i for i, d in depths.items() if d >= depth)
        at = 0
        while at < len(lines):
            end = at
            while end + 1 < len(lines) and lines[end + 1] == lines[end] + 1:
                end += 1
            key = (lines[at], lines[end] + 1, depth)
            grid = {
                "sheetId": tab.id,
                "dimension": "ROWS" if rows else "COLUMNS",
                "startIndex": key[0],
                "endIndex": key[1],
            }
            made.append(old.get(key) or {"range": grid, "depth": depth})
            at = end + 1
    tab.parts[_part(rows)] = made
    return {"dimensionGroups": copy.deepcopy(made)}


def add_group(batch: Batch, body: Body) -> Body:
    """addDimensionGroup: lines that are grouped already are grouped one
    deeper.
    """
    tab, rows, first, after = _span(batch, body.get("range"))
    _inside(tab, rows, after)
    depths = _depths(tab, rows)
    for i in range(first, after):
        depths[i] = depths.get(i, 0) + 1
    if max(depths.values()) > 8:
        raise invalid("Groups can be at most 8 deep.")
    control = "rowGroupControlAfter" if rows else "columnGroupControlAfter"
    tab.grid.setdefault(control, True)
    return _regroup(tab, rows, depths)


def delete_group(batch: Batch, body: Body) -> Body:
    """deleteDimensionGroup: lines of the range are grouped one less."""
    tab, rows, first, after = _span(batch, body.get("range"))
    depths = _depths(tab, rows)
    if not any(depths.get(i) for i in range(first, after)):
        raise invalid("No dimension group found for the given range.")
    for i in range(first, after):
        depths[i] = depths.get(i, 0) - 1
    return _regroup(tab, rows, {i: d for i, d in depths.items() if d > 0})


def update_group(batch: Batch, body: Body) -> None:
    """updateDimensionGroup: open or collapsed."""
    required(body, "dimensionGroup")
    wanted = body["dimensionGroup"]
    tab, rows, first, after = _span(batch, wanted.get("range"))
    masks.check(
        "sheets.v4 DimensionGroup", body.get("fields", ""), ("collapsed",)
    )
    for group in tab.part(_part(rows)):
        same = (group["range"]["startIndex"], group["range"]["endIndex"]) == (
            first,
            after,
        )
        if same and group["depth"] == wanted.get("depth", group["depth"]):
            group["collapsed"] = bool(wanted.get("collapsed"))
            lines = tab.dimensions["ROWS" if rows else "COLUMNS"]
            for index in range(first, after):
                lines[index] = lines.get(index, {}) | {
                    "hiddenByUser": group["collapsed"]
                }
            return
    raise invalid("No dimension group found for the given range.")


KINDS: dict[str, batches.Kind] = {
    "insertDimension": insert,
    "deleteDimension": delete,
    "moveDimension": move,
    "appendDimension": append,
    "updateDimensionProperties": update,
    "autoResizeDimensions": auto_resize,
    "addDimensionGroup": add_group,
    "updateDimensionGroup": update_group,
    "deleteDimensionGroup": delete_group,
}
