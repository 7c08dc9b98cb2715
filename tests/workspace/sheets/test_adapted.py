"""Formulas of Sheets as the engine takes them: the same meaning, but for what
the engine does otherwise.
"""

from __future__ import annotations

from typing import Any

import ironcalc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.raw_calls import api
from tests.support.sheet_calls import (
    done,
    get,
)
from workspace.sheets.adapted import (
    adapted,
    renamed,
    target,
)
from workspace.space import Workspace

# Cells A1 to C3 are filled: what is adapted for blanks changes nothing.
CELLS = (("1", "2", "x"), ("4", "text", "6"), ("TRUE", "8", "9"))


_LEAVES = st.sampled_from(
    (
        "A1",
        "$B$1",
        "C$3",
        "A2",
        "Sheet1!B3",
        "'Sheet1'!C2",
        "7",
        "1.5",
        "2E3",
        '"a ""quoted"" text"',
        "TRUE",
        "NA()",
    )
)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(
        ("+", "-", "*", "/", "&", "=", "<>", "<", ">=", "^")
    )
    return st.one_of(
        st.tuples(inner, operators, inner).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("{}%".format),
        st.tuples(inner, inner, inner).map(
            "IF({0[0]}=1,{0[1]},{0[2]})".format
        ),
        st.tuples(inner, inner).map("IFERROR({0[0]},{0[1]})".format),
        inner.map("SUM(A1:B2,{})".format),
        inner.map("INDEX(A1:C3,2,MOD(LEN({})*0,3)+1)".format),
        inner.map('XLOOKUP({},A1:A3,B1:B3,"none")'.format),
        inner.map('HYPERLINK("https://x.example/"&{},"label")'.format),
    )


FORMULAS = st.recursive(_LEAVES, _around, max_leaves=6).map("={}".format)


def worth(formula: str) -> Any:
    """What the engine makes of a formula in D1."""
    engine = ironcalc.create("Sheet1", "en", "UTC", "en")
    engine.rename_sheet(0, "Sheet1")
    for r, row in enumerate(CELLS, 1):
        for c, text in enumerate(row, 1):
            engine.set_user_input(0, r, c, text)
    engine.set_user_input(0, 1, 9, formula)
    engine.evaluate()
    return engine.get_cell_value(0, 1, 9)


@settings(max_examples=150, deadline=None)
@given(FORMULAS)
@example("=-A1^2")
@example("=1-2-3")
@example("=A1&A2=B1")
def test_where_no_cell_is_blank_a_formula_means_what_it_meant(
    formula: str,
) -> None:
    assert worth(adapted(formula)) == worth(formula)


def test_what_is_written_for_the_engine() -> None:
    for formula, wanted in (
        ("=B1", '=IF(ISBLANK(B1),"",B1)'),
        ("=B1+1", "=B1+1"),
        ('=IF(A1="",,B2)', '=IF(A1="","",IF(ISBLANK(B2),"",B2))'),
        ("=1+IFERROR(A1)", '=1+IFERROR(A1,"")'),
        ("=ARRAYFORMULA(A1:A3*2)", "=(A1:A3*2)"),
        ("=A1:A3*2", "=@A1:A3*2"),
        ("=SUM(A1:A3)", "=SUM(A1:A3)"),
        ("=SUMPRODUCT((A1:A3>1)*1)", "=SUMPRODUCT((A1:A3>1)*1)"),
        (
            "=SORT(A1:A3,1,FALSE)",
            '=LET(all_,IF(A1:A3="","",A1:A3),SORTBY(all_,INDEX(all_,0,1)="",1,INDEX(all_,0,1),IF(FALSE,1,-1)))',
        ),
        ("={1+1,2;3,4}", "={1+1,2;3,4}"),
        (
            "={A1:A2,B1:B2}",
            (
                '=VSTACK(LET(parta_,IF(A1:A2="","",A1:A2),partb_,IF(B1:B2="","",B1:B2),'
                "IF(AND(ROWS(parta_)=ROWS(partb_)),HSTACK(parta_,partb_),#REF!)))"
            ),
        ),
    ):
        assert adapted(formula) == wanted


def test_a_name_is_replaced_in_formulas_alone() -> None:
    formula = "=SUM(both)+both_of+\"both\"&'both'!A1&Both"
    assert renamed(formula, "both", "all") == (
        "=SUM(all)+both_of+\"both\"&'both'!A1&all"
    )


def test_links_are_replaced_by_where_they_lead() -> None:
    formula = '=IF(A1="","",HYPERLINK("x"&A1,"(here)"))'
    assert target(formula) == '=IF(A1="","",("x"&A1))'


def test_nested_functions_grow_by_what_they_add() -> None:
    for call in ("FILTER({},A1:A2>0)", "SORT({},1,TRUE)", "{{{};A1:B1}}"):
        text = "A1:A2"
        for _ in range(40):
            text = call.format(text)
        assert len(adapted(f"={text}")) < 40 * 400


@pytest.mark.parametrize(
    "title",
    ["A/B", "a:b", "Q?", "[x]", "a*b", "It's", "x" * 40, "back\\slash"],
)
def test_formulas_work_whatever_a_tab_is_called(
    space: Workspace, book: str, title: str
) -> None:
    """ironcalc has Excel's rules for names; Google has not."""
    done(
        space,
        book,
        {"addSheet": {"properties": {"title": title}}},
        {"addSheet": {"properties": {"title": title + "y"}}},
    )
    quoted = "'" + title.replace("'", "''") + "'"
    other = "'" + title.replace("'", "''") + "y'"
    path = f"/v4/spreadsheets/{book}/values:batchUpdate"
    data = [
        {"range": f"{quoted}!A1", "values": [[20]]},
        {"range": f"{other}!A1", "values": [[1]]},
        {"range": "Sheet1!A1", "values": [[f"={quoted}!A1*2+{other}!A1"]]},
    ]
    api(
        space,
        "POST",
        path,
        json={"valueInputOption": "USER_ENTERED", "data": data},
    ).raise_for_status()
    assert get(space, book, "Sheet1!A1") == [[41]]
    xlsx = {
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
    assert (
        api(
            space, "GET", f"/drive/v3/files/{book}/export", params=xlsx
        ).status_code
        == 200
    )
