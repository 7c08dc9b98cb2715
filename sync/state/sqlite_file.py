"""The state in a SQLite file on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError
from sync.state.database import Row, busy, holder_here
from sync.state.shards import WHOLE, Shard
from sync.state.troubles import meant


class Sqlite:
    """The state in one SQLite file.

    Raises ConfigurationError for a file that is damaged, no database, or
    cannot be written; Busy or TryLater for other troubles.
    """

    def __init__(self, path: Path, synchronous: str = "FULL") -> None:
        self.path = path
        try:
            if str(path) != ":memory:":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # it holds names and addresses
            self.db = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=30
            )
        except OSError as error:
            raise ConfigurationError(
                f"{path} cannot be written ({error}). The state is kept there: make its folder writable, or set state in"
                " program.toml to another place."
            ) from error
        except sqlite3.Error as error:
            raise meant(self.place, error) from error
        try:
            self.db.execute("PRAGMA journal_mode = WAL")
            # A mark of uncertainty must survive a power failure.
            self.db.execute(f"PRAGMA synchronous = {synchronous}")
        except sqlite3.Error as error:
            self.db.close()
            raise meant(self.place, error) from error

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """What a query finds."""
        try:
            return self.db.execute(sql, args).fetchall()
        except sqlite3.Error as error:
            raise meant(self.place, error) from error

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        """Run one statement."""
        try:
            self.db.execute(sql, args)
        except sqlite3.Error as error:
            raise meant(self.place, error) from error

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        try:
            self.db.executemany(sql, rows)
        except sqlite3.Error as error:
            raise meant(self.place, error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk ends the transaction by itself.
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise
        self.run("COMMIT")

    def version(self) -> int:
        """The version of its tables."""
        return int(self.rows("PRAGMA user_version")[0][0])

    def set_version(self, number: int) -> None:
        """Note the version of its tables."""
        self.run(f"PRAGMA user_version = {number}")

    def check(self) -> None:
        """Raises SyncError where a page of it is damaged."""
        found = self.rows("PRAGMA quick_check(1)")
        if found != [("ok",)]:
            damaged = sqlite3.DatabaseError(str(found[0][0])[:200])
            damaged.sqlite_errorname = "SQLITE_CORRUPT"
            raise meant(self.place, damaged)

    def again(self) -> Sqlite:
        """Another connection to the same file, for what may be lost when the
        power goes.
        """
        return Sqlite(self.path, "NORMAL")

    def skew(self) -> float:
        """Always 0.0: the file uses this machine's clock."""
        return 0.0

    @contextmanager
    def hold(self, shard: Shard) -> Iterator[None]:
        """Hold the program with a lock file, which the system frees when the
        process ends. A second file names the holder.

        Raises Busy, and ConfigurationError for a shard of several.
        """
        if shard != WHOLE:
            raise ConfigurationError(
                "Shards of one program share what they know in PostgreSQL. Set state in program.toml to an address such as"
                ' "postgresql://user@host/database", or run without --shard.'
            )
        lock, note = (
            self.path.with_suffix(".lock"),
            self.path.with_suffix(".holder"),
        )
        db = sqlite3.connect(lock, timeout=0, isolation_level=None)
        try:
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY":
                    raise meant(str(lock), error) from error
                raise busy(
                    *_holder_in(note), f"this program ({lock})"
                ) from error
            with suppress(OSError):
                note.write_text(
                    f"{holder_here()}\n{datetime.now(UTC).isoformat()}\n",
                    encoding="utf-8",
                )
            try:
                yield
            finally:
                with suppress(OSError):
                    note.unlink(missing_ok=True)
        finally:
            db.close()

    def scrub(self) -> None:
        """The file written anew, and its log emptied."""
        self.run("VACUUM")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _holder_in(path: Path) -> tuple[str, datetime | None]:
    """Who holds a program, and since when, as they left it."""
    try:
        holder, since = path.read_text(encoding="utf-8").splitlines()[:2]
        return holder, datetime.fromisoformat(since)
    except (OSError, ValueError):
        return "", None
