"""What is kept of a mentee and of others."""

from __future__ import annotations

import json
from functools import partial

from sync.google.sheets import Spreadsheet
from sync.records.purge import Purged, purge
from tests.support.program import TODAY, Program

OTHERS = (
    "Grace Okafor",
    "Luis Silva",
    "Mei Novak",
    "Omar Patel",
    "grace@westbrook.example",
)


def much_is_kept(program: Program) -> None:
    """A program in which much is kept of Sam Lee, also with an earlier mentor,
    and of others.
    """
    program.type("pairs", 5, "number", 4, who="program@making-time.example")
    for column, value in (
        ("mentor", "Bea Ruiz"),
        ("mentee", "Sam Lee"),
        ("mentee_email", "SAM@westbrook.example"),
        ("ends", 46300),
    ):
        program.type("pairs", 5, column, value)
    for row, number in ((2, 1), (3, 2)):
        for column, value in (
            ("pair", number),
            ("direction", "Mentor observed mentee"),
            ("day", 46360),
        ):
            program.type("observations", row, column, value)
        for column, value in (
            ("pair", number),
            ("day", 46340),
            ("agreed", f"a word {number}"),
        ):
            program.type("follow_up", row, column, value)
    schedule = program.layout.tab("schedule")
    for place in (0, 1):
        where = {
            "sheetId": schedule.id,
            "rowIndex": 9,
            "columnIndex": len(schedule.columns) + place,
        }
        text = {"userEnteredValue": {"stringValue": f"Tue 2:4{place}"}}
        program.edit(
            {
                "updateCells": {
                    "start": where,
                    "rows": [{"values": [text]}],
                    "fields": "userEnteredValue",
                }
            }
        )
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    program.log(
        "bea@westbrook.example",
        "WES-4",
        kind="one-on-one",
        day="2026-10-01",
        minutes=45,
    )
    program.log(
        "sam@westbrook.example",
        "",
        kind="one-on-one",
        day="2026-11-12",
        minutes=20,
    )
    program.log(
        "grace@westbrook.example",
        "WES-2",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
    )
    program.run()
    code = next(
        line[0] for line in program.values("log")[1:] if "WES-1" in str(line)
    )
    for column, value in (
        ("answer", code),
        ("repair", "set minutes"),
        ("to", "35"),
        ("why", "Sam said so"),
    ):
        program.type("corrections", 2, column, value)
    program.run()


def everything(program: Program) -> str:
    """All that anybody can read in the sheet, the notes that lie on cells
    included.
    """
    tabs = {t.key: t.id for t in program.layout.tabs}
    sheet = program.lock.sheets["WES"].id
    texts = [
        program.google().sheets.read(Spreadsheet(sheet), tabs, formulas=f)
        for f in (False, True)
    ]
    kept = program.space.store.db.execute(
        "SELECT cells FROM grid WHERE spreadsheet = ?", (sheet,)
    ).fetchall()
    return json.dumps([texts, kept])


def taken(program: Program, code: str, sure: bool = True) -> Purged:
    return program.does(partial(purge, code=code, today=TODAY, sure=sure))
