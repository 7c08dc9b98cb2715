"""A mail to whoever runs the program, when no run has ended well for the hours
that ``[alert]`` names.

What is remembered lies in a file beside ``program.toml``, since the state may
be what fails.
"""

from __future__ import annotations

import json
import logging
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zoneinfo import ZoneInfo

from sync.errors import Busy, ConfigurationError, SyncError, TryLater
from sync.program import private_files
from sync.program.program_file import AlertPart, LetterPart, ProgramPart
from sync.reports.mail import Send
from sync.run.health_check import RunEnd
from sync.run.json_log import without_addresses
from sync.state.shards import WHOLE, Shard

log = logging.getLogger(__name__)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
# Bytes of the file, always as many: so it can be written on a full disk.
LENGTH = 200


@dataclass(frozen=True)
class Watch:
    """What an alert takes of ``program.toml``: it is read by itself, since the
    rest of the files may be what fails.
    """

    folder: Path
    name: str = "Making Time"
    zone: tzinfo = UTC
    alert: AlertPart = field(default_factory=AlertPart)
    letter: LetterPart = field(default_factory=LetterPart)
    health_check: str = ""

    @classmethod
    def read(cls, path: Path) -> Watch:
        """Read as much as can be read. Without ``[alert]`` nobody is alerted,
        and no error is raised.
        """
        found = cls(path.resolve().parent)
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
            url = raw.get("health_check", "")
            found = replace(
                found,
                alert=AlertPart.model_validate(raw.get("alert", {})),
                letter=LetterPart.model_validate(raw.get("letter", {})),
                health_check=url if str(url).startswith("http") else "",
            )
            program_part = ProgramPart.model_validate(raw["program"])
            return replace(
                found,
                name=program_part.name,
                zone=ZoneInfo(program_part.time_zone),
            )
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return found


@contextmanager
def watched(
    watch: Watch, shard: Shard, outcome: RunEnd, send: Send
) -> Iterator[None]:
    """Note that a run ended well; send a mail, once a day, where none did for
    the hours that ``[alert]`` names.

    A mail that could not be sent is only logged, and does not change how the
    run ends.
    """
    patient, stopped = False, False
    try:
        yield
    except KeyboardInterrupt:
        stopped = True
        raise
    except SyncError as error:
        outcome.why = error.what
        patient = isinstance(error, (TryLater, Busy))
        raise
    except Exception as error:
        outcome.why = f"an error in this program ({type(error).__name__})"
        raise
    finally:
        if watch.alert.to and not stopped:
            try:
                memory = _Memory(watch.folder, shard)
                _note(watch, memory, outcome, patient, send)
            except Exception as error:
                log.warning(
                    "The alert could not be sent: %s",
                    without_addresses(str(error)),
                )


class _Memory:
    """When a run last ended well, since when they fail, and when the last
    alert went, in a file; of each share of a program its own.
    """

    def __init__(self, folder: Path, shard: Shard) -> None:
        share = f"-{shard.place}-of-{shard.number}" if shard != WHOLE else ""
        self.path = folder / f"alert{share}.json"
        self.now = datetime.now(UTC)
        self.known = self._read()

    def _read(self) -> dict[str, datetime]:
        """What is remembered; nothing, where it cannot be read or cannot be."""
        try:
            raw = json.loads(self.path.read_text(encoding="utf-8"))
            known = {
                name: datetime.fromisoformat(raw[name])
                for name in ("well", "fails", "sent")
                if name in raw
            }
            return {k: day for k, day in known.items() if day <= self.now}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, **known: datetime | None) -> None:
        """Write the file whole, or not at all; on a full disk in its own
        place, where there is room for it.
        """
        raw = {
            k: day.isoformat(timespec="seconds")
            for k, day in known.items()
            if day
        }
        text = json.dumps(raw).ljust(LENGTH).encode()
        partial = self.path.with_suffix(".partial")
        try:
            private_files.write(partial, text)
            partial.replace(self.path)
        except ConfigurationError:
            if not self.path.exists():
                raise
            with self.path.open("r+b") as file:
                file.write(text)
                file.truncate()
            partial.unlink(missing_ok=True)


def _note(
    watch: Watch, memory: _Memory, outcome: RunEnd, patient: bool, send: Send
) -> None:
    now, sent = memory.now, memory.known.get("sent")
    if outcome.well:
        memory.keep(well=now)
        return
    well = memory.known.get("well", now)
    fails = memory.known.get("fails", now)
    limit = timedelta(hours=watch.alert.hours)
    # After a weekend without runs Google may be busy for a moment.
    early = now - well < limit or (patient and now - fails < AN_HOUR)
    if early or (sent and now - sent < A_DAY):
        memory.keep(well=well, fails=fails, sent=sent)
        return
    # Noted before it is sent, so that nobody ever gets a second one.
    memory.keep(well=well, fails=fails, sent=now)
    try:
        send("alert", _message(watch, well, outcome.why))
    except (TryLater, ConfigurationError):
        memory.keep(well=well, fails=fails, sent=sent)  # it did not go
        raise


def _message(watch: Watch, since: datetime, why: str) -> EmailMessage:
    part, name = watch.letter, watch.name
    message = EmailMessage(policy=SMTP)
    message["From"] = part.sender
    message["To"] = ", ".join(watch.alert.to)
    message["Subject"] = f"{name}: the sheets are not kept up to date"
    when = since.astimezone(watch.zone)
    message.set_content(
        f"No run of {name} has ended without errors since"
        f" {when:%B} {when.day}, {when:%H:%M}.\n\n"
        f"The last run: {without_addresses(why)}\n\n"
        f"On the machine that runs it, go to {watch.folder} and type:\n\n    making-time doctor\n\n"
        "It names each thing that stands in the way, and what to do. This mail comes once a day until a run goes well.\n"
    )
    return message
