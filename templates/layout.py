"""A declared workbook: its tabs and columns as values, and where each of them
stands.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import count, islice
from pathlib import Path
from typing import Any

from sync.core.field_words import PLAIN, FieldWords

DISTRICT = Path(__file__).with_name("district_tabs.toml")
# Words of the field that a program may choose.
WORDS: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
SPARE_ROWS = 40
# Columns for charts beside a table, and rows so that two stand below each
# other.
BESIDE, BELOW = 10, 60
# The types of columns that hold a day; people type into the second, which
# shows the year.
DATES = ("date", "dated")


@dataclass(frozen=True)
class Column:
    """A declared column; see the head of district_tabs.toml for what the fields
    mean.

    A column without a header is somebody's own, standing among the declared
    ones: it is never written.
    """

    key: str
    header: str
    width: int = 100
    type: str = "text"
    note: str = ""
    choices: tuple[str, ...] | str = ()
    formula: str = ""
    check: str = ""
    align: str = ""
    wrap: bool = False
    colored: bool = False
    group: bool = False
    hidden: bool = False
    printed: bool = False
    note_of: str = ""
    was: tuple[str, ...] = ()
    worded: bool = False
    file_header: str = ""

    def in_words(self, words: FieldWords) -> Column:
        """The same in a program's words; files keep the declared header."""
        header = words.say(self.header)
        was = self.was if header == self.header else (self.header, *self.was)
        return replace(
            self,
            header=header,
            note=words.say(self.note),
            was=was,
            file_header=self.header,
            choices=self.choices
            if isinstance(self.choices, str)
            else tuple(map(words.say, self.choices)),
        )


@dataclass(frozen=True)
class Tab:
    """A declared tab. ``header_row`` counts from 1; data begin in the row
    below it; ``dropped`` are headers of columns that earlier editions printed;
    ``words`` are the program's.
    """

    key: str
    id: int
    title: str
    writer: str
    columns: tuple[Column, ...]
    rows: int | str
    color: str = "#5f6368"
    header_row: int = 1
    freeze_columns: int = 0
    note: str = ""
    summary: bool = False
    dropped: tuple[str, ...] = ()
    hidden: bool = False
    grid: bool = False
    hard: bool = False
    orders: tuple[str, ...] = ()
    shows: tuple[Mapping[str, str], ...] = ()
    charts: tuple[Mapping[str, Any], ...] = ()
    pair_column: Mapping[str, Any] = field(default_factory=dict)
    words: FieldWords = PLAIN

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {c.key: place for place, c in enumerate(self.columns)}

    def column(self, key: str) -> Column:
        """The column with a key."""
        return self.columns[self._places[key]]

    def place(self, key: str) -> int:
        """Where a column stands as printed, from 0."""
        return self._places[key]

    @property
    def of_tool(self) -> bool:
        """Whether a run writes it."""
        return self.writer == "tool"

    @cached_property
    def value_columns(self) -> tuple[Column, ...]:
        """The columns that hold values, not formulas."""
        return tuple(c for c in self.columns if not c.formula)


@dataclass(frozen=True)
class Layout:
    """A declared workbook: for one district, with how many pair numbers and
    which weeks it is printed; for a program, ``pairs`` is how many districts
    it has.

    ``retired`` are numbers of earlier years, which are never printed again.
    """

    tabs: tuple[Tab, ...]
    colors: Mapping[str, str]
    pairs: int
    weeks: int
    retired: tuple[int, ...] = ()

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The pair numbers that it is printed with."""
        retired = frozenset(self.retired)
        return tuple(
            islice((n for n in count(1) if n not in retired), self.pairs)
        )

    def tab(self, key: str) -> Tab:
        """The tab with a key."""
        return next(t for t in self.tabs if t.key == key)

    def data_rows(self, tab: Tab) -> int:
        """How many data rows a tab is printed with."""
        if tab.rows in ("pairs", "districts"):
            return max(self.pairs + SPARE_ROWS, BELOW if tab.charts else 0)
        return self.weeks if tab.rows == "weeks" else int(tab.rows)

    def width(self, tab: Tab) -> int:
        """How many columns of a tab are printed."""
        return len(tab.columns) + (self.pairs if tab.grid else 0)

    def size(self, tab: Tab) -> tuple[int, int]:
        """Rows and columns of a tab's grid."""
        return tab.header_row + self.data_rows(tab), self.width(tab) + (
            BESIDE if tab.charts else 0
        )

    @property
    def people(self) -> Sequence[Tab]:
        """The tabs that people write."""
        return [t for t in self.tabs if not t.of_tool]


@lru_cache(maxsize=64)
def load(
    pairs: int,
    weeks: int,
    retired: tuple[int, ...] = (),
    path: Path = DISTRICT,
    words: FieldWords = PLAIN,
) -> Layout:
    """Read a workbook file, for so many pair numbers and school weeks; some
    numbers are retired, and ``words`` are the program's.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Layout(
        tuple(_tab(t, words) for t in raw["tab"]),
        raw["colors"],
        pairs,
        weeks,
        retired,
    )


def _tab(raw: dict[str, Any], words: FieldWords) -> Tab:
    columns = tuple(_column(c).in_words(words) for c in raw.pop("columns"))
    raw["note"] = words.say(raw.get("note", ""))
    raw["words"] = words
    for name in ("charts", "orders", "dropped", "shows"):
        raw[name] = tuple(raw.get(name, ()))
    return Tab(columns=columns, **raw)


def _column(raw: dict[str, Any]) -> Column:
    if isinstance(raw.get("choices"), list):
        raw["choices"] = tuple(raw["choices"])
    return Column(was=tuple(raw.pop("was", ())), **raw)
