"""`init` asks whoever sits there, and nobody else."""

from __future__ import annotations

import os
import pty
from pathlib import Path
from subprocess import run

from sync.program.settings import load
from tests.support.command import command
from tests.support.this_program import HERE


def test_nobody_is_asked_without_a_terminal(tmp_path: Path) -> None:
    done = command("init", cwd=tmp_path)
    assert (done.returncode, "Press Enter" in done.stdout) == (0, False)


def test_init_asks_whoever_sits_there(tmp_path: Path) -> None:
    """What cannot be used is asked for again; Enter takes what is there."""
    typed = (
        'Our "own" program\n2026-08-26\n2025-06-18\n2027-06-16\nNorth, Bay\n'
        "n\nnob\nnobody\nLee@North.example\n\nmonthly\ny\n"
    )
    here, there = pty.openpty()
    os.write(here, typed.encode())
    done = run(
        [HERE, "init"],
        cwd=tmp_path,
        stdin=there,
        stdout=there,
        stderr=there,
        timeout=60,
        check=False,
    )
    os.close(there)
    os.close(here)
    assert done.returncode == 0
    settings = load(tmp_path / "program.toml")
    (district,) = settings.districts
    program = settings.file.program
    assert (program.name, program.year) == ('Our "own" program', "2026-27")
    assert settings.file.google.endpoint == "local"
    assert settings.file.defaults.preset == "monthly"
    assert (district.key, district.name) == ("NOB", "North, Bay")
    assert district.coordinators == ("lee@north.example",)
    assert district.schools == ("Hill School", "River School")
    assert f"{district.first_day} {district.last_day}" == (
        "2026-08-26 2027-06-16"
    )
