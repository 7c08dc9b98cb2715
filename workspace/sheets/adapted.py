"""Formulas of Sheets as the engine takes them, where the two differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from workspace.sheets.a1 import column_name, unquoted
from workspace.sheets.calls import ranged
from workspace.sheets.functions import BY_CELL
from workspace.sheets.syntax import Node, Shape, filled, shaped

# A range's name in a formula; texts and tabs' titles are passed over.
NAME = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!|(?<![\w.$:])(?P<name>[^\W\d][\w.]*)(?![\w.(!:])'
)
_LOOKUPS = frozenset(
    ("XLOOKUP", "VLOOKUP", "HLOOKUP", "LOOKUP", "INDEX", "OFFSET")
)
# Functions that return one of their arguments: which ones, by position and by
# the number of arguments.
_CARRYING: dict[str, Callable[[int, int], bool]] = {
    "IF": lambda place, _: place > 0,
    "IFERROR": lambda *_: True,
    "IFNA": lambda *_: True,
    "IFS": lambda place, _: place % 2 == 1,
    "CHOOSE": lambda place, _: place > 0,
    "SWITCH": lambda place, of: (
        place > 0 and (place % 2 == 0 or (place == of - 1 and of % 2 == 0))
    ),
    "LET": lambda place, of: place == of - 1,
}
# What gives the cells of its first part again.
_GIVING = frozenset(
    ("FILTER", "SORT", "UNIQUE", "TRANSPOSE", "TOCOL", "TOROW")
)
# What the engine calls otherwise.
_ENGINES = {"CHAR": "UNICHAR", "CONCATENATE": "CONCAT"}
# What these give of a blank, which is December 30, 1899, a Saturday.
_OF_NOTHING = {"YEAR": "1899", "MONTH": "12", "DAY": "30", "WEEKDAY": "7"}
# What is meant where a second part is left out.
_USUAL = {
    "ROUND": "0",
    "ROUNDUP": "0",
    "ROUNDDOWN": "0",
    "CEILING": "1",
    "FLOOR": "1",
    "IFERROR": '""',
    "IFNA": '""',
}


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

    def carried(self, node: Node, by_cell: bool = False) -> str:
        """A node whose value is the formula's own: a blank stays one."""
        if node.kind == "missing":
            return BLANK
        if node.kind == "brackets":
            return f"({self.carried(node.parts[0], by_cell)})"
        if node.kind in ("reference", "name"):
            text = self.written(node, by_cell, operand=True)
            if node.kind == "name" and text.upper() in ("TRUE", "FALSE"):
                return text
            whole = node.kind == "name" or (bool(node.name) and by_cell)
            return _or_blank(text, array=whole)
        if node.kind != "call":
            return self.written(node, by_cell)
        if node.name == "ARRAYFORMULA" and len(node.parts) == 1:
            return f"({self.carried(node.parts[0], True)})"
        if node.name in _CARRYING and node.parts:
            return self._carrying(node, by_cell)
        text = self.written(node, by_cell)
        if node.name in _LOOKUPS:
            return _or_blank(text, array=False)
        return text

    def _carrying(self, node: Node, by_cell: bool) -> str:
        """A call that gives one of its parts: IF and what is like it."""
        carries = _CARRYING[node.name]
        inner = [
            self.carried(part, by_cell)
            if carries(place, len(node.parts))
            else self.written(part, by_cell)
            for place, part in enumerate(node.parts)
        ]
        if node.name in ("IFERROR", "IFNA") and len(inner) == 1:
            inner.append(BLANK)
        return f"{node.name}({','.join(inner)})"

    def written(
        self, node: Node, by_cell: bool = False, operand: bool = False
    ) -> str:
        """A node anywhere; ``by_cell`` is within an array's reach, an
        ``operand`` stands for one value.
        """
        if node.kind == "reference" and node.name:
            text = self.shape.source(node)
            return f"@{text}" if operand and not by_cell else text
        if node.kind == "error":
            # A deleted reference may have its tab's title before it.
            source = self.shape.source(node)
            return source[source.index("#") :]
        if node.kind == "name":
            # A named range may have its tab's title before it.
            return self.shape.source(node).rpartition("!")[2]
        if node.kind == "call":
            return self._call(node, by_cell)
        if node.kind == "array":
            return self._array(node)
        if not node.parts:
            return self.shape.source(node)
        single = node.kind not in ("brackets", "range", "row") or operand
        inner = [self.written(p, by_cell, single) for p in node.parts]
        return self._around(node, inner)

    def _around(self, node: Node, inner: list[str]) -> str:
        """A node's source with its parts written anew."""
        text, at = "", node.start
        for part, new in zip(node.parts, inner, strict=True):
            text += self.shape.text[at : part.start] + new
            at = part.end
        return text + self.shape.text[at : node.end]

    def _call(self, node: Node, by_cell: bool) -> str:
        name = node.name
        reach = by_cell or name in BY_CELL
        inner = [self.written(part, reach) for part in node.parts]
        if name == "ARRAYFORMULA" and len(inner) == 1:
            return f"({inner[0]})"
        if name in _GIVING and inner:
            inner[0] = self._whole(node.parts[0], inner[0])
        if name == "FILTER" and len(inner) > 1:
            return _filter(inner)
        if name == "SORT" and inner:
            keyed = [part.name in (":", "::") for part in node.parts]
            return _sort(inner, keyed)
        if name in _USUAL and len(inner) == 1:
            return f"{name}({inner[0]},{_USUAL[name]})"
        if (
            name in _OF_NOTHING
            and len(inner) == 1
            and node.parts[0].kind == "reference"
        ):
            zero = _OF_NOTHING[name]
            return f"IF({inner[0]}=0,{zero},{name}({inner[0]}))"
        if name in _ENGINES:
            return f"{_ENGINES[name]}({','.join(inner)})"
        return self._around(node, inner)

    def _whole(self, node: Node, text: str) -> str:
        """The cells that an array function gives again: blanks stay blank."""
        if node.kind in ("reference", "name"):
            return _or_blank(text, array=True)
        return text

    def _array(self, node: Node) -> str:
        """An array: with references in it, cells are put beside and below
        each other; what does not fit gives an error.
        """
        cells = [cell for row in node.parts for cell in row.parts]
        inside = (n.kind for c in cells for n in c.all())
        if not {"reference", "name", "call"} & set(inside):
            return self.shape.source(node)
        single = not any(ranged(self.shape, c, frozenset()) for c in cells)
        rows = []
        for row in node.parts:
            parts = [self._whole(c, self.written(c, True)) for c in row.parts]
            rows.append(_joined("HSTACK", "" if single else "ROWS", parts))
        return _joined("VSTACK", "" if single else "COLUMNS", rows)

    def linked(self, node: Node) -> str:
        """A node with its links' targets in their places."""
        if node.kind == "call" and node.name == "HYPERLINK" and node.parts:
            return f"({self.linked(node.parts[0])})"
        return self._around(node, [self.linked(p) for p in node.parts])


def _or_blank(text: str, array: bool) -> str:
    """A value, and a blank for a blank; the engine knows a blank of an array
    by comparing alone.
    """
    empty = f'{text}=""' if array else f"ISBLANK({text})"
    return f'IF({empty},"",{text})'


def _filter(inner: list[str]) -> str:
    """FILTER with all its conditions; as long or as wide as what it filters,
    and #N/A where nothing is left.
    """
    every = "*".join(f"({condition})" for condition in inner[1:])
    fits = "OR(ROWS(all_)=ROWS(kept_),COLUMNS(all_)=COLUMNS(kept_))"
    return f"LET(all_,{inner[0]},kept_,{every},IF({fits},FILTER(all_,kept_,NA()),NA()))"


def _sort(inner: list[str], ranges: list[bool]) -> str:
    """SORT by columns or by ranges, up or down, blanks always last. After the
    first argument, keys and directions alternate.
    """
    keys = list(zip(inner[1::2], ranges[1::2], strict=True)) or [("1", False)]
    ways = [f"IF({way},1,-1)" for way in inner[2::2]]
    by = ""
    for place, (key, by_range) in enumerate(keys):
        column = key if by_range else f"INDEX(all_,0,{key})"
        way = ways[place] if place < len(ways) else "1"
        by += f',{column}="",1,{column},{way}'
    return f"LET(all_,{inner[0]},SORTBY(all_{by}))"


def _joined(function: str, alike: str, parts: list[str]) -> str:
    """Parts put beside or below each other, which must be as long or wide."""
    if len(parts) == 1 or not alike:
        return f"{function}({','.join(parts)})"
    names = [f"part{column_name(n).lower()}_" for n in range(len(parts))]
    bound = ",".join(f"{n},{p}" for n, p in zip(names, parts, strict=True))
    fit = ",".join(f"{alike}({names[0]})={alike}({n})" for n in names[1:])
    return f"LET({bound},IF(AND({fit}),{function}({','.join(names)}),#REF!))"


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


# -- what the engine must be told of ------------------------------------------


@lru_cache(maxsize=100_000)
def titles(formula: str) -> frozenset[str]:
    """The tabs' titles in a formula's references, as they are written."""
    found = shaped(formula)
    if found is None:
        return frozenset()
    return frozenset(filled(t, found[1]) for t in _titles(found[0]))


@lru_cache(maxsize=5000)
def _titles(shape: Shape) -> tuple[str, ...]:
    if shape.tree is None:
        return ()
    texts = (
        shape.source(n) for n in shape.tree.all() if n.kind == "reference"
    )
    return tuple({unquoted(t.rpartition("!")[0]) for t in texts if "!" in t})


@lru_cache(maxsize=100_000)
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


# -- names --------------------------------------------------------------------


def renamed(formula: str, old: str, new: str) -> str:
    """A formula with another name for a range; texts and tabs stay."""

    def one(found: re.Match[str]) -> str:
        word = found.group("name")
        return new if word and word.casefold() == old.casefold() else found[0]

    return NAME.sub(one, formula)
