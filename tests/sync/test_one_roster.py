"""A folder of OneRoster files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.schedule_files import timetable_of
from tests.support.schedule_folder import FILES, WES


def test_a_file_of_one_roster_that_is_missing_is_named(tmp_path: Path) -> None:
    shutil.copytree(FILES / "one_roster", tmp_path / "schedules" / "WES")
    (tmp_path / "schedules" / "WES" / "enrollments.csv").unlink()
    with pytest.raises(ConfigurationError, match=r"enrollments\.csv"):
        timetable_of(tmp_path, WES)
