"""How often Python looks for objects that only name each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# What a run makes of a district has no cycles and goes with it: Python's usual
# look after every 700 objects finds nothing, and takes a seventh of a run.
OBJECTS = 20_000


@contextmanager
def rare_collection() -> Iterator[None]:
    """Look for cycles after every ``OBJECTS`` new objects meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
