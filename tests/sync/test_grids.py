"""Tabs that an owner cut short, and header rows that were deleted: made good
where they are the tool's, never written over where they are people's.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.errors import Refused, SyncError
from sync.google.sheets import Spreadsheet
from templates.wire import data_area
from tests.support.program import ADMIN, Program
from tests.support.raw_calls import api

pytestmark = pytest.mark.whole


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


@pytest.mark.parametrize("key", ["start", "status", "log", "annual"])
@pytest.mark.parametrize("dimension", ["rowCount", "columnCount"])
def test_a_tab_of_the_tools_that_was_cut_short_is_made_long_again(
    program: Program, key: str, dimension: str
) -> None:
    logged(program)
    tab = program.layout.tab(key)
    size = tab.header_row + 1 if dimension == "rowCount" else len(tab.columns)
    properties = {"sheetId": tab.id, "gridProperties": {dimension: size}}
    fields = f"gridProperties.{dimension}"
    before = program.values("status")
    does(
        program,
        updateSheetProperties={"properties": properties, "fields": fields},
    )
    program.provision()
    program.run(read_all=True)
    assert program.values("status") == before
    assert not program.provision()[0].changes
    assert not program.run(read_all=True)[0].changed


@pytest.mark.parametrize("key", ["status", "log"])
def test_a_header_row_of_the_tools_is_put_back_and_nothing_is_doubled(
    program: Program, key: str
) -> None:
    logged(program)
    before = program.values(key)
    without_header_row(program, key)
    with pytest.raises(SyncError, match="has lost its header row"):
        program.run(read_all=True)
    done, _ = program.provision()
    title = program.layout.tab(key).title
    assert f"Westbrook: the header row of {title}" in done.of(Deed.MEND)
    program.run(read_all=True)
    assert program.values(key) == before
    assert not program.run(read_all=True)[0].changed


@pytest.mark.parametrize("key", ["pairs", "calendar"])
def test_a_header_row_of_peoples_is_never_written_over_data(
    program: Program, key: str
) -> None:
    """They undo it, or make room for it; until then the district keeps its
    last answer.
    """
    logged(program)
    without_header_row(program, key)
    before = program.values(key)
    result, _ = program.run(read_all=True)
    assert not result.failed
    for _ in range(2):
        with pytest.raises(
            Refused,
            match=r"lost its header row: in row 1 stands “(1, Ana|no school)",
        ):
            program.provision()
        assert program.values(key) == before
    tab = program.layout.tab(key)
    first = {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": 0,
        "endIndex": 1,
    }
    does(program, insertDimension={"range": first, "inheritFromBefore": False})
    program.provision()
    header, *rows = program.values(key)
    assert header[: len(tab.columns)] == [c.header for c in tab.columns]
    typed = [c.key for c in tab.columns if not c.formula]
    places = [tab.place(k) for k in typed]

    def people(line: list[Any]) -> list[Any]:
        return [line[p] if p < len(line) else "" for p in places]

    assert [people(r) for r in rows] == [people(r) for r in before]
    assert not program.run(read_all=True)[0].failed


def test_a_tab_whose_headers_were_renamed_is_no_tab_without_them(
    program: Program,
) -> None:
    program.type("pairs", 1, "mentor", "Mentora", who=ADMIN)
    program.type("pairs", 1, "school", "Escuela", who=ADMIN)
    program.provision()
    header = program.values("pairs")[0]
    assert {"Mentora", "Escuela"} <= set(header)
    assert not program.run(read_all=True)[0].failed


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


@pytest.mark.long
def test_what_an_earlier_edition_printed_in_other_words_is_printed_anew(
    program: Program,
) -> None:
    """Colours, lists, notes and filter views, in tabs with any titles."""
    logged(program)
    layout = program.layout
    book = Spreadsheet(program.lock.sheets["WES"].id)
    google = program.google(ADMIN).sheets

    def shown() -> dict[str, Any]:
        found = api(
            program.space,
            "GET",
            f"/v4/spreadsheets/{book.id}",
            params={
                "fields": "sheets(properties(sheetId),conditionalFormats,filterViews,data(rowData(values(dataValidation,note))))"
            },
        ).json()
        sheets = {s["properties"]["sheetId"]: s for s in found["sheets"]}
        return {
            tab.key: (
                sheets[tab.id].get("conditionalFormats"),
                sheets[tab.id].get("filterViews"),
                [
                    [
                        {
                            part: cell.get(part)
                            for part in ("dataValidation", "note")
                        }
                        for cell in row.get("values", ())
                    ]
                    for row in sheets[tab.id]["data"][0]["rowData"]
                ],
            )
            for tab in layout.tabs
        }

    before = shown()
    log, rules = layout.tab("log"), layout.tab("rules")
    formats = before["log"][0]
    index = next(
        n for n, rule in enumerate(formats) if "your answer" in str(rule)
    )
    old = json.loads(
        json.dumps(formats[index]).replace("needs your answer", "waits")
    )
    view = json.loads(
        json.dumps(before["log"][1][0])
        .replace("needs your answer", "waits")
        .replace("Needs your answer", "Waits for you")
    )
    per = rules.place("per")
    term = {
        "condition": {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": "term"}],
        },
        "strict": True,
        "showCustomUi": True,
    }
    google.update(
        book,
        [
            {
                "updateConditionalFormatRule": {
                    "index": index,
                    "sheetId": log.id,
                    "rule": old,
                }
            },
            {
                "updateFilterView": {
                    "filter": view,
                    "fields": "title,filterSpecs",
                }
            },
            {
                "setDataValidation": {
                    "range": data_area(layout, rules, per),
                    "rule": term,
                }
            },
            {
                "updateCells": {
                    "start": {
                        "sheetId": rules.id,
                        "rowIndex": 0,
                        "columnIndex": per,
                    },
                    "rows": [{"values": [{"note": "year or term"}]}],
                    "fields": "note",
                }
            },
            *(
                {
                    "updateSheetProperties": {
                        "properties": {
                            "sheetId": tab.id,
                            "title": f"Bob's {tab.title}",
                        },
                        "fields": "title",
                    }
                }
                for tab in map(layout.tab, ("start", "pairs", "follow_up"))
            ),
        ],
    )
    lock = program.lock
    lock.edition -= 1
    lock.save(program.settings.lock_path)
    program.provision()
    after = shown()
    for key in before:
        for was, now in zip(before[key], after[key], strict=True):
            text = json.dumps(now).replace("'Bob''s Pairs'", "Pairs")
            assert text == json.dumps(was), key
    assert program.provision()[0].of(Deed.MEND) == []
    for key in ("status", "pairs", "schedule", "observations"):
        cells = [str(c) for row in program.values(key) for c in row]
        assert not [c for c in cells if c.startswith("#")], key
