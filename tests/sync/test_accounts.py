"""Kinds of accounts, and the scopes that each needs."""

from __future__ import annotations

import json
from pathlib import Path

from sync.google.accounts import Account
from tests.support.x import credentials

USER = {
    "type": "authorized_user",
    "client_id": "c",
    "client_secret": "s",
    "refresh_token": "r",
    "account": "ana@school.example",
}


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
