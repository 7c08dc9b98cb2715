"""The mark of a file."""

from __future__ import annotations

import re

from sync.core.mark import mark_of


def test_marks_of_programs_years_and_keys_differ() -> None:
    marks = {
        mark_of(folder, year, key)
        for folder in ("a", "b")
        for year in ("2026-27", "2027")
        for key in ("WES", "NOR", "program")
    }
    assert len({m.id for m in marks}) == len({m.name for m in marks}) == 12
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,249}", m.name) for m in marks)
