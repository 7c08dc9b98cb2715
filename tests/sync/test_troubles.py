"""A state's bad days: each has its own words and its own exit code, and is said
to be deleted only where it is damaged.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sync.admin.check_machine import state_of
from sync.admin.finding import Grade
from sync.errors import Busy, ConfigurationError, SyncError, TryLater
from sync.state.store import State
from sync.state.store import opened as opened_state
from sync.state.troubles import TROUBLES, meant
from tests.support.program import Program

DELETE = "Delete the file"


def filled(path: Path) -> None:
    """A state of many pages."""
    state = State(path)
    with state.writing():
        state.db.many(
            "INSERT INTO meta (name, value) VALUES (?, ?)",
            [(f"note {n}", "x" * 500) for n in range(400)],
        )
    state.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def used(path: Path) -> None:
    """Everything is read, and something is written."""
    state = State(path)
    try:
        for table in ("meta", "answers", "roster", "tabs", "written"):
            state.db.rows(f"SELECT * FROM {table}")  # noqa: S608
        with state.writing():
            state.db.run("UPDATE meta SET value = 'y' WHERE name = 'note 7'")
        state.db.check()
    finally:
        state.close()


def is_deleted(path: Path) -> None:
    path.unlink()
    used(path)


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_named_as_one_wherever_it_is_damaged(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "state.sqlite"
    filled(path)
    chance = random.Random(seed)
    raw = bytearray(path.read_bytes())
    if seed % 5 == 0:
        raw = raw[: chance.randrange(1, len(raw))]
    else:
        at = chance.randrange(len(raw) - 3000)
        raw[at : at + 3000] = chance.randbytes(3000)
    path.write_bytes(raw)
    said = ""
    try:
        used(path)
    except ConfigurationError as error:
        said = str(error)
    if said:
        assert DELETE in said or "newer Making Time" in said
        is_deleted(path)


def no_table(state: State) -> None:
    state.db.run("DROP TABLE answers")
    state.answers.of("WES")


def full(state: State) -> None:
    (pages,) = state.db.rows("PRAGMA page_count")[0]
    state.db.run(f"PRAGMA max_page_count = {pages}")
    with state.writing():
        state.db.run(
            "INSERT INTO meta (name, value) VALUES ('much', ?)", ("x" * 10**6,)
        )


def read_only(state: State) -> None:
    state.db.run("PRAGMA query_only = ON")
    with state.writing():
        state.notes.ran = "now"


def locked(state: State) -> None:
    other = sqlite3.connect(state.db.place)
    other.execute("BEGIN IMMEDIATE")
    state.db.run("PRAGMA busy_timeout = 0")
    try:
        with state.writing():
            state.notes.ran = "now"
    finally:
        other.close()


@pytest.mark.parametrize(
    ("befalls", "error", "words", "deleted"),
    [
        (no_table, ConfigurationError, "a table or a column", True),
        (full, TryLater, "the disk is full", False),
        (read_only, ConfigurationError, "it cannot be written", False),
        (locked, Busy, "another program holds it", False),
    ],
)
def test_each_has_its_own_words_and_code(
    tmp_path: Path,
    befalls: Callable[[State], None],
    error: type[SyncError],
    words: str,
    deleted: bool,
) -> None:
    path = tmp_path / "state.sqlite"
    filled(path)
    state = State(path)
    with pytest.raises(error, match=words) as caught:
        befalls(state)
    assert (DELETE in str(caught.value)) is deleted
    assert str(path) in str(caught.value)
    state.close()


def test_after_a_full_disk_nothing_is_half_done(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    filled(path)
    state = State(path)
    with pytest.raises(TryLater):
        full(state)
    state.close()
    again = State(path)
    assert again.db.rows("SELECT * FROM meta WHERE name = 'much'") == []
    used(path)
    again.close()


def test_a_disk_that_does_not_answer_is_a_reason_to_try_later() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_READ"
    assert isinstance(meant("state.sqlite", error), TryLater)


def test_every_trouble_is_reached_above() -> None:
    reached = {
        "it is damaged",
        "a table or a column of it is missing",
        "the disk is full",
        "it cannot be written",
        "another program holds it",
        "the disk does not answer",
    }
    assert {t.what for t in TROUBLES} == reached


def test_a_mistake_of_ours_stays_one() -> None:
    with pytest.raises(sqlite3.IntegrityError):
        meant("state.sqlite", sqlite3.IntegrityError("UNIQUE failed"))


def test_doctor_says_it_beforehand(program: Program) -> None:
    """A page that no run may touch today is damaged all the same."""
    from contextlib import ExitStack

    program.run()
    filled(program.state_file)
    raw = bytearray(program.state_file.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 4096] = b"\xff" * 4096
    program.state_file.write_bytes(raw)
    for name in ("state.sqlite-wal", "state.sqlite-shm"):
        (program.folder / name).unlink(missing_ok=True)
    with ExitStack() as stack:
        found = list(state_of(program.settings, stack))
    assert [f.grade for f in found] == [Grade.WRONG]
    assert DELETE in found[0].message + found[0].remedy


def test_a_holder_that_cannot_be_written_holds_all_the_same(
    tmp_path: Path,
) -> None:
    """The line that says whose it is is a courtesy."""
    (tmp_path / "state.holder").mkdir()
    with opened_state(tmp_path / "state.sqlite") as state:
        assert state.db.version()
