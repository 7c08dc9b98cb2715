"""What a message tells people to type runs when they paste it; and `init` asks
whoever sits there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from subprocess import run

import pytest
import typer

import cli
from sync.terminal.called import COMMANDS, as_called
from tests.support.command import SYNC, command
from tests.support.this_program import HERE


@pytest.mark.parametrize(
    ("argv", "text", "expected"),
    [
        (["sync", "run"], "Run `sync provision`.", "Run `sync provision`."),
        (
            ["making-time", "run"],
            "Run `sync provision` once.",
            "Run `making-time provision` once.",
        ),
        (
            [HERE, "run", "--config", "my program/p.toml"],
            "sync provision --expect 677c",
            f"{HERE} provision --config 'my program/p.toml' --expect 677c",
        ),
        (
            ["making-time", "run", "--config=a.toml"],
            "`sync roster add` and `sync workspace serve`, or `sync init`",
            "`making-time roster add --config a.toml` and `making-time workspace serve`, or `making-time init`",
        ),
        (
            ["sync", "run"],
            "the sync runs, /opt/sync runs, sync-run, async run",
            "the sync runs, /opt/sync runs, sync-run, async run",
        ),
        (
            ["sync", "rollover", "--config", "old.toml"],
            "`sync provision --config new.toml`, then `sync automate`",
            "`sync provision --config new.toml`, then `sync automate --config old.toml`",
        ),
        (["pytest"], "`making-time doctor`", "`sync doctor`"),
    ],
)
def test_commands_are_written_as_the_program_was_called(
    argv: list[str],
    text: str,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    monkeypatch.setenv("PATH", "/nowhere")
    assert as_called(text) == expected


def test_a_name_that_a_shell_finds_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", [HERE, "run"])
    monkeypatch.setenv("PATH", str(SYNC.parent))
    assert as_called("`sync run`") == "`sync run`"


def test_every_command_is_known() -> None:
    group = typer.main.get_command(cli.app)
    known = set()
    for name, one in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(one, "commands", {})
        known |= {f"{name} {each}" for each in inner} or {name}
    assert set(COMMANDS) == known


def test_a_printed_command_runs(tmp_path: Path) -> None:
    """As the whole path, where no shell finds the name."""
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    asked = [HERE, "run", "--config", "p.toml"]
    refused = run(
        asked, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert f"`{HERE} init`" in refused.stderr
    pasted = refused.stderr.split("`")[1]
    made = run(pasted.split(), cwd=tmp_path, env=environment, check=False)
    assert made.returncode == 0
    assert (tmp_path / "program.toml").exists()


@pytest.mark.parametrize(
    "options", [("--log", "--coverage"), ("--privacy", "--coverage")]
)
def test_one_kind_of_page_is_asked_for_at_a_time(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = command("handout", *options, cwd=tmp_path)
    assert (done.returncode, "one of" in done.stderr) == (2, True)
