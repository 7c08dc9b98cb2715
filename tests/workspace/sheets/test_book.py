"""A spreadsheet's cells and limits, whatever happens to its tabs."""

from __future__ import annotations

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    area,
    done,
    lines,
    refused,
    sheet,
    update,
)
from workspace.space import Workspace


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
