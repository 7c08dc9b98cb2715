"""Where the state lies: a SQLite file on this machine, or PostgreSQL where
several machines share it. One SQL for both.

Statements are written as SQLite and PostgreSQL both read them, with ``?`` for
values. Transactions that write come one after another in both.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from sync.errors import Busy
from sync.state.shards import Shard

Row = tuple[Any, ...]
POSTGRES = ("postgresql://", "postgres://")


class Database(Protocol):
    """A store of one program, used by one thread at a time."""

    @property
    def place(self) -> str:
        """Where it is, as messages show it; no password."""

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """What a query finds."""

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        """Run one statement."""

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""

    def writing(self) -> Any:
        """A transaction, as a context; alone among those that write."""

    def version(self) -> int:
        """Which version of its tables it holds; 0 for none."""

    def set_version(self, number: int) -> None:
        """Note the version of its tables, within a transaction."""

    def again(self) -> Database:
        """The same store over a connection of its own, for another thread."""

    def skew(self) -> float:
        """How many seconds its clock is ahead of this machine's.

        Machines that share a database use its clock.
        """

    def hold(self, shard: Shard) -> Any:
        """Hold a shard of the program alone, as a context that ends with the
        process, however it ends. Raises Busy.
        """

    def check(self) -> None:
        """Raises SyncError where what is kept is damaged."""

    def scrub(self) -> None:
        """Write everything anew, without what was deleted."""

    def close(self) -> None:
        """Close the connection."""


def busy(holder: str, since: datetime | None, shard: str) -> Busy:
    """The error of a command that finds another at work."""
    age = ""
    if since is not None:
        minutes = int((datetime.now(UTC) - since).total_seconds() // 60)
        age = (
            f", for {minutes} minute{'' if minutes == 1 else 's'}"
            if minutes
            else ", for less than a minute"
        )
    whose = f" by {holder}" if holder else ""
    return Busy(
        f"Another command is at work on {shard}{whose}{age}. Nothing was done; run this one again when that has ended."
    )


def holder_here() -> str:
    """This process, as the others name it."""
    return f"process {os.getpid()} on {platform.node() or 'this machine'}"
