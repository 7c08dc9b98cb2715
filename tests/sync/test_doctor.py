"""Everything that can stand in the way is made to stand there, for real, and
the doctor must name it and say what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from sync.admin.checks import CHECKS
from sync.admin.finding import Grade
from sync.admin.provision import plan
from sync.errors import SyncError
from tests.support.command import sync
from tests.support.obstacles import (
    GOOGLE,
    MACHINE,
    PROGRAM,
    SCHEDULES,
    a_disk_that_is_nearly_full,
    a_state_of_another_program,
    a_year_changed_in_place,
    assert_nothing_left,
    examined,
    no_lock_file,
    nothing_provisioned,
    sheets_of_an_edition_before,
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


def test_a_full_disk_stops_nothing_that_looks_or_takes_away(
    scene: Scene,
) -> None:
    scene.provisioned()
    scene.program.run()
    a_disk_that_is_nearly_full(scene)
    assert scene.program.run(write=False)[0].standings
    assert scene.program.does(lambda opened: plan(opened)).refused == []
    key = scene.program.settings.districts[0].key
    assert scene.program.does(
        lambda opened: opened.program().spreadsheet(key).id
    )


def test_a_disk_that_does_not_say_its_size_is_believed(scene: Scene) -> None:
    scene.provisioned()
    disk = SimpleNamespace(free=0, total=0)
    scene.patch.setattr("shutil.disk_usage", lambda _: disk)
    assert scene.program.run()[0].failed == {}


@pytest.mark.parametrize(
    "happens",
    [
        sheets_of_an_edition_before,
        a_year_changed_in_place,
        a_state_of_another_program,
        no_lock_file,
        nothing_provisioned,
        a_disk_that_is_nearly_full,
    ],
)
def test_what_a_run_refuses_doctor_says_in_the_same_words(
    scene: Scene, happens: Callable[[Scene], None]
) -> None:
    happens(scene)
    said = {f"{f.message} {f.remedy}".strip() for f in examined(scene)}
    with pytest.raises(SyncError) as refused:
        scene.program.run()
    assert str(refused.value) in said


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
