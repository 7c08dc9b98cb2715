"""What stands in the way on the machine is named: files, state, disk, schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.admin.check_machine import configuration
from sync.admin.finding import Grade
from sync.admin.init import Beginning, init
from sync.state.store import State
from tests.support.obstacles import (
    MACHINE,
    Obstacle,
    assert_named,
    examined,
    name_of,
)
from tests.support.program import DISTRICTS, write_program
from tests.support.scene import Scene

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("obstacle", MACHINE, ids=name_of)
def test_what_stands_in_the_way_is_named(
    scene: Scene, obstacle: Obstacle
) -> None:
    assert_named(scene, obstacle)


def test_a_schedule_and_a_run_of_long_ago(scene: Scene) -> None:
    home = scene.folder / "home"
    units = home / ".config" / "systemd" / "user"
    units.mkdir(parents=True)
    scene.patch.setattr(Path, "home", lambda: home)
    (units / "making-time.service").write_text(
        f"ExecStart=/opt/sync run --config {scene.folder / 'program.toml'}\n"
    )
    scene.program.provision()
    State(scene.folder / "state.sqlite").close()
    with scene.program.state() as (state, _), state.writing():
        state.notes.ran = "2026-10-01T11:00:00+00:00"
    found = {f.check: f for f in examined(scene)}
    assert found["schedule"].grade is Grade.OK
    assert (found["state"].grade, "days ago" in found["state"].message) == (
        Grade.NOTE,
        True,
    )


def test_the_samples_coordinator_is_named_before_google_is_asked(
    tmp_path: Path,
) -> None:
    """In the local workspace the sample is for trying."""
    first = date(2026, 8, 31)
    for local, named in ((False, True), (True, False)):
        folder = tmp_path / str(local)
        begin = Beginning(first, date(2027, 6, 18), local=local)
        init(folder, begin)
        notes = [
            f
            for f in configuration(folder / "program.toml")
            if f.grade is Grade.NOTE
        ]
        said = any("sample's coordinator" in f.message for f in notes)
        assert said is named


@pytest.mark.parametrize(
    ("columns", "rows", "noted"),
    [
        ("", ("", ""), []),
        (",state_code,region", (",0100,Inland", ",0101,Inland"), []),
        (
            ",state_code,region",
            (",0100,", ",,"),
            ["NOR without state_code, which others have."],
        ),
        (
            ",state_code,region",
            (",0100,Coast", ",0101,"),
            ["NOR without region, which others have."],
        ),
        (",state_code,region", (",,", ",,"), []),
    ],
)
def test_a_district_that_reports_do_not_know_is_named(
    tmp_path: Path, columns: str, rows: tuple[str, str], noted: list[str]
) -> None:
    write_program(tmp_path)
    head, first = DISTRICTS.splitlines()
    second = first.replace("WES", "NOR").replace("Westbrook", "Northfield")
    lines = (head + columns, first + rows[0], second + rows[1])
    (tmp_path / "districts.csv").write_text("\n".join(lines) + "\n")
    found = configuration(tmp_path / "program.toml")
    assert [each.message for each in found if each.grade is Grade.NOTE] == (
        noted
    )
