"""Formulas of strangers end no process, no read and no other's patience."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.evaluated_books import NOON, book
from tests.support.sheet_calls import (
    get,
    put,
    update,
)
from workspace.errors import Refusal
from workspace.sheets.calls import wrong
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.model import Model
from workspace.space import Workspace


@pytest.mark.parametrize(
    "formula",
    [
        "=LET(f,LAMBDA(g,g(g)),f(f))",
        "=IF()",
        "=IFERROR()",
        "=SWITCH()",
        "=FILTER()",
        "=SORT()",
        "=" + "+".join(["A2"] * 490),
        "=" + "&".join(f"A{n}" for n in range(1, 6500)),
        "=" + "(" * 400 + "1" + ")" * 400,
        "='" + "''" * 20_000,
        "=" + "a" * 45_000 + '"',
        "=XNPV(A2,A2)",
    ],
    ids=lambda formula: f"{formula[:20]}, {len(formula)}",
)
def test_a_formula_harms_nothing_but_its_cell(formula: str) -> None:
    now = Evaluation(book([[formula], [7], ["=A2+1"]]), NOON)
    assert str(now.value(0, 0, 0)).startswith("#")
    assert now.value(0, 2, 0) == 8
    assert now.text(0, 0, 0) is not None
    now.extended(0, 0, 0)


def test_an_engine_that_breaks_down_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It raises what is no Exception; the next state is worked out anew."""
    model = Model()
    with monkeypatch.context() as patch:
        patch.setattr("workspace.sheets.calls.BREAKING", frozenset())
        wrong.cache_clear()
        with pytest.raises(Refusal) as refused:
            Evaluation(book([["=XNPV(A2,A2)"], [7]]), NOON, model).value(
                0, 0, 0
            )
    wrong.cache_clear()
    assert refused.value.code == 501
    assert Evaluation(book([["=A2+1"], [7]]), NOON, model).value(0, 0, 0) == 8


def test_what_refers_to_nothing_is_an_error_in_its_cell_alone(
    space: Workspace, book: str
) -> None:
    put(space, book, "A1", [[7, "=Missing!A1", "=A0"]])
    (values,) = get(space, book, "A1:C1", "FORMATTED_VALUE")
    assert (values[0], values[1][0], values[2][0]) == ("7", "#", "#")


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
