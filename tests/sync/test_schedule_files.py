"""Exports of teaching schedules, bells and letters, read as declared: each
file of ``tests/files/schedules`` beside the lessons that it means.

The files were made for these tests, in the shapes that the documentation of
OneRoster, PowerSchool and Infinite Campus gives.
"""

from __future__ import annotations

import json
import shutil
from datetime import date, time
from pathlib import Path

import pytest

from sync.core.timetable import Bell, Use
from sync.errors import ConfigurationError
from sync.program.districts_file import DistrictSettings
from sync.program.lesson_words import sections, use_of
from sync.program.schedule_files import mark_of, timetable_of

FILES = Path(__file__).parents[1] / "files" / "schedules"
WES = DistrictSettings(
    "WES",
    "Westbrook",
    (),
    date(2026, 8, 31),
    date(2027, 6, 18),
    "weekly",
    ("Hill School", "River School"),
)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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


def test_a_column_that_nobody_declared_is_named_and_can_be(
    tmp_path: Path,
) -> None:
    path = put(tmp_path, "schedules/WES.csv", "Lehrer,Stunde\nAna Diaz,3\n")
    with pytest.raises(ConfigurationError) as refused:
        timetable_of(tmp_path, WES)
    assert str(path) in str(refused.value)
    assert "columns.toml" in str(refused.value)
    own = '[[export]]\nname = "Ours"\nteacher = ["Lehrer"]\nperiods = ["Stunde"]\n'
    put(tmp_path, "schedules/columns.toml", own)
    assert timetable_of(tmp_path, WES).lessons["ana diaz"][0].period == "3"


@pytest.mark.parametrize(
    "own", ["[[export]]\nname = 'x'\n", "not toml", "a=1"]
)
def test_columns_that_cannot_be_read_are_named(
    own: str, tmp_path: Path
) -> None:
    put(tmp_path, "schedules/WES.csv", "Teacher,Expression\nAna,1\n")
    path = put(tmp_path, "schedules/columns.toml", own)
    with pytest.raises(ConfigurationError, match=r"columns\.toml"):
        timetable_of(tmp_path, WES)
    assert path.exists()


def test_a_file_of_one_roster_that_is_missing_is_named(tmp_path: Path) -> None:
    shutil.copytree(FILES / "one_roster", tmp_path / "schedules" / "WES")
    (tmp_path / "schedules" / "WES" / "enrollments.csv").unlink()
    with pytest.raises(ConfigurationError, match=r"enrollments\.csv"):
        timetable_of(tmp_path, WES)


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


def test_bells_by_school_and_kind_of_day(tmp_path: Path) -> None:
    text = (
        "School,Day,Period,From,To,For\n"
        ",,Period 1,8:00,8:45,\n"
        ",,Lunch,11:30,12:00,lunch\n"
        "River School,A Day,1,8:30,9:15,\n"
        ",early release,1,8:00,8:25,\n"
    )
    put(tmp_path, "bells/WES.csv", text)
    assert timetable_of(tmp_path, WES).bells == (
        Bell("1", time(8), time(8, 45)),
        Bell("lunch", time(11, 30), time(12), use=Use.LUNCH),
        Bell("1", time(8, 30), time(9, 15), "river school", "a"),
        Bell("1", time(8), time(8, 25), "", "early release"),
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Lake School,,1,8:00,8:45,", "Lake School"),
        (",,1,early,8:45,", "early"),
        (",,1,9:00,8:45,", "09:00"),
        (",,1,8:00,8:45,gym", "gym"),
        (",Wendsday,1,8:00,8:45,", "Wendsday"),
        (",,,8:00,8:45,", "no Period"),
    ],
)
def test_a_bell_that_cannot_be_is_named_with_its_line(
    line: str, named: str, tmp_path: Path
) -> None:
    put(tmp_path, "bells/WES.csv", f"School,Day,Period,From,To,For\n{line}\n")
    with pytest.raises(ConfigurationError) as refused:
        timetable_of(tmp_path, WES)
    assert named in str(refused.value)
    assert "line 2" in str(refused.value)


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


@pytest.mark.parametrize(
    ("text", "letters", "meant"),
    [
        ("1(A-B) 3(A)", "", [("1", ("A", "B")), ("3", ("A",))]),
        ("2-3(A,C)", "", [("2", ("A", "C")), ("3", ("A", "C"))]),
        ("HR(A-F)", "", [("hr", ("A", "B", "C", "D", "E", "F"))]),
        ("04", "A, B", [("4", ("A", "B"))]),
        ("Period 5", "", [("5", ())]),
        ("1,2", "Day 1", [("1", ("1",)), ("2", ("1",))]),
        ("", "A", []),
    ],
)
def test_periods_and_days_as_schedules_write_them(
    text: str, letters: str, meant: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert list(sections(text, letters)) == meant


@pytest.mark.parametrize(
    ("title", "use"),
    [
        ("Prep Period", Use.PLANNING),
        ("Planning 2", Use.PLANNING),
        ("College Prep English", Use.CLASS),
        ("Lunch A", Use.LUNCH),
        ("Lunch Duty", Use.DUTY),
        ("Mentoring", Use.FREE),
        ("Algebra I", Use.CLASS),
    ],
)
def test_what_a_course_is_for(title: str, use: Use) -> None:
    assert use_of(title) is use
