"""A state in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import Busy
from sync.state.store import State, opened


def test_a_transaction_that_fails_leaves_nothing(state: State) -> None:
    def fail() -> None:
        with state.writing():
            state.notes.routes = "b"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert state.notes.routes == ""


def test_a_program_in_a_file_is_held_by_one(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "state.sqlite"),
        pytest.raises(Busy, match="by process"),
        opened(tmp_path / "state.sqlite"),
    ):
        pass
