"""Rows and columns come and go, and everything follows the cells it lies on."""

from __future__ import annotations

from typing import Any

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    COLUMN,
    area,
    done,
    get,
    lines,
    put,
    sheet,
    span,
    update,
)
from workspace.space import Workspace

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


def test_formulas_follow_their_cells(space: Workspace, book: str) -> None:
    """Inserting, deleting, sorting and renaming move what refers, as in
    Google's.
    """
    put(
        space,
        book,
        "A1:B4",
        [["n", "twice"], [3, "=A2*2"], [1, "=A3*2"], [2, "=SUM($A$2:$A$4)"]],
    )
    update(space, book, {"insertDimension": span(1, 3)}).raise_for_status()
    assert get(space, book, "B4:B6", "FORMULA") == [
        ["=A4*2"],
        ["=A5*2"],
        ["=SUM($A$4:$A$6)"],
    ]
    update(space, book, {"deleteDimension": span(4, 5)}).raise_for_status()
    assert get(space, book, "B4:B5", "FORMULA") == [
        ["=A4*2"],
        ["=SUM($A$4:$A$5)"],
    ]
    update(
        space, book, {"deleteDimension": span(0, 1, "COLUMNS")}
    ).raise_for_status()
    assert get(space, book, "A4:A5", "FORMULA") == [
        ["=#REF!*2"],
        ["=SUM(#REF!)"],
    ]


def test_open_references_and_names_live_with_their_cells(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [[1, 10], [2, 20], [3, 30]])
    formulas = [
        "=SUM(A:A)",
        "=SUM(A2:A)",
        "=SUM($1:$1)",
        "=SUM(Amounts)",
        "=COUNTA(1:1)",
        '="A:A"&A1',
    ]
    named = {
        "name": "Amounts",
        "range": {
            "sheetId": 0,
            "startColumnIndex": 1,
            "endColumnIndex": 2,
            "endRowIndex": 3,
        },
    }
    update(
        space, book, {"addNamedRange": {"namedRange": named}}
    ).raise_for_status()
    put(space, book, "D5", [[f] for f in formulas])
    assert get(space, book, "D5:D10") == [[6], [5], [11], [60], [2], ["A:A1"]]
    where = (
        {"insertDimension": span(0, 1, "COLUMNS")},
        {"insertDimension": span(1, 3)},
    )
    update(space, book, *where).raise_for_status()
    assert get(space, book, "E7:E12", "FORMULA") == [
        [f]
        for f in (
            "=SUM(B:B)",
            "=SUM(B4:B)",
            "=SUM($1:$1)",
            "=SUM(Amounts)",
            "=COUNTA(1:1)",
            '="A:A"&B1',
        )
    ]
    assert get(space, book, "E7:E12") == [[6], [5], [11], [60], [2], ["A:A1"]]
    copied = {
        "copyPaste": {
            "source": {
                "sheetId": 0,
                "startRowIndex": 6,
                "endRowIndex": 8,
                "startColumnIndex": 4,
                "endColumnIndex": 5,
            },
            "destination": {
                "sheetId": 0,
                "startRowIndex": 20,
                "endRowIndex": 22,
                "startColumnIndex": 5,
                "endColumnIndex": 6,
            },
        }
    }
    update(space, book, copied).raise_for_status()
    assert get(space, book, "F21:F22", "FORMULA") == [
        ["=SUM(C:C)"],
        ["=SUM(C18:C)"],
    ]
    update(
        space, book, {"deleteDimension": span(1, 2, "COLUMNS")}
    ).raise_for_status()
    assert get(space, book, "D7", "FORMULA") == [["=SUM(#REF!)"]]


def test_rows_do_not_come_into_a_range_that_is_kept_for_others(
    space: Workspace, book: str
) -> None:
    other = "ben@school.example"
    share = {"type": "user", "role": "writer", "emailAddress": other}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=share
    ).raise_for_status()
    kept = {
        "range": {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 5},
        "editors": {"users": [ADMIN]},
    }
    update(
        space, book, {"addProtectedRange": {"protectedRange": kept}}
    ).raise_for_status()
    for first, code in ((1, 200), (4, 400), (3, 200), (7, 200), (6, 400)):
        answer = update(
            space, book, {"insertDimension": span(first, first + 1)}, who=other
        )
        assert answer.status_code == code, (first, answer.text)
