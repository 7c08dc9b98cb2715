"""Law 1: imports point down, sync.core is pure, product and workspace do not know each other."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("sync.core", "forms", "templates", "sync.google", "sync", "workspace", "cli")
BELOW = {
    "sync.core": set[str](),
    "sync.google": {"sync.core"},
    "forms": {"sync.core"},
    "templates": {"sync.core"},
    "sync": {"sync.core", "sync.google", "forms", "templates"},
    "workspace": set[str](),
    "cli": {"sync.core", "sync.google", "forms", "templates", "sync", "workspace"},
}
SHARED = {"sync.errors"}
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
    return next((r for r in ROOMS if module == r or module.startswith(r + ".")), "")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sources(), ids=lambda p: module_of(p))
def test_imports_point_down(path: Path) -> None:
    """A room imports only the rooms below it; errors and the program's own settings are shared by its verbs."""
    own = room_of(module_of(path))
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        other = room_of(name)
        if not other or other == own or any(name == s or name.startswith(s + ".") for s in SHARED):
            continue
        assert other in BELOW[own], f"{module_of(path)} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "sync" / "core").glob("*.py")), ids=lambda p: p.stem)
def test_the_core_is_pure(path: Path) -> None:
    """The core imports the standard library's pure parts alone and asks no clock, file, network or log."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name in imports(tree):
        top = name.split(".")[0]
        assert top == "sync" or top in sys.stdlib_module_names, name
        assert top not in OUTSIDE, name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in NOT_PURE, f"{called}() in line {node.lineno}"
            assert called not in CLOCKS, f"{called}() in line {node.lineno}"


def test_only_one_file_knows_gspread() -> None:
    """gspread seeks maintainers, so it stands behind one file; its error class is read where calls are paced."""
    users = {
        module_of(p)
        for p in sources()
        if any(n.split(".")[0] == "gspread" for n in imports(ast.parse(p.read_text(encoding="utf-8"))))
    }
    assert users == {"sync.google.sheets", "sync.google.pace"}


def test_only_the_command_prints() -> None:
    """print() stands in cli.py and nowhere else."""
    printing = {
        module_of(p)
        for p in sources()
        for node in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    }
    assert printing == {"cli"}


def test_nothing_heavy_is_imported_to_show_help() -> None:
    """Importing the command loads no Google client, no pydantic and no workspace."""
    import subprocess

    code = "import sys, cli; print([m for m in ('gspread','googleapiclient','pydantic','workspace','starlette','sync.run','rich') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout.strip() == "[]"
