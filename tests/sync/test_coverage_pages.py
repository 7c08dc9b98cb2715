"""The coverage for the offices: whose class, when and by whom; never who is
visited.
"""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest

from sync.core.judge import judge
from sync.reports import coverage_pages
from tests.support.command import command
from tests.support.program import TODAY, Program
from tests.support.random_programs import program as random_program


@pytest.fixture
def planned(program: Program) -> Program:
    """Visits of three pairs in two buildings, and some that are none of the
    office's in the next ten school days.
    """
    rows: tuple[tuple[object, ...], ...] = (
        ("WES-1", date(2026, 11, 30), time(10, 15), 1, "Grade 5", "Ms. Roe"),
        ("WES-3", date(2026, 11, 24), "", 0.5, "Grade 2", ""),
        ("WES-2", date(2026, 12, 1), time(9, 0), 2, "<b>Art</b>", ""),
        ("WES-2", date(2027, 2, 1), "", 2, "much later", ""),
        ("WES-2", date(2026, 11, 20), "", 2, "over", ""),
        ("WES-2", date(2026, 11, 24), "", "", "no coverage needed", ""),
    )
    for number, row in enumerate(rows, 2):
        keys = ("pair", "day", "time", "hours", "class", "arranged")
        for key, value in zip(keys, row, strict=True):
            if isinstance(value, date):
                value = (value - date(1899, 12, 30)).days
            elif isinstance(value, time):
                value = value.hour / 24 + value.minute / 1440
            if value != "":
                program.type("observations", number, key, value)
        direction = "mentee observes mentor"
        program.type("observations", number, "direction", direction)
    return program


def test_each_building_has_what_is_to_be_covered(planned: Program) -> None:
    result, _ = planned.run(write=False)
    (standing,) = result.standings
    found = coverage_pages.by_building(standing)
    assert {
        school: [(p.day, p.for_class) for p in plans]
        for school, plans in found.items()
    } == {
        "Hill School": [
            (date(2026, 11, 24), "Grade 2"),
            (date(2026, 11, 30), "Grade 5"),
        ],
        "River School": [(date(2026, 12, 1), "<b>Art</b>")],
    }
    html = coverage_pages.page(standing, "2026-27")
    for words in (
        "Monday, November 30",
        "10:15 AM",
        "1 hour<",
        "Ms. Roe",
        "not arranged yet",
        "1.5 hours altogether",
        "&lt;b&gt;Art",
    ):
        assert words in html, words
    assert not re.search(
        r"WES-\d|Ana|Diaz|Sam|Lee|Grace O|Luis|Mei|Omar|observes|mentor", html
    )


def test_the_command_writes_a_page_for_each_district(
    planned: Program, tmp_path: Path
) -> None:
    out = tmp_path / "office"
    done = command(
        "handout",
        "--coverage",
        "--out",
        out,
        "--as-of",
        TODAY.isoformat(),
        cwd=planned.folder,
    )
    assert done.returncode == 0
    assert [path.name for path in out.iterdir()] == ["WES-coverage.html"]
    assert "Grade 5" in (out / "WES-coverage.html").read_text("utf-8")
    if (out / "WES-coverage.html").stat().st_mode & 0o077:
        raise AssertionError("it names people, and is for the owner alone")


def test_nothing_planned_is_shown(program: Program) -> None:
    result, _ = program.run(write=False)
    html = coverage_pages.page(result.standings[0], "2026-27")
    assert "No coverage is planned" in html
    assert "<table" not in html


@pytest.mark.parametrize("seed", range(40))
def test_every_plan_ahead_stands_once_and_nobody_is_named(seed: int) -> None:
    district, answers, today = random_program(seed)
    standing = judge(district, answers, today)
    found = coverage_pages.by_building(standing)
    plans = [plan for some in found.values() for plan in some]
    assert sorted(map(repr, plans)) == sorted(
        map(repr, standing.coverage_ahead)
    )
    assert set(standing.cover_to_arrange) <= set(plans)
    html = coverage_pages.page(standing, "2026-27")
    for pair in district.pairs:
        assert pair.code not in html
        for person in (pair.mentor, pair.mentee):
            assert not person.name or person.name not in html
