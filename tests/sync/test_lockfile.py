"""The lock file comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program import lockfile
from sync.program.lockfile import Form, Lock, PurgedMentee, Sheet


def test_the_lock_file_comes_back_as_it_was(tmp_path: Path) -> None:
    lock = Lock(
        "2026-27",
        "f",
        "g",
        'h"\\',
        ("me", "you"),
        {"planning": Form("i", 'u"')},
        Sheet("all", "url"),
        None,
        {"WES": Sheet("id", "url", 60)},
        {"WES": (3, 5)},
        closed=True,
        edition=2,
        drive="0Adrive",
    )
    lock.gone = [
        PurgedMentee(
            "WES",
            (1, 4),
            True,
            ["a-b"],
            {"c": 'WES-2 "x"'},
        )
    ]
    lock.save(tmp_path / "program.lock.toml")
    assert lockfile.load(tmp_path / "program.lock.toml") == lock
    (tmp_path / "program.lock.toml").write_text("nonsense = [")
    with pytest.raises(
        ConfigurationError, match="Restore the file from a backup"
    ):
        lockfile.load(tmp_path / "program.lock.toml")


def test_a_closed_year_of_an_earlier_version_can_be_read() -> None:
    Lock(closed=True).check_edition()
    with pytest.raises(ConfigurationError, match="Run `sync provision` once"):
        Lock().check_edition()


def test_a_lock_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "program.lock.toml"
    path.write_text("version = 1\nedition = 99\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="newer Making Time"):
        lockfile.load(path)
