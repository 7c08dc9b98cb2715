"""What conditions ask of a cell, and which of them Google refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workspace.errors import Refusal
from workspace.sheets.conditions import check, holds

TODAY = date(2026, 11, 25)


def condition(kind: str, *values: str) -> dict[str, Any]:
    return {
        "type": kind,
        "values": [{"userEnteredValue": value} for value in values],
    }


@pytest.mark.parametrize(
    ("asked", "value", "text", "met"),
    [
        (condition("NUMBER_BETWEEN", "1", "5"), 5.0, "5", True),
        (condition("NUMBER_NOT_BETWEEN", "1", "5"), 5.0, "5", False),
        (condition("NUMBER_GREATER", "1"), "2", "2", False),
        (condition("NUMBER_GREATER", "1"), True, "TRUE", False),
        (condition("TEXT_CONTAINS", "ANA"), "Ana Diaz", "Ana Diaz", True),
        (condition("TEXT_STARTS_WITH", "Diaz"), "Ana Diaz", "Ana Diaz", False),
        (condition("TEXT_IS_EMAIL"), "a@x.example", "a@x.example", True),
        (condition("TEXT_IS_EMAIL"), "a@x", "a@x", False),
        (condition("TEXT_IS_URL"), "www.x.example", "www.x.example", True),
        (condition("ONE_OF_LIST", "yes", "no"), "yes", "yes", True),
        (condition("ONE_OF_LIST", "yes", "no"), "Yes", "Yes", False),
        (condition("DATE_AFTER", "11/24/2026"), 46351.0, "11/25/2026", True),
        (condition("DATE_ON_OR_BEFORE", "11/25/2026"), 46351.5, "", True),
        (condition("DATE_BEFORE", "11/25/2026"), 46351.0, "", False),
        (condition("BLANK"), "", "", True),
        (condition("NOT_BLANK"), None, "", False),
        (condition("BOOLEAN"), False, "FALSE", True),
        (condition("BOOLEAN"), "no", "no", False),
    ],
)
def test_a_cell_meets_a_condition(
    asked: dict[str, Any], value: Any, text: str, met: bool
) -> None:
    assert holds(asked, value, text, TODAY) is met


def test_a_relative_day_is_counted_from_today() -> None:
    week = {"type": "DATE_AFTER", "values": [{"relativeDate": "PAST_WEEK"}]}
    assert holds(week, 46350.0, "", TODAY)
    assert not holds(week, 46343.0, "", TODAY)


def test_a_formula_of_ones_own_is_met_by_true_alone() -> None:
    own = condition("CUSTOM_FORMULA", "=A1>1")
    assert holds(own, 1, "1", TODAY, formula=lambda _: True)
    assert not holds(own, 1, "1", TODAY, formula=lambda _: 1)


@pytest.mark.parametrize(
    ("asked", "use", "words"),
    [
        (condition("NUMBER_BETWEEN", "1"), "validation", "takes 2 values"),
        (condition("NUMBER_EQ"), "format", "takes 1 values, not 0"),
        (condition("BLANK"), "validation", "cannot be used"),
        (condition("ONE_OF_LIST", "a"), "format", "cannot be used"),
        (condition("CUSTOM_FORMULA", "A1>1"), "format", "equals sign"),
        (condition("ONE_OF_LIST", "=A1"), "validation", "in a list"),
        (condition("NUMBER_EQ", "=SUM("), "validation", "Invalid"),
        ({"type": "LIKES"}, "format", "not supported"),
        (
            {"type": "NUMBER_EQ", "values": [{}]},
            "format",
            "exactly one of",
        ),
    ],
)
def test_what_goes_with_no_use_is_refused(
    asked: dict[str, Any], use: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        check(asked, use, "en_US")


def test_formulas_are_kept_with_american_separators() -> None:
    asked = condition("CUSTOM_FORMULA", "=SUM(A1;1,5)>2")
    check(asked, "format", "de_DE")
    assert asked["values"][0]["userEnteredValue"] == "=SUM(A1,1.5)>2"
