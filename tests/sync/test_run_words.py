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
from sync.core.judge import judge
from sync.core.model import Status
from sync.program import csv_files, private_files
from sync.program.settings import load
from sync.run.result import RunResult
from sync.terminal import run_words, say
from sync.terminal.bug_log import bug_log
from tests.support.program import write_program
from tests.support.random_programs import program as random_program

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


def test_who_needs_nothing_is_counted_and_the_headline_comes_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With everybody asked for, each pair stands there."""
    write_program(tmp_path)
    settings = load(tmp_path / "program.toml")
    folded = 0
    for seed in range(40):
        standing = judge(*random_program(seed))
        if not standing.pairs:
            continue
        result = RunResult(standing.day, standings=[standing])
        quiet = [p for p in standing.pairs if run_words.needs_nothing(p)]
        assert {p.status for p in quiet} <= {Status.ON_TRACK}
        for everybody in (False, True):
            run_words.show_status(settings, result, everybody)
            lines = capsys.readouterr().out.strip().splitlines()
            assert "Westbrook as of " in " ".join(lines[-2:])
            table = " ".join(lines).partition("  ? ")[0]  # questions follow
            shown = {p.pair.code for p in standing.pairs} & {*table.split()}
            wanted = [
                p.pair.code
                for p in standing.pairs
                if everybody or p not in quiet
            ]
            assert shown == set(wanted)
            more = f"and {len(quiet)} more, who need nothing (--all)"
            assert (more in lines) is (bool(quiet) and not everybody)
        folded += len(quiet)
    assert folded
