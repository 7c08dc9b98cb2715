"""Whose credentials are used, with which scopes, and what is said where they
cannot be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.errors import ConfigurationError
from sync.google.accounts import MACHINE, Account
from sync.google.calls import Pace
from sync.google.connect import connect
from tests.support.program import fresh_ledger

USER = {
    "type": "authorized_user",
    "client_id": "c",
    "client_secret": "s",
    "refresh_token": "r",
    "account": "ana@school.example",
}


def credentials(account: Account) -> Any:
    google = connect(
        account,
        lambda who: Pace(fresh_ledger(), who),
        "http://127.0.0.1:9",
    )
    (found,) = google.credentials
    return found


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


def test_who_only_impersonates_asks_for_no_narrower_scopes(
    tmp_path: Path,
) -> None:
    """A consent to cloud-platform would not be renewed for drive.file; the
    scopes are asked of the other account.
    """
    (tmp_path / "me.json").write_text(json.dumps(USER), encoding="utf-8")
    alone = credentials(Account(tmp_path, ("me.json",)))
    assert [scope.rpartition("/")[2] for scope in alone.scopes] == [
        "drive.file"
    ]
    other = "robot@p.iam.gserviceaccount.com"
    acting = credentials(Account(tmp_path, ("me.json",), impersonate=other))
    assert acting._source_credentials.scopes is None
    assert [scope.rpartition("/")[2] for scope in acting._target_scopes] == [
        "drive.file"
    ]
