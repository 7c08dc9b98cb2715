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

from sync.errors import Busy, SyncError
from sync.program import private_files
from sync.program.settings import Settings
from sync.reports.mail import Send
from sync.run.health_check import RunEnd
from sync.run.json_log import without_addresses

log = logging.getLogger(__name__)
REMEMBERED = "alert.json"
A_DAY = timedelta(days=1)


@contextmanager
def watched(settings: Settings, outcome: RunEnd, send: Send) -> Iterator[None]:
    """Note that a run ended well; send a mail, once a day, where none did for
    as long as ``[alert]`` says.

    That a mail could not be sent is only logged: it is no reason for a run to
    end otherwise.
    """
    why = "some districts failed, and are named in its summary"
    try:
        yield
    except Busy:
        outcome.well = True  # another run is at work: it will say how it ended
        raise
    except SyncError as error:
        why = error.what
        raise
    except Exception as error:
        why = f"a mistake of this program ({type(error).__name__})"
        raise
    finally:
        if settings.file.alert.to:
            try:
                _note(settings, outcome.well, why, send)
            except SyncError as error:
                log.warning("The alert could not be sent: %s", error)


def _note(settings: Settings, well: bool, why: str, send: Send) -> None:
    path, now = settings.folder / REMEMBERED, datetime.now(UTC)
    known = {} if well else _read(settings)
    known.setdefault("well", now.isoformat(timespec="seconds"))
    since = datetime.fromisoformat(known["well"])
    limit = timedelta(hours=settings.file.alert.hours)
    sent = known.get("sent")
    again = not sent or now - datetime.fromisoformat(sent) >= A_DAY
    if not well and now - since >= limit and again:
        send("alert", _message(settings, since, why))
        known["sent"] = now.isoformat(timespec="seconds")
    private_files.write(path, json.dumps(known))


def _read(settings: Settings) -> dict[str, str]:
    """What is remembered; nothing, where that cannot be read."""
    try:
        text = (settings.folder / REMEMBERED).read_text(encoding="utf-8")
        raw = json.loads(text)
        for moment in raw.values():
            datetime.fromisoformat(moment)
        return dict(raw)
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _message(settings: Settings, since: datetime, why: str) -> EmailMessage:
    part, name = settings.file.letter, settings.file.program.name
    message = EmailMessage(policy=SMTP)
    message["From"] = part.sender
    message["To"] = ", ".join(settings.file.alert.to)
    message["Subject"] = f"{name}: the sheets are not kept up to date"
    when = since.astimezone(settings.zone)
    message.set_content(
        f"No run of {name} has succeeded since {when:%B} {when.day}, {when:%H:%M}. What coordinators see is of that day.\n\n"
        f"The last run ended because: {without_addresses(why)}\n\n"
        f"On the machine that runs it, go to {settings.folder} and type:\n\n    making-time doctor\n\n"
        "It names each thing that stands in the way, and what to do. This mail comes once a day until a run succeeds.\n"
    )
    return message
