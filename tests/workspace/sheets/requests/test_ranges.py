"""Filters, named ranges and protection lie on ranges."""

from __future__ import annotations

from typing import Any

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    area,
    done,
    get,
    lines,
    put,
    refused,
    sheet,
    span,
    update,
)
from workspace.space import Workspace


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
        space, book, {"deleteDimension": span(0, 1)}, who="bo@w.example"
    )
    assert "protected cell" in deleted.json()["error"]["message"]
