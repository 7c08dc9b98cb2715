"""A batch of requests: whole or not at all, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    area,
    done,
    lines,
    put,
    refused,
    sheet,
    update,
)
from workspace.space import Workspace


def test_an_answer_has_what_was_asked_of_it(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["x"]])
    whole = update(
        space,
        book,
        {"addSheet": {"properties": {"title": "Two"}}},
        includeSpreadsheetInResponse=True,
    ).json()
    assert [
        s["properties"]["title"] for s in whole["updatedSpreadsheet"]["sheets"]
    ] == ["Sheet1", "Two"]
    assert "data" not in whole["updatedSpreadsheet"]["sheets"][0]
    echo: dict[str, Any] = {
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A1"],
        "responseIncludeGridData": True,
    }
    part = update(
        space,
        book,
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "hidden": False},
                "fields": "hidden",
            }
        },
        **echo,
    ).json()
    (only,) = part["updatedSpreadsheet"]["sheets"]
    assert only["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    masked = api(
        space,
        "POST",
        path,
        params={
            "fields": "updatedSpreadsheet.sheets.data.rowData.values.formattedValue"
        },
        json={
            "requests": [
                {
                    "deleteSheet": {
                        "sheetId": whole["replies"][0]["addSheet"][
                            "properties"
                        ]["sheetId"]
                    }
                }
            ],
            **echo,
        },
    )
    assert masked.json() == {
        "updatedSpreadsheet": {
            "sheets": [
                {
                    "data": [
                        {"rowData": [{"values": [{"formattedValue": "x"}]}]}
                    ]
                }
            ]
        }
    }
    renamed = update(
        space,
        book,
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "title": "New"},
                "fields": "title",
            }
        },
        **echo,
    )
    assert (
        "Unable to parse range: Sheet1!A1"
        in renamed.json()["error"]["message"]
    )
    assert sheet(space, book)["properties"]["title"] == "Sheet1", (
        "a range that is not there refuses the whole batch"
    )


def test_what_is_not_done_is_refused_by_its_name_and_leaves_no_trace(
    space: Workspace, book: str
) -> None:
    for wanted, words in (
        ({"addSlicer": {}}, "addSlicer"),
        ({"addTable": {}}, "addTable"),
        ({"autoFill": {}}, "autoFill"),
        ({"pasteData": {}}, "pasteData"),
        ({"insertComment": {}}, "insertComment"),
        (
            {"addChart": {"chart": {"spec": {"orgChart": {}}}}},
            "charts of the kind orgChart",
        ),
        (
            {
                "cutPaste": {
                    "source": area(0, 1, 0, 1),
                    "destination": {},
                    "pasteType": "PASTE_FORMAT",
                }
            },
            "cutPaste with PASTE_FORMAT",
        ),
        ({"appendCells": {"tableId": "x"}}, "appendCells into a table"),
        (
            {
                "setBasicFilter": {
                    "filter": {"range": area(0, 2, 0, 1), "sortSpecs": [{}]}
                }
            },
            "setBasicFilter with sortSpecs",
        ),
        (
            {
                "addConditionalFormatRule": {
                    "rule": {"ranges": [area(0, 2, 0, 1)], "gradientRule": {}}
                }
            },
            "with a gradient",
        ),
        (
            {
                "createDeveloperMetadata": {
                    "developerMetadata": {
                        "metadataKey": "k",
                        "visibility": "PROJECT",
                        "location": {"spreadsheet": True},
                    }
                }
            },
            "one project",
        ),
    ):
        answer = update(space, book, {"addSheet": {}}, wanted)
        assert (answer.status_code, answer.json()["error"]["status"]) == (
            501,
            "UNIMPLEMENTED",
        )
        assert words in answer.json()["error"]["message"]
    assert (
        len(api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"])
        == 1
    )


@pytest.mark.parametrize(
    "wanted",
    [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "title": "New"},
                "fields": "titel",
            }
        },
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0},
                "fields": "gridProperties.frozenRows",
            }
        },
        {
            "updateSpreadsheetProperties": {
                "properties": {"title": "New"},
                "fields": "properties.title",
            }
        },
        {
            "repeatCell": {
                "range": area(0, 1, 0, 1),
                "cell": {},
                "fields": "userEnteredFormat.textformat.bold",
            }
        },
        {
            "updateDimensionProperties": {
                "range": lines(0, 1),
                "properties": {"pixelSize": 50},
                "fields": "pixelsize",
            }
        },
    ],
)
def test_a_mask_that_names_nothing_is_refused(
    space: Workspace, book: str, wanted: dict[str, Any]
) -> None:
    assert "has no field" in refused(space, book, wanted)


def test_a_mask_may_be_in_snake_case(space: Workspace, book: str) -> None:
    wanted = {
        "updateSheetProperties": {
            "properties": {
                "sheetId": 0,
                "gridProperties": {"frozenRowCount": 2},
            },
            "fields": "grid_properties.frozen_row_count",
        }
    }
    done(space, book, wanted)
    assert (
        sheet(space, book)["properties"]["gridProperties"]["frozenRowCount"]
        == 2
    )


def test_a_batch_is_applied_whole_or_not_at_all(
    space: Workspace, book: str
) -> None:
    answer = update(
        space,
        book,
        {"addSheet": {"properties": {"title": "Two"}}},
        {"addSheet": {"properties": {"title": "two"}}},
    )
    message = answer.json()["error"]["message"]
    assert (
        message
        == 'Invalid requests[1].addSheet: A sheet with the name "two" already exists. Please enter another name.'
    )
    assert (
        len(api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"])
        == 1
    )


@pytest.mark.parametrize(
    ("wanted", "code", "words"),
    [
        ({"addTable": {}}, 501, "addTable"),
        (
            {"addSheet": {"propertys": {}}},
            400,
            "Unknown name \"propertys\" at 'requests[0].add_sheet': Cannot find field.",
        ),
        (
            {"updateCells": {"range": {"sheetId": 9}, "fields": "*"}},
            400,
            "No grid with id: 9",
        ),
        (
            {"deleteSheet": {"sheetId": 0}},
            400,
            "You can't remove all the visible sheets",
        ),
        (
            {
                "repeatCell": {
                    "range": {"sheetId": 0, "endRowIndex": 2000},
                    "cell": {},
                    "fields": "*",
                }
            },
            400,
            "exceeds grid limits",
        ),
        (
            {
                "updateCells": {
                    "range": {"sheetId": 0, "endRowIndex": 1},
                    "rows": [],
                }
            },
            400,
            "At least one field must be listed in 'fields'",
        ),
        (
            {
                "addProtectedRange": {
                    "protectedRange": {"range": {"sheetId": "x"}}
                }
            },
            400,
            "TYPE_INT32",
        ),
    ],
)
def test_what_google_refuses_is_refused(
    space: Workspace, book: str, wanted: dict[str, Any], code: int, words: str
) -> None:
    answer = update(space, book, wanted)
    assert answer.status_code == code
    assert words in answer.json()["error"]["message"]
