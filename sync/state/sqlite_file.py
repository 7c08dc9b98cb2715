"""The state in a SQLite file on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError
from sync.state.database import Row, busy, holder_here
from sync.state.shards import WHOLE, Shard


class Sqlite:
    """A file. Raises ConfigurationError for one that is no state."""

    def __init__(self, path: Path, synchronous: str = "FULL") -> None:
        self.path = path
        try:
            if str(path) != ":memory:":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # it holds names and addresses
            self.db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
        except (OSError, sqlite3.OperationalError) as error:
            raise ConfigurationError(
                f"{path} cannot be written ({error}). The state is kept there: make its folder writable, or set state in"
                " program.toml to another place."
            ) from error
        try:
            self.db.execute("PRAGMA journal_mode = WAL")
            # What is said to be uncertain must be so even after the power
            # went.
            self.db.execute(f"PRAGMA synchronous = {synchronous}")
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise ConfigurationError(
                f"{path}: {error}. Delete the file: it is rebuilt from Google."
            ) from error

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """What a query finds."""
        return self.db.execute(sql, args).fetchall()

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        """Run one statement."""
        self.db.execute(sql, args)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        self.db.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def version(self) -> int:
        """The version of its tables."""
        return int(self.db.execute("PRAGMA user_version").fetchone()[0])

    def set_version(self, number: int) -> None:
        """Note the version of its tables."""
        self.db.execute(f"PRAGMA user_version = {number}")

    def again(self) -> Sqlite:
        """Another connection to the same file, for what may be lost when the
        power goes.
        """
        return Sqlite(self.path, "NORMAL")

    def skew(self) -> float:
        """None: there is one clock."""
        return 0.0

    @contextmanager
    def hold(self, shard: Shard) -> Iterator[None]:
        """Hold the program: a lock that the system ends with the process, and
        a line that says whose it is.
        """
        if shard != WHOLE:
            raise ConfigurationError(
                "Shards of one program share what they know in PostgreSQL. Set state in program.toml to an address such as"
                ' "postgresql://user@host/database", or run without --shard.'
            )
        lock, told = (
            self.path.with_suffix(".lock"),
            self.path.with_suffix(".holder"),
        )
        db = sqlite3.connect(lock, timeout=0, isolation_level=None)
        try:
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise busy(*_told(told), f"this program ({lock})") from error
            told.write_text(
                f"{holder_here()}\n{datetime.now(UTC).isoformat()}\n",
                encoding="utf-8",
            )
            try:
                yield
            finally:
                told.unlink(missing_ok=True)
        finally:
            db.close()

    def scrub(self) -> None:
        """The file written anew, and its log emptied."""
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _told(path: Path) -> tuple[str, datetime | None]:
    """Who holds a program, and since when, as they left it."""
    try:
        holder, since = path.read_text(encoding="utf-8").splitlines()[:2]
        return holder, datetime.fromisoformat(since)
    except (OSError, ValueError):
        return "", None
