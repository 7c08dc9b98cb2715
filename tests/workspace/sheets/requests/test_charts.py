"""Charts are kept, moved and drawn."""

from __future__ import annotations

import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    area,
    done,
    put,
    refused,
)
from workspace.space import Workspace


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
