"""Rosters as offices and student systems save them, read as a person would:
each file of ``tests/files`` beside the rows that it means.

The files were made for these tests, after shapes that districts publish.
"""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path

import pytest

from sync.core.dates import written_day
from sync.errors import ConfigurationError
from sync.program import row_files
from tests.support.added_rows import LISTS, PAIRS

FILES = Path(__file__).parents[1] / "files" / "rosters"


@pytest.mark.parametrize(
    "file", sorted(FILES.glob("*.csv")), ids=lambda file: file.stem
)
def test_a_roster_is_read_as_a_person_would(file: Path) -> None:
    wanted = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    rows = [
        {
            key: value if isinstance(value, (bool, int)) else str(value)
            for key, value in row.items()
            if value not in (None, "", False)
        }
        for row in row_files.load(
            file, PAIRS, LISTS, day_first=file.stem == "day_first"
        )
    ]
    assert rows == wanted


def test_what_is_left_out_is_named_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        row_files.load(FILES / "unknown_columns.csv", PAIRS, LISTS)
    (record,) = caplog.records
    assert record.getMessage().endswith("Grade, Licence, Subject")


def test_many_mistakes_are_a_short_summary(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    lines = [f"Ana {n},Sam {n},no address,soon" for n in range(30)]
    path.write_text(
        "\n".join(["Mentor,Mentee,Mentor e-mail,Starts", *lines]),
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError) as caught:
        row_files.load(path, PAIRS, LISTS)
    said = str(caught.value).splitlines()
    assert len(said) == 2 * row_files.SHOWN
    assert sum("and 27 more like it" in line for line in said) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-31", date(2026, 8, 31)),
        ("8/31/2026", date(2026, 8, 31)),
        ("8/31/26", date(2026, 8, 31)),
        ("08-31-2026", date(2026, 8, 31)),
        ("31-Aug-26", date(2026, 8, 31)),
        ("31 August 2026", date(2026, 8, 31)),
        ("Aug. 31st, 2026", date(2026, 8, 31)),
        ("Monday, August 31, 2026", date(2026, 8, 31)),
        ("2026-08-31T00:00:00", date(2026, 8, 31)),
        ("8/31/2026 12:00:00 AM", date(2026, 8, 31)),
        ("31/8/2026", None),
        ("August 2026", None),
        ("8/31", None),
        ("46265", None),
    ],
)
def test_a_day_as_an_office_writes_it(text: str, day: date | None) -> None:
    assert written_day(text) == day


def test_mistakes_are_in_order_of_line_and_say_what_is_wrong(
    tmp_path: Path,
) -> None:
    """A day that there is not is written as a date all the same."""
    path = tmp_path / "WES.csv"
    path.write_text(
        "Mentor,Mentee,Starts\n"
        "Ana,Sam,9/31/2026\n"
        "Mei,,2026-09-01\n"
        "Noor,Tom,soon\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError) as raised:
        row_files.load(path, PAIRS, LISTS)
    lines = [
        line.partition("WES.csv, ")[2]
        for line in str(raised.value).splitlines()
    ]
    assert lines == [
        "line 2: Starts is '9/31/2026'. There is no such day: correct it",
        "line 3: there is no mentee. Fill in Mentee",
        "line 4: Starts is 'soon'. Write a date as 2026-09-01 or 9/1/2026",
    ]
