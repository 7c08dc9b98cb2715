"""Teaching schedules that cannot be read are named, and districts that
reports would not know.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.admin.check_schedules import unplaced
from sync.program.settings import load
from tests.support.obstacles import SCHEDULES, Obstacle, assert_named, name_of
from tests.support.program import DISTRICTS, write_program
from tests.support.scene import Scene


@pytest.mark.whole
@pytest.mark.parametrize("obstacle", SCHEDULES, ids=name_of)
def test_what_stands_in_the_way_is_named(
    scene: Scene, obstacle: Obstacle
) -> None:
    assert_named(scene, obstacle)


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
    found = unplaced(load(tmp_path / "program.toml"))
    assert [each.message for each in found] == noted
