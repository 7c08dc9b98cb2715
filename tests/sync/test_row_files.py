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

from sync.admin.add_pairs import AddedPairs, add
from sync.core.dates import written_day
from sync.errors import ConfigurationError, Refused
from sync.program import row_files
from sync.program.office_words import plain_name
from templates import layout as layouts
from tests.support.program import TODAY, Program

FILES = Path(__file__).parents[1] / "files" / "rosters"
PAIRS = layouts.load(20, 40).tab("pairs")
LISTS = {"schools": ("Hill School", "River School")}


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


def test_a_workbook_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    with pytest.raises(ConfigurationError, match="this is an Excel workbook"):
        row_files.load(path, PAIRS, LISTS)


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Diaz, Ana", "Ana Diaz"),
        ("  diaz ,  ana maria ", "ana maria diaz"),
        ("Mrs. Ana Diaz", "Ana Diaz"),
        ("Prof. Dr. Ana Diaz", "Ana Diaz"),
        ("Diaz, Dr. Ana", "Ana Diaz"),
        ("Ana Diaz, PhD", "Ana Diaz"),
        ("Sam Lee, III", "Sam Lee III"),
        ("Ms.", "Ms."),
        ("Drew Miller", "Drew Miller"),
        ("Missy Lane", "Missy Lane"),
        ("García Márquez, José", "José García Márquez"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_that_a_greeting_can_use(
    text: str, name: str
) -> None:
    assert plain_name(text) == name


def _added(program: Program, *lines: str) -> AddedPairs:
    path = program.folder / "WES.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return program.does(add, path, TODAY)


@pytest.mark.parametrize(
    ("mentor", "mentee", "more", "known"),
    [
        ("Ana Diaz", "Sam Lee", "", True),
        ("ANA  DIAZ", "Lee, Sam", "", True),
        ("Ána Dïaz", "Sam Lee", "", True),
        (
            "Ana D.",
            "S. Lee",
            "ana@westbrook.example|sam@westbrook.example",
            True,
        ),
        ("Ana Diaz", "Sam Lee", "ana2@w.example|sam2@w.example", False),
        ("Ana Diaz", "Sam Leeson", "", False),
        ("", "Sam Lee", "", True),
    ],
)
def test_a_pair_is_known_again(
    program: Program, mentor: str, mentee: str, more: str, known: bool
) -> None:
    """By its addresses, or by its names in any form."""
    one, _, other = more.partition("|")
    done = _added(
        program,
        "Mentor,Mentee,Mentor e-mail,Mentee e-mail",
        f'"{mentor}","{mentee}",{one},{other}',
    )
    assert (len(done.known), len(done.codes)) == (known, not known)
    again = _added(
        program,
        "Mentor,Mentee,Mentor e-mail,Mentee e-mail",
        f'"{mentor}","{mentee}",{one},{other}',
    )
    assert again.codes == ()


def test_two_pairs_of_one_name_in_two_schools(program: Program) -> None:
    done = _added(
        program, "Mentor,Mentee,School", "Ana Diaz,Sam Lee,River School"
    )
    assert done.codes == ("WES-4",)


def test_a_number_of_the_file_is_taken_or_refused(program: Program) -> None:
    head = "Number,Mentor,Mentee"
    done = _added(program, head, "6,Ola Berg,Mei Chen", ",Tom Vale,Amy Frost")
    assert done.codes == ("WES-6", "WES-4")
    assert program.row("pairs", "WES-6", "label")["Mentor"] == "Ola Berg"
    for number in (6, 2, 900):
        with pytest.raises(Refused, match=f"{number}: not free in Pairs"):
            _added(program, head, f"{number},New One,New Two")
    same = _added(program, head, "9,Ola Berg,Mei Chen")
    assert (same.codes, len(same.known)) == ((), 1)
