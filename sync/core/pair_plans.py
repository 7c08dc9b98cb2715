"""What pairs say in the planning form: it fills what *Pairs* and *Schedule* leave
blank, and proposes times to meet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sync.core.calendar import Entry, Event, SchoolCalendar, monday_of
from sync.core.district import District
from sync.core.meetings import codes_in, pair_for
from sync.core.model import Arranged, Hint, Pair, PlannedMeeting, Problem, Proposal
from sync.core.planning import DAYS, TIME, WORD, at_words, day_if, short_words, time_of
from sync.core.words import MONTHS, day_words

FRIDAY = 4
AHEAD, OFFERS = timedelta(days=28), 3
_OFFERED = (
    Event.EARLY_RELEASE,
    Event.FACULTY_MEETING,
    Event.PD_DAY,
    Event.ORIENTATION,
    Event.TRAINING,
)
_PART = re.compile(r"[,;&\n]|\band\b")
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE | re.ASCII)
_ANY_DATE = re.compile(
    r"\b(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})\b"
    r"|\b(?P<m3>\d{1,2})/(?P<d3>\d{1,2})(?:/(?P<y3>\d{2}(?:\d{2})?))?\b"
    r"|\b(?P<month>"
    + "|".join(MONTHS)
    + r")[a-z]*\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:\s+(?P<y2>20\d{2})\b)?",
    re.IGNORECASE | re.ASCII,
)
_SPAN = re.compile(r"[-–—]|\b(?:to|through|until)\b", re.IGNORECASE)
SHORT = 2  # the digits of a year such as 26
_ALONE = re.compile(r",\s*(?=\d{4}\b(?!-))")  # the comma before a year


def arrange(district: District, proposals: Iterable[Proposal], today: date) -> District:
    """The district with what its pairs last said in the planning form, wherever *Pairs*
    and *Schedule* leave blanks.

    A regular day in *Pairs* and a filled cell of *Schedule* win, a dash included. What
    somebody else says of a pair holds only as long as the pair itself says nothing, and
    is marked; in a strict program it waits. The order of the proposals makes no
    difference.
    """
    arranged, hints, problems = dict[int, Arranged](), list[Hint](), list[Problem]()
    placed = [(each, pair_of(district, each)) for each in proposals]
    latest = {
        each.email: each.submitted
        for each, pair in sorted(placed, key=lambda one: one[0].submitted)
        if pair and each.email
    }

    def order(one: tuple[Proposal, Pair | None]) -> tuple[bool, datetime, str]:
        each, pair = one
        return pair is not None and not _stranger(pair, each), each.submitted, each.id

    for each, pair in sorted(placed, key=order):
        sent, by = each.submitted.date(), f" by {each.email}" if each.email else ""
        if pair is None:
            again = each.email in latest and latest[each.email] > each.submitted
            if (
                today - sent <= AHEAD and not again
            ):  # else it has been said for long enough, or was sent again
                what = f"a plan sent on {day_words(sent)}{by} names no pair of yours (“{each.pair_text[:40]}”)"
                remedy = "Ask for it again, with the pair's own link in Pairs"
                problems.append(Problem("The planning form", what, remedy))
            continue
        hints = [h for h in hints if h.pair != pair.number]
        if _stranger(pair, each):
            waits = ", and waits" if district.strict else ""
            what = f"their plan was sent{by}, which is not on their row{waits}"
            hints.append(
                Hint(
                    pair.number,
                    f"Planning form: {what}. If it is one of them, add it to Other addresses",
                )
            )
            if district.strict:
                continue
        dates, unread = dates_in(each.dates, district.calendar)
        meant = tuple(
            PlannedMeeting(pair.number, day, at) for day, at in dates if day >= sent
        )
        over = [day for day, _ in dates if day < sent]
        if over:
            hints.append(
                Hint(
                    pair.number,
                    f"Planning form: {day_words(over[0])} was over when it was sent",
                )
            )
        if unread:
            what = f"“{unread[0][:40]}” cannot be read as school days"
            hints.append(
                Hint(
                    pair.number,
                    f"Planning form: {what}; write it into Schedule if you know what is meant",
                )
            )
        both = tuple(slot for slot in each.mentor_free if slot in each.mentee_free)
        free = tuple(f"{DAYS[day][:3]} {when}" for day, when in both)
        asked = bool(each.mentor_free and each.mentee_free)
        arranged[pair.number] = Arranged(
            sent, each.regular, meant, free, asked, frozenset(each.suits)
        )
    if not arranged and not problems and not hints:
        return district
    pairs = tuple(
        _with_regular(pair, arranged.get(pair.number)) for pair in district.pairs
    )
    further = [
        meeting
        for one in arranged.values()
        for meeting in one.dates
        if (meeting.pair, monday_of(meeting.day)) not in district.filled
    ]
    return replace(
        district,
        roster=replace(district.roster, pairs=pairs),
        schedule=(*district.schedule, *further),
        arranged=arranged,
        hints=(*district.hints, *hints),
        problems=(*district.problems, *problems),
    )


def pair_of(district: District, said: Proposal) -> Pair | None:
    """The pair that a plan is for: by its code, else the one pair that its sender had
    on that day.
    """
    return pair_for(district, said.pair_text, said.email, said.submitted.date())[0]


def speaks_of(district: District, said: Proposal, numbers: Collection[int]) -> bool:
    """Whether a plan is of some pairs, or was sent by one of their people and is of
    nobody who can be told.
    """
    pair = pair_of(district, said)
    if pair is not None:
        return pair.number in numbers
    named = [n for _, n in codes_in(said.pair_text, [district.key])]
    fits = {p.number for p in district.by_address.get(said.email, ())}
    return bool(set(named) & set(numbers)) or (not named and bool(fits & set(numbers)))


def _stranger(pair: Pair, said: Proposal) -> bool:
    """Whether a plan was sent by somebody whose address is not on the pair's row."""
    return bool(said.email) and pair.role_of(said.email) is None


def _with_regular(pair: Pair, arranged: Arranged | None) -> Pair:
    return (
        replace(pair, regular=arranged.regular)
        if arranged and pair.regular is None
        else pair
    )


def dates_in(
    text: str, year: SchoolCalendar
) -> tuple[list[tuple[date, time | None]], list[str]]:
    """The days, with times, in ``Oct 14, 10/28 2:45 and Nov 12, 2026``; and the parts
    that name no weekday of the year.

    A part with several dates names each of them; a time by itself is that of the date
    before it, and a number by itself another day of its month.
    """
    found: list[tuple[date, time | None]] = []
    unread: list[str] = []
    month = ""
    for part in filter(None, (p.strip() for p in _PART.split(_ALONE.sub(" ", text)))):
        if _DAY_ALONE.fullmatch(part) and month:
            part = f"{month} {part}"
        dates = list(_ANY_DATE.finditer(part))
        rest = _ANY_DATE.sub(" ", part)
        at, more = time_of(rest), _more(rest)
        if not dates and at and not more and found and found[-1][1] is None:
            found[-1] = (found[-1][0], at)
            continue
        days = [_year_day(each, year) for each in dates]
        month = next(
            (m.group("month") for m in reversed(dates) if m.group("month")), ""
        )
        span = len(days) > 1 and (at is not None or _SPAN.search(rest) is not None)
        if not dates or None in days or more or span:
            unread.append(part)
        at = at if len(days) == 1 else None
        found += [(day, at) for day in days if day is not None]
    return sorted(set(found), key=lambda each: (each[0], each[1] or time.min)), unread


def _year_day(said: re.Match[str], year: SchoolCalendar) -> date | None:
    """A weekday of the school year; without a year in it, the one nearest to its
    middle.
    """
    middle = year.first + (year.last - year.first) / 2
    named = next(
        (g for g in (said.group("y1"), said.group("y2"), said.group("y3")) if g), ""
    )
    if said.group("month"):
        month, day = (
            MONTHS.index(said.group("month").lower()[:3]) + 1,
            int(said.group("d2")),
        )
    else:
        month, day = (
            int(said.group(n) or said.group(m)) for n, m in (("m1", "m3"), ("d1", "d3"))
        )
    years = (
        [int(named) + 2000 * (len(named) == SHORT)]
        if named
        else [middle.year - 1, middle.year, middle.year + 1]
    )
    near = min(
        filter(None, (day_if(y, month, day) for y in years)),
        key=lambda d: abs(d - middle),
        default=None,
    )
    return (
        near
        if near and year.first <= near <= year.last and near.weekday() <= FRIDAY
        else None
    )


def _more(rest: str) -> bool:
    """Whether more is said beside dates than weekdays, one time, and small words."""
    if time_of(rest) and (said := TIME.search(rest)):
        rest = f"{rest[: said.start()]} {rest[said.end() :]}"
    rest = WORD.sub(" ", rest)
    return bool(
        re.search(
            r"\w",
            re.sub(
                r"\b(?:on|at|the|from|saturday|sunday|to|through|until)\b",
                " ",
                rest,
                flags=re.IGNORECASE,
            ),
        )
    )


def arranged_words(arranged: Arranged) -> str:
    """What a pair said in the planning form, on a line: ``Tue 2:45 PM; Oct 14, Oct
    28``.
    """
    regular = short_words(arranged.regular) if arranged.regular else ""
    return "; ".join(filter(None, [regular, dates_words(arranged)]))


def dates_words(arranged: Arranged) -> str:
    """The further dates of a plan: ``Oct 14, Oct 28 2:45 PM``."""
    return ", ".join(day_words(d.day) + at_words(d.at) for d in arranged.dates)


def set_aside_ahead(
    calendar: SchoolCalendar, school: str, suits: frozenset[str], today: date
) -> Iterator[str]:
    """The next times that the calendar sets aside for a school within four weeks, of
    the kinds that suit both (none: any).
    """
    entries = (
        e
        for e in calendar.set_aside(today, today + AHEAD)
        if e.event in _OFFERED and e.first >= today
    )
    for entry in [
        e for e in entries if e.is_for(school) and (not suits or e.event.value in suits)
    ][:OFFERS]:
        yield _offer(entry)


def _offer(entry: Entry) -> str:
    minutes = f", {entry.minutes} min" if entry.minutes else ""
    return f"{entry.event} on {entry.first:%a}, {day_words(entry.first)}{minutes}"
