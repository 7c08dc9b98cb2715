"""districts.csv, and every mistake named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.settings import load
from tests.support.program import DISTRICTS, Program
from tests.support.program_files import write
from tests.support.schedules_of_a_program import (
    with_substitutes,
)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "WES,",
            "W,",
            "line 2: the key 'W' cannot be used. Use 2 to 8 letters",
        ),
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


def test_a_doubled_key(tmp_path: Path) -> None:
    twice = DISTRICTS + DISTRICTS.splitlines()[1] + "\n"
    with pytest.raises(
        ConfigurationError, match="line 3: the key WES is used twice"
    ):
        load(write(tmp_path, districts=twice))


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        ("0010", "1 member_codes for 2 schools"),
        ("1;1", "is used twice"),
        ("1;0009", "Westbrook and River School both have the code 0009"),
    ],
)
def test_codes_that_do_not_fit_are_named(
    program: Program, codes: str, named: str
) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        f"{header},member_codes,state_code\n{line},{codes},0009\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match=named):
        load(program.folder / "program.toml")


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("lead_days", "soon", "lead_days is 'soon'"),
        ("lead_days", "11", "lead_days is '11'"),
        ("avoid_days", "Funday", "avoid_days has 'Funday'"),
        ("avoid_days", "Monday-Friday", "avoid_days has 'Monday-Friday'"),
        ("lead_days", "9" * 5000, "lead_days is"),
        ("approver", "the office", "is not an e-mail address"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(
    program: Program, column: str, value: str, named: str
) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{header},{column}\n{line},{value}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load(program.folder / "program.toml")
    assert named in str(refused.value)


def test_how_substitutes_are_asked_for_is_read(program: Program) -> None:
    with_substitutes(program)
    asked = program.settings.districts[0].substitutes
    assert (asked.reason_code, asked.budget_code) == ("MENT {12}", '21 "B"')
    assert asked.avoid == {0, 4}
    assert (asked.lead_days, asked.approver) == (
        2,
        "office@westbrook.example",
    )
