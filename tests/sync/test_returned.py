"""Who came back, on a page."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.support.command import command
from tests.support.program import Program


def test_the_report_has_cohorts_and_says_what_they_do_not_show(
    program: Program, tmp_path: Path
) -> None:
    program.type("pairs", 2, "returned", "yes")
    program.type("pairs", 3, "returned", "no")
    program.run()
    out = tmp_path / "reports"
    done = command(
        "report", "--config", program.folder / "program.toml", "--out", out
    )
    assert done.returncode == 0, done.stderr
    text = (out / "returned.csv").read_text(encoding="utf-8-sig")
    _, row, last = csv.reader(text.splitlines())
    assert row == ["Westbrook", "2026-27", "1", "3", "2", "1", ""]
    assert "not why" in last[0]
    assert "Ana" not in text
    assert (out / "feedback.csv").exists()
