"""The functions that a formula calls: those that this workspace does not do,
those that do not exist, and those whose result spreads over several cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from workspace.sheets.functions import (
    BREAKING,
    LIFTED,
    NOT_HERE,
    OF_CELLS,
    OF_RANGES,
    OF_SHEETS,
    OVER_CELLS,
    SPREADING,
)
from workspace.sheets.syntax import (
    Node,
    Shape,
    called,
    filled,
    readable,
    shaped,
)


@lru_cache(maxsize=5000)
def _names(shape: Shape) -> tuple[str, ...]:
    if shape.tree is None:
        return tuple(dict.fromkeys(called(shape.text)))
    calls = (n.name for n in shape.tree.all() if n.kind == "call")
    return tuple(dict.fromkeys(calls))


def functions(formula: str) -> tuple[str, ...]:
    """The names of the functions that a formula calls, in upper case."""
    found = shaped(formula)
    if found is None:
        return ()
    return tuple(filled(name, found[1]) for name in _names(found[0]))


@lru_cache(maxsize=100_000)
def not_done(formula: str) -> str:
    """The first function of a formula that Sheets has and this workspace has
    not; empty for none.
    """
    names = (name for name in functions(formula) if name in NOT_HERE)
    found = shaped(formula)
    whole = "" if found is None else _not_by_cell(found[0])
    return next(names, "") or (filled(whole, found[1]) if found else "")


@lru_cache(maxsize=5000)
def _not_by_cell(shape: Shape) -> str:
    """A call that Sheets does for arrays and the engine does not."""
    if shape.tree is None:
        return ""
    single = _parameters(shape)
    return next(_lacking(shape, shape.tree, False, single), "")


def _parameters(shape: Shape) -> frozenset[str]:
    """What functions call their parts: of these each stands for one value."""
    assert shape.tree is not None
    return frozenset(
        shape.source(part).casefold()
        for node in shape.tree.all()
        if node.kind == "call" and node.name == "LAMBDA"
        for part in node.parts[:-1]
    ) | {"true", "false"}


def _lacking(
    shape: Shape, node: Node, by_cell: bool, single: frozenset[str]
) -> Iterator[str]:
    reach = by_cell or (node.kind == "call" and node.name in OVER_CELLS)
    for part in node.parts:
        yield from _lacking(shape, part, reach, single)
    if node.kind != "call":
        return
    if node.name in OF_CELLS and any(_made(part) for part in node.parts):
        yield f"{node.name} of an array"
    if not by_cell or node.name in LIFTED:
        return
    keys = node.parts
    if node.name in OF_RANGES:
        first, step = OF_RANGES[node.name]
        keys = node.parts[first::step] if step else ()
    if any(ranged(shape, key, single) for key in keys):
        yield f"{node.name} within ARRAYFORMULA"


def _made(node: Node) -> bool:
    """Whether a part is an array that is worked out, and no cells."""
    if node.kind == "brackets":
        return _made(node.parts[0])
    return node.kind == "array" or (
        node.kind == "call"
        and node.name in SPREADING
        and node.name not in ("INDEX", "INDIRECT", "OFFSET", "XLOOKUP")
    )


def ranged(shape: Shape, node: Node, single: frozenset[str]) -> bool:
    """Whether a part stands for several cells."""
    if node.kind in ("array", "range"):
        return True
    if node.kind == "reference":
        return bool(node.name)
    if node.kind == "name":
        return shape.source(node).casefold() not in single
    if node.kind == "call" and node.name in SPREADING:
        return True
    if node.kind == "call" and node.name in OF_RANGES:
        return False
    return any(ranged(shape, part, single) for part in node.parts)


@lru_cache(maxsize=100_000)
def wrong(formula: str) -> str:
    """The error that a formula gives whatever is in the cells: ``#ERROR!``
    for what is no formula or breaks the engine, ``#NAME?`` for a function that
    there is not.
    """
    if not readable(formula) or BREAKING & set(functions(formula)):
        return "#ERROR!"
    return "#NAME?" if unknown(formula) else ""


@lru_cache(maxsize=100_000)
def unknown(formula: str) -> str:
    """The first function of a formula that Sheets does not have."""
    names = (name for name in functions(formula) if name not in OF_SHEETS)
    return next(names, "")


@lru_cache(maxsize=100_000)
def may_spread(formula: str) -> bool:
    """Whether a formula may give more than one cell's value."""
    found = shaped(formula)
    return found is not None and _may_spread(found[0])


@lru_cache(maxsize=5000)
def _may_spread(shape: Shape) -> bool:
    return shape.tree is not None and any(
        _spreads(shape, node) for node in shape.tree.all()
    )


def _spreads(shape: Shape, node: Node) -> bool:
    if node.kind in ("array", "apply", "range"):
        return True
    if node.kind != "call" or node.name not in SPREADING:
        return False
    # A lookup in one column gives one cell.
    if node.name == "XLOOKUP" and len(node.parts) > 2:
        return not _one_column(shape, node.parts[2])
    if node.name == "INDEX" and len(node.parts) == 2:
        return not _one_column(shape, node.parts[0])
    return True


def _one_column(shape: Shape, node: Node) -> bool:
    if node.kind != "reference":
        return False
    ends = shape.source(node).rpartition("!")[2].split(":")
    return len({re.sub(r"[^A-Za-z]", "", end).upper() for end in ends}) == 1
