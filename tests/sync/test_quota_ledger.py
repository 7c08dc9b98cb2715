"""What was spent of Google's quota in the last minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.google.calls import Pace
from sync.state.quota_ledger import MINUTE
from sync.state.store import opened
from tests.support.program import Skipping, fresh_ledger


def test_the_next_run_knows_what_the_last_one_spent() -> None:
    ledger = fresh_ledger()
    for spent in (0.0, 60.0):
        clock = Skipping()
        pace = Pace(ledger, clock=clock)
        for _ in range(60):
            pace.call("sheets.write", "writing", lambda _: None, again=False)
        assert spent <= clock.skipped <= spent + 1


def test_a_clock_that_was_put_back_holds_nobody_for_longer_than_a_minute() -> (
    None
):
    ledger = fresh_ledger()
    for now in (10_000.0, 5_000.0):
        assert [
            ledger.take([("b", 2)], now) for _ in range(3)
        ] == pytest.approx([0, 0, MINUTE])


def test_what_is_spent_is_known_to_all(where: str | Path) -> None:
    with opened(where) as state:
        first, second = state.ledger(), state.ledger()
        assert [
            each.take([("a", 2)], 1000.0) for each in (first, second, first)
        ] == pytest.approx([0, 0, 60.1], abs=0.05)
        assert first.take([("b", 1)], 1000.0) == 0
        first.close()
        second.close()
