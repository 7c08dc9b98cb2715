"""A program's files: what a new folder holds can be used, and every mistake is
named with its place and the fix.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.admin.init import init, usual
from sync.errors import ConfigurationError, Refused
from sync.program import lockfile
from sync.program.lockfile import Form, Gone, Lock, Sheet
from sync.program.settings import load
from tests.support.program import DISTRICTS, PROGRAM


def write(
    folder: Path, program: str = PROGRAM, districts: str | bytes = DISTRICTS
) -> Path:
    (folder / "program.toml").write_text(program, encoding="utf-8")
    data = districts if isinstance(districts, bytes) else districts.encode()
    (folder / "districts.csv").write_bytes(data)
    return folder / "program.toml"


def test_a_new_folder_can_be_used_as_it_is(tmp_path: Path) -> None:
    init(tmp_path, usual(date(2026, 8, 1)))
    settings = load(tmp_path / "program.toml")
    assert (settings.file.program.year, settings.districts[0].schools) == (
        "2026-27",
        ("Hill School", "River School"),
    )
    with pytest.raises(Refused, match="is there already"):
        init(tmp_path, usual(date(2026, 8, 1)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('year = "2026-27"', 'year = "26"', "line 4: program.year: '26'"),
        (
            "pairs = 8",
            "pears = 8",
            "line 8: defaults.pears: this key is not known",
        ),
        (
            "pairs = 8",
            'locale = "en_GB"',
            "line 8: defaults.locale: this key stands in another part. Move it below [program]",
        ),
        ("pairs = 8", 'pairs = "many"', "defaults.pairs: 'many'"),
        (
            "pairs = 8",
            'preset = "dayly"',
            "there is no preset 'dayly'; use one of weekly",
        ),
        ('name = "Test program"', "", "program.name: this is missing. Add it"),
        ("[google]", "[google", "Mend the line"),
        (
            "[google]",
            '[form]\nresponders = ["everybody"]\n[google]',
            "'everybody' is not known",
        ),
        ("[google]", 'time_zone = "Boston"\n[google]', "not a time zone"),
    ],
)
def test_mistakes_in_program_toml(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = write(tmp_path, PROGRAM.replace(old, new, 1))
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("WES,", "W,", "line 2: key 'W'. Use 2 to 8 letters"),
        (
            "2026-08-31",
            "31/8/2026",
            "first_day is '31/8/2026'. Write a day as 2026-08-31 or 8/31/2026",
        ),
        (
            "2027-06-18",
            "2026-09-18",
            "Give the first and last day of one school year",
        ),
        (
            "coordinator@westbrook.example",
            "Ms. Diaz",
            "coordinator 'ms.' is not an e-mail address",
        ),
        (",weekly,", ",sometimes,", "there is no preset 'sometimes'"),
        ("name,", "colour,", "the column “name” is missing"),
        ("key,", "", "the column “key” is missing"),
    ],
)
def test_mistakes_in_districts_csv(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = write(tmp_path, districts=DISTRICTS.replace(old, new, 1))
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("day", ["8/31/2026", "8/31/26", "31-Aug-26"])
def test_a_day_is_read_as_excel_writes_it(tmp_path: Path, day: str) -> None:
    path = write(tmp_path, districts=DISTRICTS.replace("2026-08-31", day, 1))
    assert load(path).districts[0].first_day == date(2026, 8, 31)


def test_several_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        PROGRAM.replace("2026-27", "26"),
        DISTRICTS.replace("WES,", "W,"),
    )
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    "data",
    [
        DISTRICTS.replace(",", ";")
        .replace("School;River", "School")
        .encode("utf-8-sig"),
        DISTRICTS.replace("Westbrook,", "Zürich,").encode("cp1252"),
        DISTRICTS.replace(",", "\t").encode("utf-16"),
        DISTRICTS.replace("\n", "\r\n").encode(),
    ],
)
def test_csv_as_offices_save_it(tmp_path: Path, data: bytes) -> None:
    assert load(write(tmp_path, districts=data)).districts[0].key == "WES"


def test_a_doubled_key(tmp_path: Path) -> None:
    twice = DISTRICTS + DISTRICTS.splitlines()[1] + "\n"
    with pytest.raises(
        ConfigurationError, match="line 3: the key WES stands twice"
    ):
        load(write(tmp_path, districts=twice))


def test_the_lock_file_comes_back_as_it_was(tmp_path: Path) -> None:
    lock = Lock(
        "2026-27",
        "f",
        "g",
        'h"\\',
        ("me", "you"),
        {"planning": Form("i", 'u"')},
        Sheet("all", "url"),
        None,
        {"WES": Sheet("id", "url", 60)},
        {"WES": (3, 5)},
        closed=True,
        edition=2,
        drive="0Adrive",
    )
    lock.gone = [
        Gone(
            "WES",
            (1, 4),
            True,
            ["a-b"],
            {"c": 'WES-2 "x"'},
        )
    ]
    lock.save(tmp_path / "program.lock.toml")
    assert lockfile.load(tmp_path / "program.lock.toml") == lock
    (tmp_path / "program.lock.toml").write_text("nonsense = [")
    with pytest.raises(
        ConfigurationError, match="Restore the file from a backup"
    ):
        lockfile.load(tmp_path / "program.lock.toml")


def test_a_closed_year_of_an_earlier_version_can_be_read() -> None:
    Lock(closed=True).check_edition()
    with pytest.raises(ConfigurationError, match="Run `sync provision` once"):
        Lock().check_edition()


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


def test_a_lock_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "program.lock.toml"
    path.write_text("version = 1\nedition = 99\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="newer Making Time"):
        lockfile.load(path)
