"""What stands before every command, and the codes that it ends with."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.program.settings import load
from sync.terminal.opening import served
from tests.support.commands import sync
from tests.support.program import write_program


def test_exit_codes(tmp_path: Path) -> None:
    nothing = sync("run", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (6, "")
    assert "Run `sync init`" in nothing.stderr
    assert sync("run", "--as-of", "soon", cwd=tmp_path).returncode in (2, 6)
    assert sync("nonsense").returncode == 2
    sync("init", cwd=tmp_path)
    assert sync("init", cwd=tmp_path).returncode == 8
    config = tmp_path / "program.toml"
    local = '[google]\nendpoint = "local"'
    config.write_text(
        config.read_text(encoding="utf-8").replace("[google]", local),
        encoding="utf-8",
    )
    unprovisioned = sync("run", cwd=tmp_path)
    assert (
        unprovisioned.returncode,
        "Run `sync provision` first" in unprovisioned.stderr,
    ) == (6, True)


def test_shards_need_a_state_that_machines_can_share(tmp_path: Path) -> None:
    write_program(tmp_path)
    for arguments, environment, said in (
        (
            ["--shard", "0/4"],
            {},
            "Shards of one program share what they know in PostgreSQL",
        ),
        (
            [],
            {"CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "4"},
            "Shards of one program share",
        ),
        (
            ["--shard", "/4"],
            {"JOB_COMPLETION_INDEX": "3"},
            "Shards of one program share",
        ),
        (["--shard", "4/4"], {}, "write it as 0/4, 1/4, 2/4 and 3/4"),
        (["--shard", "/4"], {}, "write it as 0/4"),
    ):
        done = sync("run", *arguments, cwd=tmp_path, **environment)
        assert (done.returncode, said in done.stderr) == (6, True), done.stderr


def test_a_workspace_that_cannot_be_opened_is_named(
    provisioned: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(provisioned, folder)
    file = folder / "workspace.sqlite"
    for beside in folder.glob("workspace.sqlite-*"):
        beside.unlink()
    file.write_text("no database " * 99, encoding="utf-8")
    done = sync("run", cwd=folder)
    assert done.returncode == 6
    named = f"{file} cannot be opened (file is not a database)"
    assert named in done.stderr
    assert file.read_text(encoding="utf-8") == "no database " * 99


def test_a_busy_workspace_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def busy(_: Path) -> Iterator[str]:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorname = "SQLITE_BUSY"
        raise error
        yield ""

    write_program(tmp_path)
    monkeypatch.setattr("workspace.server.reachable", busy)
    settings = load(tmp_path / "program.toml")
    with pytest.raises(sqlite3.OperationalError), served(settings):
        pass
