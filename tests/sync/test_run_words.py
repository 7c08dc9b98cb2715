"""What reaches a terminal and a disk: nothing that steers the one, nothing
that others may read on the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sync.core.judge import judge
from sync.core.model import Status
from sync.program.settings import load
from sync.run.result import RunResult
from sync.terminal import run_words
from tests.support.program import write_program
from tests.support.random_programs import program as random_program

CLI = Path(__file__).parents[2] / "cli.py"


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
