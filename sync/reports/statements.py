"""Once a month everybody's own statement: how often and how long they met, and
their link, should something be missing. It is the reason to log.

Nobody gets one twice for a month: that one is on its way is noted before it is
sent, and that a district's have begun also beside its sheet in Drive, in case
the state is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.own_record import RecordedMeeting, entries
from sync.core.people import Person
from sync.core.words import hours_words, many, name_key
from sync.errors import SyncError
from sync.program.opened import Program
from sync.reports.link_list import LOG, PairLinks
from sync.reports.mail import NoMailbox, PartlyRefused, Send, Uncertain
from templates.mail_drafts import NO_MAIL
from templates.monthly_topics import topics_of

# Under which name Drive keeps the month whose statements have begun.
NOTED = "statements"
REPLY = "Answer it to reach your mentoring coordinator."


@dataclass(frozen=True)
class Statement:
    """One person's mail: its address and its text.

    ``parts`` are the person's roles (``m12``: the mentor of pair 12, ``e12``:
    its mentee), by which the state knows what was sent. ``reply_to`` are the
    coordinators, without a mentee's own mentors.
    """

    address: str
    text: str
    parts: tuple[str, ...]
    reply_to: tuple[str, ...]


@dataclass
class Statements:
    """By district: how many were ``sent``, and how many before (``had``).

    ``uncertain`` are parts whose mail may have been sent; ``nobody`` those
    whose address does not exist or is several people's; ``later`` districts
    for which a later month was sent.
    """

    month: str
    sent: dict[str, int] = field(default_factory=dict)
    had: dict[str, int] = field(default_factory=dict)
    uncertain: dict[str, list[str]] = field(default_factory=dict)
    nobody: dict[str, list[str]] = field(default_factory=dict)
    later: list[str] = field(default_factory=list)
    failed: dict[str, SyncError] = field(default_factory=dict)


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def of_district(
    standing: DistrictStanding, doors: PairLinks
) -> tuple[list[Statement], list[str]]:
    """Everybody's statement of the month before, a mail for each address; and
    the parts whose address is several people's, who get none.

    None for a month outside of the school year, nor for pairs that are away,
    have not begun or had not by then, or have ended.
    """
    month = month_before(standing.day)
    calendar = standing.district.calendar
    if not calendar.days_of().count(month, _last(month)):
        return [], []
    by_address: dict[str, list[tuple[PairStanding, bool]]] = {}
    for p in sorted(standing.pairs, key=lambda p: p.pair.number):
        begins = p.pair.begins or calendar.first
        if p.status in NO_MAIL or begins > _last(month):
            continue
        for person, is_mentor in (
            (p.pair.mentor, True),
            (p.pair.mentee, False),
        ):
            if address := next(iter(person.addresses), ""):
                by_address.setdefault(address, []).append((p, is_mentor))
    found, shared = [], []
    for address, places in by_address.items():
        names = {name_key(_person(*place).name) for place in places}
        if len(names) > 1:
            shared += [_part(*place) for place in places]
        else:
            found.append(_statement(standing, address, places, month, doors))
    return found, shared


def _person(p: PairStanding, is_mentor: bool) -> Person:
    return p.pair.mentor if is_mentor else p.pair.mentee


def _part(p: PairStanding, is_mentor: bool) -> str:
    return f"{'m' if is_mentor else 'e'}{p.pair.number}"


def _statement(
    standing: DistrictStanding,
    address: str,
    places: Sequence[tuple[PairStanding, bool]],
    month: date,
    doors: PairLinks,
) -> Statement:
    """One person's: in all their pairs, of this address alone."""
    meetings = [
        entry
        for is_mentor in (True, False)
        for entry in entries(
            [
                p
                for p in standing.pairs
                if address in _person(p, is_mentor).addresses
            ],
            is_mentor,
        )
    ]
    links = [
        (_person(p, not is_mentor).name, doors.of(p.pair)[LOG])
        for p, is_mentor in places
    ]
    mentors = {
        a
        for p in standing.pairs
        if address in p.pair.mentee.addresses
        for a in p.pair.mentor.addresses
    }
    coordinators = (
        who.removeprefix("group:")
        for who in sorted(standing.district.coordinators)
    )
    name = _person(*places[0]).name
    return Statement(
        address,
        standing.district.words.say(
            _text(
                name,
                meetings,
                month,
                links,
                doors.evaluated,
                topics_of(standing.district.calendar.first, standing.day),
            )
        ),
        tuple(_part(*place) for place in places),
        tuple(who for who in coordinators if who not in mentors),
    )


def _last(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _text(
    name: str,
    meetings: Sequence[RecordedMeeting],
    month: date,
    links: Sequence[tuple[str, str]],
    evaluated: bool,
    topics: Sequence[str],
) -> str:
    apart = "" if evaluated else " It is not part of anyone's evaluation."
    inside = [e for e in meetings if month <= e.day <= _last(month)]
    minutes = sum(e.minutes for e in inside)
    if inside:
        number = many(len(inside), "meeting")
        met = f"In {month:%B} you had {number}: {hours_words(minutes)}."
    else:
        met = f"No meeting of yours is logged for {month:%B}."
    first = name.split()[0] if name else ""
    lines = [
        f"Hello {first},".replace(" ,", ","),
        "",
        met,
        f"This school year: {hours_words(sum(e.minutes for e in meetings))}.",
        "",
        "Is something missing? Log it here, with the day you met:",
        *(f"  with {who}: {link}" for who, link in links),
        "",
        *(
            [f"On many minds this month: {'; '.join(topics)}.", ""]
            if topics
            else []
        ),
        f"Only you get this mail.{apart} {REPLY}",
        "",
    ]
    return "\n".join(lines)


def write_statements(
    program: Program,
    standings: Sequence[DistrictStanding],
    send: Send,
    sender: str,
) -> Statements:
    """Send every statement of the month before that has not gone, district by
    district; a failure in one stops no other.
    """
    doors = PairLinks(program)
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
    doors: PairLinks,
    send: Send,
    sender: str,
    done: Statements,
) -> None:
    key, month = standing.district.key, f"{month_before(standing.day):%Y-%m}"
    statements, shared = of_district(standing, doors)
    if shared:
        done.nobody[key] = shared
    marks = _begun(program, key, month, done) if statements else None
    if marks is None:
        return
    if under_way := marks["under_way"]:
        # It was under way when a command ended: it is not sent again.
        done.uncertain[key] = under_way
        marks = {**marks, "sent": marks["sent"] + under_way, "under_way": []}
        _keep(program, key, marks)
    for statement in statements:
        if not set(marks["sent"]).isdisjoint(statement.parts):
            done.had[key] = done.had.get(key, 0) + 1
            continue
        parts = list(statement.parts)
        _keep(program, key, {**marks, "under_way": parts})
        try:
            send(f"{key}-{parts[0]}", _message(program, statement, sender))
        except NoMailbox:
            done.nobody.setdefault(key, []).extend(parts)
            _keep(program, key, marks)
            continue
        except (Uncertain, PartlyRefused):
            done.uncertain.setdefault(key, []).extend(parts)
        except SyncError:
            _keep(program, key, marks)  # it certainly did not go
            raise
        else:
            done.sent[key] = done.sent.get(key, 0) + 1
        marks = {**marks, "sent": marks["sent"] + parts}
        _keep(program, key, marks)


def _begun(
    program: Program, key: str, month: str, done: Statements
) -> dict[str, Any] | None:
    """What is known of a district's statements of a month, which begin if they
    have not; None where none may go: a later month has, or the state was lost
    and Drive says that they have begun.
    """
    marks = program.state.notes.letter(f"{key} statements")
    if marks and marks["month"] > month:
        done.later.append(key)
        return None
    drive, sheet = program.google.drive, program.spreadsheet(key)
    if not marks or marks["month"] != month:
        program.google.sheets.metadata(sheet)  # its mark is looked at
        noted = str(
            drive.get(sheet.id).get("appProperties", {}).get(NOTED, "")
        )
        if noted > month:
            done.later.append(key)
            return None
        if noted == month:
            done.uncertain[key] = ["everybody"]
            return None
        marks = {"month": month, "sent": [], "under_way": [], "noted": False}
        _keep(program, key, marks)
    if not marks["noted"]:
        drive.note(sheet.id, NOTED, month)
        marks = {**marks, "noted": True}
        _keep(program, key, marks)
    return marks


def _keep(program: Program, key: str, marks: Mapping[str, Any]) -> None:
    with program.state.writing():
        program.state.notes.keep_letter(f"{key} statements", marks)


def _message(
    program: Program, statement: Statement, sender: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = statement.address
    if statement.reply_to:
        message["Reply-To"] = ", ".join(statement.reply_to)
    message["Subject"] = "Your hours of mentoring"
    message["X-Program"] = " ".join(program.settings.file.program.name.split())
    message.set_content(statement.text)
    return message
