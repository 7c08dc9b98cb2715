"""Shards of one program are held apart."""

from __future__ import annotations

import pytest

from sync.errors import Busy
from sync.state.shards import WHOLE, Shard
from sync.state.store import opened
from tests.support import postgres


@pytest.mark.postgres
def test_shards_are_held_apart() -> None:
    """The same shard, another division and the whole meet; different shards of
    one division do not.
    """
    with postgres.serving() as place, opened(address := place(), Shard(1, 4)):
        for other in (Shard(1, 4), Shard(1, 3), WHOLE):
            said = r"at work on shard 1/4 .* by process \d+ on .*, for less than a minute"
            with pytest.raises(Busy, match=said), opened(address, other):
                pass
        with opened(address, Shard(0, 4)), opened(address, Shard(3, 4)):
            pass
        with opened(place(), Shard(1, 4)):
            pass
