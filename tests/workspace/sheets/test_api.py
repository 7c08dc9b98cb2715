"""Spreadsheets as a whole: made, read, and only what is asked for."""

from __future__ import annotations

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    area,
    get,
    put,
)
from workspace.space import Workspace


def test_a_spreadsheet_is_made_whole(space: Workspace) -> None:
    body = {
        "properties": {
            "title": "Made",
            "locale": "de_DE",
            "timeZone": "Europe/Berlin",
        },
        "sheets": [
            {
                "properties": {
                    "title": "One",
                    "gridProperties": {
                        "rowCount": 5,
                        "columnCount": 3,
                        "frozenRowCount": 1,
                    },
                },
                "data": [
                    {
                        "startRow": 1,
                        "rowData": [
                            {
                                "values": [
                                    {"userEnteredValue": {"numberValue": 1.5}}
                                ]
                            }
                        ],
                    }
                ],
            },
            {
                "properties": {
                    "title": "Two",
                    "sheetId": 9,
                    "tabColor": {"red": 1},
                }
            },
        ],
        "namedRanges": [{"name": "there", "range": area(0, 2, 0, 1, 9)}],
    }
    made = api(space, "POST", "/v4/spreadsheets", json=body).json()
    assert (
        made["properties"]["locale"],
        [s["properties"]["title"] for s in made["sheets"]],
    ) == (
        "de_DE",
        ["One", "Two"],
    )
    assert made["sheets"][1]["properties"]["tabColorStyle"] == {
        "rgbColor": {"red": 1}
    }
    name = made["spreadsheetId"]
    assert get(space, name, "One!A2", "FORMATTED_VALUE") == [["1,5"]]
    put(space, name, "One!A3", [["2,5", "=A2+A3", "1.3.2026"]])
    assert get(space, name, "One!A3:C3", "FORMATTED_VALUE") == [
        ["2,5", "4", "1.3.2026"]
    ]
    put(space, name, "One!A4", [["=SUM(A2;A3)"]])
    assert get(space, name, "One!A4", "FORMULA") == [["=SUM(A2;A3)"]]


def test_a_new_spreadsheet_is_like_googles(
    space: Workspace, book: str
) -> None:
    made = api(space, "GET", f"/v4/spreadsheets/{book}").json()
    assert made["properties"]["title"] == "B"
    assert made["sheets"][0]["properties"] == {
        "sheetId": 0,
        "title": "Sheet1",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }


def test_methods_not_done_here_are_named(space: Workspace, book: str) -> None:
    answer = api(space, "GET", f"/drive/v3/files/{book}/revisions")
    assert answer.status_code == 501
    assert (
        answer.json()["error"]["message"]
        == "This local workspace does not do the method drive.revisions.list."
    )
