"""Everything that can stand in the way is made to stand there, for real, and
the doctor must name it and say what to do.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.admin.checks import CHECKS
from sync.admin.finding import Grade
from tests.support.command import sync
from tests.support.obstacles import (
    GOOGLE,
    MACHINE,
    PROGRAM,
    SCHEDULES,
    assert_nothing_left,
    examined,
)
from tests.support.program import ADMIN, write_program
from tests.support.scene import Scene

pytestmark = pytest.mark.whole


def test_every_row_of_what_may_break_is_reached() -> None:
    every = [*MACHINE, *SCHEDULES, *GOOGLE, *PROGRAM]
    assert len(every) >= 40
    assert {check for _, check, _, _ in every} == {
        check.name for check in CHECKS
    }


def test_a_program_that_is_well_is_reported_as_well(scene: Scene) -> None:
    scene.provisioned()
    found = examined(scene)
    assert [f for f in found if f.grade is Grade.WRONG] == []
    assert {f.check for f in found if f.grade is Grade.NOTE} <= {
        "command",
        "schedule",
    }
    readers = [f.message for f in found if f.check == "readers"]
    assert readers == [
        f"WES's sheet can be opened by coordinator@westbrook.example, {ADMIN}."
    ]
    assert_nothing_left(scene)


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path) -> None:
    """Exit code 0 if nothing is in the way, also before it is made; one JSON
    object.
    """
    folder = tmp_path / "program"
    write_program(folder)
    told = sync(folder, "doctor")
    assert (told.returncode, told.stderr) == (0, ""), told.stderr
    assert (
        "note   program: Nothing is provisioned yet. → Run `sync provision` first."
        in told.stdout
    )
    assert sync(folder, "provision").returncode == 0
    well = sync(folder, "doctor", "--json")
    found = json.loads(well.stdout)
    assert (well.returncode, found["well"], found["version"]) == (
        0,
        True,
        1,
    ), [c for c in found["checks"] if c["grade"] == "wrong"]
    assert {tuple(sorted(each)) for each in found["checks"]} == {
        ("check", "grade", "message", "remedy")
    }
