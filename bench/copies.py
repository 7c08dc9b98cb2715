"""The local workspace with thousands of spreadsheets that take no room: each
is derived from the first one until it is written.

Only the storage differs from ``python -m workspace``. A copy's id ends with
its district's key. The key replaces the first district's in its cells.
"""

from __future__ import annotations

import argparse
import json
import threading
from pathlib import Path
from typing import Any

from bench.calls import KEY
from sync.program import lockfile
from sync.program.lockfile import Lock
from workspace.server import serving
from workspace.sheets import desk
from workspace.sheets.book import Book, Tab
from workspace.sheets.shelf import Differ, Shelf
from workspace.store import dumps


class Copies(Shelf):
    """A shelf on which every unknown spreadsheet is a copy of one."""

    source = ""
    lock = Lock()
    _text = ""

    def get(self, book_id: str) -> Book:
        """A spreadsheet by id, or the copy that it is."""
        if (
            self._is_copy(book_id)
            and book_id not in self._books
            and not self._saved(book_id)
        ):
            self._keep(self._copied(book_id))
        return super().get(book_id)

    def save(
        self, before: Book, after: Book, differ: Differ | None = None
    ) -> None:
        """Write a copy's tabs whole when they are first changed; those never
        changed stay the first's.
        """
        if self._is_copy(after.id):
            saved, old = (
                self._saved(after.id),
                {tab.id: tab for tab in before.tabs},
            )
            changed = {
                t.id
                for t in after.tabs
                if t.id not in old or _differ(old[t.id], t)
            }
            tabs = [
                Tab(t.properties, {}, t.dimensions, t.parts, t.basic_filter)
                if t.id in changed - saved
                else t
                for t in before.tabs
            ]
            before = Book(
                before.id,
                before.properties,
                tabs,
                before.named,
                before.metadata,
            )
            differ = None
        super().save(before, after, differ)

    def _load(self, book_id: str, body: dict[str, Any]) -> Book:
        book = super()._load(book_id, body)
        if self._is_copy(book_id):
            saved, first = (
                self._saved(book_id),
                {tab.id: tab for tab in self._copied(book_id).tabs},
            )
            for tab in book.tabs:
                if tab.id not in saved and tab.id in first:
                    tab.rows = first[tab.id].rows
                    tab.spreads = first[tab.id].spreads
        return book

    def _is_copy(self, book_id: str) -> bool:
        return book_id != self.source and book_id[:-KEY] == self.source[:-KEY]

    def _saved(self, book_id: str) -> set[int]:
        """The tabs of a copy that were written."""
        rows = self.store.db.execute(
            "SELECT DISTINCT sheet FROM grid WHERE spreadsheet = ?", (book_id,)
        )
        return {sheet for (sheet,) in rows}

    def _copied(self, book_id: str) -> Book:
        first = super().get(self.source)
        key = first.properties["title"].split()[1].rstrip(":")
        if not Copies._text:
            whole = [
                first.properties,
                *(
                    [
                        t.properties,
                        t.rows,
                        t.dimensions,
                        t.parts,
                        t.basic_filter,
                    ]
                    for t in first.tabs
                ),
            ]
            Copies._text = dumps(whole)
        properties, *tabs = json.loads(
            Copies._text.replace(key, book_id[-KEY:])
        )
        made = [
            Tab(
                p,
                {
                    int(r): {int(c): cell for c, cell in row.items()}
                    for r, row in rows.items()
                },
                {
                    k: {int(i): v for i, v in each.items()}
                    for k, each in dimensions.items()
                },
                parts,
                basic,
            )
            for p, rows, dimensions, parts, basic in tabs
        ]
        old, new = self.lock.mark(key), self.lock.mark(book_id[-KEY:])
        named = [
            {**each, "namedRangeId": new.id, "name": new.name}
            if each["namedRangeId"] == old.id
            else each
            for each in first.named
        ]
        return Book(book_id, properties, made, named, first.metadata)


def _differ(old: Tab, new: Tab) -> bool:
    return old.rows.keys() != new.rows.keys() or any(
        old.rows[r] is not row for r, row in new.rows.items()
    )


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "source",
        help="the id of the spreadsheet that the others are copies of",
    )
    parser.add_argument("--latency", type=float, default=0.0)
    given = parser.parse_args()
    Copies.source = given.source
    Copies.lock = lockfile.load(given.data.parent / "program.lock.toml")
    setattr(desk, "Shelf", Copies)  # noqa: B010  (in another's place)
    with serving(given.data, control=True, latency=given.latency) as space:
        print(f"The workspace is open at {space.url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
