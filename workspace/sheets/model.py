"""The model of a spreadsheet that ironcalc evaluates: kept, and brought from
one state to the next by what differs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import count
from threading import RLock
from typing import Any, NamedTuple

import ironcalc

from workspace.errors import not_here
from workspace.sheets.a1 import OPEN, Corner, Span, quoted, rewrite
from workspace.sheets.adapted import (
    NAME,
    adapted,
    stands_alone,
    target,
    titles,
)
from workspace.sheets.book import Book, Row, Tab
from workspace.sheets.calls import may_spread, wrong
from workspace.sheets.formats import serial

_CLOCK = re.compile(r'"(?:[^"]|"")*"|\b(TODAY|NOW)\s*\(\s*\)', re.IGNORECASE)
_LINK_COLUMN = 16_000
# What the engine raises when it breaks down: no Exception, and of no module
# that could be imported.
_PANIC = "PanicException"
# Formulas that give these errors: for what must not reach the engine.
_ERRORS = {"#ERROR!": "=1+", "#NAME?": "=NO_SUCH_NAME"}
# Where a formula stands that is asked about and is in no cell: its row and
# column, from 1.
_ASIDE = (1_000_000, _LINK_COLUMN - 1)
# Where the day and the minute stand in the first tab, below it: on another day
# two cells are entered, and no formula.
_CLOCK_ROWS = {"TODAY": _ASIDE[0] + 1, "NOW": _ASIDE[0] + 2}
# A cell by its tab's position, its row and its column, from 0.
Place = tuple[int, int, int]


class State:
    """One state of a book at one moment of its time zone, as the model takes
    it; ``as_written`` leaves its formulas as they are.
    """

    def __init__(
        self, book: Book, moment: datetime, as_written: bool = False
    ) -> None:
        self.book, self.moment = book, moment
        self.as_written = as_written
        self.names = _names(book)
        self.indices = {tab.id: index for index, tab in enumerate(book.tabs)}
        self._tabs = tuple(
            (t.title, n, t.size)
            for t, n in zip(book.tabs, self.names, strict=True)
        )
        # Titles that the model has as they are.
        self._same = {
            t.title
            for t, n in zip(book.tabs, self.names, strict=True)
            if t.title == n
        }

    @property
    def frame(self) -> Any:
        """What the reading of every formula rests on: the tabs in their order,
        and the named ranges.
        """
        return (
            self.names,
            [(t.id, t.title) for t in self.book.tabs],
            self.book.named,
        )

    @property
    def minute(self) -> datetime:
        """The moment as the clock on the wall shows it."""
        return self.moment.replace(tzinfo=None)

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """What the reading of a formula rests on where a reference has an open
        side: the tabs' rows and columns.
        """
        return [t.size for t in self.book.tabs]

    def read(self, formula: str, at: Tab) -> str:
        """A formula as the model takes it: its names of the tabs, named
        ranges and open sides spelled out, and for the time the cells that
        hold it; as written, the time itself.
        """
        alone = stands_alone(formula) and (
            "!" not in formula or titles(formula) <= self._same
        )
        if not self.as_written:
            formula = adapted(formula)
        if not alone:
            formula = _spelled(
                NAME.sub(self._named, formula) if self.book.named else formula,
                at.size,
                self._tabs,
            )
        return _CLOCK.sub(self._time, formula) if _timed(formula) else formula

    def _named(self, found: re.Match[str]) -> str:
        area = (
            self.book.named_area(found.group("name"))
            if found.group("name")
            else None
        )
        if area is None:
            return found.group(0)
        corners = [
            Corner(area.top, area.left, True, True),
            Corner(area.bottom - 1, area.right - 1, True, True),  # type: ignore[operator]
        ]
        return f"{quoted(self.book.tab(area.sheet).title)}!{corners[0].text()}:{corners[1].text()}"

    def _time(self, found: re.Match[str]) -> str:
        name = (found.group(1) or "").upper()
        if not name:
            return found.group(0)
        if not self.as_written:
            row, column = _CLOCK_ROWS[name], _ASIDE[1]
            cell = Corner(row - 1, column - 1, True, True).text()
            return f"({quoted(self.names[0])}!{cell}+0)"
        now = serial(self.minute)
        day = math.floor(now)
        if name == "TODAY":
            return str(day)
        # The engine keeps 15 digits of a number.
        return f"({day}+{round((now - day) * 1440)}/1440)"


class Entered(NamedTuple):
    """A model as the engine keeps it, the moment that it is at, and the cells
    whose formulas are read otherwise when a tab's size changes.
    """

    engine: bytes
    moment: datetime
    open_sided: Collection[Place]


class Model:
    """What ironcalc makes of a book. Asked about a state, it moves there
    first: only cells that differ are entered anew.

    With ``links``, where each HYPERLINK leads stands far to the right of its
    cell. Used by many threads.
    """

    def __init__(self, links: bool = True) -> None:
        self.links = links
        self._lock = RLock()
        self._engine: Any = None
        self._strict = False
        self._at: State | None = None
        self._frame: Any = None
        self._sizes: Any = None
        self._rows: dict[int, dict[int, Row]] = {}
        # The cells whose formulas are read otherwise when a tab's size changes.
        self._open_sided: set[Place] = set()
        self._looked: dict[int, dict[int, Row]] = {}
        self._spreading: dict[int, dict[int, list[int]]] = {}

    def entered(self, book: Book) -> Entered | None:
        """What to keep of it for another process; None where it is not at
        this state of a book.
        """
        with self._lock:
            if self._at is None or self._at.book is not book:
                return None
            engine = self._engine.to_bytes()
            places = frozenset(self._open_sided)
            return Entered(engine, self._at.moment, places)

    def resume(self, entered: Entered, book: Book) -> None:
        """Begin with what was kept of a book, which has no formula that
        spreads.
        """
        with self._lock:
            try:
                self._engine = ironcalc.load_from_bytes(entered.engine, "en")
            except ironcalc.WorkbookError:
                return
            self._at = State(book, entered.moment)
            self._frame, self._sizes = self._at.frame, self._at.sizes
            self._open_sided = set(entered.open_sided)
            for index, tab in enumerate(book.tabs):
                self._rows[index] = dict(tab.rows)
                self._looked[tab.id] = dict(tab.rows)

    def spreading(self, tab: Tab) -> list[tuple[int, int]]:
        """The cells of a tab with a formula that may spread; only rows that
        changed since the last look are read.
        """
        if not tab.spreads:
            return []
        with self._lock:
            was = self._looked.get(tab.id, {})
            found = self._spreading.setdefault(tab.id, {})
            for r in was.keys() - tab.rows.keys():
                found.pop(r, None)
            for r, row in tab.rows.items():
                if was.get(r) is not row:
                    found.pop(r, None)
                    if columns := _spreading(row):
                        found[r] = columns
            self._looked[tab.id] = dict(tab.rows)
            return [(r, c) for r, columns in found.items() for c in columns]

    def value(self, state: State, sheet: int, row: int, column: int) -> Any:
        """What a formula's cell gives in a state; ``#ERROR!`` where the model
        does not take the formula.
        """
        with self._lock:
            self._move(state)
            try:
                return self._engine.get_cell_value(
                    state.indices[sheet], row + 1, column + 1
                )
            except Exception:
                return "#ERROR!"

    def is_error(
        self, state: State, sheet: int, row: int, column: int
    ) -> bool:
        """Whether a cell holds an error, and no text that looks like one."""
        with self._lock:
            self._move(state)
            found = self._engine.get_cell_type(
                state.indices[sheet], row + 1, column + 1
            )
            return bool(found == ironcalc.CellType.ErrorValue)

    def target(self, state: State, sheet: int, row: int, column: int) -> Any:
        """Where a cell's HYPERLINK leads in a state."""
        return self.value(state, sheet, row, column + _LINK_COLUMN - 1)

    def ask(
        self, state: State, tab: Tab, formulas: Sequence[str]
    ) -> list[Any]:
        """What some formulas on a tab give in a state, without standing in a
        cell: all are evaluated at once.
        """
        with self._lock:
            self._move(state)
            index, (last, column) = state.indices[tab.id], _ASIDE
            rows = range(last, last - len(formulas), -1)
            for row, formula in zip(rows, formulas, strict=True):
                text = _ERRORS.get(wrong(formula)) or state.read(formula, tab)
                self._engine.set_user_input(index, row, column, text)
            self._engine.evaluate()
            found = [
                self._engine.get_cell_value(index, row, column) for row in rows
            ]
            for row in rows:
                self._engine.clear_cell_contents(index, row, column)
            return found

    def workbook(self, state: State) -> bytes:
        """A state as an Excel workbook: values, formulas and what they give."""
        with self._lock:
            self._move(state)
            return bytes(self._engine.to_xlsx())

    def _move(self, state: State) -> None:
        if self._at is state:
            return
        # Which of two arrays that overlap is shown is decided by the order in
        # which they were entered: with arrays the model is made anew.
        kept = (
            self._engine is not None
            and state.frame == self._frame
            and not any(self.spreading(tab) for tab in state.book.tabs)
        )
        try:
            if not (kept and self._bring(state, strict=True)):
                self._begin(state)
                self._bring(state)
        except BaseException as error:
            self._engine = self._at = None
            if type(error).__name__ == _PANIC:
                raise not_here(
                    "a formula of this spreadsheet, at which its engine breaks down"
                ) from None
            raise
        self._at, self._frame, self._sizes = state, state.frame, state.sizes

    def _bring(self, state: State, strict: bool = False) -> bool:
        """Enter what differs. Gives False, with ``strict``, where the model
        refuses a cell: another may have spilled into it.
        """
        self._strict = strict
        again: Collection[Place] = ()
        if state.sizes != self._sizes:
            again = [*self._open_sided]
        changed = bool(again)
        if self._at is None or state.minute != self._at.minute:
            self._set_clock(state)
            changed = True
        try:
            for index, tab in enumerate(state.book.tabs):
                was = self._rows.get(index, {})
                for r in was.keys() | tab.rows.keys():
                    if was.get(r) is not tab.rows.get(r):
                        changed = True
                        self._enter_row(
                            state,
                            index,
                            tab,
                            r,
                            was.get(r, {}),
                            tab.rows.get(r, {}),
                        )
                self._rows[index] = dict(tab.rows)
            for index, r, c in again:
                tab = state.book.tabs[index]
                if formula := _formula(tab, r, c):
                    self._enter_formula(state, index, tab, r, c, formula)
        except Exception:
            if strict:
                return False
            raise
        if changed:
            self._engine.evaluate()
        return True

    def _set_clock(self, state: State) -> None:
        """What TODAY and NOW give from now on."""
        if state.as_written:
            return
        now = serial(state.minute)
        for name, value in (("TODAY", math.floor(now)), ("NOW", now)):
            self._engine.update_cell_with_number(
                0, _CLOCK_ROWS[name], _ASIDE[1], float(value)
            )

    def _begin(self, state: State) -> None:
        """An empty model with the tabs of a state."""
        self._engine = ironcalc.create("book", "en", "UTC", "en")
        self._rows, self._at = {}, None
        self._open_sided = set()
        taken = {name.casefold() for name in state.names}
        free = (
            name for name in map("new {}".format, count()) if name not in taken
        )
        self._engine.rename_sheet(0, next(free))
        for name in state.names[1:]:
            self._engine.add_sheet(name)
        self._engine.rename_sheet(0, state.names[0])

    def _enter_row(
        self, state: State, index: int, tab: Tab, r: int, was: Row, now: Row
    ) -> None:
        for c in was.keys() | now.keys():
            old = was.get(c, {}).get("userEnteredValue") or {}
            new = now.get(c, {}).get("userEnteredValue") or {}
            if old == new:
                continue
            if "formulaValue" in old:
                self._open_sided.discard((index, r, c))
                if self.links:
                    self._engine.clear_cell_contents(
                        index, r + 1, _LINK_COLUMN + c
                    )
            self._enter(state, index, tab, r, c, new)

    def _enter(
        self,
        state: State,
        index: int,
        tab: Tab,
        r: int,
        c: int,
        value: dict[str, Any],
    ) -> None:
        if "formulaValue" in value:
            self._enter_formula(state, index, tab, r, c, value["formulaValue"])
        elif "stringValue" in value:
            self._engine.update_cell_with_text(
                index, r + 1, c + 1, value["stringValue"]
            )
        elif "numberValue" in value:
            self._engine.update_cell_with_number(
                index, r + 1, c + 1, float(value["numberValue"])
            )
        elif "boolValue" in value:
            self._engine.update_cell_with_bool(
                index, r + 1, c + 1, value["boolValue"]
            )
        else:
            self._engine.clear_cell_contents(index, r + 1, c + 1)

    def _enter_formula(
        self, state: State, index: int, tab: Tab, r: int, c: int, formula: str
    ) -> None:
        if not _closed(formula):
            self._open_sided.add((index, r, c))
        text = _ERRORS.get(wrong(formula)) or state.read(formula, tab)
        try:
            self._engine.set_user_input(index, r + 1, c + 1, text)
            if self.links and "HYPERLINK(" in text.upper():
                self._engine.set_user_input(
                    index,
                    r + 1,
                    _LINK_COLUMN + c,
                    state.read(target(formula), tab),
                )
        except Exception:
            if self._strict:
                raise
            self._engine.update_cell_with_text(index, r + 1, c + 1, "#ERROR!")


def _formula(tab: Tab, row: int, column: int) -> str:
    """The formula of a cell; empty where it has none."""
    entered = tab.cell(row, column).get("userEnteredValue") or {}
    return str(entered.get("formulaValue", ""))


def _spreading(row: Row) -> list[int]:
    return [
        c
        for c, cell in row.items()
        if "formulaValue" in (entered := cell.get("userEnteredValue") or {})
        and may_spread(entered["formulaValue"])
    ]


@lru_cache(maxsize=100_000)
def _timed(formula: str) -> bool:
    """Whether a formula asks for the time."""
    upper = formula.upper()
    return ("TODAY" in upper or "NOW" in upper) and any(
        found.group(1) for found in _CLOCK.finditer(formula)
    )


@lru_cache(maxsize=100_000)
def _closed(formula: str) -> bool:
    """Whether no reference of a formula has an open side."""
    if stands_alone(formula):
        return True
    spans: list[Span] = []

    def note(title: str | None, span: Span) -> tuple[str | None, Span]:
        spans.append(span)
        return title, span

    rewrite(formula, note)
    return all(last.row < OPEN and last.column < OPEN for _, last in spans)


@lru_cache(maxsize=100_000)
def _spelled(
    formula: str,
    size: tuple[int, int],
    tabs: tuple[tuple[str, str, tuple[int, int]], ...],
) -> str:
    """A formula with open sides closed at the size of its tab, and with the
    model's names of the tabs; each tab is its title, that name and its size.
    """

    def change(title: str | None, span: Span) -> tuple[str | None, Span]:
        name, (rows, columns) = title, size if title is None else (1, 1)
        for known, taken, its_size in tabs:
            if title is not None and known.casefold() == title.casefold():
                name, (rows, columns) = taken, its_size
        first, last = span
        if last.row >= OPEN:
            last = replace(last, row=max(rows - 1, first.row))
        if last.column >= OPEN:
            last = replace(last, column=max(columns - 1, first.column))
        return name, (first, last)

    return rewrite(formula, change)


def _names(book: Book) -> list[str]:
    """Names of the tabs that ironcalc takes: their titles, where those are as
    Excel would have them, and unlike others.
    """
    names: list[str] = []
    for index, tab in enumerate(book.tabs):
        plain = (
            re.sub(r"[/\\?*:\[\]'\x00-\x1f]", " ", tab.title).strip()[:31]
            or "tab"
        )
        taken = {n.casefold() for n in names}
        names.append(
            plain
            if plain.casefold() not in taken
            else f"{plain[:24].rstrip()} ({index})"
        )
    return names
