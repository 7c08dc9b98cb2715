"""A program's files: what a new folder holds can be used, and every mistake is
named with its place and the fix.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.settings import load
from tests.support.program import DISTRICTS, PROGRAM
from tests.support.program_files import write


@pytest.mark.parametrize("day", ["8/31/2026", "8/31/26", "31-Aug-26"])
def test_a_day_is_read_as_excel_writes_it(tmp_path: Path, day: str) -> None:
    path = write(tmp_path, districts=DISTRICTS.replace("2026-08-31", day, 1))
    assert load(path).districts[0].first_day == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("year", "first", "last", "fits"),
    [
        ("2027", "2027-01-25", "2027-12-10", True),
        ("2027", "2026-08-31", "2027-06-18", False),
        ("2026-27", "2026-08-31", "2027-06-18", True),
        ("2026-28", "2026-08-31", "2027-06-18", False),
    ],
)
def test_a_school_year_may_begin_in_january(
    tmp_path: Path, year: str, first: str, last: str, fits: bool
) -> None:
    districts = DISTRICTS.replace("2026-08-31", first).replace(
        "2027-06-18", last
    )
    path = write(tmp_path, PROGRAM.replace("2026-27", year), districts)
    if fits:
        assert load(path).file.program.year == year
    else:
        with pytest.raises(ConfigurationError):
            load(path)
