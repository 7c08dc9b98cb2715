"""Who the tool is for Google, and whether the three services answer it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from typing import Any

from sync.admin.finding import Finding, note, ok, wrong
from sync.errors import GoogleError, SyncError
from sync.google.accounts import LOGIN, MACHINE
from sync.google.calls import QUOTAS, Pace
from sync.google.clients import Google
from sync.google.sheets import Spreadsheet
from sync.program.opened import account_of
from sync.program.settings import Settings
from sync.state.quota_ledger import Ledger

# Seconds by which a clock may be wrong: Google takes no claim that is five
# minutes off.
SKEW = 240
_OFF = {"SERVICE_DISABLED", "accessNotConfigured"}


def asked(settings: Settings) -> Iterator[Finding]:
    """What the tool asks for, and why."""
    account = account_of(settings)
    why = (
        "since it works in a folder that somebody made"
        if account.folder
        else "since several identities write the same sheets"
        if len(account.credentials) > 1
        else "the least there is: it sees the files that it made, and no others"
    )
    yield ok("scopes", f"The tool asks for {' '.join(account.scopes)}, {why}.")
    for name in account.credentials:
        file = account.home / name
        kept = (
            name in (MACHINE, LOGIN) or os.name != "posix" or not file.exists()
        )
        if not kept and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield note(
                "credentials",
                f"{file} can be read by others on this machine.",
                f"chmod 600 {file}",
            )


def identities(google: Google) -> Generator[Finding, None, bool]:
    """Whether each identity gets a token, and whether the three services
    answer it; returns whether all do.
    """
    try:
        ahead = google.ahead()
    except SyncError as error:
        yield wrong(
            "network",
            error,
            "Look at this machine's network; a proxy is named by HTTPS_PROXY.",
        )
        return False
    if abs(ahead) > SKEW:
        yield wrong(
            "clock",
            f"This machine's clock is {abs(ahead) / 60:.0f} minutes {'ahead' if ahead > 0 else 'behind'}: Google"
            " refuses service accounts from five minutes on.",
            "Set it, or let it be set from the network (`timedatectl set-ntp true`).",
        )
    else:
        yield ok("clock", "This machine's clock and Google's agree.")
    well = True
    for place, (credentials, who) in enumerate(
        zip(google.credentials, google.pace.identities, strict=True)
    ):
        one = Google(
            [credentials], google.base, Pace(google.pace.ledger, [who])
        )
        with closing(one):
            try:
                name = one.drive.whoami()
                yield ok(
                    "credentials",
                    f"The tool is {name}{'' if place == 0 else ', one more for quota'}.",
                )
                yield ok("Drive API", f"It answers {name}.")
            except SyncError as error:
                off = isinstance(error, GoogleError) and error.reason in _OFF
                yield wrong("Drive API" if off else "credentials", error)
                well = False
                if not off:
                    continue
            for api, ask in (
                ("Forms API", partial(one.forms.get, "probe")),
                (
                    "Sheets API",
                    partial(one.sheets.metadata, Spreadsheet("probe")),
                ),
            ):
                refusal = _answers(ask)
                yield (
                    wrong(api, refusal)
                    if refusal
                    else ok(api, f"It answers {who.name}.")
                )
                well = well and refusal is None
    return well


def _answers(ask: Callable[[], Any]) -> SyncError | None:
    """Ask for a file that does not exist. None where the service answers so,
    else the error.
    """
    try:
        ask()
    except GoogleError as error:
        return None if error.code in (400, 404) else error
    except SyncError as error:
        return error
    return None


def spent(google: Google, ledger: Ledger) -> Iterator[Finding]:
    """How much of Google's quotas was used in the last minute."""
    used = ledger.spent(google.pace.clock.now())
    who = google.pace.identities[0].name
    kinds = ", ".join(
        f"{used.get(f'{who} {kind}', 0)} of {QUOTAS[kind][1]} {kind.removeprefix('sheets.')}s"
        for kind in ("sheets.read", "sheets.write")
    )
    yield ok("quota", f"In the last minute {kinds} of sheets were used.")
