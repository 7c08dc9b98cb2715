"""Lock files that were cut short or changed, and thousands of rows pasted into
people's tabs: a known error with a remedy, and nothing made, lost or doubled.
"""

from __future__ import annotations

import contextlib
import os
import random
from typing import Any

import pytest

from sync.errors import SyncError
from sync.google.sheets import Spreadsheet
from templates.wire import cell, update_cells
from tests.support.program import ADMIN, Program

# A tab holds as many after a mistaken paste; `make soak` tries 100,000.
ROWS = int(os.environ.get("PASTED", "1500"))
AT_ONCE = 5000


def files(program: Program) -> list[Any]:
    """Every file that there is, and who may open it."""
    db = program.space.store.db
    return [
        db.execute("SELECT COUNT(*) FROM files").fetchall(),
        [
            len(program.google(ADMIN).drive.permissions(sheet.id))
            for sheet in program.lock.sheets.values()
        ],
    ]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_lock_file_makes_nothing_anew(
    program: Program, seed: int
) -> None:
    """Cut short, some bytes changed, or a line gone: whatever the commands
    make of it, nothing is made twice, and nobody is let in.
    """
    program.run()
    path = program.settings.lock_path
    whole = path.read_bytes()
    before = files(program)
    chance = random.Random(seed)
    damaged = bytearray(whole)
    if seed % 3 == 0:
        damaged = damaged[: chance.randrange(len(whole))]
    elif seed % 3 == 1:
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(32, 127)
    else:
        lines = whole.splitlines(keepends=True)
        del lines[chance.randrange(len(lines))]
        damaged = bytearray(b"".join(lines))
    for command in (program.run, program.provision):
        path.write_bytes(damaged)
        with contextlib.suppress(SyncError):
            command()
    path.write_bytes(whole)
    assert files(program) == before
    program.provision()
    assert not program.run(read_all=True)[0].failed
    assert files(program) == before


@pytest.mark.long
@pytest.mark.parametrize(
    "key",
    [
        "pairs",
        "schedule",
        "observations",
        "calendar",
        "follow_up",
        "rules",
        "corrections",
    ],
)
def test_thousands_of_rows_pasted_into_a_tab_stop_nobody(
    program: Program, key: str
) -> None:
    """The district is judged, every cell stays within Google's bounds, and
    what is pasted stays byte for byte.
    """
    program.run()
    tab = program.layout.tab(key)
    book = Spreadsheet(program.lock.sheets["WES"].id)
    sheets = program.google(ADMIN).sheets
    start = tab.header_row + 12
    sheets.update(
        book,
        [
            {
                "appendDimension": {
                    "sheetId": tab.id,
                    "dimension": "ROWS",
                    "length": ROWS,
                }
            }
        ],
    )
    for first in range(0, ROWS, AT_ONCE):
        rows = [
            [cell(f"{key} {first + row} {place}") for place in range(6)]
            for row in range(min(AT_ONCE, ROWS - first))
        ]
        request = update_cells(
            tab.id, start + first, 0, rows, "userEnteredValue"
        )
        sheets.update(book, [request])
    before = program.values(key, formulas=True)
    result, _ = program.run(read_all=True)
    assert not result.failed
    questions = result.summaries["WES"]["questions"]
    assert sum(map(len, questions)) < 10_000
    assert program.values(key, formulas=True) == before
    assert all(
        len(str(value)) < 50_000
        for each in program.layout.tabs
        if each.of_tool
        for line in program.values(each.key)
        for value in line
    )
