"""The request kinds of spreadsheets.batchUpdate: what each does, and that
everything follows the cells it lies on.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace


@pytest.fixture
def book(space: Workspace) -> str:
    return str(
        api(
            space,
            "POST",
            "/v4/spreadsheets",
            json={"properties": {"title": "B"}},
        ).json()["spreadsheetId"]
    )


def update(
    space: Workspace,
    book: str,
    *wanted: dict[str, Any],
    who: str = ADMIN,
    **more: Any,
) -> requests.Response:
    return api(
        space,
        "POST",
        f"/v4/spreadsheets/{book}:batchUpdate",
        who=who,
        json={"requests": list(wanted), **more},
    )


def done(space: Workspace, book: str, *wanted: dict[str, Any]) -> list[Any]:
    answer = update(space, book, *wanted)
    assert answer.status_code == 200, answer.text
    replies: list[Any] = answer.json()["replies"]
    return replies


def refused(space: Workspace, book: str, *wanted: dict[str, Any]) -> str:
    answer = update(space, book, *wanted)
    assert answer.status_code == 400, answer.text
    return str(answer.json()["error"]["message"])


def put(
    space: Workspace,
    book: str,
    where: str,
    rows: list[list[Any]],
    option: str = "USER_ENTERED",
) -> None:
    path = f"/v4/spreadsheets/{book}/values/{where}"
    api(
        space,
        "PUT",
        path,
        params={"valueInputOption": option},
        json={"values": rows},
    ).raise_for_status()


def get(
    space: Workspace, book: str, where: str, render: str = "UNFORMATTED_VALUE"
) -> Any:
    return (
        api(
            space,
            "GET",
            f"/v4/spreadsheets/{book}/values/{where}",
            params={"valueRenderOption": render},
        )
        .json()
        .get("values")
    )


def sheet(space: Workspace, book: str, **params: str) -> Any:
    return api(space, "GET", f"/v4/spreadsheets/{book}", params=params).json()[
        "sheets"
    ][0]


def area(
    top: int, bottom: int, left: int, right: int, sheet: int = 0
) -> dict[str, int]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def lines(first: int, after: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {
        "sheetId": 0,
        "dimension": dimension,
        "startIndex": first,
        "endIndex": after,
    }


COLUMN = {"sources": [area(1, 4, 1, 2)]}
EVERYTHING: list[dict[str, Any]] = [
    {
        "addNamedRange": {
            "namedRange": {
                "namedRangeId": "n",
                "name": "hours",
                "range": area(1, 4, 1, 2),
            }
        }
    },
    {
        "addProtectedRange": {
            "protectedRange": {
                "protectedRangeId": 1,
                "range": area(1, 4, 1, 2),
                "editors": {"users": [ADMIN]},
            }
        }
    },
    {
        "addBanding": {
            "bandedRange": {
                "bandedRangeId": 1,
                "range": area(1, 4, 1, 2),
                "rowProperties": {
                    "firstBandColor": {"red": 1},
                    "secondBandColor": {},
                },
            }
        }
    },
    {
        "addFilterView": {
            "filter": {
                "filterViewId": 1,
                "title": "v",
                "range": area(1, 4, 1, 2),
            }
        }
    },
    {
        "addConditionalFormatRule": {
            "rule": {
                "ranges": [area(1, 4, 1, 2)],
                "booleanRule": {
                    "condition": {"type": "NOT_BLANK"},
                    "format": {},
                },
            }
        }
    },
    {
        "setBasicFilter": {
            "filter": {
                "range": area(1, 4, 1, 2),
                "criteria": {"1": {"hiddenValues": ["2"]}},
            }
        }
    },
    {"mergeCells": {"range": area(1, 4, 5, 6), "mergeType": "MERGE_ALL"}},
    {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataId": 1,
                "metadataKey": "row",
                "visibility": "DOCUMENT",
                "location": {"dimensionRange": lines(2, 3)},
            }
        }
    },
    {
        "addChart": {
            "chart": {
                "chartId": 1,
                "spec": {
                    "title": "Hours",
                    "basicChart": {
                        "chartType": "COLUMN",
                        "series": [{"series": {"sourceRange": COLUMN}}],
                    },
                },
                "position": {
                    "overlayPosition": {
                        "anchorCell": {
                            "sheetId": 0,
                            "rowIndex": 6,
                            "columnIndex": 3,
                        }
                    }
                },
            }
        }
    },
]


def places(space: Workspace, book: str) -> dict[str, Any]:
    """Where everything lies: top and bottom row, left and right column."""

    def sides(r: dict[str, int]) -> tuple[int, int, int, int]:
        return (
            r["startRowIndex"],
            r["endRowIndex"],
            r["startColumnIndex"],
            r["endColumnIndex"],
        )

    whole = api(
        space,
        "GET",
        f"/v4/spreadsheets/{book}",
        params={"includeGridData": "true"},
    ).json()
    tab = whole["sheets"][0]
    chart = tab["charts"][0]
    marked = [
        i
        for i, line in enumerate(tab["data"][0]["rowMetadata"])
        if "developerMetadata" in line
    ]
    return {
        "named": sides(whole["namedRanges"][0]["range"]),
        "protected": sides(tab["protectedRanges"][0]["range"]),
        "bands": sides(tab["bandedRanges"][0]["range"]),
        "view": sides(tab["filterViews"][0]["range"]),
        "rule": sides(tab["conditionalFormats"][0]["ranges"][0]),
        "filter": sides(tab["basicFilter"]["range"]),
        "chart": sides(
            chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"][
                "sources"
            ][0]
        ),
        "merge": sides(tab["merges"][0]),
        "anchor": chart["position"]["overlayPosition"]["anchorCell"].get(
            "rowIndex", 0
        ),
        "marked": marked,
    }


def test_everything_follows_the_rows_and_columns_that_it_lies_on(
    space: Workspace, book: str
) -> None:
    done(space, book, *EVERYTHING)
    ranged = ("named", "protected", "bands", "view", "rule", "filter", "chart")
    for wanted, sides, merge, anchor, marked in (
        (
            {"insertDimension": {"range": lines(0, 2)}},
            (3, 6, 1, 2),
            (3, 6, 5, 6),
            8,
            [4],
        ),
        (
            {"deleteDimension": {"range": lines(0, 1)}},
            (2, 5, 1, 2),
            (2, 5, 5, 6),
            7,
            [3],
        ),
        (
            {"insertDimension": {"range": lines(3, 4)}},
            (2, 6, 1, 2),
            (2, 6, 5, 6),
            8,
            [4],
        ),
        (
            {"insertDimension": {"range": lines(1, 2, "COLUMNS")}},
            (2, 6, 2, 3),
            (2, 6, 6, 7),
            8,
            [4],
        ),
        (
            {"moveDimension": {"source": lines(4, 5), "destinationIndex": 10}},
            (2, 6, 2, 3),
            (2, 6, 6, 7),
            7,
            [9],
        ),
        (
            {"deleteDimension": {"range": lines(9, 10)}},
            (2, 6, 2, 3),
            (2, 6, 6, 7),
            7,
            [],
        ),
    ):
        done(space, book, wanted)
        found = places(space, book)
        assert {found[name] for name in ranged} == {sides}, wanted
        assert (found["merge"], found["anchor"], found["marked"]) == (
            merge,
            anchor,
            marked,
        ), wanted
    assert sheet(space, book)["basicFilter"]["criteria"] == {
        "2": {"hiddenValues": ["2"]}
    }
    done(space, book, {"deleteDimension": {"range": lines(2, 3, "COLUMNS")}})
    left = api(space, "GET", f"/v4/spreadsheets/{book}").json()
    assert not {
        "protectedRanges",
        "bandedRanges",
        "filterViews",
        "conditionalFormats",
        "basicFilter",
    } & set(left["sheets"][0])
    assert "namedRanges" not in left


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


def test_every_a1_form(space: Workspace, book: str) -> None:
    done(
        space,
        book,
        {
            "addSheet": {
                "properties": {
                    "title": "It's here",
                    "gridProperties": {"rowCount": 4, "columnCount": 3},
                }
            }
        },
    )
    put(space, book, "'It''s here'!A1", [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    for text, found, values in (
        ("'It''s here'", "A1:C4", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        ("'It''s here'!B2", "B2", [[5]]),
        ("'It''s here'!B:B", "B1:B4", [[2], [5], [8]]),
        ("'It''s here'!2:3", "A2:C3", [[4, 5, 6], [7, 8, 9]]),
        ("'It''s here'!B2:B", "B2:B4", [[5], [8]]),
        ("'It''s here'!A2:2", "A2:C2", [[4, 5, 6]]),
        ("'It''s here'!C3:B2", "B2:C3", [[5, 6], [8, 9]]),
        ("'It''s here'!$A$1:$B$1", "A1:B1", [[1, 2]]),
        ("'It''s here'!R2C2:R3C3", "B2:C3", [[5, 6], [8, 9]]),
        ("'It''s here'!C2:Z99", "C2:C4", [[6], [9]]),
    ):
        answer = api(
            space,
            "GET",
            f"/v4/spreadsheets/{book}/values/{text}",
            params={"valueRenderOption": "UNFORMATTED_VALUE"},
        ).json()
        assert (answer["range"], answer["values"]) == (
            f"'It''s here'!{found}",
            values,
        ), text
    for text in (
        "Nowhere!A1",
        "A",
        "A1:",
        "1",
        "'It's here'!A1",
        "A1:B2:C3",
        "A0",
        "!A1",
        "",
    ):
        path = f"/v4/spreadsheets/{book}/values:batchGet"
        answer = api(space, "GET", path, params={"ranges": text})
        assert answer.status_code == 400, text
        assert (
            f"Unable to parse range: {text}"
            in answer.json()["error"]["message"]
        )


def test_values_at_the_edges(space: Workspace, book: str) -> None:
    path = f"/v4/spreadsheets/{book}/values/"
    raw: dict[str, Any] = {"params": {"valueInputOption": "RAW"}}
    for where, rows, words in (
        (
            "Z1",
            [[1, 2]],
            "exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        ("A1000", [[1], [2]], "exceeds grid limits"),
        ("A1:B1", [[1, 2, 3]], "tried writing to column [C]"),
        ("A1:B2", [[1], [2], [3]], "tried writing to row [3]"),
        ("A1", [["x" * 50_001]], "more than the maximum of 50000 characters"),
        ("A1", [[{"a": 1}]], "Invalid values"),
    ):
        answer = api(space, "PUT", path + where, **raw, json={"values": rows})
        assert (
            answer.status_code,
            words in answer.json()["error"]["message"],
        ) == (
            400,
            True,
        ), answer.text
    assert (
        "is required but not specified"
        in api(space, "PUT", path + "A1", json={"values": [[1]]}).json()[
            "error"
        ]["message"]
    )
    put(space, book, "A1", [[1, "", "a"], [None, None, "b"], [None, 5]], "RAW")
    put(space, book, "A1", [[None, "x"]], "RAW")
    assert get(space, book, "A1:D9") == [
        [1, "x", "a"],
        ["", "", "b"],
        ["", 5],
    ], "null skips, blanks at the end are left out"
    put(space, book, "A1", [["", ""]], "RAW")
    assert get(space, book, "A1:D1") == [["", "", "a"]]
    assert "values" not in api(space, "GET", path + "E1:F9").json()
    turned = api(
        space, "GET", path + "A1:C3", params={"majorDimension": "COLUMNS"}
    ).json()["values"]
    assert turned == [[], ["", "", "5"], ["a", "b"]]
    beyond = api(space, "GET", path + "A2000")
    assert "exceeds grid limits" in beyond.json()["error"]["message"]


def test_a_cell_that_is_plain_text_takes_what_is_typed_as_text(
    space: Workspace, book: str
) -> None:
    form = {
        "userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}
    }
    done(
        space,
        book,
        {
            "repeatCell": {
                "range": area(0, 1, 0, 1),
                "cell": form,
                "fields": "userEnteredFormat.numberFormat",
            }
        },
    )
    put(space, book, "A1", [["=1+1", "=1+1"]])
    assert get(space, book, "A1:B1") == [["=1+1", 2]]


def test_developer_metadata_is_found_and_leads_to_its_cells(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["name", "hours"], ["Ana", 2]])
    column = {
        "metadataId": 5,
        "metadataKey": "column",
        "metadataValue": "hours",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": lines(1, 2, "COLUMNS")},
    }
    (reply,) = done(
        space, book, {"createDeveloperMetadata": {"developerMetadata": column}}
    )
    assert (
        reply["createDeveloperMetadata"]["developerMetadata"]["location"][
            "locationType"
        ]
        == "COLUMN"
    )
    wanted = {"developerMetadataLookup": {"metadataKey": "column"}}
    done(space, book, {"insertDimension": {"range": lines(0, 1, "COLUMNS")}})
    path = f"/v4/spreadsheets/{book}"
    found = api(
        space,
        "POST",
        f"{path}/developerMetadata:search",
        json={"dataFilters": [wanted]},
    ).json()
    assert (
        found["matchedDeveloperMetadata"][0]["developerMetadata"]["location"][
            "dimensionRange"
        ]["startIndex"]
        == 2
    )
    assert (
        api(space, "GET", f"{path}/developerMetadata/5").json()[
            "metadataValue"
        ]
        == "hours"
    )
    values = api(
        space,
        "POST",
        f"{path}/values:batchGetByDataFilter",
        json={"dataFilters": [wanted]},
    ).json()
    assert values["valueRanges"][0]["valueRange"]["values"] == [
        ["hours"],
        ["2"],
    ]
    write = {
        "valueInputOption": "RAW",
        "data": [{"dataFilter": wanted, "values": [["minutes"]]}],
    }
    done_ = api(
        space, "POST", f"{path}/values:batchUpdateByDataFilter", json=write
    ).json()
    assert (
        done_["totalUpdatedCells"],
        done_["responses"][0]["updatedRange"],
    ) == (
        1,
        "Sheet1!C1",
    )
    part = api(
        space,
        "POST",
        f"{path}:getByDataFilter",
        json={"dataFilters": [wanted], "includeGridData": True},
    ).json()
    assert part["sheets"][0]["data"][0]["startColumn"] == 2
    done(
        space,
        book,
        {
            "updateDeveloperMetadata": {
                "dataFilters": [wanted],
                "developerMetadata": {"metadataValue": "new"},
                "fields": "metadataValue",
            }
        },
    )
    assert (
        api(space, "GET", f"{path}/developerMetadata/5").json()[
            "metadataValue"
        ]
        == "new"
    )
    cleared = api(
        space,
        "POST",
        f"{path}/values:batchClearByDataFilter",
        json={"dataFilters": [wanted]},
    ).json()
    assert cleared["clearedRanges"] == ["Sheet1!C1:C1000"]
    done(space, book, {"deleteDeveloperMetadata": {"dataFilter": wanted}})
    assert api(space, "GET", f"{path}/developerMetadata/5").status_code == 404
    two = {
        "metadataKey": "k",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": lines(1, 3)},
    }
    assert "exactly one row" in refused(
        space, book, {"createDeveloperMetadata": {"developerMetadata": two}}
    )


def test_a_filter_hides_rows_and_names_can_be_used(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["n"], [1], [2], [3]])
    condition = {
        "condition": {
            "type": "NUMBER_GREATER",
            "values": [{"userEnteredValue": "1"}],
        },
        "hiddenValues": ["3"],
    }
    done(
        space,
        book,
        {
            "setBasicFilter": {
                "filter": {
                    "range": area(0, 4, 0, 1),
                    "filterSpecs": [
                        {"columnIndex": 0, "filterCriteria": condition}
                    ],
                }
            }
        },
    )
    rows = sheet(space, book, includeGridData="true")["data"][0]["rowMetadata"]
    assert [i for i, r in enumerate(rows) if r.get("hiddenByFilter")] == [1, 3]
    done(
        space,
        book,
        {
            "addNamedRange": {
                "namedRange": {"name": "numbers", "range": area(1, 4, 0, 1)}
            }
        },
    )
    assert get(space, book, "Numbers") == [[1], [2], [3]]
    assert "already exists" in refused(
        space,
        book,
        {
            "addNamedRange": {
                "namedRange": {"name": "NUMBERS", "range": area(0, 1, 0, 1)}
            }
        },
    )
    assert "Invalid named range name" in refused(
        space,
        book,
        {
            "addNamedRange": {
                "namedRange": {"name": "A1", "range": area(0, 1, 0, 1)}
            }
        },
    )


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


def test_pasting_cutting_and_gaps(space: Workspace, book: str) -> None:
    put(space, book, "A1", [[1, "=A1*2"], [2, "=A2*2"]])
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 0, 2),
                "destination": area(3, 4, 0, 1),
                "pasteType": "PASTE_VALUES",
            }
        },
    )
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 1, 2),
                "destination": area(0, 2, 2, 3),
                "pasteType": "PASTE_FORMULA",
            }
        },
    )
    done(
        space,
        book,
        {
            "copyPaste": {
                "source": area(0, 2, 0, 1),
                "destination": area(6, 7, 0, 1),
                "pasteOrientation": "TRANSPOSE",
            }
        },
    )
    assert get(space, book, "A4:B5", "FORMULA") == [[1, 2], [2, 4]]
    assert get(space, book, "C1:C2", "FORMULA") == [["=B1*2"], ["=B2*2"]]
    assert get(space, book, "A7:B7") == [[1, 2]]
    put(space, book, "E1", [["=A1"]])
    done(
        space,
        book,
        {
            "cutPaste": {
                "source": area(0, 1, 0, 1),
                "destination": {"sheetId": 0, "rowIndex": 9, "columnIndex": 3},
            }
        },
    )
    assert get(space, book, "E1:E1", "FORMULA") == [["=D10"]], (
        "what refers to a cell that was cut follows it"
    )
    assert get(space, book, "B1", "FORMULA") == [["=D10*2"]]
    done(
        space,
        book,
        {"insertRange": {"range": area(3, 4, 0, 1), "shiftDimension": "ROWS"}},
    )
    assert get(space, book, "A4:B6") == [["", 2], [1, 4], [2]]
    done(
        space,
        book,
        {"deleteRange": {"range": area(3, 4, 0, 1), "shiftDimension": "ROWS"}},
    )
    assert get(space, book, "A4:B5") == [[1, 2], [2, 4]]


def test_groups_nest_and_borders_and_sizes(
    space: Workspace, book: str
) -> None:
    done(
        space,
        book,
        {"addDimensionGroup": {"range": lines(1, 6)}},
        {"addDimensionGroup": {"range": lines(2, 4)}},
    )
    groups = sheet(space, book)["rowGroups"]
    assert [
        (g["range"]["startIndex"], g["range"]["endIndex"], g["depth"])
        for g in groups
    ] == [(1, 6, 1), (2, 4, 2)]
    done(
        space,
        book,
        {
            "updateDimensionGroup": {
                "dimensionGroup": {
                    "range": lines(2, 4),
                    "depth": 2,
                    "collapsed": True,
                },
                "fields": "collapsed",
            }
        },
    )
    (reply,) = done(
        space, book, {"deleteDimensionGroup": {"range": lines(1, 3)}}
    )
    assert [
        (g["range"]["startIndex"], g["range"]["endIndex"], g["depth"])
        for g in reply["deleteDimensionGroup"]["dimensionGroups"]
    ] == [(2, 6, 1), (3, 4, 2)]
    line = {"style": "SOLID"}
    done(
        space,
        book,
        {
            "updateBorders": {
                "range": area(0, 2, 0, 2),
                "top": line,
                "innerVertical": line,
            }
        },
    )
    rows = sheet(space, book, includeGridData="true", ranges="A1:B2")["data"][
        0
    ]["rowData"]
    assert [
        sorted(c["userEnteredFormat"]["borders"])
        for r in rows
        for c in r["values"]
    ] == [
        ["right", "top"],
        ["left", "top"],
        ["right"],
        ["left"],
    ]
    put(space, book, "A1", [["a rather long text in a cell"]])
    done(
        space,
        book,
        {"autoResizeDimensions": {"dimensions": lines(0, 1, "COLUMNS")}},
    )
    assert (
        sheet(space, book, includeGridData="true")["data"][0][
            "columnMetadata"
        ][0]["pixelSize"]
        > 150
    )


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


def test_googles_json_is_laxer_than_its_schema(
    space: Workspace, book: str
) -> None:
    """snake_case, a single object for a list, a list in a list, null for
    unset, numbers as texts.
    """
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    wanted = {
        "update_sheet_properties": {
            "properties": {"sheet_id": "0", "title": "Lax", "hidden": None},
            "fields": "title",
        }
    }
    assert (
        api(space, "POST", path, json={"requests": wanted}).status_code == 200
    )
    again = {
        "requests": [
            [{"addSheet": {"properties": {"title": "Nested", "index": "1"}}}]
        ]
    }
    assert api(space, "POST", path, json=again).status_code == 200
    titles = [
        s["properties"]["title"]
        for s in api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"]
    ]
    assert titles == ["Lax", "Nested"]
    error = api(
        space,
        "POST",
        path,
        json={"requests": [{"addSheet": {"properties": {"index": "x"}}}]},
    ).json()["error"]
    assert (
        error["message"]
        == "Invalid value at 'requests[0].add_sheet.properties.index' (TYPE_INT32), \"x\""
    )
    assert (
        error["details"][0]["fieldViolations"][0]["field"]
        == "requests[0].add_sheet.properties.index"
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


def test_dates_from_formulas_read_as_dates_and_references_take_their_format(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["$1.50", "=A1", "=DATE(2026,11,25)", "=A1*2"]])
    assert get(space, book, "A1:D1", "FORMATTED_VALUE") == [
        ["$1.50", "$1.50", "11/25/2026", "3"]
    ]
    answer = api(
        space,
        "GET",
        f"/v4/spreadsheets/{book}/values/C1",
        params={
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "FORMATTED_STRING",
        },
    )
    assert answer.json()["values"] == [["11/25/2026"]]


def test_someone_shut_out_can_neither_change_nor_unprotect(
    space: Workspace, book: str
) -> None:
    body = {"type": "user", "role": "writer", "emailAddress": "bo@w.example"}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=body
    ).raise_for_status()
    whole = {
        "protectedRangeId": 1,
        "range": {"sheetId": 0},
        "unprotectedRanges": [area(1, 9, 0, 2)],
        "editors": {"users": [ADMIN]},
    }
    done(space, book, {"addProtectedRange": {"protectedRange": whole}})

    def bo(*wanted: dict[str, Any]) -> int:
        return update(space, book, *wanted, who="bo@w.example").status_code

    cell = {"rows": [{"values": [{"note": "x"}]}], "fields": "note"}
    assert (
        bo({"updateCells": cell | {"start": {"sheetId": 0, "rowIndex": 1}}})
        == 200
    )
    for wanted in (
        {"updateCells": cell | {"start": {"sheetId": 0}}},
        {"deleteProtectedRange": {"protectedRangeId": 1}},
        {
            "updateProtectedRange": {
                "protectedRange": {"protectedRangeId": 1, "warningOnly": True},
                "fields": "warningOnly",
            }
        },
        {"setDataValidation": {"range": area(0, 1, 0, 1)}},
        {"mergeCells": {"range": area(0, 2, 0, 1)}},
        {"deleteSheet": {"sheetId": 0}},
        {"deleteDimension": {"range": lines(0, 1)}},
        {"sortRange": {"range": area(0, 3, 0, 1), "sortSpecs": [{}]}},
        {"deleteRange": {"range": area(0, 1, 0, 1), "shiftDimension": "ROWS"}},
    ):
        assert bo({"addSheet": {}}, wanted) == 400, wanted
    seen = api(
        space, "GET", f"/v4/spreadsheets/{book}", who="bo@w.example"
    ).json()["sheets"][0]["protectedRanges"][0]
    assert "editors" not in seen
    assert (
        sheet(space, book)["protectedRanges"][0]["requestingUserCanEdit"]
        is True
    )
    clear = api(
        space,
        "POST",
        f"/v4/spreadsheets/{book}/values/A1:B9:clear",
        who="bo@w.example",
        json={},
    )
    assert "protected cell" in clear.json()["error"]["message"]


def test_charts_are_kept_moved_and_drawn(space: Workspace, book: str) -> None:
    put(
        space,
        book,
        "A1",
        [
            ["Status", "Pairs"],
            ["<Reach out>", 3],
            ["Check in", 5],
            ["On track", 32],
        ],
    )
    domain = {"domain": {"sourceRange": {"sources": [area(0, 4, 0, 1)]}}}
    series = {"series": {"sourceRange": {"sources": [area(0, 4, 1, 2)]}}}
    spec = {
        "title": "Pairs & status",
        "basicChart": {
            "chartType": "BAR",
            "domains": [domain],
            "series": [series],
            "headerCount": 1,
        },
    }
    anchor = {
        "overlayPosition": {
            "anchorCell": {"sheetId": 0, "rowIndex": 1, "columnIndex": 3},
            "widthPixels": 400,
        }
    }
    (reply,) = done(
        space,
        book,
        {"addChart": {"chart": {"spec": spec, "position": anchor}}},
    )
    chart = reply["addChart"]["chart"]
    assert chart["position"]["overlayPosition"]["heightPixels"] == 371
    page = requests.get(
        f"{space.url}/spreadsheets/d/{book}/edit",
        cookies={"identity": ADMIN},
        timeout=10,
    ).text
    assert (
        'role="img" aria-label="Pairs &amp; status. Pairs: &lt;Reach out&gt; 3, Check in 5, On track 32."'
        in page
    )
    pie = {
        "pieChart": {"domain": domain["domain"], "series": series["series"]}
    }
    done(
        space,
        book,
        {"updateChartSpec": {"chartId": chart["chartId"], "spec": pie}},
    )
    moved = {
        "objectId": chart["chartId"],
        "newPosition": {"overlayPosition": {"offsetXPixels": 9}},
        "fields": "offsetXPixels",
    }
    (reply,) = done(space, book, {"updateEmbeddedObjectPosition": moved})
    assert (
        reply["updateEmbeddedObjectPosition"]["position"]["overlayPosition"][
            "offsetXPixels"
        ]
        == 9
    )
    (reply,) = done(
        space,
        book,
        {"addChart": {"chart": {"spec": pie, "position": {"newSheet": True}}}},
    )
    own = api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"][-1]
    assert own["properties"]["sheetType"] == "OBJECT"
    alone = requests.get(
        f"{space.url}/spreadsheets/d/{book}/edit?gid={own['properties']['sheetId']}",
        cookies={"identity": ADMIN},
        timeout=10,
    )
    assert alone.text.count("<svg") == 1
    done(
        space,
        book,
        {
            "deleteEmbeddedObject": {
                "objectId": reply["addChart"]["chart"]["chartId"]
            }
        },
        {"deleteEmbeddedObject": {"objectId": chart["chartId"]}},
    )
    assert (
        len(api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"])
        == 1
    )
    assert "one row or one column" in refused(
        space,
        book,
        {
            "addChart": {
                "chart": {
                    "position": anchor,
                    "spec": {
                        "pieChart": {
                            "domain": {
                                "sourceRange": {"sources": [area(0, 2, 0, 2)]}
                            },
                            "series": series["series"],
                        }
                    },
                }
            }
        },
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


def test_what_refers_to_nothing_is_an_error_in_its_cell_alone(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [[7, "=Missing!A1", "=A0"]])
    (values,) = get(space, book, "A1:C1", "FORMATTED_VALUE")
    assert (values[0], values[1][0], values[2][0]) == ("7", "#", "#")


def test_a_book_can_always_be_opened(space: Workspace, book: str) -> None:
    """A protection goes with its named range, and the last tab stays."""
    name = {
        "addNamedRange": {
            "namedRange": {
                "namedRangeId": "n",
                "name": "hours",
                "range": area(1, 2, 0, 1),
            }
        }
    }
    protect = {
        "addProtectedRange": {
            "protectedRange": {
                "namedRangeId": "n",
                "editors": {"users": [ADMIN]},
            }
        }
    }
    done(
        space, book, name, protect, {"deleteDimension": {"range": lines(1, 2)}}
    )
    assert "protectedRanges" not in sheet(space, book)
    pie = {
        "pieChart": {
            "domain": {"sourceRange": {"sources": [area(0, 2, 0, 1)]}},
            "series": {"sourceRange": {"sources": [area(0, 2, 1, 2)]}},
        }
    }
    (reply,) = done(
        space,
        book,
        {"addChart": {"chart": {"spec": pie, "position": {"newSheet": True}}}},
    )
    chart = reply["addChart"]["chart"]
    done(space, book, {"deleteSheet": {"sheetId": 0}})
    assert "visible sheets" in refused(
        space, book, {"deleteEmbeddedObject": {"objectId": chart["chartId"]}}
    )
    assert "is not a grid" in refused(
        space,
        book,
        {
            "repeatCell": {
                "range": {"sheetId": chart["position"]["sheetId"]},
                "cell": {},
                "fields": "*",
            }
        },
    )


@pytest.mark.parametrize(
    "title",
    ["A/B", "a:b", "Q?", "[x]", "a*b", "It's", "x" * 40, "back\\slash"],
)
def test_formulas_work_whatever_a_tab_is_called(
    space: Workspace, book: str, title: str
) -> None:
    """ironcalc has Excel's rules for names; Google has not."""
    done(
        space,
        book,
        {"addSheet": {"properties": {"title": title}}},
        {"addSheet": {"properties": {"title": title + "y"}}},
    )
    quoted = "'" + title.replace("'", "''") + "'"
    other = "'" + title.replace("'", "''") + "y'"
    path = f"/v4/spreadsheets/{book}/values:batchUpdate"
    data = [
        {"range": f"{quoted}!A1", "values": [[20]]},
        {"range": f"{other}!A1", "values": [[1]]},
        {"range": "Sheet1!A1", "values": [[f"={quoted}!A1*2+{other}!A1"]]},
    ]
    api(
        space,
        "POST",
        path,
        json={"valueInputOption": "USER_ENTERED", "data": data},
    ).raise_for_status()
    assert get(space, book, "Sheet1!A1") == [[41]]
    xlsx = {
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
    assert (
        api(
            space, "GET", f"/drive/v3/files/{book}/export", params=xlsx
        ).status_code
        == 200
    )
