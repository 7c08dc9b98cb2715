"""The annual report as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates.annual_items import asked
from tests.support.annual_year import a_year, reported
from tests.support.program import Program, prepared

pytestmark = pytest.mark.whole


year = prepared(a_year)


def test_massachusetts_items(year: Program, tmp_path: Path) -> None:
    rows, page = reported(year, tmp_path, "MA")
    answers = {row[0]: row[2] for row in rows[1:] if row[0]}
    assert answers == {
        "b": "2",
        "c": "1",
        "d": "1",
        "e": "2.8",
        "f": "",
        "g": "",
        "h": "",
        "ledger": "0: Pairs names nobody after the first year",
    }
    people = [row[1:] for row in rows if not row[0]]
    sam = next(row for row in people if row[0] == "Sam Lee")
    assert sam[3:] == ["1", "Ana Diaz, Bea Ruiz", "1.3", "0"], (
        "once, with both mentors"
    )
    assert [row[0] for row in people] == [
        "Beginning teacher",
        "Omar Patel",
        "Sam Lee",
        "Mentor",
        "Mei Novak",
    ]
    assert page.count("Nothing here knows this.") == 3
    assert "603 CMR 7.12(3)" in page


def test_another_state_gets_what_most_ask_for(
    year: Program, tmp_path: Path
) -> None:
    rows, _ = reported(year, tmp_path, "NH")
    answers = {row[0]: row[2] for row in rows[1:] if row[0]}
    assert answers == {"1": "2", "2": "1", "3": "4", "4": "1", "5": "2.8"}
    assert asked("NH").name == "Any state"


def test_names_are_text(year: Program, tmp_path: Path) -> None:
    year.type("pairs", 4, "mentor", '=cmd|"<script>"')
    rows, page = reported(year, tmp_path, "MA")
    assert any(row[1] == '\'=cmd|"<script>"' for row in rows if not row[0])
    assert "<script>" not in page
