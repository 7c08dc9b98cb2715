"""Conditions: what data validation, conditional formats and filters ask of a
cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from workspace.errors import invalid, not_here
from workspace.sheets.entry import canonical, localized, typed
from workspace.sheets.formats import EPOCH
from workspace.sheets.locales import regional
from workspace.sheets.syntax import readable

Body = dict[str, Any]

# How many values each kind takes: the least and the most.
_COUNTS: Mapping[str, tuple[int, int]] = {
    "NUMBER_GREATER": (1, 1),
    "NUMBER_GREATER_THAN_EQ": (1, 1),
    "NUMBER_LESS": (1, 1),
    "NUMBER_LESS_THAN_EQ": (1, 1),
    "NUMBER_EQ": (1, 1),
    "NUMBER_NOT_EQ": (1, 1),
    "NUMBER_BETWEEN": (2, 2),
    "NUMBER_NOT_BETWEEN": (2, 2),
    "TEXT_CONTAINS": (1, 1),
    "TEXT_NOT_CONTAINS": (1, 1),
    "TEXT_STARTS_WITH": (1, 1),
    "TEXT_ENDS_WITH": (1, 1),
    "TEXT_EQ": (1, 1),
    "TEXT_NOT_EQ": (1, 1),
    "TEXT_IS_EMAIL": (0, 0),
    "TEXT_IS_URL": (0, 0),
    "DATE_EQ": (1, 1),
    "DATE_NOT_EQ": (1, 1),
    "DATE_BEFORE": (1, 1),
    "DATE_AFTER": (1, 1),
    "DATE_ON_OR_BEFORE": (1, 1),
    "DATE_ON_OR_AFTER": (1, 1),
    "DATE_BETWEEN": (2, 2),
    "DATE_NOT_BETWEEN": (2, 2),
    "DATE_IS_VALID": (0, 0),
    "ONE_OF_RANGE": (1, 1),
    "ONE_OF_LIST": (1, 10_000),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "CUSTOM_FORMULA": (1, 1),
    "BOOLEAN": (0, 2),
}
_ONLY = {
    "validation": {"BLANK", "NOT_BLANK"},
    "format": {
        "ONE_OF_RANGE",
        "ONE_OF_LIST",
        "BOOLEAN",
        "TEXT_IS_EMAIL",
        "TEXT_IS_URL",
        "DATE_IS_VALID",
    },
    "filter": {
        "ONE_OF_RANGE",
        "ONE_OF_LIST",
        "BOOLEAN",
        "TEXT_IS_EMAIL",
        "TEXT_IS_URL",
        "DATE_IS_VALID",
    },
}
_RELATIVE = {
    "TODAY": 0,
    "TOMORROW": 1,
    "YESTERDAY": -1,
    "PAST_WEEK": -7,
    "PAST_MONTH": -30,
    "PAST_YEAR": -365,
}


def check(condition: Body, use: str, locale: str) -> None:
    """Refuse a condition that is of no kind, has too few or many values, or
    does not go with its use. Its formulas are read by the locale, and kept
    with American separators.
    """
    kind = condition.get("type", "CONDITION_TYPE_UNSPECIFIED")
    values = condition.get("values") or []
    if kind not in _COUNTS:
        raise invalid(f"ConditionType {kind} is not supported here.")
    least, most = _COUNTS[kind]
    if not least <= len(values) <= most:
        raise invalid(
            f"ConditionType {kind} takes {least if least == most else f'{least} to {most}'} values, not {len(values)}."
        )
    if kind in _ONLY[use]:
        raise invalid(f"ConditionType {kind} cannot be used for a {use}.")
    for value in values:
        if ("userEnteredValue" in value) == ("relativeDate" in value):
            raise invalid(
                "A condition value has exactly one of userEnteredValue and relativeDate."
            )
        if kind in ("CUSTOM_FORMULA", "ONE_OF_RANGE") and not str(
            value.get("userEnteredValue", "")
        ).startswith("="):
            raise invalid(
                f"ConditionType {kind} takes a formula that begins with an equals sign."
            )
        text = str(value.get("userEnteredValue", ""))
        if kind != "ONE_OF_LIST" and text.startswith("="):
            formula = canonical(text, regional(locale))
            if not readable(formula):
                raise invalid(
                    f"Invalid ConditionValue.userEnteredValue: {text}"
                )
            if use != "filter":
                value["userEnteredValue"] = formula
    if kind == "ONE_OF_LIST" and any(
        str(v.get("userEnteredValue", "")).startswith("=") for v in values
    ):
        raise invalid("A formula cannot be used in a list of values.")


def shown(part: Any, locale: str) -> Any:
    """Conditions as they are printed: formulas with the locale's separators."""
    place = regional(locale)
    if place.decimal != ",":
        return part
    if isinstance(part, list):
        return [shown(each, locale) for each in part]
    if not isinstance(part, dict):
        return part
    text = part.get("userEnteredValue")
    if isinstance(text, str) and text.startswith("="):
        return part | {"userEnteredValue": localized(text, place)}
    return {name: shown(each, locale) for name, each in part.items()}


def holds(
    condition: Body,
    value: Any,
    text: str,
    today: date,
    within: Callable[[str], list[str]] | None = None,
    formula: Callable[[str], Any] | None = None,
) -> bool:
    """Whether a cell's value, and the text it is shown as, meet a condition.

    ``within`` reads the cells of a ONE_OF_RANGE, ``formula`` evaluates a
    CUSTOM_FORMULA for the cell.
    """
    kind = condition.get("type", "")
    given = [_given(v, today) for v in condition.get("values") or []]
    family, _, asked = kind.partition("_")
    if kind in ("BLANK", "NOT_BLANK"):
        return (value in (None, "")) is (kind == "BLANK")
    if kind == "CUSTOM_FORMULA":
        if formula is None:
            raise not_here("custom formulas here")
        return formula(str(given[0])) is True
    if kind == "ONE_OF_LIST":
        return text in [str(g) for g in given]
    if kind == "ONE_OF_RANGE":
        return within is not None and text in within(str(given[0]))
    if kind == "BOOLEAN":
        return isinstance(value, bool) or text in [str(g) for g in given]
    if family == "TEXT":
        return _text(asked, text, str(given[0]) if given else "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if kind == "DATE_IS_VALID":
        return True
    limits = [_number(g) for g in given]
    if any(limit is None for limit in limits):
        return False
    number = float(value)
    low = float(limits[0] or 0)
    if asked in ("BETWEEN", "NOT_BETWEEN"):
        return (low <= number <= float(limits[1] or 0)) is (asked == "BETWEEN")
    return {
        "GREATER": number > low,
        "GREATER_THAN_EQ": number >= low,
        "LESS": number < low,
        "LESS_THAN_EQ": number <= low,
        "EQ": number == low,
        "NOT_EQ": number != low,
        "BEFORE": number < low,
        "AFTER": number >= low + 1,
        "ON_OR_BEFORE": number < low + 1,
        "ON_OR_AFTER": number >= low,
    }[asked]


def _text(asked: str, text: str, wanted: str) -> bool:
    have, want = text.casefold(), wanted.casefold()
    if asked == "IS_EMAIL":
        return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text))
    if asked == "IS_URL":
        return bool(
            re.fullmatch(r"(https?://|www\.)\S+\.\S+", text, re.IGNORECASE)
        )
    return {
        "CONTAINS": want in have,
        "NOT_CONTAINS": want not in have,
        "STARTS_WITH": have.startswith(want),
        "ENDS_WITH": have.endswith(want),
        "EQ": have == want,
        "NOT_EQ": have != want,
    }[asked]


def _given(value: Body, today: date) -> Any:
    if "relativeDate" in value:
        day = today + timedelta(days=_RELATIVE.get(value["relativeDate"], 0))
        return float((day - EPOCH.date()).days)
    return value.get("userEnteredValue", "")


def _number(given: Any) -> float | None:
    if isinstance(given, float):
        return given
    found = typed(str(given))[0].get("numberValue")
    return None if found is None else float(found)
