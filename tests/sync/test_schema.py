"""A state of another version is rebuilt or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.state.schema import VERSION
from sync.state.store import opened
from tests.support.kept_examples import ANSWER, PAIR, SENT, keep


def test_a_state_of_an_earlier_version_is_rebuilt_but_for_what_google_does_not_know(
    where: str | Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What went out by mail is kept: nobody gets a letter twice."""
    with opened(where) as state:
        state.belongs("form-1")
        keep(state, (ANSWER, "WES"))
        with state.writing():
            state.rosters.keep("WES", [PAIR])
            state.notes.keep_letter("WES", {"on": "2026-11-02", "sent": True})
            state.notes.watermark = SENT
            state.db.set_version(VERSION - 1)
    with opened(where) as state:
        assert state.answers.of("WES") == []
        assert state.rosters.pairs("WES") == {}
        assert (state.notes.form, state.notes.watermark) == ("form-1", None)
        assert state.notes.letter("WES") == {"on": "2026-11-02", "sent": True}
    assert "was written by an earlier Making Time" in caplog.text


def test_a_state_of_a_later_version_is_refused(where: str | Path) -> None:
    with opened(where) as state, state.writing():
        state.db.set_version(VERSION + 1)
    with (
        pytest.raises(ConfigurationError, match="by a newer Making Time"),
        opened(where),
    ):
        pass
