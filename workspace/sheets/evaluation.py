"""What formulas give, worked out by ironcalc when something is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from workspace.errors import Refusal
from workspace.fields import Mask
from workspace.sheets import conditions, looks, sentences
from workspace.sheets.a1 import Area, area_of, column_name, moved
from workspace.sheets.arrays import Arrays
from workspace.sheets.book import Book, Cell, Tab
from workspace.sheets.cell_formats import CellFormats
from workspace.sheets.entry import localized
from workspace.sheets.formats import DATES, formatted
from workspace.sheets.locales import regional
from workspace.sheets.model import Model, State

# Of so many rows the formats that go by a formula are worked out ahead.
_MOST_ROWS = 500
# So many sentences of errors in a state may need an evaluation of their own.
_MOST_EXPLAINED = 20


class Evaluation:
    """The effective values of one state of a book at one moment of its time
    zone.
    """

    def __init__(
        self, book: Book, moment: datetime, model: Model | None = None
    ) -> None:
        self.book = book
        self.moment = moment
        self._state = State(book, moment)
        self._model = model or Model()
        self._tabs = {tab.id: tab for tab in book.tabs}
        self._asked: dict[tuple[int, str], Any] = {}
        self._listed: dict[tuple[str, int], list[str]] = {}
        self._explanations = 0
        self.arrays = Arrays(self._model, self._state)
        self._cell_formats = CellFormats(book, self.arrays)

    def workbook(self) -> bytes:
        """The book as an Excel workbook: values, formulas and what they give."""
        state = State(self.book, self.moment, as_written=True)
        return Model(links=False).workbook(state)

    def value(self, sheet: int, row: int, column: int) -> Any:
        """A cell's effective value: text, number, boolean, an error such as
        ``#REF!``, or None.
        """
        tab = self._tabs[sheet]
        entered = tab.cell(row, column).get("userEnteredValue")
        if entered:
            return self._worth(entered, sheet, row, column)
        if (row, column) in self.arrays.filled(tab):
            return self._given(sheet, row, column)
        return None

    def _worth(
        self, entered: dict[str, Any], sheet: int, row: int, column: int
    ) -> Any:
        if "formulaValue" not in entered:
            return next(iter(entered.values()), None)
        if (row, column) in self.arrays.cut(self._tabs[sheet]):
            return "#REF!"
        return self._given(sheet, row, column)

    def _given(self, sheet: int, row: int, column: int) -> Any:
        """What the engine has in a cell; its errors by the names of Sheets."""
        found = self._model.value(self._state, sheet, row, column)
        if not isinstance(found, str) or found not in sentences.CALLED:
            return found
        error = self._model.is_error(self._state, sheet, row, column)
        return sentences.CALLED[found] if error else found

    def extended(
        self, sheet: int, row: int, column: int
    ) -> dict[str, Any] | None:
        """A cell's value as an ExtendedValue; an error has its type and a
        sentence.
        """
        value = self.value(sheet, row, column)
        if value is None:
            return None
        if isinstance(value, bool):
            return {"boolValue": value}
        if isinstance(value, (int, float)):
            return {"numberValue": value}
        entered = self._tabs[sheet].cell(row, column).get("userEnteredValue")
        worked_out = entered is None or "formulaValue" in entered
        if not worked_out or value not in sentences.TYPES:
            return {"stringValue": value}
        tab = self._tabs[sheet]
        if (row, column) not in self.arrays.cut(
            tab
        ) and not self._model.is_error(self._state, sheet, row, column):
            return {"stringValue": value}
        formula = (entered or {}).get("formulaValue", "")
        return {
            "errorValue": {
                "type": sentences.TYPES[value],
                "message": self._why(tab, row, column, value, formula),
            }
        }

    def _why(
        self, tab: Tab, row: int, column: int, value: str, formula: str
    ) -> str:
        if (row, column) in self.arrays.cut(tab):
            return sentences.NO_ROOM
        engines = self._model.value(self._state, tab.id, row, column)
        if engines == "#SPILL!":
            r, c = self.arrays.in_the_way(tab, row, column)
            return sentences.NOT_EXPANDED.format(f"{column_name(c)}{r + 1}")
        if engines in sentences.ENGINES:
            return sentences.ENGINES[engines]
        return sentences.sentence(
            value, formula, lambda f: self._explained(tab, f)
        )

    def _explained(self, tab: Tab, formula: str) -> Any:
        """What a part of a formula gives, for a sentence; None after some
        that had to be worked out, since each takes an evaluation.
        """
        if (tab.id, formula) not in self._asked:
            self._explanations += 1
            if self._explanations > _MOST_EXPLAINED:
                return None
        return self.ask(tab, formula)

    def number_format(
        self, sheet: int, row: int, column: int
    ) -> dict[str, Any]:
        """A cell's number format: its own, or the one that its formula brings
        (a date's, or that of the cells it names).
        """
        return self._cell_formats.of(sheet, row, column)

    def text(self, sheet: int, row: int, column: int) -> str:
        """A cell's formattedValue."""
        value = self.value(sheet, row, column)
        if value is None or isinstance(value, bool):
            return formatted(value, None, self.book.locale)
        if isinstance(value, str):
            # A date's format changes no text: only the cell's own may.
            cell = self._tabs[sheet].cell(row, column)
            own = (cell.get("userEnteredFormat") or {}).get("numberFormat")
            return formatted(value, own, self.book.locale)
        return formatted(
            value, self.number_format(sheet, row, column), self.book.locale
        )

    def link(self, sheet: int, row: int, column: int) -> str:
        """Where a cell's HYPERLINK leads; empty for no link."""
        formula = (
            self._tabs[sheet].cell(row, column).get("userEnteredValue") or {}
        ).get("formulaValue", "")
        if "HYPERLINK(" not in formula.upper():
            return ""
        target = self._model.target(self._state, sheet, row, column)
        return (
            target
            if isinstance(target, str)
            and not target.startswith(("#N", "#ERROR!"))
            else ""
        )

    def cell_data(self, sheet: int, row: int, column: int, mask: Mask) -> Cell:
        """A CellData as Google answers it: what was entered, what it is worth,
        how it reads and looks.

        Parts that the field mask does not name may be left out: they are what
        takes time.
        """
        tab = self._tabs[sheet]
        cell = tab.cell(row, column)
        if mask and mask.keys() <= {"effectiveValue"}:
            found = self.extended(sheet, row, column)
            return {} if found is None else {"effectiveValue": found}
        data = {name: part for name, part in cell.items() if part}
        theme = self.book.properties.get("spreadsheetTheme", {})
        if formula := data.get("userEnteredValue", {}).get("formulaValue"):
            data["userEnteredValue"] = {
                "formulaValue": localized(formula, regional(self.book.locale))
            }
        if "dataValidation" in data:
            data["dataValidation"] = conditions.shown(
                data["dataValidation"], self.book.locale
            )
        if "userEnteredFormat" in data:
            data["userEnteredFormat"] = looks.mirrored(
                data["userEnteredFormat"], theme
            )
        value = self.value(sheet, row, column)
        link = self.link(sheet, row, column)
        if value is not None:
            data["effectiveValue"] = self.extended(sheet, row, column)
            data["formattedValue"] = self.text(sheet, row, column)
        if data:
            extra = self.conditional(tab, row, column)
            number_format = self.number_format(sheet, row, column)
            data["effectiveFormat"] = looks.effective(
                self.book,
                tab,
                cell,
                value,
                number_format,
                extra,
                row,
                column,
                bool(link),
            )
        if link:
            data["hyperlink"] = link
        return data

    def conditional(self, tab: Tab, row: int, column: int) -> dict[str, Any]:
        """The format of the first conditional rule that holds for a cell;
        empty where none does.
        """
        for rule in tab.part("conditionalFormats"):
            if "booleanRule" not in rule or not any(
                (row, column) in self.book.area(r) for r in rule["ranges"]
            ):
                continue
            condition = rule["booleanRule"]["condition"]
            start = self.book.area(rule["ranges"][0])
            if self.holds(
                condition,
                tab,
                row,
                column,
                (row - start.top, column - start.left),
            ):
                found: dict[str, Any] = rule["booleanRule"].get("format", {})
                return found
        return {}

    def holds(
        self,
        condition: dict[str, Any],
        tab: Tab,
        row: int,
        column: int,
        offset: tuple[int, int] = (0, 0),
    ) -> bool:
        """Whether a cell meets a condition; ``offset`` moves the relative
        references of a formula.
        """
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
            self._listed[reference, tab.id] = self._texts(
                reference.removeprefix("="), tab
            )
        return self._listed[reference, tab.id]

    def _texts(self, name: str, tab: Tab) -> list[str]:
        try:
            area = area_of(
                name,
                lambda t: self.book.find(t) if t else tab.id,
                self.book.named_area,
            )
        except Refusal:
            return []
        area = area.within(*self.book.tab(area.sheet).size)
        shown = [self.text(area.sheet, r, c) for r, c in area.cells()]
        return [text for text in shown if text]

    def ask(self, tab: Tab, formula: str) -> Any:
        """What a formula on a tab is worth, without standing in a cell."""
        if (tab.id, formula) not in self._asked:
            self._ask(tab, [formula, *self._of_formats(tab)])
        return self._asked[tab.id, formula]

    def _ask(self, tab: Tab, formulas: Iterable[str]) -> None:
        new = [
            each
            for each in dict.fromkeys(formulas)
            if (tab.id, each) not in self._asked
        ]
        values = self._model.ask(self._state, tab, new)
        for each, value in zip(new, values, strict=True):
            self._asked[tab.id, each] = value

    def _of_formats(self, tab: Tab) -> Iterator[str]:
        """The formulas by which cells of a tab are formatted: to be asked at
        once, since each asking evaluates everything.
        """
        filled, width = tab.last_filled()
        for rule in tab.part("conditionalFormats"):
            condition = rule.get("booleanRule", {}).get("condition", {})
            if condition.get("type") != "CUSTOM_FORMULA":
                continue
            formula = str(condition["values"][0].get("userEnteredValue", ""))
            areas = [self.book.area(each) for each in rule["ranges"]]
            for area in areas:
                seen = area.within(min(filled, _MOST_ROWS), width)
                for row, column in seen.cells():
                    offset = (row - areas[0].top, column - areas[0].left)
                    yield moved(formula, *offset)

    def hidden_rows(self, tab: Tab) -> set[int]:
        """The rows that the basic filter hides."""
        filtered = tab.basic_filter
        if not filtered:
            return set()
        area = self.book.area(filtered["range"])
        specs = [
            (s.get("columnIndex", 0), s.get("filterCriteria") or {})
            for s in filtered.get("filterSpecs", [])
        ]
        specs += [(int(k), v) for k, v in filtered.get("criteria", {}).items()]
        hidden = set()
        for row in (
            range(area.top + 1, area.top + area.height) if specs else ()
        ):
            for column, criteria in specs:
                out = self.text(tab.id, row, column) in criteria.get(
                    "hiddenValues", ()
                )
                if out or (
                    "condition" in criteria
                    and not self.holds(criteria["condition"], tab, row, column)
                ):
                    hidden.add(row)
        return hidden

    def rows(self, area: Area, render: str, dates: str) -> list[list[Any]]:
        """The values of a closed area, trailing blanks trimmed, as
        ``values.get`` renders them.
        """
        tab = self.book.tab(area.sheet)
        assert area.bottom is not None
        assert area.right is not None
        all_rows = self.arrays.rows(tab)
        spread = self.arrays.filled(tab)
        filled = [r for r in all_rows if area.top <= r < area.bottom]
        rows: list[list[Any]] = []
        for r in range(area.top, max(filled, default=area.top - 1) + 1):
            cells = all_rows.get(r, {})
            last = max(
                (c for c in cells if area.left <= c < area.right),
                default=area.left - 1,
            )
            row = [
                self._rendered(area.sheet, r, c, cells[c], render, dates)
                if c in cells
                and (cells[c].get("userEnteredValue") or (r, c) in spread)
                else ""
                for c in range(area.left, last + 1)
            ]
            while row and row[-1] == "":
                row.pop()
            rows.append(row)
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _rendered(
        self,
        sheet: int,
        row: int,
        column: int,
        cell: Mapping[str, Any],
        render: str,
        dates: str,
    ) -> Any:
        entered = cell.get("userEnteredValue")
        if render == "FORMULA" and entered and "formulaValue" in entered:
            return localized(
                entered["formulaValue"], regional(self.book.locale)
            )
        if render == "FORMATTED_VALUE":
            return self.text(sheet, row, column)
        value = (
            self._worth(entered, sheet, row, column)
            if entered
            else self.value(sheet, row, column)
        )
        if isinstance(value, float):
            if dates == "FORMATTED_STRING":
                number_format = self.number_format(sheet, row, column)
                if number_format.get("type") in DATES:
                    return formatted(value, number_format, self.book.locale)
            if value.is_integer() and abs(value) < 2**53:
                return int(value)
        return "" if value is None else value
