"""A letter a week to each district's coordinators: who newly needs you, who
is back, what waits; none without news.

Nobody gets one twice. Before a letter is sent, this is recorded in the state,
and on the district's sheet in Drive in case the state is lost. A letter that
may have been sent is reported, and not sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from sync.core.judge import DistrictStanding
from sync.errors import SyncError
from sync.program.opened import Program
from sync.reports.letter_text import WANTED, letter_text
from sync.reports.mail import PartlyRefused, Send, Uncertain

WEEK = timedelta(days=7)
# Under which name Drive keeps the day of a district's last letter.
NOTED = "lastLetter"


@dataclass
class Letters:
    """What became of each district's letter, by key; ``uncertain`` are shown
    and not sent again.
    """

    sent: list[str] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)
    this_week: list[str] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)
    uncertain: dict[str, str] = field(default_factory=dict)
    failed: dict[str, SyncError] = field(default_factory=dict)


def write_letters(
    program: Program,
    standings: Sequence[DistrictStanding],
    send: Send,
    sender: str,
) -> Letters:
    """Send every district's letter that is due, one after another; a failure
    of one stops no other.
    """
    done = Letters()
    for standing in standings:
        try:
            _one(program, standing, send, sender, done)
        except SyncError as error:
            done.failed[standing.district.key] = error
    return done


def _one(
    program: Program,
    standing: DistrictStanding,
    send: Send,
    sender: str,
    done: Letters,
) -> None:
    """Send one district's letter, if it is due and says anything."""
    key = standing.district.key
    before = last(program, standing)
    if (
        "on" in before
        and standing.day - date.fromisoformat(before["on"]) < WEEK
    ):
        if before["sent"]:
            done.this_week.append(key)
        else:
            done.uncertain[key] = before["on"]
        return
    to = _coordinators(program, key)
    sheet = program.lock.sheets[key]
    text = letter_text(standing, before.get("status", {}), sheet.url)
    if not to or not text:
        (done.nothing if to else done.nobody).append(key)
        return
    # Its mark is looked at: the address of another one's sheet goes to nobody.
    program.google.sheets.metadata(program.spreadsheet(key))
    noted = None if before else _noted(program.google.drive.get(sheet.id))
    if noted and standing.day - noted < WEEK:
        done.uncertain[key] = noted.isoformat()
        return
    name = program.settings.file.program.name
    message = _message(standing, text, to, sender, name)
    _send(program, standing, send, message, done)


def _coordinators(program: Program, key: str) -> list[str]:
    """The addresses of a district's coordinators, groups included."""
    coordinators = program.district(key).coordinators
    return [who.removeprefix("group:") for who in coordinators]


def _send(
    program: Program,
    standing: DistrictStanding,
    send: Send,
    message: EmailMessage,
    done: Letters,
) -> None:
    """Send a letter. The state notes before it that it may have been sent."""
    key, state, drive = (
        standing.district.key,
        program.state,
        program.google.drive,
    )
    before, sheet = last(program, standing), program.lock.sheets[key]
    now = {
        "on": standing.day.isoformat(),
        "status": {str(p.pair.number): p.status.value for p in standing.pairs},
    }
    with state.writing():
        state.notes.keep_letter(key, now | {"sent": False})
    try:
        drive.note(sheet.id, NOTED, standing.day.isoformat())
        send(key, message)
    except Uncertain as error:
        done.failed[key] = error
        return
    except PartlyRefused as error:
        done.failed[key] = error
    except SyncError as error:
        # It is certain that it did not go, and the state says so, whatever
        # Drive says.
        with state.writing():
            state.notes.keep_letter(key, before | {"none": True})
        with suppress(SyncError):
            drive.note(sheet.id, NOTED, before.get("on"))
        done.failed[key] = error
        return
    with state.writing():
        state.notes.keep_letter(key, now | {"sent": True})
    done.sent.append(key)


def _noted(file: Mapping[str, Any]) -> date | None:
    """The day of a district's last letter as Drive knows it."""
    day = file.get("appProperties", {}).get(NOTED)
    return date.fromisoformat(day) if day else None


def preview(program: Program, standing: DistrictStanding, sender: str) -> str:
    """What would go out for a district, with its head; or why nothing would."""
    before, sheet = (
        last(program, standing),
        program.lock.sheets[standing.district.key],
    )
    to = _coordinators(program, standing.district.key)
    text = letter_text(standing, before.get("status", {}), sheet.url)
    if not text:
        return f"{standing.district.key}: no letter: nothing is new"
    message = _message(
        standing, text, to, sender, program.settings.file.program.name
    )
    head = f"{standing.district.key}: To: {message['To'] or 'nobody; no coordinator is named in districts.csv'}\nSubject: {message['Subject']}"
    if (
        "on" in before
        and standing.day - date.fromisoformat(before["on"]) < WEEK
    ):
        head += f"\n(One went out on {before['on']}, or may have, so this one would not be sent yet.)"
    return f"{head}\n\n{text}"


def last(program: Program, standing: DistrictStanding) -> dict[str, Any]:
    """The state's note of a district's last letter; empty before the first.

    ``on`` is its day, ``status`` the statuses by number, ``sent`` whether it
    certainly went; ``none`` follows one that failed.
    """
    return program.state.notes.letter(standing.district.key)


# -- what it says -------------------------------------------------------------


def _message(
    standing: DistrictStanding,
    text: str,
    to: Sequence[str],
    sender: str,
    program: str,
) -> EmailMessage:
    counts = standing.counts
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = ", ".join(to)
    words = [f"{counts[s]} {s.words}" for s in WANTED if counts[s]]
    message["Subject"] = " ".join(
        f"{standing.district.name}, mentoring: {', '.join(words) or 'news'}".split()
    )
    message["X-Program"] = " ".join(program.split())
    message.set_content(text)
    return message
