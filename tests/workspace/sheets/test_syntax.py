"""The reader of formulas: whole or not at all, and never for long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workspace.sheets.test_adapted import FORMULAS
from workspace.sheets.adapted import adapted, stands_alone, target
from workspace.sheets.calls import functions, may_spread
from workspace.sheets.format_plans import format_plan
from workspace.sheets.syntax import filled, readable, shaped


@settings(max_examples=150, deadline=None)
@given(FORMULAS)
def test_a_formula_is_read_whole_and_its_numbers_come_back(
    formula: str,
) -> None:
    found = shaped(formula)
    assert found is not None
    shape, runs = found
    assert shape.tree is not None
    assert "=" + filled(shape.source(shape.tree), runs) == formula


@settings(max_examples=300, deadline=None)
@given(st.text("=A1$B2:!'\"(),;{}#+-*/&%@ \ue000é.\n", max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    for formula in (text, f"={text}"):
        assert isinstance(adapted(formula), str)
        assert isinstance(target(formula), str)
        assert isinstance(functions(formula), tuple)
        may_spread(formula)
        stands_alone(formula)
        format_plan(formula)


@pytest.mark.parametrize("depth", [50, 5000])
def test_deep_formulas_break_nothing(depth: int) -> None:
    for formula in (
        "=" + "(" * depth + "A1" + ")" * depth,
        "=" + "-" * depth + "A1",
        "=" + "IF(A1," * depth + "1" + ")" * depth,
        "=" + "+".join(["A1"] * depth),
    ):
        assert isinstance(adapted(formula), str)
        assert isinstance(target(formula), str)
        functions(formula)
        format_plan(formula)


def test_what_is_no_formula_is_not_read() -> None:
    for text in (
        "1",
        "=",
        "=1+",
        "=1 2",
        "=(1",
        "={1;}",
        "=1)",
        '="a',
        "=A1 B1",
    ):
        assert not readable(text), text
