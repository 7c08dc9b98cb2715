"""One page for union, counsel and records officer: what is kept, where, who
reads it, for how long; made from the program's settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sync.program.lockfile import Lock
from sync.program.settings import Settings
from sync.reports.page_templates import template_of

_ANSWERS = {
    "verified": "with the address of whoever signed in",
    "typed": "with the address that was typed",
    "none": "without an address",
}


class KeptRow(NamedTuple):
    """One row of the table."""

    what: str
    where: str
    who: str


def page(settings: Settings, lock: Lock, until: date, today: date) -> str:
    """The page as self-contained HTML."""
    program, retention = settings.file.program, settings.file.retention
    years = f"{retention.years} year{'' if retention.years == 1 else 's'}"
    made: str = template_of("privacy").render(
        evaluated=settings.file.form.coordinators_evaluate,
        name=program.name,
        year=program.year,
        kept=list(_kept(settings)),
        until=f"{until:%B} {until.day}, {until.year}",
        years=years,
        hold=retention.hold,
        reason=retention.reason,
        day=f"{today:%B} {today.day}, {today.year}",
        owner=lock.identity or "the program's own",
    )
    return settings.words.page(made)


def _kept(settings: Settings) -> Iterator[KeptRow]:
    """What is kept, with who reads it as districts.csv names them."""
    how = _ANSWERS[settings.file.form.email]
    yield KeptRow(
        "Each log: the pair, day, kind, minutes, number of conversations, time used,"
        " topics and obstacles from lists, who else was there, the next"
        " meeting, who observed whom and with which conferences, hours of"
        " coverage, whether it replaces another log, whether somebody would"
        f" like to talk with the coordinator, {how}",
        "the meeting log (Google Form)",
        "the program's own account",
    )
    yield KeptRow(
        "What pairs plan: a regular day and time, dates, when both are free,"
        " which set-aside time suits them, which of their own time may be"
        f" used, {how}",
        "the planning form (Google Form)",
        "the program's own account",
    )
    yield KeptRow(
        "Role and district, how satisfied people are, what goes well, what to"
        " improve and what helped, without addresses",
        "the feedback form (Google Form)",
        "the program's own account; texts reach others only if the admin puts them there",
    )
    for district in settings.districts:
        readers = ", ".join(
            who.removeprefix("group:") for who in district.coordinators
        )
        yield KeptRow(
            "Names, addresses, school; the logs; contacts that coordinators noted; who may need help",
            f"the sheet of {district.name}",
            readers or "nobody is named in districts.csv yet",
        )
    yield KeptRow(
        "Counts", "the program's sheet", "whom the program shows it to"
    )
    yield KeptRow(
        "Answers that no district is known of, with their senders; what people wrote in the feedback form; wishes to talk where"
        " the mentor is the coordinator",
        "the admin's sheet",
        "the program's own account",
    )
    yield KeptRow(
        "A copy of what the last run saw; rosters; and what was made from them to be printed or sent: handouts, records, letters, reports",
        "the machine that runs the program",
        "whoever administers it",
    )
    if settings.file.letter.smtp:
        yield KeptRow(
            "Letters to coordinators; statements of their own hours to mentors and mentees, where they are switched on",
            "the mail of whoever gets them",
            "only they",
        )
