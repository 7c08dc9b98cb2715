"""Limits on the structure of the code: how many rooms there are, how long
modules are, how dense lines are.

``python -m bench.house`` prints two tables: measures with their limits, and
figures without a limit. It ends with 1 where a measure is over its limit.
Rooms are the folders and files directly in ``sync/``. An arrow is one room
that imports from another. Floors are the longest way down from room to room.
Tokens are those of Python's own ``tokenize``, without comments and
docstrings.
"""

from __future__ import annotations

import ast
import io
import statistics
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("cli.py", "sync", "forms", "templates")
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
LONG_FUNCTION = 300
# A comment that says why, not a mark for a tool.
MARKS = ("# noqa", "# type:", "# fmt:", "# --", "#!")
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measure:
    """One line of the table: what is measured, the value, the most that it may
    be, and where it comes from.
    """

    name: str
    value: float
    most: float
    where: str = ""

    @property
    def held(self) -> bool:
        """Whether the value is within its limit."""
        return self.value <= self.most


@dataclass(frozen=True)
class Function:
    """One function of a module: its name, its tokens and its parameters,
    ``self`` and ``cls`` left out.
    """

    name: str
    tokens: int
    parameters: int


class Module:
    """One file of Python."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)

    @property
    def name(self) -> str:
        """The path from the root, as it is printed."""
        return str(self.path.relative_to(ROOT))

    @property
    def lines(self) -> int:
        """All lines of the file."""
        return self.text.count("\n")

    @cached_property
    def lexed(self) -> list[tokenize.TokenInfo]:
        """Every token of the file."""
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @cached_property
    def code(self) -> list[int]:
        """The line of each token of code."""
        docstrings = set(self._docstring_lines())
        return [
            token.start[0]
            for token in self.lexed
            if token.type not in LAYOUT and token.start[0] not in docstrings
        ]

    @property
    def reasons(self) -> int:
        """How many comments say why."""
        comments = [
            token.string
            for token in self.lexed
            if token.type == tokenize.COMMENT
        ]
        return sum(not comment.startswith(MARKS) for comment in comments)

    def _docstring_lines(self) -> Iterator[int]:
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Module | ast.ClassDef | FUNCTIONS):
                continue
            if ast.get_docstring(node, clean=False) is not None:
                first = node.body[0]
                yield from range(
                    first.lineno, (first.end_lineno or first.lineno) + 1
                )

    def functions(self) -> Iterator[Function]:
        """Every function and method, those within others included."""
        for node in ast.walk(self.tree):
            if isinstance(node, FUNCTIONS):
                last = node.end_lineno or node.lineno
                tokens = sum(node.lineno <= line <= last for line in self.code)
                yield Function(node.name, tokens, _parameters(node))

    def classes(self) -> Iterator[str]:
        """The names of its public classes."""
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith(
                "_"
            ):
                yield node.name

    def imports(self) -> Iterator[str]:
        """The dotted names of what it imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (
                    f"{node.module}.{alias.name}" for alias in node.names
                )


def _parameters(node: FUNCTIONS) -> int:
    listed = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in listed)


def modules(*places: str) -> list[Module]:
    """The modules in some files and folders of the tree."""
    paths: list[Path] = []
    for place in places:
        path = ROOT / place
        paths += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [Module(path) for path in paths]


# -- rooms --------------------------------------------------------------------


def arrows(of: Sequence[Module]) -> set[tuple[str, str]]:
    """Each pair of rooms of ``sync/`` of which the first imports from the
    second.
    """
    found = set()
    for module in of:
        parts = module.path.relative_to(ROOT).with_suffix("").parts
        if parts[0] != "sync" or parts[1] == "__init__":
            continue
        for name in module.imports():
            there = name.split(".")
            if there[0] == "sync" and len(there) > 1 and there[1] != parts[1]:
                found.add((parts[1], there[1]))
    return found


def rooms() -> set[str]:
    """The folders with code and the files that stand directly in ``sync/``."""
    folders = {path.parent.name for path in (ROOT / "sync").glob("*/*.py")}
    files = {path.stem for path in (ROOT / "sync").glob("*.py")}
    return (folders | files) - {"__init__"}


def floors(of: set[str], between: set[tuple[str, str]]) -> int:
    """How many floors the rooms stand on; rooms that import each other in a
    circle have no end, and count as all.
    """
    floor = dict.fromkeys(of, 1)
    for _ in of:
        for above, below in between:
            floor[above] = max(floor[above], floor[below] + 1)
    return max(floor.values())


# -- the tables ---------------------------------------------------------------


def twice(names: Sequence[str]) -> list[str]:
    """The names that stand there more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)


def tracked(text: str) -> int:
    """How often a text stands in the tracked files of Python."""
    command = [
        "git",
        "grep",
        "-F",
        "-c",
        text,
        "--",
        "*.py",
        ":!bench/house.py",
    ]
    answer = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return sum(
        int(line.rpartition(":")[2]) for line in answer.stdout.splitlines()
    )


def held(product: Sequence[Module]) -> list[Measure]:
    """The measures that the house must reach."""
    between, of = arrows(product), rooms()
    longest = max(
        (m for m in product if m.name != "cli.py"), key=lambda m: m.lines
    )
    functions = [(m, f) for m in product for f in m.functions()]
    long = sorted(
        (f.tokens, f"{m.name}:{f.name}")
        for m, f in functions
        if f.tokens > LONG_FUNCTION
    )
    widest, where = max(
        (f.parameters, f"{m.name}:{f.name}")
        for m, f in functions
        if m.name != "cli.py"
    )
    code = [(m.name, line) for m in product for line in m.code]
    files = twice([m.path.stem for m in product if m.path.stem != "__init__"])
    classes = twice([name for m in product for name in m.classes()])
    return [
        Measure("rooms in sync/", len(of), 12),
        Measure("floors in sync/", floors(of, between), 9),
        Measure("arrows in sync/", len(between), 55),
        Measure(
            "lines of the largest module", longest.lines, 350, longest.name
        ),
        Measure(
            f"functions of more than {LONG_FUNCTION} tokens, in 1,000",
            1000 * len(long) / len(functions),
            15,
            f"{len(long)}, the longest {long[-1][1]}" if long else "",
        ),
        Measure("tokens a line of code", len(code) / len(set(code)), 7.5),
        Measure("names of files used twice", len(files), 0, ", ".join(files)),
        Measure(
            "names of classes used twice", len(classes), 0, ", ".join(classes)
        ),
        Measure("fmt: skip", tracked("fmt: skip"), 0),
        Measure("parameters of one function, cli.py aside", widest, 7, where),
    ]


def looked_at(product: Sequence[Module]) -> list[tuple[str, str]]:
    """Figures to be looked at: each can be had by making the code worse."""
    tokens = sorted(f.tokens for m in product for f in m.functions())
    lines = len({(m.name, line) for m in product for line in m.code})
    tests = {
        path.stem.removeprefix("test_")
        for path in (ROOT / "tests").rglob("test_*.py")
    }
    named = [m for m in product if m.path.stem in tests]
    nine_in_ten = statistics.quantiles(tokens, n=10)[-1]
    return [
        (
            "tokens a function",
            f"median {statistics.median(tokens):g}, 90th {nine_in_ten:.0f}",
        ),
        (
            "comments that say why, in 100 lines",
            f"{100 * sum(m.reasons for m in product) / lines:.1f}",
        ),
        (
            "modules with a test of their name",
            f"{len(named) / len(product):.0%}",
        ),
    ]


def main() -> int:
    """Print both tables; gives 1 where a measure is not reached."""
    product = modules(*PRODUCT)
    measures = held(product)
    print("| | now | to reach | |")
    print("|---|---|---|---|")
    for each in measures:
        remark = "" if each.held else "**not reached**"
        print(
            f"| {each.name} | {each.value:.4g} | {each.most:g} | {remark} {each.where} |"
        )
    print("\n| to be looked at | |")
    print("|---|---|")
    for name, value in looked_at(product):
        print(f"| {name} | {value} |")
    return int(not all(each.held for each in measures))


if __name__ == "__main__":
    sys.exit(main())
