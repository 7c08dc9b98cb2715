"""What can go wrong with the file of the state, and what to do about it.

The table in ``docs/running.md`` is printed from it. Only where the file is
damaged is it to be deleted: it is a cache, rebuilt from Google.
"""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sync.errors import Busy, ConfigurationError, SyncError, TryLater


@dataclass(frozen=True)
class Trouble:
    """One trouble: by the names that SQLite gives its errors, or by words in
    them; what happened, what to do, and how a command ends.
    """

    names: tuple[str, ...]
    words: str
    what: str
    step: str
    error: type[SyncError]

    def fits(self, error: sqlite3.Error) -> bool:
        """Whether an error of SQLite's is this trouble."""
        name = getattr(error, "sqlite_errorname", "")
        return name.startswith(self.names) and self.words in str(error)


# Bytes by which SQLite lengthens a file at most.
STEP = 64 * 1024
_FULL = Trouble(
    ("SQLITE_FULL",),
    "",
    "the disk is full",
    "Make room on it, and run the same command again. Nothing is lost.",
    TryLater,
)
_DELETE = "Delete the file, and what is beside it with -wal and -shm: the next run rebuilds it from Google."
TROUBLES = (
    Trouble(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB"),
        "",
        "it is damaged",
        _DELETE,
        ConfigurationError,
    ),
    # SQLite has no name for this error: a text was changed within its page.
    Trouble(("",), "not decode", "it is damaged", _DELETE, ConfigurationError),
    Trouble(
        ("SQLITE_ERROR",),
        "no such",
        "a table or a column of it is missing",
        _DELETE,
        ConfigurationError,
    ),
    _FULL,
    Trouble(
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"),
        "",
        "it cannot be written",
        "Make the file and its folder writable, or set state in program.toml to another place.",
        ConfigurationError,
    ),
    Trouble(
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        "",
        "another program holds it",
        "End that program, or wait for it, and run the same command again.",
        Busy,
    ),
    Trouble(
        ("SQLITE_IOERR", "SQLITE_PROTOCOL"),
        "",
        "the disk does not answer",
        "Check the disk, then run the same command again. Do not keep the state on a network drive.",
        TryLater,
    ),
)


def _no_room(place: str) -> bool:
    """Whether the disk of a file has no room to lengthen it."""
    try:
        return shutil.disk_usage(Path(place).parent).free < STEP
    except OSError:
        return False


def meant(place: str, error: sqlite3.Error) -> SyncError:
    """The error to raise for an error of SQLite's on the file ``place``.

    It states what happened and what to do. Raises ``error`` itself if no
    trouble fits: then it is a bug of the tool.
    """
    # SQLite gives only a general error when it cannot lengthen a file.
    name = getattr(error, "sqlite_errorname", "")
    full = name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _no_room(
        place
    )
    for trouble in TROUBLES:
        if trouble is _FULL if full else trouble.fits(error):
            what = f"The state ({place}) cannot be used: {trouble.what} ({error})."
            return trouble.error(what, trouble.step)
    raise error
