"""An answer and a pair as rows of the state, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from sync.core.model import Direction, Kind, Submission
from sync.core.people import Pair, Person, RegularTime, Span
from sync.state.database import Row

ANSWER = (
    "id",
    "created",
    "submitted",
    "email",
    "pair_text",
    "day",
    "kind",
    "minutes",
    "conversations",
    "time_used",
    "topics",
    "others",
    "next_meeting",
    "replaces",
    "wants_contact",
    "direction",
    "conferences",
    "cover_hours",
    "obstacles",
    "unread",
    "everyone",
    "district",
)
PAIR = (
    "district",
    "number",
    "mentor",
    "mentor_addresses",
    "mentee",
    "mentee_addresses",
    "school",
    "starts",
    "ends",
    "away",
    "regular_day",
    "regular_time",
    "seen",
    "year",
    "new_to",
    "share",
    "extra_cover",
    "trained",
    "stays",
    "hours_before",
    "returned",
)
_KINDS = {kind.value: kind for kind in Kind}
_DIRECTIONS = {None: None} | {each.value: each for each in Direction}


def answer_row(s: Submission, district: str | None) -> Row:
    """An answer as a row."""
    return (
        s.id,
        s.created.astimezone(UTC).isoformat(),
        s.submitted.astimezone(UTC).isoformat(),
        s.email,
        s.pair_text,
        s.day.isoformat(),
        s.kind.value,
        s.minutes,
        s.conversations,
        s.time_used,
        json.dumps(s.topics),
        s.others,
        _iso(s.next_meeting),
        int(s.replaces),
        int(s.wants_contact),
        s.direction.value if s.direction else None,
        json.dumps(s.conferences),
        s.cover_hours,
        json.dumps(s.obstacles),
        json.dumps(s.unread),
        int(s.everyone),
        district,
    )


def answer_of(row: Row) -> Submission:
    """The answer that a row of the columns ``ANSWER`` holds, but for the last:
    its district.
    """
    (
        response_id,
        created,
        submitted,
        email,
        pair_text,
        day,
        kind,
        minutes,
        conversations,
        time_used,
        topics,
        others,
        next_meeting,
        replaces,
        wants_contact,
        direction,
        conferences,
        cover_hours,
        obstacles,
        unread,
        everyone,
    ) = row
    sent = datetime.fromisoformat(submitted)
    return Submission(
        response_id,
        sent if created == submitted else datetime.fromisoformat(created),
        sent,
        email,
        pair_text,
        date.fromisoformat(day),
        _KINDS[kind],
        minutes,
        conversations,
        time_used,
        texts(topics),
        others,
        date.fromisoformat(next_meeting) if next_meeting else None,
        replaces == 1,
        wants_contact == 1,
        _DIRECTIONS[direction],
        texts(conferences),
        cover_hours,
        texts(obstacles),
        _unread(unread) if unread != "[]" else (),
        everyone == 1,
    )


def pair_row(p: Pair) -> Row:
    """A pair as a row."""
    at = p.regular.at if p.regular else None
    return (
        p.district,
        p.number,
        p.mentor.name,
        json.dumps(p.mentor.addresses),
        p.mentee.name,
        json.dumps(p.mentee.addresses),
        p.school,
        _iso(p.starts),
        _iso(p.ends),
        json.dumps([[_iso(s.first), _iso(s.last)] for s in p.away]),
        p.regular.weekday if p.regular else None,
        at.isoformat() if at else None,
        _iso(p.seen),
        p.year,
        p.new_to,
        p.share,
        p.extra_cover,
        int(p.trained),
        None if p.stays is None else int(p.stays),
        p.hours_before,
        None if p.returned is None else int(p.returned),
    )


def pair_of(row: Row) -> Pair:
    """The pair that a row of the columns ``PAIR`` holds."""
    named: dict[str, Any] = dict(zip(PAIR, row, strict=True))
    away = json.loads(named["away"]) if named["away"] != "[]" else ()
    stays, returned = named["stays"], named["returned"]
    return Pair(
        district=named["district"],
        number=named["number"],
        mentor=Person(named["mentor"], texts(named["mentor_addresses"])),
        mentee=Person(named["mentee"], texts(named["mentee_addresses"])),
        school=named["school"],
        starts=_day(named["starts"]),
        ends=_day(named["ends"]),
        away=tuple(
            Span(date.fromisoformat(one), _day(two)) for one, two in away
        ),
        regular=_regular(named["regular_day"], named["regular_time"]),
        seen=_day(named["seen"]),
        year=named["year"],
        new_to=named["new_to"],
        share=named["share"],
        extra_cover=named["extra_cover"],
        trained=bool(named["trained"]),
        stays=None if stays is None else bool(stays),
        hours_before=named["hours_before"],
        returned=None if returned is None else bool(returned),
    )


@lru_cache(maxsize=10_000)
def texts(text: str) -> tuple[str, ...]:
    """A list of texts as a row keeps it."""
    return tuple(json.loads(text))


def _unread(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, each) for key, each in json.loads(text))


def _regular(weekday: int | None, at: str | None) -> RegularTime | None:
    if weekday is None:
        return None
    return RegularTime(weekday, time.fromisoformat(at) if at else None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
