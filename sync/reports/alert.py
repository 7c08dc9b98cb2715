"""A mail to whoever keeps the program, when no run has succeeded for a day: they
open no terminal.

What is remembered lies in a file beside ``program.toml``, since the state may
be what fails.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from sync.errors import ConfigurationError, SyncError, TryLater
from sync.program import private_files
from sync.program.settings import Settings
from sync.reports.mail import Send
from sync.run.health_check import RunEnd
from sync.run.json_log import without_addresses
from sync.state.shards import WHOLE, Shard

log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)


@contextmanager
def watched(
    settings: Settings, shard: Shard, outcome: RunEnd, send: Send
) -> Iterator[None]:
    """Note that a run ended well; send a mail, once a day, where none did for
    as long as ``[alert]`` says.

    That a mail could not be sent is only logged: it is no reason for a run to
    end otherwise.
    """
    try:
        yield
    except SyncError as error:
        outcome.why = error.what
        raise
    except Exception as error:
        outcome.why = f"a mistake of this program ({type(error).__name__})"
        raise
    finally:
        if settings.file.alert.to:
            try:
                _note(settings, _Memory(settings, shard), outcome, send)
            except Exception as error:
                log.warning(
                    "The alert could not be sent: %s",
                    without_addresses(str(error)),
                )


class _Memory:
    """When a run last ended well, and when the last alert went, in a file; of
    each share of a program its own.
    """

    def __init__(self, settings: Settings, shard: Shard) -> None:
        share = f"-{shard.place}-of-{shard.number}" if shard != WHOLE else ""
        self.path = settings.folder / f"alert{share}.json"
        self.now = datetime.now(UTC)
        self.known = self._read()

    def _read(self) -> dict[str, datetime]:
        """What is remembered; nothing, where it cannot be read or cannot be."""
        try:
            raw = json.loads(self.path.read_text(encoding="utf-8"))
            known = {
                name: datetime.fromisoformat(raw[name])
                for name in ("well", "sent")
                if name in raw
            }
            return {k: day for k, day in known.items() if day <= self.now}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, **known: datetime | None) -> None:
        """Write the file whole, or not at all."""
        self.known = {k: day for k, day in known.items() if day}
        raw = {k: day.isoformat() for k, day in self.known.items()}
        partial = self.path.with_suffix(".partial")
        private_files.write(partial, json.dumps(raw))
        partial.replace(self.path)


def _note(
    settings: Settings, memory: _Memory, outcome: RunEnd, send: Send
) -> None:
    now, sent = memory.now, memory.known.get("sent")
    if outcome.well:
        memory.keep(well=now)
        return
    well = memory.known.get("well", now)
    limit = timedelta(hours=settings.file.alert.hours)
    if now - well < limit or (sent and now - sent < A_DAY):
        memory.keep(well=well, sent=sent)
        return
    # Noted before it goes: nobody gets a second one, whatever befalls.
    memory.keep(well=well, sent=now)
    try:
        send("alert", _message(settings, well, outcome.why))
    except (TryLater, ConfigurationError):
        memory.keep(well=well, sent=sent)  # it certainly did not go
        raise


def _message(settings: Settings, since: datetime, why: str) -> EmailMessage:
    part, name = settings.file.letter, settings.file.program.name
    message = EmailMessage(policy=SMTP)
    message["From"] = part.sender
    message["To"] = ", ".join(settings.file.alert.to)
    message["Subject"] = f"{name}: the sheets are not kept up to date"
    when = since.astimezone(settings.zone)
    message.set_content(
        f"No run of {name} has gone wholly well since {when:%B} {when.day}, {when:%H:%M}.\n\n"
        f"The last run: {without_addresses(why)}\n\n"
        f"On the machine that runs it, go to {settings.folder} and type:\n\n    making-time doctor\n\n"
        "It names each thing that stands in the way, and what to do. This mail comes once a day until a run goes well.\n"
    )
    return message
