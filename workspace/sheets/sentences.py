"""What Sheets says of an error in a cell.

The sentences are Google's where reports have them; where the cause cannot be
seen in the formula, the general one of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workspace.sheets import calls
from workspace.sheets.syntax import Node, filled, shaped

TYPES = {
    "#REF!": "REF",
    "#VALUE!": "VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
    "#NULL!": "NULL_VALUE",
    "#ERROR!": "ERROR",
}
# What the engine calls otherwise than Sheets does.
CALLED = {
    "#CIRC!": "#REF!",
    "#SPILL!": "#REF!",
    "#CALC!": "#N/A",
    "#N/IMPL!": "#ERROR!",
}
_CIRCULAR = "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
NOT_EXPANDED = (
    "Array result was not expanded because it would overwrite data in {}."
)
NO_ROOM = "Result was not automatically expanded, please insert more rows and columns."
ENGINES = {
    "#CIRC!": _CIRCULAR,
    "#N/IMPL!": "This local workspace does not do this formula.",
}
_GENERAL = {
    "#REF!": "Reference does not exist.",
    "#VALUE!": "An array value could not be found.",
    "#NUM!": "The result of this function is not a number that can be shown.",
    "#N/A": "Value not available.",
    "#NULL!": "Null value.",
    "#ERROR!": "Formula parse error.",
}
_OPERATORS = {
    "+": "ADD",
    "-": "MINUS",
    "*": "MULTIPLY",
    "/": "DIVIDE",
    "^": "POWER",
}
_LOOKUPS = ("VLOOKUP", "HLOOKUP", "XLOOKUP", "MATCH", "XMATCH", "LOOKUP")
Ask = Callable[[str], Any]


def sentence(value: str, formula: str, ask: Ask) -> str:
    """Why a formula gives an error; ``ask`` tells what a formula gives."""
    found = shaped(formula)
    if found is None or found[0].tree is None:
        return _GENERAL["#ERROR!"]
    shape, runs = found
    nodes = list(found[0].tree.all())

    def source(node: Node) -> str:
        return filled(shape.source(node), runs)

    if value == "#NAME?":
        return _unknown(
            formula, [source(n) for n in nodes if n.kind == "name"]
        )
    if value == "#DIV/0!":
        return _divided(nodes)
    if value == "#N/A":
        for node in nodes:
            if node.kind == "call" and node.name in _LOOKUPS and node.parts:
                key = _known(node.parts[0], source, ask)
                if key is None:
                    break
                return f"Did not find value '{_plain(key)}' in {node.name} evaluation."
            if node.kind == "call" and node.name == "FILTER":
                return "No matches are found in FILTER evaluation."
    if value == "#VALUE!":
        for node in nodes:
            if node.kind == "binary" and node.name in _OPERATORS:
                for place, part in enumerate(node.parts, 1):
                    inner = _known(part, source, ask)
                    if isinstance(inner, str) and inner not in TYPES:
                        return f"Function {_OPERATORS[node.name]} parameter {place} expects number values. But '{inner}' is a text and cannot be coerced to a number."
    return _GENERAL.get(value, _GENERAL["#ERROR!"])


def _known(node: Node, source: Callable[[Node], str], ask: Ask) -> Any:
    """What a part of a formula gives; a text or a number is what it is."""
    if node.kind == "text":
        return source(node)[1:-1].replace('""', '"')
    if node.kind == "number":
        return float(source(node))
    return ask("=" + source(node))


def _unknown(formula: str, names: list[str]) -> str:
    if function := calls.unknown(formula):
        return f"Unknown function: '{function}'."
    name = names[0].upper() if names else ""
    return f"Unknown range name: '{name}'."


def _divided(nodes: list[Node]) -> str:
    if any(n.kind == "binary" and n.name == "/" for n in nodes):
        return "Function DIVIDE parameter 2 cannot be zero."
    calls = [n.name for n in nodes if n.kind == "call"]
    name = calls[0] if calls else "DIVIDE"
    return f"Evaluation of function {name} caused a divide by zero error."


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
