"""What an earlier edition printed otherwise is printed anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.google.sheets import Spreadsheet
from templates.wire import data_area
from tests.support.cut_tabs import logged
from tests.support.program import ADMIN, Program
from tests.support.raw_calls import api

pytestmark = pytest.mark.whole


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
