"""What the engine has of a spreadsheet, kept in the store: to enter some
thousand formulas takes forty times as long as to work them out.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from datetime import datetime
from functools import cache
from pathlib import Path
from sqlite3 import Connection

import ironcalc

from workspace.sheets.book import Book
from workspace.sheets.model import Entered, Model

# Larger ones are entered anew: they take more room than they save time.
_MOST_BYTES = 2_000_000
_LONG = re.compile(r"\d[\d.]{15,}")


def keep(db: Connection, book: Book, model: Model) -> None:
    """Keep what the engine has of a spreadsheet as it is saved, unless that
    is kept already. One with arrays, or with numbers of more than 15 digits
    in formulas, is entered anew each time.
    """
    if find(db, book.id) or any(map(model.spreading, book.tabs)):
        return
    if not _exact(book):
        return
    entered = model.entered(book)
    if entered is None or len(entered.engine) > _MOST_BYTES:
        return
    db.execute(
        "INSERT OR REPLACE INTO models SELECT id, version, ?, ?, ?, ?"
        " FROM files WHERE id = ?",
        (
            _stamp(),
            entered.moment.isoformat(),
            json.dumps(sorted(entered.open_sided)),
            zlib.compress(entered.engine, 1),
            book.id,
        ),
    )


def find(db: Connection, book_id: str) -> Entered | None:
    """What is kept of a spreadsheet as it is saved; None for nothing, for
    what other code made or wrote to, and for what is damaged: it is entered
    anew.
    """
    # The column ``passing`` once held the formulas of the day as well.
    row = db.execute(
        "SELECT moment, passing, engine FROM models JOIN files"
        " ON files.id = spreadsheet AND files.version = models.version"
        " WHERE spreadsheet = ? AND stamp = ?",
        (book_id, _stamp()),
    ).fetchone()
    if row is None:
        return None
    moment, open_sided, packed = row
    try:
        engine = zlib.decompress(packed)
    except zlib.error:
        return None
    places = {(index, r, c) for index, r, c in json.loads(open_sided)}
    return Entered(engine, datetime.fromisoformat(moment), places)


def drop(db: Connection, book_id: str) -> None:
    """Drop what is kept of a spreadsheet that changes."""
    db.execute("DELETE FROM models WHERE spreadsheet = ?", (book_id,))


def _exact(book: Book) -> bool:
    """Whether the engine keeps every number in a formula as it is: it writes
    15 digits of each.
    """
    return not any(
        _LONG.search(entered["formulaValue"])
        for tab in book.tabs
        for row in tab.rows.values()
        for cell in row.values()
        if "formulaValue" in (entered := cell.get("userEnteredValue") or {})
    )


@cache
def _stamp() -> str:
    """What a kept model rests on besides the spreadsheet: the engine, and the
    code by which formulas are entered.
    """
    found = hashlib.sha256(ironcalc.__version__.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()
