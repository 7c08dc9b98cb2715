"""Values, read and written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    get,
    put,
)
from workspace.space import Workspace


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
