"""What formulas give, worked out by ironcalc when something is read."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import ironcalc

from workspace.errors import Refusal
from workspace.fields import Mask
from workspace.sheets import conditions, looks
from workspace.sheets.a1 import OPEN, Area, Corner, Span, area_of, moved, quoted, rewrite
from workspace.sheets.book import Book, Cell, Tab
from workspace.sheets.entry import localized
from workspace.sheets.formats import DATES, formatted, serial
from workspace.sheets.locales import regional

_CLOCK = re.compile(r'"(?:[^"]|"")*"|\b(TODAY|NOW)\(\s*\)', re.IGNORECASE)
_WORD = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!|(?<![\w.$!:])(?P<name>[^\W\d][\w.]*)(?![\w.(!:])')
_LINK_COLUMN = 16_000
_DATE_FORMULA = re.compile(r"=\s*(TODAY|DATE|EDATE|EOMONTH|WORKDAY)\([^()]*\)\s*", re.IGNORECASE)
_REFERENCE = re.compile(r"=\s*((?:'(?:[^']|'')*'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+\s*")
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
        self._tabs = {tab.id: tab for tab in book.tabs}
        self._names = {t.title.casefold(): n for t, n in zip(book.tabs, _model_names(book), strict=True)}
        # Whether the model takes formulas as they are, but for open sides.
        self._as_they_are = not book.named and list(self._names.values()) == [t.title for t in book.tabs]
        self.moment = moment
        self._asked: dict[str, Any] = {}
        self._listed: dict[tuple[str, int], list[str]] = {}

    def _evaluated(self) -> Any:
        if self._model is None:
            self._model = self._built(links=True)
        return self._model

    def workbook(self) -> bytes:
        """The book as an Excel workbook: values, formulas and what they give."""
        return bytes(self._built(links=False).to_xlsx())

    def _built(self, links: bool) -> Any:
        """A model of the book, evaluated; with ``links``, where each HYPERLINK leads stands far to the right."""
        model = ironcalc.create("book", "en", "UTC", "en")
        names = list(self._names.values())
        for index, tab in enumerate(self.book.tabs):
            if index:
                model.add_sheet(f"new{index}")
            for r, row in tab.rows.items():
                for c, cell in row.items():
                    self._fill(model, index, r, c, cell.get("userEnteredValue") or {})
        for index in range(len(names)):
            model.rename_sheet(index, f"renamed{index}")
        for index, name in enumerate(names):
            model.rename_sheet(index, name)
        for tab, r, c, formula in self.book.formulas():
            self._formula(model, self._sheets[tab.id], r, c, self._read(formula, tab), links)
        model.evaluate()
        return model

    def _read(self, formula: str, at: Tab) -> str:
        """A formula as the model takes it: the model's names of the tabs, named ranges and open sides spelled out."""
        if self._as_they_are and _closed(formula):
            return formula

        def named(found: re.Match[str]) -> str:
            area = self.book.named_area(found.group("name")) if found.group("name") else None
            if area is None:
                return found.group(0)
            corners = [Corner(area.top, area.left, True, True), Corner(area.bottom - 1, area.right - 1, True, True)]  # type: ignore[operator]
            return f"{quoted(self.book.tab(area.sheet).title)}!{corners[0].text()}:{corners[1].text()}"

        def change(title: str | None, span: Span) -> tuple[str | None, Span]:
            place = self.book.find(title) if title else at.id
            rows, columns = self.book.tab(place).size if place is not None else (1, 1)
            first, last = span
            if last.row >= OPEN:
                last = replace(last, row=max(rows - 1, first.row))
            if last.column >= OPEN:
                last = replace(last, column=max(columns - 1, first.column))
            return (title if title is None else self._names.get(title.casefold(), title)), (first, last)

        return rewrite(_WORD.sub(named, formula) if self.book.named else formula, change)

    def _fill(self, model: Any, index: int, r: int, c: int, value: dict[str, Any]) -> None:
        if "stringValue" in value:
            model.update_cell_with_text(index, r + 1, c + 1, value["stringValue"])
        elif "numberValue" in value:
            model.update_cell_with_number(index, r + 1, c + 1, float(value["numberValue"]))
        elif "boolValue" in value:
            model.update_cell_with_bool(index, r + 1, c + 1, value["boolValue"])

    def _formula(self, model: Any, index: int, r: int, c: int, formula: str, links: bool) -> None:
        text = _CLOCK.sub(self._time, formula)
        try:
            model.set_user_input(index, r + 1, c + 1, text)
            if links and "HYPERLINK(" in text.upper():
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
        entered = self._tabs[sheet].cell(row, column).get("userEnteredValue") or {}
        if "formulaValue" not in entered:
            return next(iter(entered.values()), None)
        index = self._sheets[sheet]
        try:
            return self._evaluated().get_cell_value(index, row + 1, column + 1)
        except Exception:
            return "#ERROR!"

    def number_format(self, sheet: int, row: int, column: int, depth: int = 0) -> dict[str, Any]:
        """A cell's number format: its own, or the one that its formula brings (a date's, or that of the cell it names)."""
        cell = self._tabs[sheet].cell(row, column)
        own: dict[str, Any] = (cell.get("userEnteredFormat") or {}).get("numberFormat") or {}
        formula = (cell.get("userEnteredValue") or {}).get("formulaValue", "")
        if own or not formula or depth > 20:
            return own
        if _DATE_FORMULA.fullmatch(formula):
            return {"type": "DATE"}
        if re.fullmatch(r"=\s*NOW\(\s*\)\s*", formula, re.IGNORECASE):
            return {"type": "DATE_TIME"}
        if _REFERENCE.fullmatch(formula):
            title, _, name = formula[1:].strip().rpartition("!")
            try:
                at = area_of(f"{title}!{name}" if title else name, lambda t: self.book.find(t) if t else sheet)
            except Refusal:
                return own
            inside = at.top < self.book.tab(at.sheet).size[0] and at.left < self.book.tab(at.sheet).size[1]
            return self.number_format(at.sheet, at.top, at.left, depth + 1) if inside else {}
        return own

    def text(self, sheet: int, row: int, column: int) -> str:
        """A cell's formattedValue."""
        value = self.value(sheet, row, column)
        if value is None or isinstance(value, bool):
            return formatted(value, None)
        return formatted(value, self.number_format(sheet, row, column), self.book.locale)

    def link(self, sheet: int, row: int, column: int) -> str:
        """Where a cell's HYPERLINK leads; empty for no link."""
        formula = (self._tabs[sheet].cell(row, column).get("userEnteredValue") or {}).get("formulaValue", "")
        if "HYPERLINK(" not in formula.upper():
            return ""
        try:
            target = self._evaluated().get_cell_value(self._sheets[sheet], row + 1, _LINK_COLUMN + column)
        except Exception:
            return ""
        return target if isinstance(target, str) and not target.startswith("#N") else ""

    def cell_data(self, sheet: int, row: int, column: int, mask: Mask) -> Cell:
        """A CellData as Google answers it: what was entered, what it is worth, how it reads and looks.

        Parts that the field mask does not name may be left out: they are what takes time.
        """
        tab = self._tabs[sheet]
        cell = tab.cell(row, column)
        if mask and mask.keys() <= {"effectiveValue"}:
            found = self.value(sheet, row, column)
            return {} if found is None else {"effectiveValue": extended(found)}
        data = {name: part for name, part in cell.items() if part}
        theme = self.book.properties.get("spreadsheetTheme", {})
        if "userEnteredFormat" in data:
            data["userEnteredFormat"] = looks.mirrored(data["userEnteredFormat"], theme)
        value = self.value(sheet, row, column)
        link = self.link(sheet, row, column)
        if value is not None:
            data["effectiveValue"] = extended(value)
            data["formattedValue"] = self.text(sheet, row, column)
        if data:
            extra = self.conditional(tab, row, column)
            number_format = self.number_format(sheet, row, column)
            data["effectiveFormat"] = looks.effective(
                self.book, tab, cell, value, number_format, extra, row, column, bool(link)
            )
        if link:
            data["hyperlink"] = link
        return data

    def conditional(self, tab: Tab, row: int, column: int) -> dict[str, Any]:
        """The format of the first conditional rule that holds for a cell; empty where none does."""
        for rule in tab.part("conditionalFormats"):
            if "booleanRule" not in rule or not any((row, column) in self.book.area(r) for r in rule["ranges"]):
                continue
            condition = rule["booleanRule"]["condition"]
            start = self.book.area(rule["ranges"][0])
            if self.holds(condition, tab, row, column, (row - start.top, column - start.left)):
                found: dict[str, Any] = rule["booleanRule"].get("format", {})
                return found
        return {}

    def holds(
        self, condition: dict[str, Any], tab: Tab, row: int, column: int, offset: tuple[int, int] = (0, 0)
    ) -> bool:
        """Whether a cell meets a condition; ``offset`` moves the relative references of a formula."""
        return conditions.holds(
            condition,
            self.value(tab.id, row, column),
            self.text(tab.id, row, column),
            self.moment.date(),
            lambda reference: self.listed(reference, tab),
            lambda formula: self.ask(tab, moved(formula, *offset)),
        )

    def listed(self, reference: str, tab: Tab) -> list[str]:
        """The texts in the cells of a reference such as ``=Rules!A2:A9``."""
        if (reference, tab.id) not in self._listed:
            self._listed[reference, tab.id] = self._texts(reference.removeprefix("="), tab)
        return self._listed[reference, tab.id]

    def _texts(self, name: str, tab: Tab) -> list[str]:
        try:
            area = area_of(name, lambda t: self.book.find(t) if t else tab.id, self.book.named_area)
        except Refusal:
            return []
        area = area.within(*self.book.tab(area.sheet).size)
        shown = [self.text(area.sheet, r, c) for r, c in area.cells()]
        return [text for text in shown if text]

    def ask(self, tab: Tab, formula: str) -> Any:
        """What a formula on a tab is worth, without standing in a cell."""
        if formula not in self._asked:
            model = self._evaluated()
            place = self._sheets[tab.id]
            text = _CLOCK.sub(self._time, self._read(formula, tab))
            model.set_user_input(place, 1_000_000, _LINK_COLUMN - 1, text)
            model.evaluate()
            self._asked[formula] = model.get_cell_value(place, 1_000_000, _LINK_COLUMN - 1)
        return self._asked[formula]

    def hidden_rows(self, tab: Tab) -> set[int]:
        """The rows that the basic filter hides."""
        filtered = tab.basic_filter
        if not filtered:
            return set()
        area = self.book.area(filtered["range"])
        specs = [(s.get("columnIndex", 0), s.get("filterCriteria") or {}) for s in filtered.get("filterSpecs", [])]
        specs += [(int(k), v) for k, v in filtered.get("criteria", {}).items()]
        hidden = set()
        for row in range(area.top + 1, area.top + area.height) if specs else ():
            for column, criteria in specs:
                out = self.text(tab.id, row, column) in criteria.get("hiddenValues", ())
                if out or ("condition" in criteria and not self.holds(criteria["condition"], tab, row, column)):
                    hidden.add(row)
        return hidden

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
        entered = self._tabs[sheet].cell(row, column).get("userEnteredValue") or {}
        if render == "FORMULA" and "formulaValue" in entered:
            return localized(entered["formulaValue"], regional(self.book.locale))
        if render == "FORMATTED_VALUE":
            return self.text(sheet, row, column)
        value = self.value(sheet, row, column)
        if isinstance(value, float):
            if dates == "FORMATTED_STRING":
                number_format = self.number_format(sheet, row, column)
                if number_format.get("type") in DATES:
                    return formatted(value, number_format, self.book.locale)
            if value.is_integer() and abs(value) < 2**53:
                return int(value)
        return "" if value is None else value


@lru_cache(maxsize=100_000)
def _closed(formula: str) -> bool:
    """Whether no reference of a formula has an open side."""
    spans: list[Span] = []

    def note(title: str | None, span: Span) -> tuple[str | None, Span]:
        spans.append(span)
        return title, span

    rewrite(formula, note)
    return all(last.row < OPEN and last.column < OPEN for _, last in spans)


def _model_names(book: Book) -> list[str]:
    """Names of the tabs that ironcalc takes: their titles, where those are as Excel would have them, and unlike others."""
    names: list[str] = []
    for index, tab in enumerate(book.tabs):
        plain = re.sub(r"[/\\?*:\[\]'\x00-\x1f]", " ", tab.title).strip()[:31] or "tab"
        taken = {n.casefold() for n in names}
        names.append(plain if plain.casefold() not in taken else f"{plain[:24].rstrip()} ({index})")
    return names


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
