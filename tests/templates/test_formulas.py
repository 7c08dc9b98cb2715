"""Printed formulas: columns for names, and what of them never changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.formulas import column_range, formula, skeleton
from templates.layout import load
from templates.wire import letter

LAYOUT = load(6, 40)


def test_every_declared_formula_names_columns_that_are_there() -> None:
    """No placeholder is left, whatever the texts are."""
    printed = 0
    for tab in LAYOUT.tabs:
        for column in tab.columns:
            if not column.formula:
                continue
            names = set(re.findall(r"\{\$(\w+)\}", column.formula))
            text = formula(LAYOUT, tab, column, dict.fromkeys(names, '"x"'))
            assert text.startswith("=")
            assert not re.search(r"\{\$?\w+(\.\w+)?\}", text), text
            printed += 1
    assert printed > 10


def test_a_column_of_another_tab_is_named_whole() -> None:
    pairs = LAYOUT.tab("pairs")
    height = LAYOUT.size(pairs)[0]
    whole = column_range(LAYOUT, pairs, pairs.columns[0].key)
    assert whole == f"Pairs!$A$1:$A${height}"
    below = column_range(LAYOUT, pairs, pairs.columns[0].key, below=True)
    assert below == f"Pairs!$A$2:$A${height}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('=IF(A2="","",Pairs!$B$3)', '=IF(C9="","",Names!$D$3:$D$9)'),
        ("=SUM('Our pairs'!A1;B2)", "=SUM(Pairs!A1,C3)"),
    ],
)
def test_references_and_separators_change_nothing(
    one: str, other: str
) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_text_within_a_formula_is_part_of_it() -> None:
    assert skeleton('=IF(A1,"a;b","")') != skeleton('=IF(A1,"a,b","")')
    assert skeleton("=SUM(A1)") != skeleton("=MAX(A1)")


@given(st.integers(1, 900), st.integers(1, 60))
def test_wherever_its_cells_are_a_formula_is_the_same(
    row: int, column: int
) -> None:
    moved = f"=MAX({letter(column)}{row},1)"
    assert skeleton(moved) == skeleton("=MAX(A1,1)")
