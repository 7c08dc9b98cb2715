"""Spreadsheets as somebody may open and change them, and what their formulas
give.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from workspace.drive import RANK, SHEET
from workspace.drive.access import Access
from workspace.errors import Refusal, not_here
from workspace.identity import Caller
from workspace.sheets import kept_models
from workspace.sheets.book import Book
from workspace.sheets.calls import may_spread, not_done
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.model import Model
from workspace.sheets.requests.batch import Batch
from workspace.sheets.shelf import Differ, Shelf, differing

Body = dict[str, Any]
# As many evaluations stay in memory, the last ones.
EVALUATED = 100
# A model moves to whatever state it is asked about, so that all workspaces of
# a process can share it.
_MODELS: dict[str, Model] = {}
_SHARING = Lock()
_FOUND = "Requested entity was not found."
DENIED = "The caller does not have permission"


class Desk:
    """Where books are opened: by whoever may, changed as a whole or not at
    all, each with its last evaluation.
    """

    def __init__(self, access: Access) -> None:
        self.store = access.store
        self.access = access
        self.shelf = Shelf(self.store)
        self._evaluations: dict[str, Evaluation] = {}

    def close(self) -> None:
        """Keep what the engine has of the spreadsheets as they are, so that
        the next process need not enter their formulas. Where the file takes
        no more, nothing is lost.
        """
        with suppress(sqlite3.Error), self.store.writing() as db:
            for evaluation in list(self._evaluations.values()):
                book = evaluation.book
                model = _MODELS.get(book.id)
                if model and self.shelf.has(book):
                    kept_models.keep(db, book, model)

    def forget(self) -> None:
        """Drop all spreadsheets and evaluations from memory."""
        self.shelf.forget()
        self._evaluations.clear()

    def book(self, who: Caller, book_id: str, role: str = "reader") -> Book:
        """A spreadsheet that somebody may see, or change."""
        row = self.access.row(book_id)
        if (
            row is None
            or row["mime"] != SHEET
            or (who.limited and row["client"] != who.client)
        ):
            raise Refusal(404, _FOUND)
        have = RANK.get(self.access.role(who, book_id), 0)
        if self.access.trashed(row) and have < RANK["writer"]:
            raise Refusal(404, _FOUND)
        if have < RANK[role]:
            raise Refusal(403, DENIED)
        return self.shelf.get(book_id)

    @contextmanager
    def change(
        self, who: Caller, book_id: str
    ) -> Iterator[tuple[Book, Batch]]:
        """A working copy to change, and the batch to change it by; saved if
        nothing is refused.
        """
        before = self.book(who, book_id, "writer")
        book = before.copy()
        yield book, self.batch(book, who)
        book.check_size()
        differ = differing(before, book)
        _look_at_formulas(before, book, differ)
        self._save(before, book, differ, who)

    def batch(self, book: Book, who: Caller) -> Batch:
        """A batch of somebody's on a working copy."""
        row = self.access.row(book.id)
        owner = row["owner"] if row else ""

        def is_editor(editors: Body) -> bool:
            if owner and who.address == owner:
                return True
            grants: list[Body] = [
                {"type": "user", "address": a.lower()}
                for a in editors.get("users", [])
            ]
            grants += [
                {"type": "group", "address": a.lower()}
                for a in editors.get("groups", [])
            ]
            if editors.get("domainUsersCanEdit") and owner:
                grants.append(
                    {"type": "domain", "address": owner.partition("@")[2]}
                )
            return any(self.access.fits(g, who.address) for g in grants)

        people = tuple(dict.fromkeys(p for p in (owner, who.address) if p))
        return Batch(book, is_editor, people, self.fresh)

    def fresh(self, book: Book) -> Evaluation:
        """The values of a working copy as it is now; never kept, since it may
        change under them.
        """
        return Evaluation(book, self.shelf.moment(book), self._model(book))

    def _model(self, book: Book) -> Model:
        """The model that all states of a spreadsheet share; the last ones stay
        in memory.
        """
        with _SHARING:
            model = _MODELS.pop(book.id, None) or self._begun(book.id)
            _MODELS[book.id] = model
            if len(_MODELS) > EVALUATED:
                del _MODELS[next(iter(_MODELS))]
        return model

    def _begun(self, book_id: str) -> Model:
        """A model that begins with what was kept of the spreadsheet."""
        model, kept = Model(), kept_models.find(self.store.db, book_id)
        if kept:
            model.resume(kept, self.shelf.get(book_id))
        return model

    def evaluation(self, book: Book) -> Evaluation:
        """The values of a book of the shelf; kept until the book or the minute
        changes.
        """
        known = self._evaluations.get(book.id)
        if (
            known is None
            or known.book is not book
            or known.moment != self.shelf.moment(book)
        ):
            known = self.fresh(book)
            self._evaluations.pop(book.id, None)
            self._evaluations[book.id] = known
            if len(self._evaluations) > EVALUATED:
                del self._evaluations[next(iter(self._evaluations))]
        return known

    def _save(
        self, before: Book, book: Book, differ: Differ, who: Caller
    ) -> None:
        self._model(before)  # begins with what is kept, which the change drops
        with self.store.writing() as db:
            self.shelf.save(before, book, differ)
            if before.properties.get("title") != book.properties.get("title"):
                db.execute(
                    "UPDATE files SET name = ? WHERE id = ?",
                    (book.properties["title"], book.id),
                )
            self.access.touch(book.id, who.address)


def _look_at_formulas(before: Book, book: Book, differ: Differ) -> None:
    """Note which tabs have formulas that spread. Refuses by its name a
    function of Sheets that is not here, in any formula that was written.
    """
    spread = {tab.id for tab in before.tabs if tab.spreads}
    for tab in book.tabs:
        tab.spreads = tab.id in spread
        for r in differ[tab.id][1]:
            for cell in tab.rows[r].values():
                entered = cell.get("userEnteredValue")
                if entered and "formulaValue" in entered:
                    _check_formula(entered["formulaValue"])
                    tab.spreads |= may_spread(entered["formulaValue"])
        for rule in tab.part("conditionalFormats"):
            condition = rule.get("booleanRule", {}).get("condition", {})
            for value in condition.get("values", []):
                _check_formula(str(value.get("userEnteredValue", "")))


def _check_formula(formula: str) -> None:
    if name := not_done(formula):
        raise not_here(f"the function {name}")
