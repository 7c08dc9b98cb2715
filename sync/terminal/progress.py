"""How far a command is, on standard error, where somebody looks on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sync.terminal.say import machine_reads

if TYPE_CHECKING:
    from sync.google.clients import Google


@contextmanager
def progress(google: Google | None = None) -> Iterator[Callable[..., None]]:
    """Show what is being done: how far it is, the calls spent, the time to go.

    Nothing is shown without a terminal, or where standard error is a log.
    """
    if not sys.stderr.isatty() or machine_reads():
        yield lambda *_: None
        return
    from rich import progress as bars
    from rich.console import Console

    with bars.Progress(
        bars.SpinnerColumn(),
        bars.TextColumn("{task.description}"),
        bars.BarColumn(24),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[calls]}"),
        bars.TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        task = shown.add_task("starting", total=None, calls="")

        def say(text: str, done: int = 0, of: int = 0) -> None:
            calls = ""
            if google and of:
                calls = f"{google.pace.calls.total()} calls"
            shown.update(
                task,
                description=text,
                completed=done,
                total=of or None,
                calls=calls,
            )

        yield say
