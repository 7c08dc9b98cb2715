"""A book of rows, and the moment at which it is evaluated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from workspace.sheets.book import Book, new_book

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def book(rows: list[list[Any]]) -> Book:
    """A book with values and formulas from A1 on."""
    made = new_book("book", "B")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            kind = (
                "formulaValue"
                if str(value).startswith("=")
                else "stringValue"
                if isinstance(value, str)
                else "numberValue"
            )
            made.tabs[0].put(r, c, {"userEnteredValue": {kind: value}})
    return made
