"""How the result of a formula is formatted where its cell has no number format
of its own: what is worked out from a date is a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from workspace.sheets.syntax import Node, Shape, filled, shaped

# A plan: ("DATE",) or another type; ("of", cell); ("column", range) and
# ("all", range) for the format that its cells have in common; ("nth", range,
# number) for that of one column; ("first", "any" or "dates", plans);
# ("less", left, right) for a difference; ("none",).
Plan = tuple[object, ...]
_NONE: Plan = ("none",)
_TYPES = {
    **dict.fromkeys(
        ("DATE", "EDATE", "EOMONTH", "TODAY", "WORKDAY", "WORKDAY.INTL"),
        "DATE",
    ),
    "NOW": "DATE_TIME",
    "TIME": "TIME",
}
# Of which parts a call gives one.
_BRANCHES = {
    "IF": slice(1, None),
    "IFERROR": slice(0, None),
    "IFNA": slice(0, None),
    "IFS": slice(1, None, 2),
    "CHOOSE": slice(1, None),
    "SWITCH": slice(2, None, 2),
    "LET": slice(-1, None),
    "MAX": slice(0, None),
    "MIN": slice(0, None),
}
_GIVING = frozenset(("ARRAYFORMULA", "FILTER", "SORT", "UNIQUE"))


@lru_cache(maxsize=100_000)
def format_plan(formula: str) -> Plan | None:
    """The plan of a formula's number format; references in it are as they are
    written. None: it has none.
    """
    found = shaped(formula)
    if found is None:
        return None
    plan = _plan_of(found[0])
    return None if plan is None else _with_numbers(plan, found[1])


def _with_numbers(plan: Plan, runs: Sequence[str]) -> Plan:
    return tuple(
        _with_numbers(part, runs)
        if isinstance(part, tuple)
        else filled(str(part), runs)
        for part in plan
    )


@lru_cache(maxsize=5000)
def _plan_of(shape: Shape) -> Plan | None:
    return None if shape.tree is None else _plan(shape, shape.tree)


def _plan(shape: Shape, node: Node) -> Plan | None:
    if node.kind == "reference":
        return ("column" if node.name else "of", shape.source(node))
    if node.kind == "brackets":
        return _plan(shape, node.parts[0])
    if node.kind == "array":
        return _first(shape, node.parts[0].parts)
    if node.kind == "binary" and node.name in "+-":
        left, right = (_plan(shape, part) for part in node.parts)
        if left is None and right is None:
            return None
        if node.name == "+":
            return ("first", "dates", left or _NONE, right or _NONE)
        return ("less", left or _NONE, right or _NONE)
    return _of_call(shape, node) if node.kind == "call" else None


def _of_call(shape: Shape, node: Node) -> Plan | None:
    name, parts = node.name, node.parts
    if name in _TYPES:
        return (_TYPES[name],)
    if name in _BRANCHES:
        return _first(shape, parts[_BRANCHES[name]])
    if name in _GIVING and parts:
        return _plan(shape, parts[0])
    if name == "XLOOKUP" and len(parts) > 2:
        return _common(shape, parts[2])
    if name in ("INDEX", "TRANSPOSE", "OFFSET") and parts:
        return _common(shape, parts[0])
    if name == "VLOOKUP" and len(parts) > 2 and parts[2].kind == "number":
        table, column = shape.source(parts[1]), shape.source(parts[2])
        return ("nth", table, column) if parts[1].name else None
    return None


def _first(shape: Shape, parts: Sequence[Node]) -> Plan | None:
    plans = [p for part in parts if (p := _plan(shape, part)) is not None]
    return ("first", "any", *plans) if plans else None


def _common(shape: Shape, node: Node) -> Plan | None:
    if node.kind != "reference":
        return None
    return ("all" if node.name else "of", shape.source(node))
