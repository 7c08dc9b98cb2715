"""Python looks for cycles less often while a run works."""

from __future__ import annotations

import gc

import pytest

from sync.run.rare_collection import OBJECTS, rare_collection


def test_a_run_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), rare_collection():
        assert gc.get_threshold() == (OBJECTS, *before[1:])
        _ = 1 / 0
    assert gc.get_threshold() == before
