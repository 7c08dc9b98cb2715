"""What a run saw and did."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sync.errors import Refused
from sync.run.result import RunResult, WorkLog

DAY = date(2026, 11, 20)


def test_a_run_is_well_where_nothing_was_left() -> None:
    assert RunResult(DAY).well
    for left in (
        {"failed": {"WES": Refused("It is gone.")}},
        {"guarded": {"WES"}},
        {"kept_answers": "12 answers are gone."},
        {"notices": ["The letter waits."]},
    ):
        some: dict[str, Any] = left
        assert not RunResult(DAY, **some).well
    assert RunResult(DAY, resting={"WES": "far"}).well


def test_troubles_are_a_line_each_and_of_many_the_first() -> None:
    failed: dict[str, Any] = {f"D{n}": Refused("No.") for n in range(14)}
    lines = RunResult(DAY, failed=failed).troubles.splitlines()
    assert len(lines) == 11
    assert lines[0] == "D0: No."
    assert "4 more" in lines[-1]


def test_the_log_counts_and_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A record for each district and one for the run; calls of a district add
    up.
    """
    log = WorkLog()
    spent: Any = SimpleNamespace(calls=Counter(reads=1), seconds=0.25)
    log.of("WES", spent).judged = True
    log.of("WES", spent).changes += 3
    log.of("NOR")
    result = RunResult(DAY, changed={"WES"}, guarded={"NOR"})
    pace: Any = SimpleNamespace(calls=Counter(reads=2, writes=0), waited=0.0)
    with caplog.at_level(logging.INFO, "sync.run.result"):
        log.report(result, 2, pace, 1.0)
    records = [(r.message, vars(r)["data"]) for r in caplog.records]
    assert [event for event, _ in records] == ["district", "district", "run"]
    wes, nor, run = (data for _, data in records)
    assert (wes["calls"], wes["seconds"], wes["changes"]) == (
        {"reads": 2},
        0.5,
        3,
    )
    assert (nor["guarded"], nor["judged"]) == (True, False)
    assert (run["judged"], run["written"], run["calls"]) == (
        1,
        1,
        {"reads": 2},
    )
