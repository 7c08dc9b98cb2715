"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sync.state.shards import WHOLE, Shard

# Shows progress: the current step, how many are done, and how many there are.
Say = Callable[..., None]


def quiet(*_: object) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked to do.

    ``only`` is one district's key, ``shard`` a share of the districts;
    ``read_all`` reads every sheet. Where somebody looks on (``attended``), all
    sheets of a program of up to 20 districts are read, since Drive's feed is
    minutes late; otherwise those that Drive names, and only districts of which
    something is new are judged. Without ``write`` nothing is written to
    Google; ``differ`` lists what would be. ``accept`` skips the
    guards: many pairs or answers lost at once, a day far from the school year,
    a wrong clock. Without ``keep`` the result has no standings: this saves
    memory.
    """

    only: str = ""
    read_all: bool = False
    write: bool = True
    attended: bool = True
    accept: bool = False
    differ: bool = False
    shard: Shard = WHOLE
    keep: bool = True
