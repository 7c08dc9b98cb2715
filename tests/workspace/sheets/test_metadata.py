"""Developer metadata lies on a place and leads to it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    done,
    lines,
    put,
    refused,
    update,
)
from workspace.space import Workspace


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
