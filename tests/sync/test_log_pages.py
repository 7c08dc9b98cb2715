"""A record of one's own: what all of them add up to is what the other reports
say, and nothing of what was talked about stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.core.annual import answered
from sync.core.own_record import of_mentees
from sync.core.words import hours_of
from sync.program.annual_questions import asking_of
from sync.reports.log_pages import write
from tests.support.command import sync
from tests.support.own_records import minutes
from tests.support.program import Program, write_program
from tests.support.recount import Counted, filled


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Program, dict[str, str]]]:
    """A program, and its records by their files' names."""
    with filled(folder := tmp_path_factory.mktemp("records")) as program:
        result, _ = program.run(write=False)
        asking = asking_of(program.settings)
        signatures = ("Mentee", "Mentor", "Principal")
        paths = write(
            folder / "out", result.standings, asking, signatures, "2026-27"
        )
        yield (
            program,
            {path.name: path.read_text(encoding="utf-8") for path in paths},
        )


def test_the_hours_of_all_records_are_those_of_the_answers(
    made: tuple[Program, dict[str, str]],
) -> None:
    """By a plain recount of the raw answers, and by the annual report."""
    program, pages = made
    counted = Counted(program).minutes
    mentees = minutes(pages["WES-log-mentees.html"], "This year")
    mentors = minutes(pages["WES-log-mentors.html"], "All time with mentees")
    assert sum(mentees) == sum(mentors) == counted > 0
    (standing,) = program.run(write=False, only="WES")[0].standings
    items = answered(standing, asking_of(program.settings), None)
    whole = [i for i in items if i.people and "hours" in i.head]
    by_name = {
        person["name"]: float(str(person["hours"]))
        for i in whole
        for person in i.people
    }
    assert sorted(map(hours_of, mentees)) == sorted(
        by_name[r.person.name] for r in of_mentees(standing)
    )


def test_the_rows_of_a_record_add_up(
    made: tuple[Program, dict[str, str]],
) -> None:
    _, pages = made
    for page in pages.values():
        for sheet in page.split("<section")[1:]:
            rows = re.findall(r'<td class="n">(\d+)</td>', sheet)
            first = re.search(r'data-minutes="(\d+)"', sheet)
            assert first
            assert sum(map(int, rows)) == int(first[1])


def test_who_signs_is_declared_and_nothing_that_was_said_is_shown(
    made: tuple[Program, dict[str, str]],
) -> None:
    _, pages = made
    page = pages["WES-log-mentees.html"]
    assert page.count("<p>Principal, date</p>") == page.count("<section")
    for said in ("no substitute", "no common time", "topic", "word", "@"):
        assert said not in page.partition("<main>")[2]


def test_the_command_makes_those_of_all_or_of_one_pair(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "program"
    write_program(folder)
    assert sync(folder, "provision").returncode == 0
    every = sync(folder, "handout", "--log", "--out", "all")
    assert every.returncode == 0, every.stderr
    one = sync(folder, "handout", "wes-1", "--log", "--out", "one")
    assert one.returncode == 0, one.stderr
    names = {path.name for path in (folder / "one").iterdir()}
    assert names == {
        "WES-1-log-mentees.html",
        "WES-1-log-mentors.html",
    }
    for path in (folder / "one").iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert path.read_text(encoding="utf-8").count("<section") == 1
    assert sync(folder, "handout", "WES-1").returncode == 2
    wrong = sync(folder, "handout", "--log", "WES-x")
    assert (wrong.returncode, "is no pair's code" in wrong.stderr) == (6, True)
