"""Columns of an export, declared or known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.schedule_files import timetable_of
from tests.support.schedule_folder import WES, put


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
