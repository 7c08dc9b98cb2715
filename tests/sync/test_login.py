"""A login in the browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.errors import TryLater
from sync.google.accounts import Account
from sync.google.calls import Pace
from sync.google.login import login
from tests.support.program import fresh_ledger


@pytest.mark.parametrize(
    ("impersonate", "also"),
    [("", []), ("robot@p.iam.gserviceaccount.com", ["cloud-platform"])],
)
def test_a_login_that_nobody_finishes_says_what_access_blocked_means(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    impersonate: str,
    also: list[str],
) -> None:
    """Whoever logs in to act as a service account is asked for what that
    takes, too.
    """
    from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError

    asked: list[str] = []

    def nobody(flow: InstalledAppFlow, **_: object) -> None:
        asked.extend(
            scope.rpartition("/")[2] for scope in flow.oauth2session.scope
        )
        raise WSGITimeoutError

    monkeypatch.setattr(InstalledAppFlow, "run_local_server", nobody)
    client = {
        "client_id": "c",
        "client_secret": "s",
        "auth_uri": "http://x",
        "token_uri": "http://x",
    }
    (tmp_path / "client.json").write_text(
        json.dumps({"installed": client}), encoding="utf-8"
    )
    account = Account(
        tmp_path, ("login",), client="client.json", impersonate=impersonate
    )
    with pytest.raises(
        TryLater,
        match=r"Access blocked, the account counts as under 18.*Manage app access",
    ):
        login(
            account,
            browser=False,
            make_pace=lambda who: Pace(fresh_ledger(), who),
        )
    assert asked == ["drive.file", *also]
