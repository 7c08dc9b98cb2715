"""The state in PostgreSQL, where several machines share it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from sync.errors import ConfigurationError, TryLater
from sync.state.database import Row, busy, holder_here
from sync.state.shards import Shard


class Postgres:
    """A database of a server. What it holds is of one program; ``search_path``
    may give each a schema of its own.
    """

    # Of the two numbers of an advisory lock, the first: ours for writing, and
    # ours for those who run.
    _WRITING, _RUNNING = 0x6D74, 0x6D75

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise ConfigurationError(
                "state in program.toml is a PostgreSQL address, but the driver is not installed on this machine. Install making-time with the extra"
                " postgres, such as `uv tool install 'making-time[postgres]'`."
            ) from error
        self.address = address
        self._lost = (psycopg.OperationalError, psycopg.InterfaceError)
        self._refused = (
            psycopg.errors.InsufficientPrivilege,
            psycopg.errors.InvalidSchemaName,
        )
        try:
            self.db = psycopg.connect(
                address, autocommit=True, connect_timeout=20
            )
        except psycopg.ProgrammingError as error:
            raise ConfigurationError(
                "state in program.toml is no PostgreSQL address. Write it like postgresql://user@host/database."
            ) from error
        except psycopg.OperationalError as error:
            raise TryLater(
                f"PostgreSQL cannot be reached: {_short(error)}. Check the server that state in program.toml names, and run the same command again."
            ) from error

    @property
    def place(self) -> str:
        """The server and the database."""
        return f"the database {self.db.info.dbname} on {self.db.info.host or 'this machine'}"

    @contextmanager
    def _raising_ours(self) -> Iterator[None]:
        try:
            yield
        except self._refused as error:
            raise ConfigurationError(
                f"PostgreSQL refused in {self.place}: {_short(error)}. The user that state names needs to make tables in"
                " its schema; a schema named in the address is made first, with CREATE SCHEMA."
            ) from error
        except self._lost as error:
            raise TryLater(
                f"The connection to PostgreSQL was lost: {_short(error)}. Nothing is half done. Run the same command again."
            ) from error

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        """What a query finds."""
        with self._raising_ours():
            return self.db.execute(sql.replace("?", "%s"), args).fetchall()

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        """Run one statement."""
        with self._raising_ours():
            self.db.execute(sql.replace("?", "%s"), args)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row, in a pipeline."""
        with self._raising_ours(), self.db.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), list(rows))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; those that write wait for each other, as they do in a
        file.
        """
        with self._raising_ours(), self.db.transaction():
            self.db.execute(
                "SELECT pg_advisory_xact_lock(%s, 0)", (self._WRITING,)
            )
            yield

    def version(self) -> int:
        """The version of its tables."""
        if self.rows("SELECT to_regclass('version')") == [(None,)]:
            return 0
        return int(self.rows("SELECT number FROM version")[0][0])

    def set_version(self, number: int) -> None:
        """Note the version of its tables."""
        self.run(
            "CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)"
        )
        self.run("DELETE FROM version")
        self.run("INSERT INTO version VALUES (?)", (number,))

    def again(self) -> Postgres:
        """Another connection to the same database."""
        return Postgres(self.address)

    def skew(self) -> float:
        """By how many seconds the server's clock is ahead."""
        return (
            float(
                self.rows("SELECT extract(epoch FROM clock_timestamp())")[0][0]
            )
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
                    "SELECT pg_try_advisory_xact_lock(?, ?)",
                    (self._RUNNING, other),
                ) == [(True,)]:
                    self.run("DELETE FROM runs WHERE id = ?", (other,))
                elif Shard(place, number).meets(shard):
                    whose = f"{Shard(place, number).words} of this program ({self.place})"
                    raise busy(holder, datetime.fromisoformat(since), whose)
            row = (
                me,
                shard.place,
                shard.number,
                holder_here(),
                datetime.now(UTC).isoformat(),
            )
            self.run("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", row)
        try:
            yield
        finally:
            with suppress(
                TryLater
            ):  # where the connection is lost, the lock is too
                self.run("DELETE FROM runs WHERE id = ?", (me,))
                self.run(
                    "SELECT pg_advisory_unlock(?, ?)", (self._RUNNING, me)
                )

    def check(self) -> None:
        """Do nothing: the server checks its own pages."""

    def scrub(self) -> None:
        """Every table written anew; what the server's own log keeps, and its
        backups, its administrator knows.
        """
        for (table,) in self.rows(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
        ):
            self.run(f"VACUUM FULL {table}")

    def close(self) -> None:
        """Close the connection."""
        self.db.close()


def _short(error: Exception) -> str:
    """The first line of an error's text, at most 200 characters."""
    return str(error).strip().splitlines()[0][:200].rstrip(".")
