"""Texts that are ticked to travel."""

from __future__ import annotations

from datetime import date, timedelta

from templates import program as books
from templates.wire import write_cells
from templates.written import WAYS_ROW
from tests.support.program import ADMIN, Program

WEEK = timedelta(days=7)


def tick(program: Program, row: int, text: str, share: bool = True) -> None:
    """Type a text into the program's sheet, as its admin would."""
    tab = books.program_layout(1).tab("ways")
    requests = [
        write_cells(
            tab.id,
            tab.header_row + row,
            tab.place(key),
            [[value]],
        )
        for key, value in (("text", text), ("share", share), ("from", "WES"))
    ]
    program.google(ADMIN).sheets.update(
        program.lock.spreadsheet("program"), requests
    )


def elsewhere(program: Program) -> list[str]:
    """What stands below everything that is printed in Start here."""
    rows = program.values("start")[WAYS_ROW:]
    return [str(row[0]) for row in rows if row and row[0]]


def runs(program: Program, day: date) -> None:
    """Two runs: what one sees, the next one writes."""
    program.run(day)
    program.run(day)
