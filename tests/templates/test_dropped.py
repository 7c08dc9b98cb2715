"""Columns of an earlier edition go, or come into their places."""

from __future__ import annotations

from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.google.sheets import Spreadsheet
from tests.support.cut_tabs import logged
from tests.support.program import ADMIN, Program

pytestmark = pytest.mark.whole


def test_a_column_of_an_earlier_edition_is_taken_away_with_what_is_in_it(
    program: Program,
) -> None:
    """*Runs* had how many answers were new; its rows stay, each value in its
    column.
    """
    program.run(attended=False)
    assert program.lock.program
    sheet = Spreadsheet(program.lock.program.id)
    sheets = program.google(ADMIN).sheets
    runs = {"runs": 207}
    before = sheets.read(sheet, runs)["runs"]
    where = {
        "sheetId": 207,
        "dimension": "COLUMNS",
        "startIndex": 2,
        "endIndex": 3,
    }
    old = [{"userEnteredValue": {"stringValue": "New answers"}}]
    new = [{"userEnteredValue": {"numberValue": 41}}]
    cells = {
        "start": {"sheetId": 207, "columnIndex": 2, "rowIndex": 0},
        "rows": [{"values": old}, {"values": new}],
        "fields": "userEnteredValue",
    }
    sheets.update(
        sheet,
        [{"insertDimension": {"range": where}}, {"updateCells": cells}],
    )
    lock = program.lock
    lock.edition -= 1
    lock.save(program.settings.lock_path)
    assert (
        "columns of Runs that are not used any more"
        in program.provision()[0].of(Deed.MEND)[0]
    )
    assert sheets.read(sheet, runs)["runs"] == before
    program.run(attended=False)
    assert sheets.read(sheet, runs)["runs"][1:][-1] == before[1]
    assert program.provision()[0].of(Deed.MEND) == []


def test_columns_of_an_earlier_edition_come_into_their_new_places(
    program: Program,
) -> None:
    """Status as it was: links to write to people behind the figures, and
    *Held / expected* where *Met* is now.
    """
    logged(program)
    before = program.values("status", formulas=True)
    start = program.values("start", formulas=True)
    tab = program.layout.tab("status")
    row = tab.header_row - 1
    links, met = tab.place("mail_mentor"), tab.place("ratio")

    def columns(first: int, last: int) -> dict[str, Any]:
        return {
            "sheetId": tab.id,
            "dimension": "COLUMNS",
            "startIndex": first,
            "endIndex": last,
        }

    old = [
        "Held / expected",
        "Write to mentor",
        "Write to mentee",
        "Write to both",
    ]
    headers = [{"userEnteredValue": {"stringValue": text}} for text in old]
    at = {"sheetId": tab.id, "rowIndex": row, "columnIndex": met - 3}
    book = Spreadsheet(program.lock.sheets["WES"].id)
    program.google(ADMIN).sheets.update(
        book,
        [
            {"deleteDimension": {"range": columns(met, met + 1)}},
            {"deleteDimension": {"range": columns(links, links + 3)}},
            {"insertDimension": {"range": columns(met - 3, met + 1)}},
            {
                "updateCells": {
                    "start": at,
                    "rows": [{"values": headers}],
                    "fields": "userEnteredValue",
                }
            },
        ],
    )
    lock = program.lock
    lock.edition -= 1
    lock.save(program.settings.lock_path)
    program.provision()
    program.run(read_all=True)
    assert program.values("status", formulas=True) == before
    assert program.values("start", formulas=True) == start
    assert program.provision()[0].of(Deed.MEND) == []
