"""What the last run saw: a cache that can always be rebuilt from Google."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.errors import Refused
from sync.state import schema
from sync.state.answers import Answers
from sync.state.database import Database
from sync.state.judgements import Judgements
from sync.state.notes import Notes
from sync.state.other_responses import Responses
from sync.state.quota_ledger import Ledger
from sync.state.rosters import Rosters
from sync.state.shards import WHOLE, Shard
from sync.state.sheets_seen import SheetsSeen
from sync.state.stores import connect
from sync.state.to_do import ToDo


@contextmanager
def opened(where: str | Path, shard: Shard = WHOLE) -> Iterator[State]:
    """The state of a program, held alone (a shard of it) for as long as it is
    used.

    Raises Busy.
    """
    database = connect(where)
    try:
        with database.hold(shard):
            yield State(database)
    finally:
        database.close()


class State:
    """The cache of one program, in a file (by its path) or another store.

    Its parts: ``answers`` to the meeting log, ``responses`` to the further
    forms, ``rosters`` (pairs), ``sheets`` as seen and written, ``judgements``,
    what is ``to_do``, and small ``notes``.
    """

    def __init__(self, where: Path | Database) -> None:
        self.db = connect(where) if isinstance(where, Path) else where
        try:
            with self.writing():
                schema.make(self.db)
        except BaseException:
            self.db.close()
            raise
        self.notes = Notes(self.db)
        self.to_do = ToDo(self.db)
        self.answers = Answers(self.db, self.to_do)
        self.responses = Responses(self.db)
        self.rosters = Rosters(self.db, self.notes)
        self.sheets = SheetsSeen(self.db, self.to_do)
        self.judgements = Judgements(self.db, self.to_do, self.notes)

    def close(self) -> None:
        """Close it."""
        self.db.close()

    def writing(self) -> Any:
        """One transaction."""
        return self.db.writing()

    def scrub(self) -> None:
        """Overwrite what was deleted, so that nothing of it is left in free
        pages and logs.
        """
        self.db.scrub()

    def ledger(self) -> Ledger:
        """A ledger of the calls to Google, for all threads and machines.

        It has a connection of its own; close it.
        """
        return Ledger(self.db.again())

    def belongs(self, form: str) -> None:
        """Check that this state belongs to the program with this form's id.

        An empty state is given to it. Raises Refused for the state of another
        form, whose answers would be counted here, and if ``form`` is empty.
        """
        known = self.notes.form
        if not known:
            if form:
                with self.writing():
                    self.notes.form = form
        elif not form:
            raise Refused(
                f"program.lock.toml is missing, or names no form, and {self.db.place} holds the answers to one. Put the file back"
                " beside program.toml, from a backup. Without a backup, delete the state and run `sync provision`: it finds the"
                " files that it made before, if its account can still open them."
            )
        elif known != form:
            raise Refused(
                f"{self.db.place} holds what is known of another form than program.lock.toml names. If that file was changed or"
                " merged, first correct the form's id in it, from a backup. If this program has no state yet, set state in"
                " program.toml to another place. If its form was made anew, delete the state: it is rebuilt from Google."
            )
