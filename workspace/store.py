"""One SQLite file that holds everything, and the workspace's clock and ids."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
  id TEXT PRIMARY KEY, mime TEXT NOT NULL, name TEXT NOT NULL, parent TEXT, owner TEXT NOT NULL,
  created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL, version INTEGER NOT NULL,
  trashed INTEGER NOT NULL DEFAULT 0, app_properties TEXT NOT NULL DEFAULT '{}', drive TEXT NOT NULL DEFAULT '',
  client TEXT NOT NULL DEFAULT '', named TEXT NOT NULL DEFAULT '', more TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS drives (id TEXT PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, request TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS permissions (
  file TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL,
  view TEXT NOT NULL, PRIMARY KEY (file, id, view));
CREATE TABLE IF NOT EXISTS comments (file TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS groups (address TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (address, member));
CREATE TABLE IF NOT EXISTS changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, time TEXT NOT NULL, removed TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS pending (file TEXT NOT NULL, who TEXT NOT NULL, time TEXT NOT NULL, due TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS forms (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS responses (
  form TEXT NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL, submitted TEXT NOT NULL,
  email TEXT NOT NULL, answers TEXT NOT NULL, edit TEXT NOT NULL DEFAULT '',
  account TEXT NOT NULL DEFAULT '', PRIMARY KEY (form, id));
CREATE TABLE IF NOT EXISTS watches (
  form TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, client TEXT NOT NULL, PRIMARY KEY (form, id));
CREATE TABLE IF NOT EXISTS spreadsheets (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS grid (
  spreadsheet TEXT NOT NULL, sheet INTEGER NOT NULL, row INTEGER NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (spreadsheet, sheet, row));
CREATE TABLE IF NOT EXISTS models (
  spreadsheet TEXT PRIMARY KEY, version INTEGER NOT NULL, stamp TEXT NOT NULL, moment TEXT NOT NULL,
  passing TEXT NOT NULL, engine BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (address TEXT PRIMARY KEY, number TEXT NOT NULL, public TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clients (id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL, testing INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS delegations (account TEXT PRIMARY KEY, scopes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, kind TEXT NOT NULL, address TEXT NOT NULL, client TEXT NOT NULL, scopes TEXT NOT NULL,
  expires TEXT NOT NULL, more TEXT NOT NULL);
"""
_TABLES = re.findall(r"EXISTS (\w+)", _SCHEMA)
_ADDED = {
    "files": ("drive", "client", "named", "more"),
    "changes": ("removed", "who"),
    "responses": ("edit", "account"),
}


class Store:
    """The file, its clock (real time, moved by a set amount) and its ids
    (random, or from a seed).
    """

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self.lock = RLock()
        self.db = sqlite3.connect(
            self.path, check_same_thread=False, isolation_level=None
        )
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(_SCHEMA)
        for table, columns in _ADDED.items():
            there = {
                row[1]
                for row in self.db.execute(f"PRAGMA table_info({table})")
            }
            for column in set(columns) - there:
                empty = "{}" if column == "more" else ""
                self.db.execute(
                    f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT '{empty}'"
                )
        self._random: random.Random = random.SystemRandom()
        if seed := self.meta("seed"):
            opened = int(self.meta("opened") or 0) + 1
            self.set_meta("opened", str(opened))
            self._random = random.Random(f"{seed} {opened}")  # noqa: S311  (ids, not secrets)

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def clear(self) -> None:
        """Forget everything but where the file is served."""
        with self.writing() as db:
            for table in _TABLES:
                keep = " WHERE name <> 'url'" if table == "meta" else ""
                db.execute(f"DELETE FROM {table}{keep}")  # noqa: S608  (names of our own)
        self._random = random.SystemRandom()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything inside happens, or nothing."""
        with self.lock:
            if self.db.in_transaction:
                yield self.db
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def meta(self, name: str) -> str | None:
        """A setting kept in the file."""
        row = self.db.execute(
            "SELECT value FROM meta WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a setting in the file."""
        with self.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value)
            )

    def now(self) -> datetime:
        """The workspace's time, in UTC."""
        return datetime.now(UTC) + timedelta(
            seconds=float(self.meta("clock_offset") or 0)
        )

    def set_now(self, moment: datetime) -> None:
        """Move the clock to a moment; it runs on from there."""
        self.set_meta(
            "clock_offset", str((moment - datetime.now(UTC)).total_seconds())
        )

    def set_seed(self, seed: str) -> None:
        """Draw ids from a seed from now on, so that the same story gets the
        same ids.
        """
        self.set_meta("seed", seed)
        self._random = random.Random(seed)  # noqa: S311  (ids, not secrets)

    def new_id(self, length: int = 44) -> str:
        """An id such as Google's files have."""
        letters = string.ascii_letters + string.digits + "-_"
        return "1" + "".join(
            self._random.choice(letters) for _ in range(length - 1)
        )

    def new_hex(self) -> str:
        """Eight hexadecimal digits, as items, questions and revisions of a
        form have.
        """
        return f"{self._random.randrange(0x10000000, 0x80000000):08x}"


def stamp(moment: datetime, digits: int = 3) -> str:
    """A moment as Google writes it: RFC 3339 in UTC with milli- or
    microseconds.
    """
    text = moment.astimezone(UTC).isoformat(
        timespec="milliseconds" if digits == 3 else "microseconds"
    )
    return text.replace("+00:00", "Z")


def dumps(value: Any) -> str:
    """JSON without needless spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
