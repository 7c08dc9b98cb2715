"""A log of a bug."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.terminal.bug_log import bug_log
from tests.support.hostile import mode


def test_a_log_of_a_bug_lies_beside_the_program(tmp_path: Path) -> None:
    error = ValueError("a bug")
    beside = bug_log(error, tmp_path)
    elsewhere = bug_log(error, tmp_path / "missing")
    assert beside is not None
    assert elsewhere is not None
    assert beside.parent == tmp_path
    assert mode(beside) == 0o600
    assert "ValueError: a bug" in beside.read_text(encoding="utf-8")
    assert elsewhere.exists()
    elsewhere.unlink()


def test_where_nothing_can_be_written_there_is_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert bug_log(ValueError("a bug"), tmp_path) is None
