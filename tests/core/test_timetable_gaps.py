"""What schedules name that leads to nothing."""

from __future__ import annotations

import pytest

from sync.admin.check_schedules import schedules, stray_files
from tests.support.program import TODAY, Program
from tests.support.schedule_folder import put
from tests.support.schedules_of_a_program import (
    BELLS,
    observe,
    with_schedules,
)

pytestmark = pytest.mark.whole


def found_by_doctor(program: Program) -> list[str]:
    with program.state() as (state, _):
        found = [
            *stray_files(program.settings),
            *schedules(program.settings, state, TODAY),
        ]
    return [f"{f.grade}: {f.message}" for f in found]


def test_doctor_says_whom_the_schedules_name(program: Program) -> None:
    observe(with_schedules(program))
    program.run(read_all=True)
    fine, missing = found_by_doctor(program)
    assert fine == (
        "ok: WES: 4 of 6 people in Pairs found, 4 with something to teach now."
    )
    assert "No schedule names Grace Okafor, Luis Silva" in missing


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("cycles/WES.csv", "Date,Day\n2026-11-24,1\n", "cycles/ has 1"),
        ("bells/WES.csv", "Period,From,To\n1,8:00,8:45\n", "period 2, 3"),
        (
            "schedules/WES.csv",
            'Teacher,Expression,End Date\n"Diaz, Ana",1,2026-06-18\n',
            "last year's export",
        ),
        ("bells/WSE.csv", BELLS, "bells/WSE.csv"),
        ("rosters/wes.csv", "Mentor,Mentee\n", "rosters/wes.csv"),
    ],
)
def test_doctor_names_what_leads_to_nothing(
    program: Program, file: str, text: str, named: str
) -> None:
    with_schedules(program)
    program.run()
    put(program.folder, file, text)
    assert any(named in line for line in found_by_doctor(program))


def test_lessons_on_days_of_no_cycle_are_named(program: Program) -> None:
    with_schedules(program)
    program.run()
    (program.folder / "cycles" / "WES.csv").unlink()
    assert any("cycles/ has no days" in x for x in found_by_doctor(program))
