"""The program's own sheets, read as they stand."""

from __future__ import annotations

from typing import Any

from sync.google.sheets import Spreadsheet
from templates import program as books
from tests.support.program import Program


def values(
    program: Program, which: str = "program"
) -> dict[str, list[dict[str, Any]]]:
    """The tabs of one of the program's own sheets, as rows by header; and the
    lines above the first.
    """
    layout = (
        books.program_layout(1)
        if which == "program"
        else books.waiting_layout()
    )
    lock = program.lock.program if which == "program" else program.lock.waiting
    assert lock
    grids = program.google().sheets.read(
        Spreadsheet(lock.id), {t.key: t.id for t in layout.tabs}
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for tab in layout.tabs:
        head, *rows = grids[tab.key][tab.header_row - 1 :]
        found[tab.key] = [
            dict(zip(head, [*row, *[""] * len(head)], strict=False))
            for row in rows
        ]
        if tab.summary:
            found["head"] = [
                {"text": row[0], "day": [*row, ""][1]}
                for row in grids[tab.key][:3]
            ]
    return found
