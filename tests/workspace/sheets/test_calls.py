"""The functions that a formula calls."""

from __future__ import annotations

from workspace.sheets.calls import functions, may_spread, unknown, wrong


def test_functions_that_sheets_does_not_have() -> None:
    assert unknown("=SUM(NOSUCH(1))") == "NOSUCH"
    assert unknown('=SUM(1)&"NOSUCH(1)"') == ""
    assert functions("=log10(SUM(1))") == ("LOG10", "SUM")


def test_what_a_formula_gives_whatever_is_in_the_cells() -> None:
    assert wrong("=SUM(A1)") == ""
    assert wrong("=SUM(") == "#ERROR!"
    assert wrong("=NOSUCH(A1)") == "#NAME?"


def test_lookups_in_one_column_do_not_spread() -> None:
    for formula in (
        "=SUM(A1:A3)",
        "=XLOOKUP(A1,B:B,C:C)",
        "=INDEX($C$2:$C$9,2)",
        "=A1",
    ):
        assert not may_spread(formula), formula
    for formula in (
        "=SORT(A1:A3)",
        "=XLOOKUP(A1,B:B,C:D)",
        "=INDEX(A1:C3,2)",
        "={1,2}",
        "=IF(A1,FILTER(A1:A3,B1:B3),0)",
    ):
        assert may_spread(formula), formula
