"""The scene that tests of identities and of the doctor play in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.program import Program
from tests.support.scene import Scene


@pytest.fixture
def scene(
    unprovisioned: Program, provisioned: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """A program that is not provisioned yet; waiting takes no time."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setattr("sync.google.calls.Clock.sleep", lambda *_: None)
    with ExitStack() as stack:
        yield Scene(unprovisioned, monkeypatch, stack, provisioned)
