"""The number formats of cells: their own, or what their formulas bring."""

from __future__ import annotations

from typing import Any

from workspace.errors import Refusal
from workspace.sheets.a1 import Area, area_of
from workspace.sheets.arrays import Arrays
from workspace.sheets.book import Book
from workspace.sheets.format_plans import Plan, format_plan
from workspace.sheets.formats import DATES

Format = dict[str, Any]
# A chain of formats is followed so far at once, and then from its other end.
_DEEPEST = 50
# So many rows are looked at for the format that they have in common.
_MOST = 500


class _TooDeepError(Exception):
    """A cell's format rests on that of one far away, which comes first."""

    def __init__(self, cell: tuple[int, int, int]) -> None:
        super().__init__(str(cell))
        self.cell = cell


class CellFormats:
    """The number formats of one state of a book; each is worked out once."""

    def __init__(self, book: Book, arrays: Arrays) -> None:
        self._book = book
        self._arrays = arrays
        self._tabs = {tab.id: tab for tab in book.tabs}
        self._found: dict[tuple[int, int, int], Format] = {}

    def of(self, sheet: int, row: int, column: int) -> Format:
        """A cell's number format: its own, or the one that its formula brings
        (a date's, or that of the cells it names).
        """
        wanted = [(sheet, row, column)]
        while wanted:
            try:
                found = self._format_at(*wanted[-1], depth=0)
                wanted.pop()
            except _TooDeepError as deep:
                wanted.append(deep.cell)
        return found

    def _format_at(
        self, sheet: int, row: int, column: int, depth: int
    ) -> Format:
        cell = self._tabs[sheet].cell(row, column)
        own: Format = (cell.get("userEnteredFormat") or {}).get(
            "numberFormat"
        ) or {}
        if own:
            return own
        formula = (cell.get("userEnteredValue") or {}).get("formulaValue", "")
        offset = 0
        if not formula and not cell.get("userEnteredValue"):
            tab = self._tabs[sheet]
            at = self._arrays.filled(tab).get((row, column))
            if at is not None:
                formula = tab.cell(*at)["userEnteredValue"]["formulaValue"]
                offset = column - at[1]
        plan = format_plan(formula) if formula else None
        if plan is None:
            return {}
        key = (sheet, row, column)
        if key not in self._found:
            if depth > _DEEPEST:
                raise _TooDeepError(key)
            self._found[key] = {}  # a cell that goes round to itself has none
            try:
                found = self._planned(plan, sheet, offset, depth)
            except _TooDeepError:
                del self._found[key]
                raise
            self._found[key] = found
        return self._found[key]

    def _planned(
        self, plan: Plan, sheet: int, offset: int, depth: int
    ) -> Format:
        """The number format of a plan; ``offset`` is how many columns beside
        its formula a cell stands.
        """
        kind, *parts = plan
        if kind == "none":
            return {}
        if kind in ("of", "column", "all", "nth"):
            return self._format_of(
                str(kind), [str(part) for part in parts], sheet, offset, depth
            )
        if kind not in ("first", "less"):
            return {"type": kind}
        plans = [p for p in parts if isinstance(p, tuple)]
        found = [self._planned(p, sheet, offset, depth) for p in plans]
        dates = [each if each.get("type") in DATES else {} for each in found]
        if kind == "less":
            return {} if dates[1] else dates[0]
        wanted = found if parts[0] == "any" else dates
        return next((each for each in wanted if each), {})

    def _format_of(
        self,
        kind: str,
        parts: list[str],
        sheet: int,
        offset: int,
        depth: int,
    ) -> Format:
        """The number format of the cells that a formula names; of several the
        one that all numbers among them have.
        """
        try:
            area = area_of(
                parts[0], lambda t: self._book.find(t) if t else sheet
            )
        except Refusal:
            return {}
        rows, columns = self._book.tab(area.sheet).size
        if area.top >= rows or area.left >= columns:
            return {}
        if kind == "of":
            return self._format_at(area.sheet, area.top, area.left, depth + 1)
        area = area.within(rows, columns)
        left, right = area.left, area.left + area.width
        if kind == "column":
            left = min(left + offset, right - 1)
            right = left + 1
        elif kind == "nth":
            left = min(left + int(parts[1]) - 1, right - 1)
            right = left + 1
        return self._common(area, left, right, depth)

    def _common(self, area: Area, left: int, right: int, depth: int) -> Format:
        tab, found = self._book.tab(area.sheet), None
        for r in sorted(r for r in tab.rows if (r, area.left) in area)[:_MOST]:
            for c in range(left, right):
                entered = tab.cell(r, c).get("userEnteredValue") or {}
                if not {"numberValue", "formulaValue"} & entered.keys():
                    continue
                each = self._format_at(tab.id, r, c, depth + 1)
                if found is not None and each != found:
                    return {}
                found = each
        return found or {}
