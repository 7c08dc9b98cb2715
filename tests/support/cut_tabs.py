"""Tabs that somebody cut short."""

from __future__ import annotations

from typing import Any

from sync.google.sheets import Spreadsheet
from tests.support.program import ADMIN, Program


def does(program: Program, **request: Any) -> None:
    book = Spreadsheet(program.lock.sheets["WES"].id)
    program.google(ADMIN).sheets.update(book, [request])


def without_header_row(program: Program, key: str) -> None:
    tab = program.layout.tab(key)
    rows = {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": tab.header_row - 1,
        "endIndex": tab.header_row,
    }
    does(program, deleteDimension={"range": rows})


def logged(program: Program) -> None:
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run(read_all=True)
