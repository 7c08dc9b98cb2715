"""A program opened for a command, and closed behind it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sync.terminal.progress import progress
from sync.terminal.say import ProgramWords, err

# What SQLite calls a file that is no database, or none any more.
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")

if TYPE_CHECKING:
    from datetime import date

    from sync.google.accounts import MakePace
    from sync.program.opened import Opened, Program
    from sync.program.settings import Settings
    from sync.run.result import RunResult
    from sync.state.shards import Shard
    from sync.state.store import State

# Seconds that a command waits for another to end.
PATIENCE = 10


class Stopped(Exception):
    """Somebody pressed Ctrl-C while a program was open."""


class Latest:
    """The folder of the program that was opened last."""

    folder: Path | None = None


@dataclass(frozen=True)
class Ready:
    """A program's settings and state, under its lock, and how its calls are
    paced.

    ``base`` is the address of a local workspace, empty for Google's own.
    """

    settings: Settings
    state: State
    make_pace: MakePace
    base: str


@contextmanager
def ready(config: Path, shard: Shard | None = None) -> Iterator[Ready]:
    """A program, before anybody has called Google. Raises Stopped on Ctrl-C."""
    from sync.google.calls import Pace
    from sync.program.settings import load
    from sync.state.shards import WHOLE

    settings = load(config)
    Latest.folder = settings.folder
    ProgramWords.words = settings.words
    with ExitStack() as stack:
        state = stack.enter_context(_when_free(settings, shard or WHOLE))
        ledger = stack.enter_context(closing(state.ledger()))
        base = stack.enter_context(served(settings))
        try:
            yield Ready(settings, state, partial(Pace, ledger), base)
        except KeyboardInterrupt:
            err(
                "Stopped. Nothing is half done; run the same command again to finish."
            )
            raise Stopped from None


@contextmanager
def opened(config: Path, shard: Shard | None = None) -> Iterator[Opened]:
    """A program with its clients, under its lock."""
    from sync.program.opened import Opened, clients

    with ready(config, shard) as it:
        google = clients(it.settings, it.make_pace, it.base)
        with closing(google):
            yield Opened(it.settings, google, it.state)


@contextmanager
def looked_at(
    config: Path, as_of: str, district: str
) -> Iterator[tuple[Program, RunResult]]:
    """A program, and how all of it (or one district) stands; nothing is
    written.
    """
    with opened(config) as it, progress(it.google) as say:
        from sync.run.one_run import run
        from sync.run.options import RunOptions

        day = day_of(as_of, it.settings)
        result = run(it, day, RunOptions(only=district, write=False), say)
        yield it.program(), result


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The address of a program's local workspace, served for as long as
    needed.

    It is empty for Google's own.
    """
    if settings.file.google.endpoint == "google":
        yield ""
        return
    from sqlite3 import DatabaseError

    from sync.errors import ConfigurationError
    from workspace.server import reachable

    with ExitStack() as stack:
        try:
            base = stack.enter_context(reachable(settings.data_path))
        except DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") not in _DAMAGED:
                raise
            raise ConfigurationError(
                f"The local workspace {settings.data_path} cannot be opened ({error}).",
                "Put back a copy of the file. Or move it away, and begin anew with `sync init` in a new folder.",
            ) from error
        yield base


@contextmanager
def _when_free(settings: Settings, shard: Shard) -> Iterator[State]:
    """The state, under its lock; waits PATIENCE seconds for another command.

    Raises Busy after that.
    """
    from sync.errors import Busy
    from sync.state.store import opened as state_of

    ends = time.monotonic() + PATIENCE
    while True:
        stack = ExitStack()
        try:
            state = stack.enter_context(state_of(settings.state, shard))
        except Busy:
            if time.monotonic() > ends:
                raise
            time.sleep(0.5)
        else:
            break
    with stack:
        yield state


def day_of(text: str, settings: Settings) -> date:
    """The day that ``--as-of`` names, else today where the program is."""
    from sync.run.one_run import today_in

    return date_in(text) if text else today_in(settings)


def date_in(text: str) -> date:
    """A day such as 2026-11-23. Raises typer's BadParameter."""
    from datetime import date

    import typer

    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 2000 <= day.year < 2100:
        raise typer.BadParameter(
            f"{text!r} is not a date; write it as 2026-11-23"
        )
    return day


def this_command() -> Path:
    """This program by its whole path, as a schedule must call it."""
    called = Path(sys.argv[0]).resolve()
    executable = called.with_suffix(".exe")
    return executable if executable.exists() else called
