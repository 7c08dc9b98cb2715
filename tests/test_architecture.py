"""Law 1: imports point down, sync.core is pure, product and workspace do not
know each other.
"""

from __future__ import annotations

import ast
import graphlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The rooms of the house, by floor, the lowest first: a room imports from the
# floors below its own, and from no other.
FLOORS = (
    ("sync.core",),
    ("sync.errors",),
    ("forms", "templates"),
    ("sync.google", "sync.state"),
    ("sync.program",),
    ("sync.run",),
    ("sync.reports",),
    ("sync.admin",),
    ("sync.records", "sync.demo"),
    ("sync.terminal",),
    ("cli",),
)
# Who serves a local workspace, and so knows it.
SERVE_A_WORKSPACE = {"cli", "sync.terminal.opening"}
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
NOT_PURE = {"open", "print", "input", "exec", "eval", "__import__"}
CLOCKS = {"now", "today", "utcnow", "time_ns", "perf_counter"}
OUTSIDE = {
    "os",
    "io",
    "pathlib",
    "socket",
    "logging",
    "subprocess",
    "time",
    "random",
    "sqlite3",
    "urllib",
    "http",
    "tempfile",
}


def sources() -> list[Path]:
    found = [ROOT / "cli.py"]
    for folder in ("sync", "forms", "templates", "workspace"):
        found += sorted((ROOT / folder).rglob("*.py"))
    return found


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The room that a module of the product is in; empty for one that is none
    of it.
    """
    return next(
        (r for r in FLOOR if module == r or module.startswith(r + ".")), ""
    )


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def product() -> list[Path]:
    return [
        path
        for path in sources()
        if not module_of(path).startswith("workspace")
    ]


@pytest.mark.parametrize("path", product(), ids=lambda p: module_of(p))
def test_imports_point_down(path: Path) -> None:
    """Every module is in a room, and imports from its own room and from the
    floors below it alone.
    """
    own = room_of(module_of(path))
    assert own or module_of(path) == "sync", f"{module_of(path)} is in no room"
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        other = room_of(name)
        if other and other != own:
            assert FLOOR[other] < FLOOR[own], (
                f"{module_of(path)} imports {name}"
            )


def test_no_module_imports_itself_by_a_detour() -> None:
    """There is no circle of modules, also within a room."""
    modules = {module_of(path) for path in product()}
    below = {
        module_of(path): {
            n
            for n in imports(ast.parse(path.read_text(encoding="utf-8")))
            if n in modules
        }
        for path in product()
    }
    # Raises CycleError, which names the circle.
    order = list(graphlib.TopologicalSorter(below).static_order())
    assert set(order) == modules


@pytest.mark.parametrize("path", sources(), ids=lambda p: module_of(p))
def test_product_and_workspace_do_not_know_each_other(path: Path) -> None:
    """The workspace could be lifted out: it imports nothing of the product,
    and only the command, which serves it, knows it.
    """
    module = module_of(path)
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module.startswith("workspace"):
            assert not room_of(name), f"{module} imports {name}"
        elif name.split(".")[0] == "workspace":
            assert module in SERVE_A_WORKSPACE, f"{module} imports {name}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "sync" / "core").glob("*.py")), ids=lambda p: p.stem
)
def test_the_core_is_pure(path: Path) -> None:
    """The core imports the standard library's pure parts alone and asks no
    clock, file, network or log.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name in imports(tree):
        top = name.split(".")[0]
        assert top == "sync" or top in sys.stdlib_module_names, name
        assert top not in OUTSIDE, name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            assert called not in NOT_PURE, f"{called}() in line {node.lineno}"
            assert called not in CLOCKS, f"{called}() in line {node.lineno}"


def test_only_one_file_knows_gspread() -> None:
    """gspread seeks maintainers, so it stands behind one file; its error class
    is read where calls are paced.
    """
    users = {
        module_of(p)
        for p in sources()
        if any(
            n.split(".")[0] == "gspread"
            for n in imports(ast.parse(p.read_text(encoding="utf-8")))
        )
    }
    assert users == {"sync.google.sheets", "sync.google.failures"}


def test_one_place_prints() -> None:
    """print() stands in sync.terminal.say and nowhere else."""
    printing = {
        module_of(p)
        for p in sources()
        for node in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "print"
    }
    assert printing == {"sync.terminal.say"}


def test_nothing_heavy_is_imported_to_show_help() -> None:
    """Importing the command loads no Google client, no pydantic and no
    workspace.
    """
    import subprocess

    code = "import sys, cli; print([m for m in ('gspread','googleapiclient','pydantic','workspace','starlette','sync.run.one_run','sync.run.judging','rich') if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.strip() == "[]"
