"""x"""

from __future__ import annotations

from typing import Any

from sync.google.accounts import Account
from sync.google.calls import Pace
from sync.google.connect import connect
from tests.support.program import fresh_ledger


def credentials(account: Account) -> Any:
    google = connect(
        account,
        lambda who: Pace(fresh_ledger(), who),
        "http://127.0.0.1:9",
    )
    (found,) = google.credentials
    return found
