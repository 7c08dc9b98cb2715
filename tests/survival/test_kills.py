"""Real processes, killed at random moments over all commands that write: what
the next ones leave is what one without any memory would have written.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import EVENING, Program

pytestmark = pytest.mark.long

CLI = Path(__file__).parents[2] / "cli.py"
DAY = "2026-11-23"
# Kills on one program before it is looked at, and how many programs.
KILLS = 10
SEEDS = range(int(os.environ.get("KILLS", "60")) // KILLS)
MORE = """\
Mentor,Mentee,Mentor e-mail
Zoë Brennan,João Costa,zoe@westbrook.example
"""
DAYS = """\
What,From,Name
no school,2027-03-10,Storm day
"""
COMMANDS = (
    ("run", "--as-of", DAY),
    ("run", "--as-of", DAY, "--full"),
    ("run", "--as-of", "2026-11-24"),
    ("provision",),
    ("roster", "add", "more.csv", "--district", "WES"),
    ("calendar", "add", "days.csv", "--district", "WES"),
    ("purge", "WES-3", "--yes"),
    ("letter", "--out", "letters"),
    ("report", "--out", "reports"),
    ("handout", "--out", "handouts"),
    ("export", "WES-1"),
    ("links", "--csv", "links.csv"),
)


def sync(
    program: Program, *arguments: str, kill_after: float | None = None
) -> int:
    """A command as a process of its own; with a time it is killed then, and
    cannot clean up.
    """
    process = subprocess.Popen(
        [sys.executable, CLI, *arguments, "--config", "program.toml"],
        cwd=program.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if kill_after is not None:
        time.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
    _, told = process.communicate(timeout=120)
    if kill_after is None:
        assert process.returncode in (0, 8), told.decode()
    return process.returncode


def people_wrote(program: Program) -> dict[str, list[list[Any]]]:
    """What people typed in their tabs; a formula follows its cells by itself."""
    return {
        tab.key: [
            ["=" if str(cell).startswith("=") else cell for cell in line]
            for line in program.values(tab.key, formulas=True)
        ]
        for tab in program.layout.people
    }


def everything(program: Program) -> dict[str, list[list[Any]]]:
    return {tab.key: program.values(tab.key) for tab in program.layout.tabs}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_killed_the_next_ones_finish_it(
    program: Program, seed: int
) -> None:
    """No row is doubled or lost, no file is half written, and people's cells
    stay byte for byte, but those that a command is to write.
    """
    chance = random.Random(seed)
    (program.folder / "more.csv").write_text(MORE, encoding="utf-8")
    (program.folder / "days.csv").write_text(DAYS, encoding="utf-8")
    for number in range(4):
        program.log(
            ("ana", "grace")[number % 2] + "@westbrook.example",
            ("WES-1 Ana & Sam", "WES-2 Grace & Luis")[number % 2],
            kind="one-on-one",
            day=f"2026-11-{16 + number}",
            minutes=30,
        )
    program.space.store.set_now(EVENING)
    before = people_wrote(program)
    killed = 0
    while killed < KILLS:
        command = chance.choice(COMMANDS)
        killed += (
            sync(program, *command, kill_after=chance.uniform(0.15, 1.6))
            == -signal.SIGKILL
        )
    after = people_wrote(program)
    for key in (
        "schedule",
        "observations",
        "follow_up",
        "rules",
        "corrections",
    ):
        assert after[key] == before[key], key
    for row, line in enumerate(before["pairs"]):
        if line[0] in (1, 2):
            assert after["pairs"][row] == line, (
                "nobody's row but the purged one"
            )

    for command in COMMANDS[:6]:
        sync(program, *command)
    sync(program, "provision")
    sync(program, "run", "--as-of", "2026-11-24", "--full")
    pairs = [
        line[1:3]
        for line in program.values("pairs")
        if len(line) > 2 and line[1]
    ]
    assert len(pairs) == len({tuple(p) for p in pairs})
    assert pairs.count(["Zoë Brennan", "João Costa"]) == 1
    names = [line[3] for line in program.values("calendar") if len(line) > 3]
    assert names.count("Storm day") == 1
    codes = [line[0] for line in program.values("log")[1:]]
    assert len(codes) == len(set(codes)) == 4

    stands = everything(program)
    for name in ("state.sqlite", "state.sqlite-wal", "state.sqlite-shm"):
        (program.folder / name).unlink(missing_ok=True)
    sync(program, "run", "--as-of", "2026-11-24", "--full")
    assert everything(program) == stands, "as without any memory"
    for file in (
        *program.folder.rglob("*.json"),
        *program.folder.rglob("*.csv"),
    ):
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".json" and text:
            json.loads(text)
