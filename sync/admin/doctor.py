"""Every reason why a program might not work, looked at from outside in: each
with what was found and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import datetime
from functools import partial
from pathlib import Path

from sync.admin.check_google import asked, identities, spent
from sync.admin.check_machine import configuration, machine, mail, state_of
from sync.admin.check_program import Things
from sync.admin.check_schedules import schedules
from sync.admin.finding import Finding, Grade, wrong
from sync.admin.live_checks import live_checks
from sync.errors import NotMade, Refused, SyncError
from sync.google.calls import Pace
from sync.program import lockfile
from sync.program.opened import Opened, clients
from sync.program.preconditions import PRECONDITIONS, TO_WRITE, CommandContext
from sync.program.settings import Settings
from sync.state.store import State

Serve = Callable[[Settings], AbstractContextManager[str]]


def examine(
    path: Path, serve: Serve, command: Path, live: bool = False
) -> Iterator[Finding]:
    """Look at everything, in order; ``serve`` gives the address of a program's
    local workspace (empty for Google's own).

    ``command`` is this program as it was called. With ``live`` what is assumed
    of Google is tried, too. What cannot be looked at because of what was found
    before is left out.
    """
    settings = yield from configuration(path)
    yield from machine(command, path)
    if settings is None:
        return
    yield from mail(settings, os.environ.get("SYNC_SMTP_PASSWORD", ""))
    with ExitStack() as stack:
        state = yield from state_of(settings, stack)
        if state is None or not (yield from _preconditions(settings, state)):
            return
        today = datetime.now(settings.zone).date()
        yield from schedules(settings, state, today)
        ledger = stack.enter_context(closing(state.ledger()))
        try:
            base = stack.enter_context(serve(settings))
            google = stack.enter_context(
                closing(clients(settings, partial(Pace, ledger), base))
            )
        except SyncError as error:
            yield from asked(settings)
            yield wrong("credentials", error)
            return
        yield from asked(settings)
        if (yield from identities(google)):
            yield from Things(Opened(settings, google, state)).all()
            if live:
                yield from live_checks(
                    settings, google, settings.file.google.folder
                )
        yield from spent(google, ledger)


def _preconditions(
    settings: Settings, state: State
) -> Generator[Finding, None, bool]:
    """What every command begins with; gives whether more can be looked at."""
    begun = CommandContext(settings, lockfile.load(settings.lock_path), state)
    more = True
    for each in (*PRECONDITIONS, *TO_WRITE):
        trouble = each.trouble(begun)
        if isinstance(trouble, NotMade):
            if not more:
                continue  # it may be made, and is not known to be
            yield Finding(
                each.about,
                Grade.NOTE,
                trouble.what,
                trouble.next_step,
                to_begin=True,
            )
        elif trouble:
            yield wrong(each.about, trouble)
            more = more and not isinstance(trouble, Refused)
    return more
