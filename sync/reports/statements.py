"""Once a month everybody's own statement: how often and how long they met, and
their link, should something be missing. It is the reason to log.

Nobody gets one twice for a month: that one is on its way is noted before it is
sent, and that a district's have begun also beside its sheet in Drive, in case
the state is lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Status
from sync.core.own_record import OwnRecord, of_mentees, of_mentors
from sync.core.people import Person, same_person
from sync.core.words import many
from sync.errors import SyncError
from sync.program.opened import Program
from sync.reports.link_list import LOG, Doors
from sync.reports.mail import PartlyRefused, Send, Uncertain

# Under which name Drive keeps the month whose statements have begun.
NOTED = "statements"


@dataclass(frozen=True)
class Statement:
    """What one person gets: to which address, and the text."""

    address: str
    name: str
    text: str

    @property
    def mark(self) -> str:
        """By what it is known whether it went; no address is kept."""
        return hashlib.sha256(self.address.encode()).hexdigest()[:16]


@dataclass
class Statements:
    """How many went, by district, how many had theirs, and what did not go;
    ``uncertain`` names the districts in which one, or all, may have gone.
    """

    month: str
    sent: dict[str, int] = field(default_factory=dict)
    had: dict[str, int] = field(default_factory=dict)
    uncertain: dict[str, str] = field(default_factory=dict)
    failed: dict[str, SyncError] = field(default_factory=dict)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def of_district(
    standing: DistrictStanding, doors: Doors
) -> Iterator[Statement]:
    """Everybody's statement of the month before, in order of their names; none
    for a month outside of the school year, and none for whom every pair has
    ended.
    """
    month = month_before(standing.day)
    calendar = standing.district.calendar
    if not calendar.days_of().count(month, _last(month)):
        return
    for record in (*of_mentors(standing), *of_mentees(standing)):
        going = [p for p in record.pairs if p.status is not Status.ENDED]
        address = next(iter(record.person.addresses), "")
        if going and address:
            links = [
                (_other(p, record.person), doors.of(p.pair)[LOG])
                for p in going
            ]
            text = _text(record, month, links)
            yield Statement(address, record.person.name, text)


def _other(p: PairStanding, person: Person) -> str:
    """The name of the other one of a pair."""
    pair = p.pair
    mentors = same_person(pair.mentor, person)
    return pair.mentee.name if mentors else pair.mentor.name


def _last(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _text(
    record: OwnRecord, month: date, links: Sequence[tuple[str, str]]
) -> str:
    inside = [e for e in record.entries if month <= e.day <= _last(month)]
    minutes = sum(e.minutes for e in inside)
    name = f"{month:%B}"
    if inside:
        met = f"You in {name}: {many(len(inside), 'meeting')}, {_hours(minutes)}."
    else:
        met = f"Nothing of yours is logged for {name}."
    first = record.person.name.split()[0] if record.person.name else ""
    lines = [
        f"Hello {first},".replace(" ,", ","),
        "",
        met,
        f"This school year: {_hours(record.minutes)}.",
        "",
        "Something missing? Log it here, with the day on which you met:",
        *(f"  with {who}: {link}" for who, link in links),
        "",
        "This is yours alone. It is part of nobody's evaluation. Answer this mail to reach your mentoring coordinator.",
        "",
    ]
    return "\n".join(lines)


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}"


def write_statements(
    program: Program,
    standings: Sequence[DistrictStanding],
    send: Send,
    sender: str,
) -> Statements:
    """Send every statement of the month before that has not gone, district by
    district; a failure in one stops no other.
    """
    doors = Doors(program)
    done = Statements("")
    for standing in standings:
        month = month_before(standing.day)
        done.month = f"{month:%B %Y}"
        try:
            _district(program, standing, doors, send, sender, done)
        except SyncError as error:
            done.failed[standing.district.key] = error
    return done


def _district(
    program: Program,
    standing: DistrictStanding,
    doors: Doors,
    send: Send,
    sender: str,
    done: Statements,
) -> None:
    key, month = standing.district.key, f"{month_before(standing.day):%Y-%m}"
    statements = list(of_district(standing, doors))
    marks = program.state.notes.letter(f"{key} statements")
    if marks.get("month") != month:
        if not statements:
            return
        if not _begin(program, key, month):
            done.uncertain[key] = "everybody"
            return
        marks = {"month": month, "sent": [], "under_way": ""}
    if marks["under_way"]:
        # It was under way when a command ended: it is not sent again.
        names = [s.name for s in statements if s.mark == marks["under_way"]]
        done.uncertain[key] = names[0] if names else "one of them"
        marks = marks | {
            "sent": [*marks["sent"], marks["under_way"]],
            "under_way": "",
        }
    for statement in statements:
        if statement.mark in marks["sent"]:
            done.had[key] = done.had.get(key, 0) + 1
            continue
        _keep(program, key, marks | {"under_way": statement.mark})
        message = _message(program, key, statement, sender)
        try:
            send(f"{key}-{statement.mark}", message)
        except (Uncertain, PartlyRefused) as error:
            done.failed[key] = error
        except SyncError:
            _keep(program, key, marks)  # it certainly did not go
            raise
        marks = marks | {"sent": [*marks["sent"], statement.mark]}
        _keep(program, key, marks)
        if key not in done.failed:
            done.sent[key] = done.sent.get(key, 0) + 1


def _begin(program: Program, key: str, month: str) -> bool:
    """Note in Drive that a district's statements of a month begin; gives
    whether they had not. The sheet's mark is looked at first.
    """
    drive, sheet = program.google.drive, program.spreadsheet(key)
    program.google.sheets.metadata(sheet)
    noted = drive.get(sheet.id).get("appProperties", {}).get(NOTED)
    if noted == month:
        return False
    drive.note(sheet.id, NOTED, month)
    return True


def _keep(program: Program, key: str, marks: Mapping[str, Any]) -> None:
    with program.state.writing():
        program.state.notes.keep_letter(f"{key} statements", marks)


def _message(
    program: Program, key: str, statement: Statement, sender: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = statement.address
    coordinators = [
        who
        for who in program.district(key).coordinators
        if not who.startswith("group:")
    ]
    if coordinators:
        message["Reply-To"] = ", ".join(coordinators)
    message["Subject"] = "Your hours of mentoring"
    message.set_content(statement.text)
    return message
