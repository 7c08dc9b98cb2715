"""Exports of teaching schedules, bells and letters, read as declared: each
file of ``tests/files/schedules`` beside the lessons that it means.

The files were made for these tests, in the shapes that the documentation of
OneRoster, PowerSchool and Infinite Campus gives.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.schedule_files import mark_of, timetable_of
from tests.support.schedule_folder import FILES, WES, put


@pytest.mark.parametrize(
    "name", ["powerschool", "infinite_campus", "one_roster"]
)
def test_an_export_is_read_as_its_documentation_says(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "schedules").mkdir()
    if (FILES / name).is_dir():
        shutil.copytree(FILES / name, tmp_path / "schedules" / "WES")
    else:
        shutil.copy(FILES / f"{name}.csv", tmp_path / "schedules" / "WES.csv")
    wanted = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    lessons = timetable_of(tmp_path, WES).lessons
    assert {
        who: [
            [
                x.period,
                sorted(x.letters),
                x.use.value,
                str(x.since),
                str(x.until),
            ]
            for x in lessons[who]
        ]
        for who in wanted
    } == wanted
    # Whoever has an address is known by the name, too; and nobody else is.
    assert "pupil@wes.example" not in lessons
    assert len(lessons) <= 2 * len(wanted)


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        (
            "bells/WES.csv",
            "Buildin,Period,From,To\nx,1,8:00,8:45\n",
            "Buildin",
        ),
        ("cycles/WES.csv", "Date,Day\nsoon,A\n", "soon"),
        (
            "schedules/WES.csv",
            "Teacher,Expression,Start Date,End Date\nAna,1,2026-10-01,2026-09-01\n",
            "before it begins",
        ),
        (
            "schedules/WES.csv",
            "Teacher,Expression\nAna,1-99(A-Z)\n",
            "more than 60 periods",
        ),
        (
            "schedules/WES.csv",
            "Teacher,Teacher Email,Expression\nAna,at school,1\n",
            "at school",
        ),
    ],
)
def test_a_slip_is_named_with_its_file(
    name: str, text: str, named: str, tmp_path: Path
) -> None:
    path = put(tmp_path, name, text)
    with pytest.raises(ConfigurationError) as refused:
        timetable_of(tmp_path, WES)
    assert named in str(refused.value)
    assert str(path) in str(refused.value)


def test_days_of_the_cycle_may_have_names(tmp_path: Path) -> None:
    put(tmp_path, "cycles/WES.csv", "Date,Day\n2026-10-05,Blue Day\n")
    put(tmp_path, "bells/WES.csv", "Day,Period,From,To\nBlue,1,8:00,8:45\n")
    table = timetable_of(tmp_path, WES)
    assert table.bells[0].day == "blue"
    assert table.letter(date(2026, 10, 5)) == "blue"


def test_what_a_line_says_twice_is_once(tmp_path: Path) -> None:
    put(tmp_path, "schedules/WES.csv", "Teacher,Expression\nAna,1(A) 1(A)\n")
    assert len(timetable_of(tmp_path, WES).lessons["ana"]) == 1


def test_two_teachers_of_one_name_are_known_by_address_alone(
    tmp_path: Path,
) -> None:
    text = "Teacher,Email,Expression\nSam Lee,a@x.example,1\nSam Lee,b@x.example,2\n"
    put(tmp_path, "schedules/WES.csv", text)
    assert set(timetable_of(tmp_path, WES).lessons) == {
        "a@x.example",
        "b@x.example",
    }


def test_bells_and_schedules_name_the_same_periods(tmp_path: Path) -> None:
    put(tmp_path, "bells/WES.csv", "Period,From,To\nRed,8:00,8:45\n")
    put(tmp_path, "schedules/WES.csv", "Teacher,Expression\nAna Diaz,1\n")
    with pytest.raises(ConfigurationError, match="no period"):
        timetable_of(tmp_path, WES)


def test_letters_are_those_that_calendar_add_kept(tmp_path: Path) -> None:
    put(tmp_path, "cycles/WES.csv", "Date,Day\n2026-10-05,Day 4\n")
    table = timetable_of(tmp_path, WES)
    assert table.letters == {date(2026, 10, 5): "4"}


def test_the_mark_changes_with_any_file(tmp_path: Path) -> None:
    assert mark_of(tmp_path, "WES") == ""
    seen = {mark_of(tmp_path, "WES")}
    for name in ("bells/WES.csv", "cycles/WES.csv", "schedules/WES.csv"):
        put(tmp_path, name, "x")
        seen.add(mark_of(tmp_path, "WES"))
    put(tmp_path, "schedules/WES/classes.csv", "x")
    seen.add(mark_of(tmp_path, "WES"))
    assert len(seen) == 5
    assert mark_of(tmp_path, "NOR") == ""
