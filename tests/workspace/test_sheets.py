"""The workspace's Sheets: atomic batches, formulas that follow their cells,
protection that holds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

SHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def book(space: Workspace) -> str:
    return str(
        api(
            space,
            "POST",
            "/drive/v3/files",
            json={"name": "B", "mimeType": SHEET},
        ).json()["id"]
    )


def update(
    space: Workspace, book: str, *wanted: dict[str, Any], who: str = ADMIN
) -> requests.Response:
    return api(
        space,
        "POST",
        f"/v4/spreadsheets/{book}:batchUpdate",
        who=who,
        json={"requests": list(wanted)},
    )


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
    path = f"/v4/spreadsheets/{book}/values/{where}"
    return (
        api(space, "GET", path, params={"valueRenderOption": render})
        .json()
        .get("values")
    )


def rows(first: int, after: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {
        "range": {
            "sheetId": 0,
            "dimension": dimension,
            "startIndex": first,
            "endIndex": after,
        }
    }


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


def test_methods_not_done_here_are_named(space: Workspace, book: str) -> None:
    answer = api(space, "GET", f"/drive/v3/files/{book}/revisions")
    assert answer.status_code == 501
    assert (
        answer.json()["error"]["message"]
        == "This local workspace does not do the method drive.revisions.list."
    )


def test_raw_is_text_and_user_entered_is_read(
    space: Workspace, book: str
) -> None:
    typed = [
        [
            "=1+1",
            "3.5",
            "TRUE",
            "10/14/2026",
            "'=1",
            "007",
            "12%",
            "$3",
            "2:45 pm",
        ]
    ]
    put(space, book, "A1", typed, "RAW")
    assert get(space, book, "A1:I1") == typed
    put(space, book, "A1", typed)
    assert get(space, book, "A1:I1") == [
        [
            2,
            3.5,
            True,
            46309,
            "=1",
            7,
            0.12,
            3,
            pytest.approx(0.614583, abs=1e-6),
        ]
    ]
    assert get(space, book, "A1:I1", "FORMATTED_VALUE") == [
        ["2", "3.5", "TRUE", "10/14/2026", "=1", "7", "12%", "$3", "2:45 PM"]
    ]
    assert get(space, book, "A1", "FORMULA") == [["=1+1"]]


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
    update(space, book, {"insertDimension": rows(1, 3)}).raise_for_status()
    assert get(space, book, "B4:B6", "FORMULA") == [
        ["=A4*2"],
        ["=A5*2"],
        ["=SUM($A$4:$A$6)"],
    ]
    update(space, book, {"deleteDimension": rows(4, 5)}).raise_for_status()
    assert get(space, book, "B4:B5", "FORMULA") == [
        ["=A4*2"],
        ["=SUM($A$4:$A$5)"],
    ]
    update(
        space, book, {"deleteDimension": rows(0, 1, "COLUMNS")}
    ).raise_for_status()
    assert get(space, book, "A4:A5", "FORMULA") == [
        ["=#REF!*2"],
        ["=SUM(#REF!)"],
    ]


def test_a_sort_takes_formulas_along_by_their_row(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1:B3", [[3, "=A1*2"], [1, "=A2*2"], [2, "=A3*2"]])
    area = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    update(
        space,
        book,
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 0}]}},
    ).raise_for_status()
    assert get(space, book, "A1:B3") == [[1, 2], [2, 4], [3, 6]]
    assert get(space, book, "B1:B3", "FORMULA") == [
        ["=A1*2"],
        ["=A2*2"],
        ["=A3*2"],
    ]


def test_what_was_read_within_a_batch_is_not_what_is_there_after_it(
    space: Workspace, book: str
) -> None:
    """Found by the tests made from schemas: a sort reads the values that it
    then moves.
    """
    put(space, book, "A1:B3", [[1, "=A1+1"], [2, "=A2+1"], [3, "=B1"]])
    area = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    spec = {"dimensionIndex": 0, "sortOrder": "DESCENDING"}
    update(
        space, book, {"sortRange": {"range": area, "sortSpecs": [spec]}}
    ).raise_for_status()
    before = get(space, book, "A1:B3")
    space.desk.forget()
    assert (
        get(space, book, "A1:B3") == before == [[3, "#REF!"], [2, 3], [1, 2]]
    )


def test_a_renamed_tab_is_followed_and_a_deleted_one_is_not(
    space: Workspace, book: str
) -> None:
    update(
        space,
        book,
        {"addSheet": {"properties": {"sheetId": 5, "title": "Two"}}},
    ).raise_for_status()
    put(space, book, "Two!A1", [[7]])
    put(space, book, "Sheet1!A1", [["=Two!A1+1"]])
    update(
        space,
        book,
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 5, "title": "My tab"},
                "fields": "title",
            }
        },
    )
    assert (
        get(space, book, "Sheet1!A1", "FORMULA"),
        get(space, book, "Sheet1!A1"),
    ) == ([["='My tab'!A1+1"]], [[8]])
    update(space, book, {"deleteSheet": {"sheetId": 5}}).raise_for_status()
    update(
        space,
        book,
        {"addSheet": {"properties": {"sheetId": 6, "title": "My tab"}}},
    ).raise_for_status()
    assert get(space, book, "Sheet1!A1") == [["#REF!"]]


def test_today_is_the_workspaces_day_where_the_sheet_is(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [["=TODAY()"]])
    space.store.set_now(datetime(2027, 1, 5, 2, tzinfo=UTC))
    assert get(space, book, "A1") == [[46392]]
    properties = {
        "properties": {"timeZone": "America/New_York"},
        "fields": "timeZone",
    }
    update(
        space, book, {"updateSpreadsheetProperties": properties}
    ).raise_for_status()
    assert get(space, book, "A1") == [[46391]]


def test_a_printed_formula_is_printed_for_each_row(
    space: Workspace, book: str
) -> None:
    area = {
        "sheetId": 0,
        "startRowIndex": 1,
        "endRowIndex": 4,
        "startColumnIndex": 1,
        "endColumnIndex": 2,
    }
    cell = {"userEnteredValue": {"formulaValue": '=$A2&" of "&$A$1'}}
    update(
        space,
        book,
        {
            "repeatCell": {
                "range": area,
                "cell": cell,
                "fields": "userEnteredValue",
            }
        },
    ).raise_for_status()
    assert get(space, book, "B2:B4", "FORMULA") == [
        ['=$A2&" of "&$A$1'],
        ['=$A3&" of "&$A$1'],
        ['=$A4&" of "&$A$1'],
    ]


def test_nobody_shuts_themselves_out_but_the_owner(
    space: Workspace, book: str
) -> None:
    """Seen live by several projects; the owner of a file is never kept out."""
    url = f"/drive/v3/files/{book}/permissions?sendNotificationEmail=false"
    somebody = {
        "type": "user",
        "role": "writer",
        "emailAddress": "ana@other.example",
    }
    api(space, "POST", url, json=somebody).raise_for_status()
    for who, code in (("ana@other.example", 400), (ADMIN, 200)):
        protected = {
            "range": {"sheetId": 0},
            "editors": {"users": ["bea@other.example"]},
        }
        path = f"/v4/spreadsheets/{book}:batchUpdate"
        body = {
            "requests": [{"addProtectedRange": {"protectedRange": protected}}]
        }
        answer = api(space, "POST", path, who=who, json=body)
        assert answer.status_code == code, answer.text
        assert (
            code == 200
            or "You can't remove yourself as an editor" in answer.text
        )


def test_protection_keeps_everybody_else_out(
    space: Workspace, book: str
) -> None:
    body = {"type": "user", "role": "writer", "emailAddress": "bo@w.example"}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=body
    ).raise_for_status()
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    protected = {
        "protectedRangeId": 1,
        "range": area,
        "editors": {"users": [ADMIN]},
    }
    update(
        space, book, {"addProtectedRange": {"protectedRange": protected}}
    ).raise_for_status()
    cell = {
        "rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}],
        "fields": "userEnteredValue",
    }
    for start, code in (
        ({"sheetId": 0}, 400),
        ({"sheetId": 0, "rowIndex": 1}, 200),
    ):
        assert (
            update(
                space,
                book,
                {"updateCells": cell | {"start": start}},
                who="bo@w.example",
            ).status_code
            == code
        )
    assert (
        update(
            space, book, {"updateCells": cell | {"start": {"sheetId": 0}}}
        ).status_code
        == 200
    )
    deleted = update(
        space, book, {"deleteDimension": rows(0, 1)}, who="bo@w.example"
    )
    assert "protected cell" in deleted.json()["error"]["message"]


def test_a_reader_may_not_write_and_a_stranger_sees_nothing(
    space: Workspace, book: str
) -> None:
    body = {"type": "user", "role": "reader", "emailAddress": "bo@w.example"}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=body
    ).raise_for_status()
    assert (
        update(space, book, {"addSheet": {}}, who="bo@w.example").json()[
            "error"
        ]["status"]
        == "PERMISSION_DENIED"
    )
    assert (
        api(
            space, "GET", f"/v4/spreadsheets/{book}", who="eve@w.example"
        ).status_code
        == 403
    )


def test_a_file_survives_being_closed(space: Workspace, book: str) -> None:
    from workspace.sheets.shelf import Shelf

    put(space, book, "A1:B2", [["a", 1], ["=B1", True]])
    read = Shelf(space.store).get(book)
    assert read == space.desk.shelf.get(book)
    assert read is not space.desk.shelf.get(book)


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
        {"insertDimension": rows(0, 1, "COLUMNS")},
        {"insertDimension": rows(1, 3)},
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
        space, book, {"deleteDimension": rows(1, 2, "COLUMNS")}
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
            space, book, {"insertDimension": rows(first, first + 1)}, who=other
        )
        assert answer.status_code == code, (first, answer.text)


def test_limits_hold_on_every_way_in(space: Workspace, book: str) -> None:
    grid = {
        "properties": {"sheetId": 0, "gridProperties": {"rowCount": 384_000}},
        "fields": "gridProperties.rowCount",
    }
    update(space, book, {"updateSheetProperties": grid}).raise_for_status()
    path = f"/v4/spreadsheets/{book}/values/A384000:append"
    wide = api(
        space,
        "POST",
        path,
        params={"valueInputOption": "RAW"},
        json={"values": [["x"] * 30]},
    )
    assert (
        "above the limit of 10000000 cells" in wide.json()["error"]["message"]
    )
    small = str(
        api(
            space,
            "POST",
            "/v4/spreadsheets",
            json={"properties": {"title": "S"}},
        ).json()["spreadsheetId"]
    )
    size = {"rowCount": 1, "columnCount": 1}
    update(
        space,
        small,
        *(
            {"addSheet": {"properties": {"gridProperties": size}}}
            for _ in range(199)
        ),
    ).raise_for_status()
    first = api(space, "GET", f"/v4/spreadsheets/{small}").json()["sheets"][0][
        "properties"
    ]["sheetId"]
    twice = update(space, small, {"duplicateSheet": {"sourceSheetId": first}})
    assert "above the limit of 200 sheets" in twice.json()["error"]["message"]
    path = f"/v4/spreadsheets/{small}/sheets/{first}:copyTo"
    copied = api(space, "POST", path, json={"destinationSpreadsheetId": small})
    assert "above the limit of 200 sheets" in copied.json()["error"]["message"]


def test_a_csv_is_of_the_sheets_own_day(space: Workspace, book: str) -> None:
    space.store.set_now(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
    properties = {
        "properties": {"timeZone": "America/New_York"},
        "fields": "timeZone",
    }
    update(
        space, book, {"updateSpreadsheetProperties": properties}
    ).raise_for_status()
    put(space, book, "A1", [["=TODAY()"]])
    text = api(
        space,
        "GET",
        f"/drive/v3/files/{book}/export",
        params={"mimeType": "text/csv"},
    ).text
    assert text == "11/25/2026"


@pytest.mark.parametrize(
    ("lookup", "found"),
    [
        ({"sheetId": 0}, {"row", "column", "sheet"}),
        (
            {
                "dimensionRange": {
                    "sheetId": 0,
                    "dimension": "ROWS",
                    "startIndex": 4,
                    "endIndex": 6,
                }
            },
            {"row", "column", "sheet"},
        ),
        (
            {
                "dimensionRange": {
                    "sheetId": 0,
                    "dimension": "ROWS",
                    "startIndex": 9,
                    "endIndex": 10,
                }
            },
            {"column", "sheet"},
        ),
        ({"spreadsheet": True}, {"all"}),
    ],
)
def test_metadata_is_found_where_it_lies(
    space: Workspace, book: str, lookup: dict[str, Any], found: set[str]
) -> None:
    def line(dimension: str, at: int) -> dict[str, Any]:
        return {
            "dimensionRange": {
                "sheetId": 0,
                "dimension": dimension,
                "startIndex": at,
                "endIndex": at + 1,
            }
        }

    places = {
        "row": line("ROWS", 5),
        "column": line("COLUMNS", 1),
        "sheet": {"sheetId": 0},
        "all": {"spreadsheet": True},
    }
    update(
        space,
        book,
        *(
            {
                "createDeveloperMetadata": {
                    "developerMetadata": {
                        "metadataKey": k,
                        "visibility": "DOCUMENT",
                        "location": p,
                    }
                }
            }
            for k, p in places.items()
        ),
    ).raise_for_status()

    def search(**wanted: Any) -> set[str]:
        body = {"dataFilters": [{"developerMetadataLookup": wanted}]}
        answer = api(
            space,
            "POST",
            f"/v4/spreadsheets/{book}/developerMetadata:search",
            json=body,
        ).json()
        return {
            m["developerMetadata"]["metadataKey"]
            for m in answer.get("matchedDeveloperMetadata", [])
        }

    assert search(metadataLocation=lookup) == found
    assert (
        search(
            metadataLocation=lookup,
            locationMatchingStrategy="INTERSECTING_LOCATION",
        )
        == found
    )
    assert len(
        search(
            metadataLocation=lookup, locationMatchingStrategy="EXACT_LOCATION"
        )
    ) == (1 if lookup in ({"sheetId": 0}, {"spreadsheet": True}) else 0)
