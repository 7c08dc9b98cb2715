"""What formulas give, worked out by ironcalc when something is read."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Any

import ironcalc

from workspace.sheets.a1 import Area
from workspace.sheets.book import Book, Cell
from workspace.sheets.formats import formatted, serial

_CLOCK = re.compile(r'"(?:[^"]|"")*"|\b(TODAY|NOW)\(\s*\)', re.IGNORECASE)
_LINK_COLUMN = 10_000
_ERRORS = {
    "#REF!": "REF", "#VALUE!": "VALUE", "#DIV/0!": "DIVIDE_BY_ZERO", "#NAME?": "NAME", "#NUM!": "NUM",
    "#N/A": "N_A", "#NULL!": "NULL_VALUE",
}  # fmt: skip


class Evaluation:
    """The effective values of one state of a book at one moment of its time zone."""

    def __init__(self, book: Book, moment: datetime) -> None:
        self.book = book
        self._model: Any = None
        self._sheets = {tab.id: index for index, tab in enumerate(book.tabs)}
        self.moment = moment

    def _evaluated(self) -> Any:
        if self._model is None:
            model = ironcalc.create("book", "en", "UTC", "en")
            for index, tab in enumerate(self.book.tabs):
                if index:
                    model.add_sheet(f"new{index}")
                for r, row in tab.rows.items():
                    for c, cell in row.items():
                        self._fill(model, index, r, c, cell.get("userEnteredValue") or {})
            titles = {index: tab.title for index, tab in enumerate(self.book.tabs)}
            for index in titles:
                model.rename_sheet(index, f"renamed{index}")
            for index, title in titles.items():
                model.rename_sheet(index, title)
            for tab, r, c, formula in self.book.formulas():
                self._formula(model, self._sheets[tab.id], r, c, formula)
            model.evaluate()
            self._model = model
        return self._model

    def _fill(self, model: Any, index: int, r: int, c: int, value: dict[str, Any]) -> None:
        if "stringValue" in value:
            model.update_cell_with_text(index, r + 1, c + 1, value["stringValue"])
        elif "numberValue" in value:
            model.update_cell_with_number(index, r + 1, c + 1, float(value["numberValue"]))
        elif "boolValue" in value:
            model.update_cell_with_bool(index, r + 1, c + 1, value["boolValue"])

    def _formula(self, model: Any, index: int, r: int, c: int, formula: str) -> None:
        text = _CLOCK.sub(self._time, formula)
        try:
            model.set_user_input(index, r + 1, c + 1, text)
            if "HYPERLINK(" in text.upper():
                model.set_user_input(index, r + 1, _LINK_COLUMN + c, _targets(text))
        except Exception:
            model.update_cell_with_text(index, r + 1, c + 1, "#ERROR!")

    def _time(self, found: re.Match[str]) -> str:
        name = (found.group(1) or "").upper()
        if not name:
            return found.group(0)
        now = serial(self.moment.replace(tzinfo=None))
        return str(math.floor(now)) if name == "TODAY" else repr(now)

    def value(self, sheet: int, row: int, column: int) -> Any:
        """A cell's effective value: text, number, boolean, an error such as ``#REF!``, or None."""
        entered = self.book.tab(sheet).cell(row, column).get("userEnteredValue") or {}
        if "formulaValue" not in entered:
            return next(iter(entered.values()), None)
        index = self._sheets[sheet]
        try:
            return self._evaluated().get_cell_value(index, row + 1, column + 1)
        except Exception:
            return "#ERROR!"

    def text(self, sheet: int, row: int, column: int) -> str:
        """A cell's formattedValue."""
        number_format = (self.book.tab(sheet).cell(row, column).get("userEnteredFormat") or {}).get("numberFormat")
        return formatted(self.value(sheet, row, column), number_format)

    def link(self, sheet: int, row: int, column: int) -> str:
        """Where a cell's HYPERLINK leads; empty for no link."""
        formula = (self.book.tab(sheet).cell(row, column).get("userEnteredValue") or {}).get("formulaValue", "")
        if "HYPERLINK(" not in formula.upper():
            return ""
        try:
            target = self._evaluated().get_cell_value(self._sheets[sheet], row + 1, _LINK_COLUMN + column)
        except Exception:
            return ""
        return target if isinstance(target, str) and not target.startswith("#N") else ""

    def cell_data(self, sheet: int, row: int, column: int) -> Cell:
        """A CellData as Google answers it: what was entered, what it is worth, how it reads."""
        cell = self.book.tab(sheet).cell(row, column)
        data = {name: part for name, part in cell.items() if part}
        value = self.value(sheet, row, column)
        if value is not None:
            data["effectiveValue"] = extended(value)
            data["formattedValue"] = self.text(sheet, row, column)
        if link := self.link(sheet, row, column):
            data["hyperlink"] = link
        return data

    def rows(self, area: Area, render: str, dates: str) -> list[list[Any]]:
        """The values of a closed area, trailing blanks trimmed, as ``values.get`` renders them."""
        tab = self.book.tab(area.sheet)
        assert area.bottom is not None
        assert area.right is not None
        filled = [r for r in tab.rows if area.top <= r < area.bottom]
        rows: list[list[Any]] = []
        for r in range(area.top, max(filled, default=area.top - 1) + 1):
            cells = tab.rows.get(r, {})
            last = max((c for c in cells if area.left <= c < area.right), default=area.left - 1)
            row = [self._rendered(area.sheet, r, c, render, dates) for c in range(area.left, last + 1)]
            while row and row[-1] == "":
                row.pop()
            rows.append(row)
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _rendered(self, sheet: int, row: int, column: int, render: str, dates: str) -> Any:
        entered = self.book.tab(sheet).cell(row, column).get("userEnteredValue") or {}
        if render == "FORMULA" and "formulaValue" in entered:
            return entered["formulaValue"]
        if render == "FORMATTED_VALUE":
            return self.text(sheet, row, column)
        value = self.value(sheet, row, column)
        number_format = (self.book.tab(sheet).cell(row, column).get("userEnteredFormat") or {}).get("numberFormat", {})
        is_date = number_format.get("type") in ("DATE", "TIME", "DATE_TIME")
        if isinstance(value, float) and is_date and dates == "FORMATTED_STRING":
            return formatted(value, number_format)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return "" if value is None else value


def extended(value: Any) -> dict[str, Any]:
    """A value as an ExtendedValue."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (int, float)):
        return {"numberValue": value}
    if value in _ERRORS or value == "#ERROR!":
        return {"errorValue": {"type": _ERRORS.get(value, "ERROR"), "message": value}}
    return {"stringValue": value}


def _targets(formula: str) -> str:
    """The same formula with each HYPERLINK(target, label) replaced by its target."""
    out, at = "", 0
    for found in re.finditer(r"HYPERLINK\(", formula, re.IGNORECASE):
        if found.start() < at:
            continue
        depth, quoted, first_end, end = 1, False, None, found.end()
        while depth and end < len(formula):
            c = formula[end]
            if c == '"':
                quoted = not quoted
            elif not quoted:
                depth += (c == "(") - (c == ")")
                if c == "," and depth == 1 and first_end is None:
                    first_end = end
            end += 1
        out += formula[at : found.start()] + "(" + formula[found.end() : first_end or end - 1] + ")"
        at = end
    return out + formula[at:]
