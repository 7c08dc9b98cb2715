"""The spreadsheets of a store: read once, written by what changed, and Drive's
content of their type.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workspace.errors import Refusal
from workspace.sheets import kept_models
from workspace.sheets.book import Book, Row, Tab, new_book
from workspace.sheets.export import exported
from workspace.store import Store, dumps

# How many spreadsheets stay in memory.
OPEN = 500


# By tab: the rows that are gone, and those that are new or others.
Differ = dict[int, tuple[list[int], list[int]]]


def differing(before: Book, after: Book) -> Differ:
    """The rows in which two states of a book differ. Rows are replaced and
    never changed.
    """
    old = {tab.id: tab.rows for tab in before.tabs}
    found: Differ = {}
    for tab in after.tabs:
        was = old.get(tab.id, {})
        removed = [r for r in was if r not in tab.rows]
        changed = [r for r, row in tab.rows.items() if was.get(r) is not row]
        found[tab.id] = (removed, changed)
    return found


class Shelf:
    """The spreadsheets of a store, read once and written by what changed.
    Drive's files of this type are these.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._books: dict[str, Book] = {}

    def new(self, file_id: str, name: str) -> None:
        """Put a new spreadsheet on the shelf."""
        self.save(Book(file_id, {}, []), new_book(file_id, name))

    def copy(self, source: str, target: str, name: str) -> None:
        """Put a copy of a spreadsheet on the shelf."""
        book = self.get(source).copy()
        book.id, book.properties["title"] = target, name
        self.save(Book(target, {}, []), book)

    def renamed(self, file_id: str, name: str) -> None:
        """A spreadsheet's title is its file's name."""
        book = self.get(file_id).copy()
        book.properties["title"] = name
        self.save(self.get(file_id), book)

    def gone(self, file_id: str) -> None:
        """Take a spreadsheet from the shelf for good."""
        self._books.pop(file_id, None)
        kept_models.drop(self.store.db, file_id)
        for table, column in (("spreadsheets", "id"), ("grid", "spreadsheet")):
            self.store.db.execute(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608  (our names)
                (file_id,),
            )

    def export(self, file_id: str, mime: str) -> bytes | None:
        """A spreadsheet as another type."""
        book = self.get(file_id)
        return exported(book, mime, self.moment(book))

    def moment(self, book: Book) -> datetime:
        """The minute that it is where a book is."""
        try:
            zone = ZoneInfo(book.properties.get("timeZone", "Etc/GMT"))
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("Etc/GMT")
        return (
            self.store.now().astimezone(zone).replace(second=0, microsecond=0)
        )

    def forget(self) -> None:
        """Put every book down; the next look reads it anew."""
        self._books.clear()

    def has(self, book: Book) -> bool:
        """Whether a spreadsheet is as it is saved."""
        return self._books.get(book.id) is book

    def get(self, book_id: str) -> Book:
        """A spreadsheet by id; never change it, work on a copy."""
        if book_id not in self._books:
            row = self.store.db.execute(
                "SELECT body FROM spreadsheets WHERE id = ?", (book_id,)
            ).fetchone()
            if row is None:
                raise Refusal(404, "Requested entity was not found.")
            self._keep(self._load(book_id, json.loads(row[0])))
        return self._books[book_id]

    def _keep(self, book: Book) -> None:
        """Keep a book at hand, and put down the one that was taken up first
        where there are too many.
        """
        self._books.pop(book.id, None)
        self._books[book.id] = book
        if len(self._books) > OPEN:
            del self._books[next(iter(self._books))]

    def _load(self, book_id: str, body: dict[str, Any]) -> Book:
        tabs = []
        for saved in body["tabs"]:
            cells = self.store.db.execute(
                "SELECT row, cells FROM grid WHERE spreadsheet = ? AND sheet = ?",
                (book_id, saved["properties"]["sheetId"]),
            ).fetchall()
            rows = {r: _row(text) for r, text in cells}
            dimensions = {
                k: {int(i): v for i, v in each.items()}
                for k, each in saved["dimensions"].items()
            }
            tabs.append(
                Tab(
                    saved["properties"],
                    rows,
                    dimensions,
                    saved["parts"],
                    saved["basic_filter"],
                    any('"formulaValue"' in text for _, text in cells),
                )
            )
        return Book(
            book_id,
            body["properties"],
            tabs,
            body.get("named", []),
            body.get("metadata", []),
        )

    def save(
        self, before: Book, after: Book, differ: Differ | None = None
    ) -> None:
        """Write what differs between two states of a book, in one transaction,
        and keep the new one; ``differ`` is what ``differing`` gives of them.
        """
        differ = differing(before, after) if differ is None else differ
        body = {
            "properties": after.properties,
            "named": after.named,
            "metadata": after.metadata,
            "tabs": [
                {
                    "properties": t.properties,
                    "dimensions": t.dimensions,
                    "parts": t.parts,
                    "basic_filter": t.basic_filter,
                }
                for t in after.tabs
            ],
        }
        with self.store.writing() as db:
            kept_models.drop(db, after.id)
            db.execute(
                "INSERT OR REPLACE INTO spreadsheets VALUES (?, ?)",
                (after.id, dumps(body)),
            )
            for gone in {t.id for t in before.tabs} - {
                t.id for t in after.tabs
            }:
                db.execute(
                    "DELETE FROM grid WHERE spreadsheet = ? AND sheet = ?",
                    (after.id, gone),
                )
            for tab in after.tabs:
                removed, changed = differ[tab.id]
                db.executemany(
                    "DELETE FROM grid WHERE spreadsheet = ? AND sheet = ? AND row = ?",
                    [(after.id, tab.id, r) for r in removed],
                )
                db.executemany(
                    "INSERT OR REPLACE INTO grid VALUES (?, ?, ?, ?)",
                    [
                        (after.id, tab.id, r, dumps(tab.rows[r]))
                        for r in changed
                    ],
                )
        self._keep(after)


@lru_cache(maxsize=20_000)
def _row(text: str) -> Row:
    """A row as it is kept. Rows are replaced and never changed, so that those
    that read alike are one.
    """
    return {int(c): cell for c, cell in json.loads(text).items()}
