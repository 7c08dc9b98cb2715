"""Formulas of Sheets as the engine takes them, where the two differ, and what
a formula says of its own result: its format, and whether it spreads.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workspace.sheets.functions import BY_CELL, NOT_HERE, OF_SHEETS, SPREADING
from workspace.sheets.syntax import Node, Shape, called, filled, shaped

# A range's name in a formula; texts and tabs' titles are passed over.
NAME = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!|(?<![\w.$:])(?P<name>[^\W\d][\w.]*)(?![\w.(!:])'
)
# A plan of a number format: ("DATE",), ("of", reference), ("first", plans) or
# ("less", left, right).
Plan = tuple[object, ...]
_DAYS = frozenset(
    ("DATE", "EDATE", "EOMONTH", "TODAY", "WORKDAY", "WORKDAY.INTL")
)
_LOOKUPS = frozenset(("XLOOKUP", "VLOOKUP", "HLOOKUP", "INDEX"))


# -- for the engine -----------------------------------------------------------


@lru_cache(maxsize=100_000)
def adapted(formula: str) -> str:
    """A formula as the engine takes it.

    A blank that a formula gives stays blank (the engine would give 0);
    ``IFERROR(x)`` gives a blank; ``ARRAYFORMULA``, arrays of references,
    ``FILTER`` with several conditions and ``SORT`` with a direction are
    spelled in the engine's way; outside of arrays a range means the cell of
    the formula's own row or column.
    """
    found = shaped(formula)
    if found is None:
        return formula
    shape, runs = found
    text = _for_engine(shape)
    return formula if text is None else filled(text, runs)


@lru_cache(maxsize=5000)
def _for_engine(shape: Shape) -> str | None:
    if shape.tree is None:
        return None
    text = "=" + _Writer(shape).carried(shape.tree)
    return None if text == shape.text else text


class _Writer:
    """Writes a formula anew for the engine."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def carried(self, node: Node) -> str:
        """A node whose value is the formula's own: a blank stays one."""
        if node.kind == "missing":
            return '""'
        if node.kind == "brackets":
            return f"({self.carried(node.parts[0])})"
        if node.kind == "reference":
            text = self.written(node, operand=True)
            return text if node.name else f'IF(ISBLANK({text}),"",{text})'
        if node.kind == "call" and node.name == "IF":
            condition, *branches = node.parts
            inner = [self.written(condition)]
            inner += [self.carried(branch) for branch in branches]
            return f"IF({','.join(inner)})"
        if node.kind == "call" and node.name == "IFERROR" and node.parts:
            value, *other = [self.carried(part) for part in node.parts]
            return f"IFERROR({value},{','.join(other) or BLANK})"
        text = self.written(node)
        if node.kind == "call" and node.name in _LOOKUPS:
            return f'IF(ISBLANK({text}),"",{text})'
        return text

    def written(
        self, node: Node, by_cell: bool = False, operand: bool = False
    ) -> str:
        """A node anywhere; ``by_cell`` is within an array's reach, an
        ``operand`` stands for one value.
        """
        if node.kind == "reference" and node.name:
            text = self.shape.source(node)
            return f"@{text}" if operand and not by_cell else text
        if node.kind == "call":
            return self._call(node, by_cell)
        if node.kind == "array":
            return self._array(node)
        if not node.parts:
            return self.shape.source(node)
        single = node.kind != "brackets" or operand
        inner = [self.written(p, by_cell, single) for p in node.parts]
        return self._around(node, inner)

    def _around(self, node: Node, inner: list[str]) -> str:
        """A node's source with its parts written anew."""
        text, at = "", node.start
        for part, new in zip(node.parts, inner, strict=True):
            text += self.shape.text[at : part.start] + new
            at = part.end
        return text + self.shape.text[at : node.end]

    def linked(self, node: Node) -> str:
        """A node with its links' targets in their places."""
        if node.kind == "call" and node.name == "HYPERLINK" and node.parts:
            return f"({self.linked(node.parts[0])})"
        return self._around(node, [self.linked(p) for p in node.parts])

    def _call(self, node: Node, by_cell: bool) -> str:
        reach = by_cell or node.name in BY_CELL
        inner = [self.written(part, reach) for part in node.parts]
        if node.name == "ARRAYFORMULA" and len(inner) == 1:
            return f"({inner[0]})"
        if node.name == "IFERROR" and len(inner) == 1:
            return f"IFERROR({inner[0]},{BLANK})"
        if node.name == "FILTER" and len(inner) > 1:
            every = "*".join(f"({condition})" for condition in inner[1:])
            return f"FILTER({inner[0]},{every},NA())"
        if node.name == "SORT" and len(inner) == 3:
            return f"SORT({inner[0]},{inner[1]},IF({inner[2]},1,-1))"
        return self._around(node, inner)

    def _array(self, node: Node) -> str:
        """An array: with references in it, cells are put beside and below
        each other.
        """
        cells = [cell for row in node.parts for cell in row.parts]
        if not any(n.kind == "reference" for c in cells for n in c.all()):
            return self.shape.source(node)
        rows = [
            "HSTACK("
            + ",".join(self.written(c, True) for c in row.parts)
            + ")"
            for row in node.parts
        ]
        return f"VSTACK({','.join(rows)})"


BLANK = '""'


def target(formula: str) -> str:
    """A formula with each HYPERLINK(target, label) replaced by its target."""
    found = shaped(formula)
    if found is None:
        return formula
    return filled(_target_of(found[0]), found[1])


@lru_cache(maxsize=5000)
def _target_of(shape: Shape) -> str:
    if shape.tree is None:
        return shape.text
    return "=" + _Writer(shape).linked(shape.tree)


# -- what a formula says of its result ----------------------------------------


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
    return next(names, "")


@lru_cache(maxsize=100_000)
def unknown(formula: str) -> str:
    """The first function of a formula that Sheets does not have."""
    names = (name for name in functions(formula) if name not in OF_SHEETS)
    return next(names, "")


def stands_alone(formula: str) -> bool:
    """Whether a formula means the same whatever ranges have names and however
    large the tabs are: it has no name in it and no open side.
    """
    found = shaped(formula)
    return found is not None and _stands_alone(found[0])


@lru_cache(maxsize=5000)
def _stands_alone(shape: Shape) -> bool:
    return shape.tree is not None and not any(
        node.kind == "name" or node.name == "::" for node in shape.tree.all()
    )


@lru_cache(maxsize=100_000)
def may_spread(formula: str) -> bool:
    """Whether a formula may give more than one cell's value."""
    found = shaped(formula)
    return found is not None and _may_spread(found[0])


@lru_cache(maxsize=5000)
def _may_spread(shape: Shape) -> bool:
    return shape.tree is not None and any(
        node.kind == "array"
        or (node.kind == "call" and node.name in SPREADING)
        for node in shape.tree.all()
    )


@lru_cache(maxsize=100_000)
def format_plan(formula: str) -> Plan | None:
    """How a formula's result is formatted where its cell has no format of its
    own; references in it are as they are written.
    """
    found = shaped(formula)
    if found is None:
        return None
    plan = _plan_of(found[0])
    return None if plan is None else _with_numbers(plan, found[1])


def _with_numbers(plan: Plan, runs: object) -> Plan:
    return tuple(
        _with_numbers(part, runs)
        if isinstance(part, tuple)
        else filled(str(part), runs)  # type: ignore[arg-type]
        for part in plan
    )


@lru_cache(maxsize=5000)
def _plan_of(shape: Shape) -> Plan | None:
    return None if shape.tree is None else _plan(shape, shape.tree)


def _plan(shape: Shape, node: Node) -> Plan | None:
    if node.kind == "reference":
        return None if node.name else ("of", shape.source(node))
    if node.kind == "brackets":
        return _plan(shape, node.parts[0])
    if node.kind == "binary" and node.name in "+-":
        left, right = (_plan(shape, part) for part in node.parts)
        if left is None and right is None:
            return None
        if node.name == "+":
            return ("first", "dates", left or ("none",), right or ("none",))
        return ("less", left or ("none",), right or ("none",))
    if node.kind != "call":
        return None
    if node.name in _DAYS:
        return ("DATE",)
    if node.name in ("NOW", "TIME"):
        return ("DATE_TIME",) if node.name == "NOW" else ("TIME",)
    if node.name in ("IF", "IFERROR"):
        branches = node.parts[1:] if node.name == "IF" else node.parts
        plans = [p for b in branches if (p := _plan(shape, b)) is not None]
        return ("first", "any", *plans) if plans else None
    return None


# -- names --------------------------------------------------------------------


def renamed(formula: str, old: str, new: str) -> str:
    """A formula with another name for a range; texts and tabs stay."""

    def one(found: re.Match[str]) -> str:
        word = found.group("name")
        return new if word and word.casefold() == old.casefold() else found[0]

    return NAME.sub(one, formula)
