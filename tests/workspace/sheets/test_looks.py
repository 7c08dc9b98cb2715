"""How a cell looks: its own format, a band, a rule."""

from __future__ import annotations

import pytest

from tests.support.sheet_calls import (
    area,
    done,
    put,
    sheet,
)
from workspace.space import Workspace


def test_how_a_cell_looks_is_the_default_the_band_the_rule_and_its_own(
    space: Workspace, book: str
) -> None:
    put(
        space,
        book,
        "A1",
        [["a", 1], ["b", 2], ["c", '=HYPERLINK("https://x.example/","x")']],
    )
    red, bold = {"red": 1}, {"textFormat": {"bold": True}}
    rule = {
        "ranges": [area(0, 3, 0, 1)],
        "booleanRule": {
            "condition": {
                "type": "TEXT_EQ",
                "values": [{"userEnteredValue": "b"}],
            },
            "format": {"backgroundColor": red},
        },
    }
    custom = {
        "ranges": [area(0, 3, 1, 2)],
        "booleanRule": {
            "condition": {
                "type": "CUSTOM_FORMULA",
                "values": [{"userEnteredValue": '=$A1="a"'}],
            },
            "format": {"textFormat": {"italic": True}},
        },
    }
    done(
        space,
        book,
        {"addConditionalFormatRule": {"rule": rule}},
        {"addConditionalFormatRule": {"rule": custom}},
        {
            "addBanding": {
                "bandedRange": {
                    "range": area(0, 3, 0, 1),
                    "rowProperties": {
                        "firstBandColor": {"green": 1},
                        "secondBandColor": {"blue": 1},
                    },
                }
            }
        },
        {
            "repeatCell": {
                "range": area(2, 3, 0, 1),
                "cell": {"userEnteredFormat": bold},
                "fields": "userEnteredFormat.textFormat.bold",
            }
        },
    )
    rows = sheet(space, book, includeGridData="true", ranges="A1:B3")["data"][
        0
    ]["rowData"]
    first, second, third = (r["values"][0]["effectiveFormat"] for r in rows)
    assert (
        first["backgroundColor"],
        second["backgroundColorStyle"]["rgbColor"],
    ) == (
        {"green": 1},
        red,
    )
    assert (
        first["textFormat"]["bold"],
        third["textFormat"]["bold"],
        first["horizontalAlignment"],
    ) == (
        False,
        True,
        "LEFT",
    )
    assert [
        r["values"][1]["effectiveFormat"]["textFormat"]["italic"] for r in rows
    ] == [True, False, False]
    assert (
        rows[2]["values"][1]["hyperlink"],
        rows[2]["values"][1]["effectiveFormat"]["hyperlinkDisplayType"],
    ) == (
        "https://x.example/",
        "LINKED",
    )
    done(
        space,
        book,
        {
            "updateConditionalFormatRule": {
                "index": 0,
                "newIndex": 1,
                "sheetId": 0,
            }
        },
    )
    assert (
        "condition"
        in sheet(space, book)["conditionalFormats"][0]["booleanRule"]
    )
    assert (
        sheet(space, book)["conditionalFormats"][0]["booleanRule"][
            "condition"
        ]["type"]
        == "TEXT_EQ"
    )


def test_colours_are_answered_in_both_forms_and_the_newest_holds(
    space: Workspace, book: str
) -> None:
    for name, value in (
        ("backgroundColor", {"red": 1}),
        ("backgroundColorStyle", {"themeColor": "ACCENT1"}),
    ):
        cell = {"userEnteredFormat": {name: value}}
        done(
            space,
            book,
            {
                "repeatCell": {
                    "range": area(0, 1, 0, 1),
                    "cell": cell,
                    "fields": f"userEnteredFormat.{name}",
                }
            },
        )
    form = sheet(space, book, includeGridData="true", ranges="A1")["data"][0][
        "rowData"
    ][0]["values"][0]["userEnteredFormat"]
    assert form["backgroundColorStyle"] == {"themeColor": "ACCENT1"}
    assert form["backgroundColor"]["blue"] == pytest.approx(0.9568, abs=1e-3)
