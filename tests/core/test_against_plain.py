"""The second, plain calculator agrees with sync.core on thousands of random programs."""

from __future__ import annotations

import pytest

from sync.core.standing import judge
from tests.core import plain
from tests.core.programs import program

BATCH = 150


@pytest.mark.parametrize("batch", range(14))
def test_both_calculators_agree(batch: int) -> None:
    """Status, held, expected, met and periods of every pair are the same by both."""
    statuses = set()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        district, answers, today = program(seed)
        standing = judge(district, answers, today)
        second = plain.judged(district, answers, today)
        for p in standing.pairs:
            figures = {
                r.rule.words: {"held": r.held, "expected": r.expected, "met": r.met, "periods": len(r.judged)}
                for r in p.rules
            }
            statuses.add(p.status.value)
            assert (seed, p.pair.code, p.status.value, figures) == (
                seed,
                p.pair.code,
                second[p.pair.number]["status"],
                second[p.pair.number]["rules"],
            )
    assert len(statuses) == 7, "the random programs reach every status"
