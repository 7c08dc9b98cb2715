"""What the tool's tabs hold, as rows of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from templates.layout import Column, Tab
from templates.wire import Row, Value, serial


@dataclass(frozen=True)
class Written:
    """What the tool's tabs hold: Status's head, its rows, Log's rows, Start
    here's weeks, the annual report, what is to be arranged, and in Start here
    what works in other districts.

    The head is the line of figures, the day judged for, the lines below it,
    the next school day (no run is needed before it), and the addresses of
    pairs to reach out to, separated by commas. Rows are
    tuples over a tab's value columns, dates as serial numbers, blanks as None;
    text is text.
    """

    head: tuple[Value, Value, Value, Value, Value] = (None,) * 5
    status: tuple[Row, ...] = ()
    log: tuple[Row, ...] = ()
    weeks: tuple[Row, ...] = ()
    annual: tuple[Row, ...] = ()
    arrange: tuple[Row, ...] = ()
    ways: tuple[Row, ...] = ()


NOTHING = Written()
# What works in other districts stands in Start here from this row (from 0) on,
# below everything that is printed there.
WAYS_HEAD, WAYS_ROW = "What works in other districts", 34
# Which of the head is the lines below the figures.
ABOVE = 2
# The columns whose cells hold numbers.
_NUMBERS = frozenset(
    {
        "date",
        "dated",
        "moment",
        "count",
        "amount",
        "hours",
        "percent",
        "time",
    }
)


def row_of(tab: Tab, values: Mapping[str, Value]) -> Row:
    """Values by column key as a row over a tab's value columns."""
    row: list[Value] = []
    for column in tab.value_columns:
        value = values.get(column.key)
        if isinstance(value, str):  # most are texts
            text = tab.words.say(value) if column.worded else value
            row.append(text or None)
        else:
            row.append(value if value is None else plain(value, column))
    return tuple(row)


def plain(value: Any, column: Column) -> Value:
    """A value as it is kept in a cell: dates as numbers, whole numbers as int,
    blanks as None.
    """
    if value is None or value == "":
        return None
    if isinstance(value, (str, bool)):
        return value
    if column.type in _NUMBERS:
        number = value if isinstance(value, (int, float)) else serial(value)
        if isinstance(number, int):
            return number
        return int(number) if number.is_integer() else round(number, 9)
    return str(value)


def keyed(tab: Tab, row: Row) -> dict[str, Value]:
    """A row as ``row_of`` makes it, by column key."""
    return dict(zip((c.key for c in tab.value_columns), row, strict=True))
