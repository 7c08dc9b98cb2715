"""The number formats that formulas bring."""

from __future__ import annotations

from typing import Any

from tests.support.evaluated_books import NOON, book
from workspace.sheets.evaluation import Evaluation


def test_formats_of_a_long_chain_are_each_worked_out_once() -> None:
    """Each cell rests on two others: without a memory that doubles."""
    rows: list[list[Any]] = [[1], [1]]
    rows += [[f"=A{n}+A{n + 1}"] for n in range(1, 400)]
    now = Evaluation(book(rows), NOON)
    assert now.number_format(0, 400, 0) == {}
    assert len(now._cell_formats._found) == 399


def test_a_cell_that_goes_round_to_itself_has_no_format() -> None:
    now = Evaluation(book([["=B1+1", "=A1+1"]]), NOON)
    assert now.number_format(0, 0, 0) == {}
