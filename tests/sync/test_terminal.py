"""What reaches a terminal and a disk: nothing that steers the one, nothing
that others may read on the other.
"""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sync.admin.calendar_entries import name_of
from sync.program import csv_files, private_files
from sync.terminal import say
from sync.terminal.bug_log import bug_log

CLI = Path(__file__).parents[2] / "cli.py"
HOSTILE = "No school\x1b]0;owned\x07 \x1b[2J\x9b31m\u202e"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_with_people_in_them_are_for_their_owner_alone(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a" / "letters"
    private_files.folder(folder)
    path = folder / "WES.csv"
    private_files.write(path, "Mentor\n", "utf-8-sig")
    assert (mode(folder), mode(path)) == (0o700, 0o600)
    assert path.read_bytes() == b"\xef\xbb\xbfMentor\n"


def test_what_an_admin_opened_stays_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "WES.html"
    path.write_text("old and longer", encoding="utf-8")
    path.chmod(0o644)
    private_files.folder(tmp_path)
    private_files.write(path, "new")
    assert (mode(tmp_path), mode(path)) == (0o755, 0o644)
    assert path.read_text(encoding="utf-8") == "new"


def test_nothing_from_outside_steers_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say.out(HOSTILE)
    say.err(HOSTILE)
    seen = capsys.readouterr()
    for text in (seen.out, seen.err):
        assert text.startswith("No school")
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}
    say.out("Zoë Müller\n\t李 雷")
    assert capsys.readouterr().out == "Zoë Müller\n\t李 雷\n"


def test_nor_do_files_and_calendars_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "WES.csv"
    path.write_text(f"Mentor,{HOSTILE}\nAna,\n", encoding="utf-8")
    text = csv_files.text_of(path)
    assert not set(text) & {"\x1b", "\x07", "\x9b"}
    assert "\x1b" not in name_of({"SUMMARY": HOSTILE})


def test_a_log_of_a_bug_lies_beside_the_program(tmp_path: Path) -> None:
    error = ValueError("a bug")
    beside = bug_log(error, tmp_path)
    elsewhere = bug_log(error, tmp_path / "missing")
    assert beside.parent == tmp_path
    assert mode(beside) == 0o600
    assert "ValueError: a bug" in beside.read_text(encoding="utf-8")
    assert elsewhere.exists()
    elsewhere.unlink()


def test_with_json_an_error_is_an_object(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, CLI, "run", "--json", "--config", "none.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    told = json.loads(done.stdout)
    assert told["version"] == 1
    assert told["error"]["exit_code"] == done.returncode == 6
    assert "none.toml" in told["error"]["message"]
    assert done.stderr.startswith("sync: ")
