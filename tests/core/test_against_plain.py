"""The second, plain calculator agrees with sync.core on thousands of random
programs.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from sync.core.judge import PairStanding, judge
from tests.support import plain_calculator as plain
from tests.support.random_programs import program

BATCH = 100
BATCHES = 21 if os.environ.get("LONG") else 2


def figures(p: PairStanding) -> dict[str, Any]:
    """A standing in the plain calculator's shape."""
    rules: dict[str, dict[str, float]] = {}
    for r in p.rules:
        told = {
            "held": r.held,
            "expected": round(r.expected, 6),
            "met": r.met,
            "periods": len(r.judged),
        }
        rules[plain.name(r.rule)] = (
            told if r.due is None else {"held": r.held, "due": round(r.due, 6)}
        )
    return {
        "status": p.status.value,
        "rules": rules,
        "observations": {
            o.direction.value: tuple(
                round(n, 6) for n in (o.done, o.asked, o.overdue)
            )
            for o in p.observations
        },
        "cover": (p.cover.given, p.cover.used),
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_calculators_agree(batch: int) -> None:
    """Status, the figures of every rule, observations and coverage of every pair
    are the same by both.
    """
    statuses = set()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        district, answers, today = program(seed)
        standing = judge(district, answers, today)
        second = plain.judged(district, answers, today)
        for p in standing.pairs:
            statuses.add(p.status.value)
            assert (seed, p.pair.code, figures(p)) == (
                seed,
                p.pair.code,
                second[p.pair.number],
            )
    assert len(statuses) == 7, "the random programs reach every status"
