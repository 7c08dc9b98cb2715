"""Law 7: every command has help and an example in the docs, and no command is dead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

import cli

ROOT = Path(__file__).parent.parent


def commands(command: Any, name: str = "") -> dict[str, Any]:
    if not hasattr(command, "commands"):
        return {name: command}
    found: dict[str, Any] = {}
    for key, inner in command.commands.items():
        found |= commands(inner, f"{name} {key}".strip())
    return found


ALL = commands(typer.main.get_command(cli.app))


def test_these_are_the_commands() -> None:
    assert sorted(ALL) == [
        "automate",
        "calendar add",
        "demo",
        "doctor",
        "explain",
        "export",
        "init",
        "login",
        "plan",
        "provision",
        "purge",
        "report",
        "rollover",
        "roster add",
        "run",
        "status",
        "workspace serve",
    ]


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_and_option_has_help_and_an_example(name: str) -> None:
    command = ALL[name]
    assert command.help
    assert len(command.help) > 20
    for parameter in command.params:
        assert getattr(parameter, "help", "x"), f"{name} {parameter.name}"
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## sync {name}\n")[2].partition("\n## ")[0]
    assert re.search(rf"```sh\n(.*\n)*?sync {name}\b", section), f"an example of sync {name}"


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert all((page.parent / t).exists() for t in targets), [t for t in targets if not (page.parent / t).exists()]


def test_the_rules_of_the_house_are_kept_in_words_too() -> None:
    """Kind and plain: no sheet, form or message calls anybody missed, delinquent or ranked."""
    words = re.compile(r"\b(missed|delinquent|failing|non-?compliant|worst|ranking)\b", re.IGNORECASE)
    for path in [
        *(ROOT / "templates").glob("*.toml"),
        *(ROOT / "forms").glob("*.toml"),
        *(ROOT / "sync").rglob("*.py"),
    ]:
        assert not words.search(path.read_text(encoding="utf-8")), path
