"""Bells, by school and kind of day."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from sync.core.timetable import Bell, Use
from sync.errors import ConfigurationError
from sync.program.schedule_files import timetable_of
from tests.support.schedule_folder import WES, put


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
