"""What must hold before a command touches what was made: one list, which
commands begin with and ``sync doctor`` reports from.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sync.errors import SyncError, TryLater
from sync.program.lockfile import Lock
from sync.program.settings import Settings
from sync.state.store import State

# Bytes that a run needs at least; and so many times the state, since what is
# written first goes into a file beside it.
ROOM, TIMES = 2**20, 2


@dataclass(frozen=True)
class CommandContext:
    """What a command begins with: what is declared, made and known."""

    settings: Settings
    lock: Lock
    state: State


@dataclass(frozen=True)
class Precondition:
    """One of them: what it is about, as doctor names it, and a look at it,
    which raises SyncError where it does not hold.
    """

    about: str
    check: Callable[[CommandContext], None]

    def trouble(self, begun: CommandContext) -> SyncError | None:
        """What stands in the way, if anything does."""
        try:
            self.check(begun)
        except SyncError as error:
            return error
        return None


def _state_belongs(begun: CommandContext) -> None:
    begun.state.belongs(begun.lock.form)


def _is_made(begun: CommandContext) -> None:
    begun.lock.check_made()


def _of_this_year(begun: CommandContext) -> None:
    begun.lock.check_year(begun.settings.file.program.year)


def _of_this_edition(begun: CommandContext) -> None:
    if begun.lock.form:
        begun.lock.check_edition()


def _room(begun: CommandContext) -> None:
    """Raises TryLater where the disk has too little room for the state.

    PostgreSQL, and a disk that reports no size, are not checked.
    """
    place = begun.settings.state
    if not isinstance(place, Path) or not place.parent.is_dir():
        return
    disk = shutil.disk_usage(place.parent)
    state = place.stat().st_size if place.exists() else 0
    wanted = max(ROOM, TIMES * state)
    if disk.total and disk.free < wanted:
        raise TryLater(
            f"The disk of {place} has {disk.free / 2**20:.1f} MB left; what is written may need {wanted / 2**20:.1f}.",
            "Make room on it, and run the same command again.",
        )


# Checked by ``sync provision``, which changes no other program or year.
OF_THIS_PROGRAM = (
    Precondition("state", _state_belongs),
    Precondition("program", _of_this_year),
)
# Checked by commands that write to the state. Those that only read or delete
# go on with a full disk.
TO_WRITE = (Precondition("disk", _room),)
PRECONDITIONS = (
    *OF_THIS_PROGRAM,
    Precondition("program", _is_made),
    Precondition("program", _of_this_edition),
)


def check(
    begun: CommandContext, those: Iterable[Precondition] = PRECONDITIONS
) -> None:
    """Raises the first trouble that stands in a command's way."""
    for each in those:
        each.check(begun)
