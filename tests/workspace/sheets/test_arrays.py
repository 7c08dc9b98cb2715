"""Arrays spread over cells."""

from __future__ import annotations

from typing import Any

from tests.support.evaluated_books import NOON, book
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.model import Model


def test_arrays_that_overlap_are_as_in_a_book_read_anew() -> None:
    model = Model()
    first = book([["x", "", ""], ["", "=SEQUENCE(1,2)", ""]])
    Evaluation(first, NOON, model).value(0, 1, 1)
    second = first.copy()
    second.tabs[0].put(
        0, 2, {"userEnteredValue": {"formulaValue": "=SEQUENCE(3)"}}
    )

    def shown(evaluation: Evaluation) -> list[Any]:
        return [evaluation.value(0, r, c) for r in range(3) for c in range(4)]

    assert shown(Evaluation(second, NOON, model)) == shown(
        Evaluation(second, NOON)
    )
