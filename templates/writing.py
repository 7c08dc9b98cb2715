"""Standings and answers become the rows of the tool's tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sync.core.annual import Item
from sync.core.calendar import (
    Event,
    Per,
    Period,
    SchoolCalendar,
    monday_of,
)
from sync.core.former_words import present
from sync.core.judge import DistrictStanding
from sync.core.model import Kind
from sync.core.people import Pair
from sync.core.placing import Outcome
from templates.arrange_rows import arrange_rows
from templates.layout import Layout
from templates.mail_drafts import silent_addresses
from templates.status_news import news
from templates.status_rows import headline, lines_of, status_row
from templates.wire import Row, Value, serial
from templates.written import NOTHING, WAYS_HEAD, Written, row_of

_EVERYONE = "everyone they mentor"
# What stands behind a day in *Calendar* that was printed as a guess.
GUESS = "(check: is this yours?)"


def wanted(
    layout: Layout,
    standing: DistrictStanding,
    zone: ZoneInfo,
    annual: Sequence[Item] = (),
    before: Written = NOTHING,
    link_of: Callable[[Pair], str] = lambda _: "",
    ways: Sequence[str] = (),
) -> Written:
    """What the tool's tabs ought to hold for a district's standing, and from
    June on for its annual report; ``before`` is what they hold, ``link_of``
    gives a pair's own link to the meeting log, ``ways`` are what works in
    other districts.
    """
    status, log = layout.tab("status"), layout.tab("log")
    answers = sorted(
        standing.outcomes,
        key=lambda o: (o.submission.submitted, o.submission.id),
        reverse=True,
    )
    since = _since(layout, before, standing)
    above, below = lines_of(standing, news(standing, since))
    return Written(
        (
            headline(standing),
            serial(standing.day),
            above and status.words.say(above),
            serial(_next_school_day(standing)),
            silent_addresses(standing) or None,
        ),
        tuple(
            row_of(status, row)
            for row in (
                *(
                    {
                        **status_row(standing, p, link_of(p.pair)),
                        "since": since[p.pair.number],
                    }
                    for p in standing.pairs
                ),
                *below,
            )
        ),
        tuple(row_of(log, _log_row(standing, o, zone)) for o in answers),
        tuple(_week_rows(standing)),
        tuple(
            row_of(layout.tab("annual"), row) for row in _annual_rows(annual)
        ),
        tuple(
            row_of(layout.tab("arrange"), row)
            for row in arrange_rows(standing)
        ),
        tuple((text,) for text in ((WAYS_HEAD, *ways) if ways else ())),
    )


def _since(
    layout: Layout, before: Written, standing: DistrictStanding
) -> dict[int, Value]:
    """The day from which each pair's status holds, by its number: that of
    before where the status is the same, else the day judged for.

    It is learned from *Status* itself, and nothing else is remembered of how
    things stood.
    """
    keys = [c.key for c in layout.tab("status").value_columns]
    status, number, since = map(keys.index, ("status", "number", "since"))
    held = {row[number]: (row[status], row[since]) for row in before.status}
    today = int(serial(standing.day))
    found: dict[int, Value] = {}
    for p in standing.pairs:
        was, day = held.get(p.pair.number, (None, None))
        same = present(str(was)) == p.status.value.lower() and day is not None
        found[p.pair.number] = day if same else today
    return found


def but_for_the_day(before: Written, after: Written) -> Written:
    """Returns ``before`` where only the day judged for would change, else
    ``after``; called on days without school.
    """
    was, same_day = before.head, (after.head[0], before.head[1])
    head = (*same_day, *after.head[2:])
    same = head == was and replace(after, head=was) == before
    return before if same and was[1] is not None else after


def _next_school_day(standing: DistrictStanding) -> date:
    """The next school day; after the last one of the year a day far ahead,
    since nobody is waited for.
    """
    calendar = standing.district.calendar
    coming = calendar.days_of().following(standing.day + timedelta(days=1), 1)
    return coming[0] if coming else calendar.last + timedelta(days=366)


# -- rows ---------------------------------------------------------------------


def _log_row(
    standing: DistrictStanding, o: Outcome, zone: ZoneInfo
) -> dict[str, Value]:
    s = o.submission
    pair = standing.district.by_number.get(o.pair or 0)
    role = o.role or (pair.role_of(s.email) if pair else None)
    return {
        "code": o.code,
        "day": s.day,
        "pair": pair.label if pair else s.pair_text or "no pair given",
        "kind": s.kind.value,
        "minutes": s.minutes,
        "counted": _counted(o),
        "reason": o.reason[:1].upper() + o.reason[1:] if o.reason else None,
        "conversations": s.conversations
        if s.kind.value == "brief conversation"
        else None,
        "observed": s.direction.words if s.direction else None,
        "time_used": s.time_used,
        "topics": ", ".join(s.topics),
        "others": s.others or (_EVERYONE if s.everyone else None),
        "next_meeting": s.next_meeting,
        "obstacles": ", ".join(s.obstacles),
        "word": "yes"
        if s.wants_contact and not hides_a_wish(standing, o, role)
        else None,
        "conferences": ", ".join(s.conferences),
        "cover": s.cover_hours or None,
        "sent": s.submitted.astimezone(zone).replace(
            tzinfo=None, microsecond=0
        ),
        "sent_by": standing.district.words.say(role or "") or s.email or None,
        "number": o.pair,
    }


def hides_a_wish(
    standing: DistrictStanding, o: Outcome, role: str | None
) -> bool:
    """Whether Log hides a request to be contacted: it is not the mentor's own,
    and the mentor, as a coordinator, would read it.
    """
    if not o.submission.wants_contact:
        return False
    district, email = standing.district, o.submission.email
    pairs = [p.number for p in district.by_address.get(email, ())]
    pairs += [*o.likely] if o.pair is None else [o.pair]
    if not any(n in district.by_number for n in pairs):  # anybody's
        return role != "mentor" and bool(district.read_by_mentors)
    return role != "mentor" and not district.read_by_mentors.isdisjoint(pairs)


def _counted(o: Outcome) -> str:
    if o.counted:
        return "noted" if o.submission.kind is Kind.COULD_NOT_MEET else "yes"
    return "needs your answer" if o.waits else "no"


def _annual_rows(items: Sequence[Item]) -> Iterator[Mapping[str, Any]]:
    """The items of the annual report, each with those whom it counts below."""
    if items:
        yield {
            "text": "As far as it is known here, from what was logged and from Pairs. Check it, and the words, with your state."
        }
    for item in items:
        number = "not known here" if item.number is None else item.number
        yield {"mark": item.mark, "text": item.words, "number": str(number)}
        yield from (
            {**person, "text": person["name"]} for person in item.people
        )


def _week_rows(standing: DistrictStanding) -> Iterator[Row]:
    """Each week with what the calendar sets aside, and the numbers of the
    pairs that met in it, by which *Schedule* is coloured.
    """
    met: dict[date, list[int]] = {}
    for p in sorted(standing.pairs, key=lambda p: p.pair.number):
        mondays = {monday_of(m.day) for m in p.meetings}
        for monday in mondays:
            met.setdefault(monday, []).append(p.pair.number)
    calendar = standing.district.calendar
    for week in calendar.periods(Per.WEEK):
        numbers = met.get(monday_of(week.first), ())
        who = f" {' '.join(map(str, numbers))} " if numbers else None
        yield (
            int(serial(week.first)),
            week_words(calendar, week) or None,
            who,
        )


def week_words(
    calendar: SchoolCalendar, week: Period, school: str = ""
) -> str:
    """What the calendar sets aside in a week, and when there is no school;
    with a ``school``, only what is for it.
    """
    texts = []
    for entry in calendar.set_aside(week.first, week.last):
        first, last = (
            max(entry.first, week.first),
            min(entry.last, week.first + timedelta(days=4)),
        )
        if (
            entry.event is Event.SEMESTER
            or first > last
            or (school and not entry.is_for(school))
        ):
            continue
        days = f"{first:%a}" if first == last else f"{first:%a}-{last:%a}"
        schools = (
            f" ({', '.join(sorted(s.title() for s in entry.schools))})"
            if entry.schools and not school
            else ""
        )
        minutes = (
            f", {entry.minutes} min"
            if entry.minutes and entry.event is not Event.NO_SCHOOL
            else ""
        )
        note = entry.note.removesuffix(GUESS).rstrip()
        name = (
            note
            if entry.event is Event.NO_SCHOOL and note
            else ": ".join(filter(None, [entry.event.value, note]))
        )
        closed = " (no school)" if entry.event is Event.NO_SCHOOL else ""
        texts.append(f"{days}: {name}{closed}{minutes}{schools}")
    return "; ".join(texts)
