"""Where the state lies: a SQLite file on this machine, or PostgreSQL where several
machines share it. One SQL for both.

Statements are written as SQLite and PostgreSQL both read them, with ``?`` for values.
Transactions that write come one after another in both.
"""

from __future__ import annotations

import os
import platform
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sync.errors import Busy, ConfigurationError, TryLater
from sync.state.shards import WHOLE, Shard

Row = tuple[Any, ...]
POSTGRES = ("postgresql://", "postgres://")


class Database(Protocol):
    """A store of one program, used by one thread at a time."""

    @property
    def place(self) -> str:
        """Where it is, as a person is told; no password."""

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
        """By how many seconds its clock is ahead of this machine's; many machines go by
        it.
        """

    def hold(self, shard: Shard) -> Any:
        """Hold a shard of the program alone, as a context that ends with the process,
        however it ends. Raises Busy.
        """

    def close(self) -> None:
        """Close the connection."""


def connect(where: str | Path) -> Database:
    """Open a store by a file's path, or by a ``postgresql://`` address."""
    return (
        Postgres(str(where)) if str(where).startswith(POSTGRES) else Sqlite(Path(where))
    )


def _busy(holder: str, since: datetime | None, shard: str) -> Busy:
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


def _holder() -> str:
    return f"process {os.getpid()} on {platform.node() or 'this machine'}"


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
            # What is said to be uncertain must be so even after the power went.
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
        """Another connection to the same file, for what may be lost when the power
        goes.
        """
        return Sqlite(self.path, "NORMAL")

    def skew(self) -> float:
        """None: there is one clock."""
        return 0.0

    @contextmanager
    def hold(self, shard: Shard) -> Iterator[None]:
        """Hold the program: a lock that the system ends with the process, and a line
        that says whose it is.
        """
        if shard != WHOLE:
            raise ConfigurationError(
                "Shards of one program share what they know in PostgreSQL. Set state in program.toml to an address such as"
                ' "postgresql://user@host/database", or run without --shard.'
            )
        lock, told = self.path.with_suffix(".lock"), self.path.with_suffix(".holder")
        db = sqlite3.connect(lock, timeout=0, isolation_level=None)
        try:
            try:
                db.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise _busy(*_told(told), f"this program ({lock})") from error
            told.write_text(
                f"{_holder()}\n{datetime.now(UTC).isoformat()}\n", encoding="utf-8"
            )
            try:
                yield
            finally:
                told.unlink(missing_ok=True)
        finally:
            db.close()

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


class Postgres:
    """A database of a server. What it holds is of one program; ``search_path`` may give
    each a schema of its own.
    """

    # Of the two numbers of an advisory lock, the first: ours for writing, and ours for
    # those who run.
    _WRITING, _RUNNING = 0x6D74, 0x6D75

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise ConfigurationError(
                "state is a PostgreSQL address, and the driver is not installed. Install making-time with the extra"
                " postgres, such as `uv tool install 'making-time[postgres]'`."
            ) from error
        self.address = address
        self._lost = (psycopg.OperationalError, psycopg.InterfaceError)
        self._refused = (
            psycopg.errors.InsufficientPrivilege,
            psycopg.errors.InvalidSchemaName,
        )
        try:
            self.db = psycopg.connect(address, autocommit=True, connect_timeout=20)
        except psycopg.ProgrammingError as error:
            raise ConfigurationError(
                "state in program.toml is no PostgreSQL address. Write it like postgresql://user@host/database."
            ) from error
        except psycopg.OperationalError as error:
            raise TryLater(
                f"PostgreSQL cannot be reached: {_short(error)}. Check the server, and try again."
            ) from error

    @property
    def place(self) -> str:
        """The server and the database."""
        return f"the database {self.db.info.dbname} on {self.db.info.host or 'this machine'}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._refused as error:
            raise ConfigurationError(
                f"PostgreSQL refused in {self.place}: {_short(error)}. The user that state names needs to make tables in"
                " its schema; a schema named in the address is made first, with CREATE SCHEMA."
            ) from error
        except self._lost as error:
            raise TryLater(
                f"PostgreSQL was lost: {_short(error)}. Nothing is half done; run the same command again."
            ) from error

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """What a query finds."""
        with self._told():
            return self.db.execute(sql.replace("?", "%s"), args).fetchall()

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        """Run one statement."""
        with self._told():
            self.db.execute(sql.replace("?", "%s"), args)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row, in a pipeline."""
        with self._told(), self.db.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), list(rows))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; those that write wait for each other, as they do in a file."""
        with self._told(), self.db.transaction():
            self.db.execute("SELECT pg_advisory_xact_lock(%s, 0)", (self._WRITING,))
            yield

    def version(self) -> int:
        """The version of its tables."""
        if self.rows("SELECT to_regclass('version')") == [(None,)]:
            return 0
        return int(self.rows("SELECT number FROM version")[0][0])

    def set_version(self, number: int) -> None:
        """Note the version of its tables."""
        self.run("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
        self.run("DELETE FROM version")
        self.run("INSERT INTO version VALUES (?)", (number,))

    def again(self) -> Postgres:
        """Another connection to the same database."""
        return Postgres(self.address)

    def skew(self) -> float:
        """By how many seconds the server's clock is ahead."""
        return (
            float(self.rows("SELECT extract(epoch FROM clock_timestamp())")[0][0])
            - time.time()
        )

    @contextmanager
    def hold(self, shard: Shard) -> Iterator[None]:
        """Hold a shard: a row that says whose it is, alive for as long as the
        connection that made it.
        """
        me = secrets.randbelow(2**31)
        self.run("SELECT pg_advisory_lock(?, ?)", (self._RUNNING, me))
        with self.writing():
            self.run(
                "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, place INTEGER NOT NULL, number INTEGER NOT NULL,"
                " holder TEXT NOT NULL, since TEXT NOT NULL)"
            )
            for other, place, number, holder, since in self.rows(
                "SELECT id, place, number, holder, since FROM runs"
            ):
                if self.rows(
                    "SELECT pg_try_advisory_xact_lock(?, ?)", (self._RUNNING, other)
                ) == [(True,)]:
                    self.run("DELETE FROM runs WHERE id = ?", (other,))
                elif Shard(place, number).meets(shard):
                    whose = (
                        f"{Shard(place, number).words} of this program ({self.place})"
                    )
                    raise _busy(holder, datetime.fromisoformat(since), whose)
            row = (
                me,
                shard.place,
                shard.number,
                _holder(),
                datetime.now(UTC).isoformat(),
            )
            self.run("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", row)
        try:
            yield
        finally:
            with suppress(TryLater):  # where the connection is lost, the lock is too
                self.run("DELETE FROM runs WHERE id = ?", (me,))
                self.run("SELECT pg_advisory_unlock(?, ?)", (self._RUNNING, me))

    def close(self) -> None:
        """Close the connection."""
        self.db.close()


# How the server says that no other time will do: a wrong user, password or database.
_NOT_ALLOWED = (
    "authentication failed",
    "does not exist",
    "no pg_hba.conf entry",
    "no password supplied",
    "permission denied",
)


def _short(error: Exception) -> str:
    """The first sentence of what went wrong."""
    return str(error).strip().splitlines()[0][:200].rstrip(".")
