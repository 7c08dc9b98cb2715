"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sync.state.shards import WHOLE, Shard

# Who is shown how a run goes on: what is done now, and where that is so, how
# many of how many are done.
Say = Callable[..., None]


def quiet(*_: object) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class RunOptions:
    """What a run is asked to do.

    ``only`` is one district's key, ``shard`` a share of the districts;
    ``read_all`` reads every sheet. Where somebody looks on (``attended``), all
    sheets of a program of up to 20 districts are read, since Drive's feed is
    minutes late; otherwise those that Drive names, and only districts of which
    something is new are judged. Without ``write`` nothing is written to
    Google; ``differ`` lists what would be. ``accept`` believes a *Pairs* that
    lost many pairs at once. Without ``keep`` standings are not handed on, so
    that memory does not grow with the program.
    """

    only: str = ""
    read_all: bool = False
    write: bool = True
    attended: bool = True
    accept: bool = False
    differ: bool = False
    shard: Shard = WHOLE
    keep: bool = True
