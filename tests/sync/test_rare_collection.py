"""Python looks for cycles less often while a run works."""

from __future__ import annotations

import gc

import pytest

from sync.run.rare_collection import OBJECTS, rare_collection


def test_a_run_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()

    @rare_collection()
    def fails() -> None:
        assert gc.get_threshold() == (OBJECTS, *before[1:])
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            fails()
        assert gc.get_threshold() == before
