"""A function that Sheets has and the workspace has not is refused by its name
where it is written.
"""

from __future__ import annotations

from typing import Any

import ironcalc
import pytest

from tests.support.raw_calls import api
from workspace.sheets.functions import (
    BREAKING,
    BY_CELL,
    NOT_HERE,
    OF_SHEETS,
    SPREADING,
)
from workspace.space import Workspace

SHEET = "application/vnd.google-apps.spreadsheet"


def test_the_list_of_what_is_not_here_is_what_the_engine_does_not_know() -> (
    None
):
    engine = ironcalc.create("book", "en", "UTC", "en")
    names = sorted(OF_SHEETS)
    for row, name in enumerate(names, 1):
        engine.set_user_input(0, row, 1, f"={name}()")
    engine.evaluate()
    unknown = {
        name
        for row, name in enumerate(names, 1)
        if engine.get_cell_value(0, row, 1) == "#NAME?"
    }
    # ARRAYFORMULA is spelled in the engine's way.
    assert unknown - {"ARRAYFORMULA"} == NOT_HERE - BREAKING
    assert BY_CELL | SPREADING <= OF_SHEETS


CELL = {"userEnteredValue": {"formulaValue": '=IF(A1="",QUERY(A1:B2,"s"),1)'}}
RULE = {
    "ranges": [{"sheetId": 0}],
    "booleanRule": {
        "condition": {
            "type": "CUSTOM_FORMULA",
            "values": [{"userEnteredValue": '=QUERY(A1:B2,"s")'}],
        },
        "format": {"textFormat": {"bold": True}},
    },
}


@pytest.mark.parametrize(
    "wanted",
    [
        {
            "updateCells": {
                "start": {"sheetId": 0},
                "rows": [{"values": [CELL]}],
                "fields": "userEnteredValue",
            }
        },
        {
            "repeatCell": {
                "range": {"sheetId": 0, "endRowIndex": 2},
                "cell": CELL,
                "fields": "userEnteredValue",
            }
        },
        {"addConditionalFormatRule": {"rule": RULE, "index": 0}},
    ],
    ids=lambda wanted: next(iter(wanted)),
)
def test_a_batch_that_writes_it_is_refused(
    space: Workspace, book: str, wanted: dict[str, Any]
) -> None:
    path = f"/v4/spreadsheets/{book}:batchUpdate"
    answer = api(space, "POST", path, json={"requests": [wanted]})
    assert answer.status_code == 501
    assert "the function QUERY" in answer.json()["error"]["message"]


def test_values_that_have_it_are_refused_and_nothing_is_written(
    space: Workspace, book: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values/A1"
    answer = api(
        space,
        "PUT",
        path,
        params={"valueInputOption": "USER_ENTERED"},
        json={"values": [["a"], ['=JOIN(",",A1:A2)'], ["b"]]},
    )
    assert answer.status_code == 501
    assert "the function JOIN" in answer.json()["error"]["message"]
    assert "values" not in api(space, "GET", path).json()


def test_a_text_that_only_names_it_is_no_formula(
    space: Workspace, book: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values/A1"
    rows = [['="QUERY("&"x"', "QUERY(A1)"]]
    answer = api(
        space,
        "PUT",
        path,
        params={"valueInputOption": "USER_ENTERED"},
        json={"values": rows},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("=SUMPRODUCT(--ISNUMBER(A1:A3))", "ISNUMBER within"),
        ("=SUMPRODUCT(--ISNUMBER(nums))", "ISNUMBER within"),
        ("=SUMPRODUCT(--ISTEXT(OFFSET(A1,0,0,3,1)))", "ISTEXT within"),
        ("=LET(r,A1:A3,SUMPRODUCT(--ISNUMBER(r)))", "ISNUMBER within"),
        ("=ARRAYFORMULA(VLOOKUP(A1:A3,A1:B3,2,FALSE))", "VLOOKUP within"),
        ("=ARRAYFORMULA(COUNTIF(A1:A3,A1:A3))", "COUNTIF within"),
        ("=COUNT(SEQUENCE(3))", "COUNT of an array"),
        ('=TEXTJOIN(",",TRUE,UNIQUE(A1:A3))', "TEXTJOIN of an array"),
    ],
)
def test_what_the_engine_does_not_do_for_arrays_is_refused(
    space: Workspace, book: str, formula: str, name: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values/D1"
    answer = api(
        space,
        "PUT",
        path,
        params={"valueInputOption": "USER_ENTERED"},
        json={"values": [[formula]]},
    )
    assert answer.status_code == 501
    assert name in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=LET(r,RANK(A2,A1:A3),r)", "2"),
        ("=ARRAYFORMULA(LOG10(A1:A1))", "0.4771212547"),
        ('=SUMPRODUCT((A1:A3>1)*(B1:B3="y"))', "1"),
        ("=INDEX(B1:B3,MATCH(2,A1:A3,0))", "y"),
        ("=COUNT(A1:A3)", "3"),
        ('=TEXTJOIN(",",TRUE,B1:B3)', "x,y,z"),
        ("=LARGE(A1:A3,1)", "3"),
        ("=SUM(FILTER(A1:A3,A1:A3>1))", "5"),
        ("=SUM(MAP(A1:A3,LAMBDA(v,ROUND(v,0))))", "6"),
    ],
)
def test_what_it_does_is_taken(
    space: Workspace, book: str, formula: str, shown: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values"
    typed = {"valueInputOption": "USER_ENTERED"}
    for place, rows in (
        ("A1", [[3, "x"], [2, "y"], [1, "z"]]),
        ("D1", [[formula]]),
    ):
        api(
            space,
            "PUT",
            f"{path}/{place}",
            params=typed,
            json={"values": rows},
        ).raise_for_status()
    answer = api(space, "GET", f"{path}/D1").json()
    assert answer["values"] == [[shown]]
