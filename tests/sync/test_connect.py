"""Whose credentials are used, with which scopes, and what is said where they
cannot be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.google.accounts import MACHINE, Account
from tests.support.x import credentials


def test_a_file_that_the_environment_names_and_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "nowhere.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(missing))
    with pytest.raises(
        ConfigurationError,
        match=rf"GOOGLE_APPLICATION_CREDENTIALS names {missing}, and there is no",
    ):
        credentials(Account(tmp_path, (MACHINE,)))
