"""A parser of formulas, for what Sheets does otherwise than ironcalc.

Formulas come in hundreds that differ only by their numbers. They are read by
their shape, in which each run of digits is one private character: a shape is
read once, and its numbers are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_FIRST = 0xE000
_MOST = 6000
# A formula that is deeper is not read: whoever walks its tree recurses.
_DEEPEST = 150
# Digits of a function's name are a part of it.
_DIGITS = re.compile(r"\d++(?![\w.]*+\()")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_D = "[\ue000-\uf8ff]"
_WORD = rf"[^\W\d](?:[\w.]|{_D})*"
_CELL = rf"\$?[A-Za-z]{{1,3}}\$?{_D}"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_CORNER = re.compile(_CELL)
_TOKEN = re.compile(
    r"\s*(?:"
    r'(?P<text>"(?:[^"]|"")*")'
    rf"|(?P<call>{_WORD})\s*\("
    rf"|(?P<reference>(?:(?:'(?:[^']|'')*'|{_WORD})!)?"
    rf"(?:{_CELL}(?:(?P<colon>:)(?:{_CELL}|{_COLUMN}|\$?{_D}))?|{_COLUMN}(?P<columns>:){_COLUMN}|\$?{_D}(?P<rows>:)\$?{_D})"
    rf"(?![\w.(!]))"
    rf"|(?P<error>(?:(?:'(?:[^']|'')*'|{_WORD})!)?#(?:REF!|N/A|VALUE!|DIV/[^!]!|NAME\?|NUM!|NULL!|ERROR!))"
    rf"|(?P<number>{_D}(?:\.{_D}?)?(?:[eE][+-]?{_D})?|\.{_D})"
    rf"|(?P<name>(?:(?:'(?:[^']|'')*'|{_WORD})!)?{_WORD})"
    r"|(?P<sign><=|>=|<>|[-+*/^&=<>%@(){},;:])"
    r")\s*"
)
_BINARY = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2}
_BINARY |= {"+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


@dataclass(frozen=True, eq=False)
class Node:
    """A part of a formula: its kind (reference, text, number, error, name,
    missing, call, binary, unary, percent, brackets, array, range for one whose
    ends are worked out, apply for a function that is), the source from
    ``start`` to ``end``, a function's or an operator's name, and its parts. A
    reference to a range is called ``:``, one with an open side ``::``.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    parts: tuple[Node, ...] = ()
    depth: int = field(init=False, compare=False, default=1)

    def __post_init__(self) -> None:
        deepest = max((part.depth for part in self.parts), default=0)
        object.__setattr__(self, "depth", deepest + 1)

    def all(self) -> Iterator[Node]:
        """The node and everything in it."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, eq=False)
class Shape:
    """A formula without its numbers: what all of its kind have in common.
    There is one for each text.
    """

    text: str
    tree: Node | None

    def source(self, node: Node) -> str:
        """The text of a node."""
        return self.text[node.start : node.end]


@lru_cache(maxsize=100_000)
def shaped(formula: str) -> tuple[Shape, Sequence[str]] | None:
    """A formula's shape, and its runs of digits in their order; None for what
    is no formula that this module reads.
    """
    if not formula.startswith("=") or _PRIVATE.search(formula):
        return None
    runs: list[str] = []

    def one(found: re.Match[str]) -> str:
        runs.append(found.group())
        return chr(_FIRST + len(runs) - 1)

    text = _DIGITS.sub(one, formula)
    return (_shape(text), tuple(runs)) if len(runs) < _MOST else None


def readable(formula: str) -> bool:
    """Whether a text is a formula that this module reads whole."""
    found = shaped(formula)
    return found is not None and found[0].tree is not None


def filled(text: str, runs: Sequence[str]) -> str:
    """A text of a shape with the numbers put back."""
    return _PRIVATE.sub(lambda found: runs[ord(found.group()) - _FIRST], text)


@lru_cache(maxsize=5000)
def _shape(text: str) -> Shape:
    try:
        tree = _Reader(text).whole()
    except (_Broken, RecursionError):
        return Shape(text, None)
    return Shape(text, None if tree.depth > _DEEPEST else tree)


def called(text: str) -> Iterator[str]:
    """The names before brackets in a text that could not be read."""
    plain = re.sub(r'"(?:[^"]|"")*"?', "", text)
    for found in re.finditer(rf"(?<![\w.])({_WORD})\s*\(", plain):
        yield found.group(1).upper()


class _Broken(Exception):
    """The text is no formula."""


class _Reader:
    """Reads an expression by precedence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[re.Match[str]] = []
        at = 1
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise _Broken
            self.tokens.append(found)
            at = found.end()
        self.at = 0

    def whole(self) -> Node:
        tree = self.expression(0)
        if self.at < len(self.tokens):
            raise _Broken
        return tree

    def sign(self) -> str:
        """The sign at hand; empty for anything else."""
        if self.at >= len(self.tokens):
            return ""
        return self.tokens[self.at].group("sign") or ""

    def expression(self, least: int) -> Node:
        left = self.prefixed()
        while (rank := _BINARY.get(self.sign(), 0)) > least:
            name = self.sign()
            self.at += 1
            right = self.expression(rank)
            left = Node("binary", left.start, right.end, name, (left, right))
        return left

    def prefixed(self) -> Node:
        name = self.sign()
        if name in ("-", "+", "@"):
            start = self.tokens[self.at].start("sign")
            self.at += 1
            inner = self.prefixed()
            return Node("unary", start, inner.end, name, (inner,))
        node = self.joined()
        while self.sign() == "%":
            end = self.tokens[self.at].end("sign")
            self.at += 1
            node = Node("percent", node.start, end, "%", (node,))
        return node

    def joined(self) -> Node:
        """A single thing, what it is applied to, and a range to another."""
        node = self.single()
        while node.kind in ("call", "brackets", "apply") and (
            self.sign() == "("
        ):
            start = self.tokens[self.at].start("sign")
            self.at += 1
            inner, end = self.arguments()
            row = Node("row", start, end, "", inner)
            node = Node("apply", node.start, end, "", (node, row))
        if self.sign() == ":":
            self.at += 1
            last = self.single()
            node = Node("range", node.start, last.end, ":", (node, last))
        return node

    def single(self) -> Node:
        if self.at >= len(self.tokens):
            raise _Broken
        token = self.tokens[self.at]
        kind = token.lastgroup if token.lastgroup != "colon" else "reference"
        kind = (
            "reference" if kind in ("colon", "columns", "rows") else kind or ""
        )
        if token.group("reference"):
            kind = "reference"
        self.at += 1
        if kind == "call":
            return self.call(token)
        if kind == "sign":
            return self.enclosed(token)
        start, end = token.span(kind)
        if any(token.group(g) for g in ("columns", "rows")):
            return Node(kind, start, end, "::")
        if not token.group("colon"):
            return Node(kind, start, end)
        last = self.text[token.end("colon") : end]
        return Node(kind, start, end, ":" if _CORNER.fullmatch(last) else "::")

    def call(self, token: re.Match[str]) -> Node:
        name = token.group("call").upper()
        parts, end = self.arguments()
        return Node("call", token.start("call"), end, name, parts)

    def arguments(self) -> tuple[tuple[Node, ...], int]:
        """What stands between brackets, parted by commas, and where it ends."""
        parts: list[Node] = []
        if self.sign() != ")":
            parts.append(self.argument())
            while self.sign() == ",":
                self.at += 1
                parts.append(self.argument())
        return tuple(parts), self.close(")")

    def argument(self) -> Node:
        if self.sign() in (",", ")"):
            at = self.tokens[self.at].start("sign")
            return Node("missing", at, at)
        return self.expression(0)

    def close(self, sign: str) -> int:
        if self.sign() != sign:
            raise _Broken
        self.at += 1
        return self.tokens[self.at - 1].end("sign")

    def enclosed(self, token: re.Match[str]) -> Node:
        """Brackets, or an array: its rows are nodes of their own."""
        start = token.start("sign")
        if token.group("sign") == "(":
            inner = self.expression(0)
            return Node("brackets", start, self.close(")"), "", (inner,))
        if token.group("sign") != "{":
            raise _Broken
        rows: list[Node] = []
        while True:
            cells = [self.expression(0)]
            while self.sign() == ",":
                self.at += 1
                cells.append(self.expression(0))
            rows.append(
                Node("row", cells[0].start, cells[-1].end, "", tuple(cells))
            )
            if self.sign() != ";":
                break
            self.at += 1
        return Node("array", start, self.close("}"), "", tuple(rows))
