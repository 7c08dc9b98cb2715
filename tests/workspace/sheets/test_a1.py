"""Ranges in A1 notation."""

from __future__ import annotations

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    done,
    put,
)
from workspace.space import Workspace


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
