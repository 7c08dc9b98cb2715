"""The tabs of the program's sheets."""

from __future__ import annotations

import json

import pytest

from sync.core.rollup import Figures, packed
from templates.program import Book
from tests.support.program import Program
from tests.support.program_tabs import values

pytestmark = pytest.mark.whole


def test_a_program_that_grows_has_room_for_all(program: Program) -> None:
    """Fifty more districts than the sheet was printed for."""
    program.run(attended=False)
    path, keys = (
        program.folder / "districts.csv",
        [f"D{n:02d}" for n in range(50)],
    )
    lines = "".join(
        f"{key},District {key},,2026-08-31,2027-06-18,weekly,\n"
        for key in keys
    )
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    with program.state() as (state, _), state.writing():
        for key in keys:
            state.db.run(
                "INSERT INTO figures VALUES (?, ?)",
                (key, json.dumps(packed(Figures(pairs=6)))),
            )
        state.notes.recount()
    result, _ = program.run(attended=False)
    assert result.notices == []
    found = values(program)
    assert [len(found[tab]) for tab in ("districts", "frequency")] == [51, 51]
    assert found["districts"][0]["Pairs"] == 300


def test_what_is_kept_comes_back() -> None:
    book = Book({"a": [(1, None, "x")], "b": []}, ("head", 3, None))
    assert Book.from_json(book.as_json()) == book
