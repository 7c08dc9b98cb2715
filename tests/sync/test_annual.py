"""The annual report: numbers and lists as a recount gives them, everybody once, and what nobody knows left to fill in."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync.annual import write
from sync.further import opinions
from sync.program import Program as Opened
from sync.run import run
from templates.annual import asked
from tests.conftest import TODAY, Program


@pytest.fixture
def year(program: Program) -> Program:
    """A mentee with two mentors one after the other, one who is new only to the district, one trained mentor."""
    program.type("pairs", 5, "mentor", "Bea Ruiz")
    program.type("pairs", 5, "mentee", "Sam Lee")
    program.type("pairs", 5, "mentee_email", "sam@westbrook.example")
    program.type("pairs", 2, "ends", 46310)
    program.type("pairs", 3, "new_to", "the district")
    program.type("pairs", 4, "trained", True)
    program.log("ana@westbrook.example", "WES-1", kind="one-on-one", day="2026-10-01", minutes=45)
    program.log("bea@westbrook.example", "WES-4", kind="one-on-one", day="2026-11-17", minutes=30)
    program.log("grace@westbrook.example", "WES-2", kind="one-on-one", day="2026-11-18", minutes=60)
    program.log("mei@westbrook.example", "WES-3", kind="observation", day="2026-11-18", observation_minutes=60,
                direction="mentor_sees_mentee")  # fmt: skip
    program.log("mei@westbrook.example", "WES-3", kind="observation", day="2026-11-17", observation_minutes=30,
                direction="mentee_sees_mentor")  # fmt: skip
    program.run()
    return program


def reported(program: Program, folder: Path, state: str) -> tuple[list[list[str]], str]:
    def make(settings: Any, google: Any, known: Any, state: str) -> list[Path]:
        result = run(settings, google, known, TODAY, write=False)
        said = opinions(Opened(settings, google, known))
        return list(write(folder, result.standings, asked(state), said, "2026-27"))

    table, page = program.does(partial(make, state=state))
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), page.read_text(encoding="utf-8")


def test_massachusetts_items(year: Program, tmp_path: Path) -> None:
    rows, page = reported(year, tmp_path, "MA")
    answers = {row[0]: row[2] for row in rows[1:] if row[0]}
    assert answers == {"b": "2", "c": "1", "d": "1", "e": "2.8", "f": "", "g": "", "h": "", "ledger": "0"}
    people = [row[1:] for row in rows if not row[0]]
    sam = next(row for row in people if row[0] == "Sam Lee")
    assert sam[3:] == ["1", "Ana Diaz, Bea Ruiz", "1.2", "0"], "once, with both mentors"
    assert [row[0] for row in people] == [
        "Beginning teacher", "Omar Patel", "Sam Lee", "Mentor", "Mei Novak",
    ]  # fmt: skip
    assert page.count("Nothing here knows this.") == 3
    assert "603 CMR 7.12(3)" in page


def test_another_state_gets_what_most_ask_for(year: Program, tmp_path: Path) -> None:
    rows, _ = reported(year, tmp_path, "NH")
    answers = {row[0]: row[2] for row in rows[1:] if row[0]}
    assert answers == {"1": "2", "2": "1", "3": "4", "4": "1", "5": "2.8"}
    assert asked("NH").name == "Any state"


def test_names_are_text(year: Program, tmp_path: Path) -> None:
    year.type("pairs", 4, "mentor", '=cmd|"<script>"')
    rows, page = reported(year, tmp_path, "MA")
    assert any(row[1] == '\'=cmd|"<script>"' for row in rows if not row[0])
    assert "<script>" not in page
