"""What mentoring costs: by declared rates alone, from coverage that was really
used; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from sync.core.costs import costs_of
from sync.core.district import Rates
from sync.core.judge import judge
from sync.errors import ConfigurationError
from sync.program.settings import load
from sync.reports.tables import text_of
from tests.support.program import Program, write_program
from tests.support.random_programs import program as random_program


def declare(folder: Path, coverage: str, stipend: str) -> None:
    """Add the rates of the one district to its line."""
    path = folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        f'{header},coverage_rate,stipend\n{line},"{coverage}","{stipend}"\n',
        encoding="utf-8",
    )


def rows(program: Program) -> list[list[str]]:
    result, _ = program.run(write=False)
    return list(csv.reader(io.StringIO(text_of("cost", result.standings))))


def observed(program: Program, pair: str, day: str, hours: float) -> None:
    program.log(
        "ana@westbrook.example",
        pair,
        kind="observation",
        day=day,
        direction="mentor_sees_mentee",
        minutes=45,
        cover_hours=hours,
    )


def test_costs_are_those_of_coverage_that_was_used(program: Program) -> None:
    declare(program.folder, "42.50", "$1,200")
    observed(program, "WES-1", "2026-11-10", 2)
    observed(program, "WES-2", "2026-11-17", 0)
    assert rows(program)[1] == [
        "Westbrook",
        "3",
        "3",
        "2",
        "2",
        "85.00",
        "3600.00",
        "3685.00",
        "1228.33",
        "42.50",
    ]


def test_without_rates_hours_are_shown_and_no_amount(
    program: Program,
) -> None:
    observed(program, "WES-1", "2026-11-10", 2)
    assert rows(program)[1] == ["Westbrook", "3", "3", "1", "2", *[""] * 5]


def test_one_rate_alone_is_enough(program: Program) -> None:
    declare(program.folder, "", "500")
    assert rows(program)[1][5:] == ["", "1500.00", "1500.00", "500.00", ""]


@pytest.mark.parametrize("text", ["forty", "-3", "1.234", "10 an hour"])
def test_what_is_no_amount_is_named(tmp_path: Path, text: str) -> None:
    write_program(tmp_path)
    declare(tmp_path, text, "")
    with pytest.raises(ConfigurationError, match="coverage_rate is"):
        load(tmp_path / "program.toml")


@pytest.mark.parametrize("seed", range(40))
def test_amounts_grow_with_the_rates_and_with_nothing_else(seed: int) -> None:
    district, answers, today = random_program(seed)

    def at(hour: float | None, stipend: float | None) -> object:
        rated = replace(district, rates=Rates(hour, stipend))
        return costs_of(judge(rated, answers, today))

    none, one, two = at(None, None), at(1, 1), at(2, 2)
    assert replace(one, coverage=None, stipends=None) == none  # type: ignore[type-var]
    for name in ("coverage", "stipends", "whole", "of_a_pair"):
        assert getattr(none, name) is None
        single, double = getattr(one, name), getattr(two, name)
        assert double == (None if single is None else 2 * single)
    assert getattr(one, "coverage") == getattr(one, "hours")  # noqa: B009


def test_a_region_has_a_row_for_each_member(program: Program) -> None:
    declare(program.folder, "40", "1000")
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        f"{header},member_codes\n{line},0010;0011\n", encoding="utf-8"
    )
    _, hill, river = rows(program)
    assert (hill[0], river[0]) == ("Hill School", "River School")
    assert [hill[6], river[6]] == ["2000.00", "1000.00"]
