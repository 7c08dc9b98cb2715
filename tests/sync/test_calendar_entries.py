"""Entries of calendar files."""

from __future__ import annotations

from pathlib import Path

from sync.admin.calendar_entries import name_of
from sync.program import csv_files
from tests.support.hostile import HOSTILE


def test_nor_do_files_and_calendars_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "WES.csv"
    path.write_text(f"Mentor,{HOSTILE}\nAna,\n", encoding="utf-8")
    text = csv_files.text_of(path)
    assert not set(text) & {"\x1b", "\x07", "\x9b"}
    assert "\x1b" not in name_of({"SUMMARY": HOSTILE})
