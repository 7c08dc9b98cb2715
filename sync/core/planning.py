"""Regular times and the cells of the blank schedule, read as leniently as people write them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sync.core.calendar import Entry, Event, SchoolCalendar, monday_of
from sync.core.district import District
from sync.core.intake import codes_in, pair_for
from sync.core.model import Arranged, Hint, Pair, PlannedMeeting, Problem, Proposal, RegularTime
from sync.core.words import MONTHS, day_words

_WORDS = ("mon", "tue", "wed", "thu", "fri")
_LETTERS = {"m": 0, "t": 1, "tu": 1, "w": 2, "r": 3, "th": 3, "f": 4}
_WORD = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri)(?:days?)?\b\.?", re.IGNORECASE)
_LETTER = re.compile(r"\s*(m|tu?|w|th|r|f)\b\.?", re.IGNORECASE)
_MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_TIME = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?(?=$|\W)", re.IGNORECASE)
_PART = re.compile(r"[,;&\n]|\band\b")
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_ANY_DATE = re.compile(
    r"\b(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})\b"
    r"|\b(?P<m3>\d{1,2})/(?P<d3>\d{1,2})(?:/(?P<y3>\d{2}(?:\d{2})?))?\b"
    r"|\b(?P<month>" + "|".join(MONTHS) + r")[a-z]*\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:\s+(?P<y2>20\d{2})\b)?",
    re.IGNORECASE,
)
SHORT = 2  # the digits of a year such as 26
_ALONE = re.compile(r",\s*(?=\d{4}\b(?!-))")  # the comma before a year
FRIDAY = 4
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
AHEAD, OFFERS = timedelta(days=28), 3
_OFFERED = (Event.EARLY_RELEASE, Event.FACULTY_MEETING, Event.PD_DAY, Event.ORIENTATION, Event.TRAINING)
NOTHING_PLANNED = frozenset({"-", "--", "none", "no", "off", "x", "skip", "n/a"})


@dataclass(frozen=True, slots=True)
class Planned:
    """A pair's planned days that are past, and those of them in whose week it met."""

    days: tuple[date, ...] = ()
    held: tuple[date, ...] = ()

    @property
    def open(self) -> tuple[date, ...]:
        """The planned days in whose week nothing is logged, oldest first."""
        return tuple(d for d in self.days if d not in self.held)


def weekday_of(text: str) -> int | None:
    """The weekday (Monday is 0) that a text such as ``Tue``, ``Th 7:30`` or ``2:45 Wednesdays`` names, if any."""
    found = _weekday(text)
    return found[0] if found else None


def _weekday(text: str) -> tuple[int, str] | None:
    """A weekday named by a word anywhere, or by a letter or two at the beginning; and the rest of the text."""
    if word := _WORD.search(text):
        return _WORDS.index(word.group(1).lower()[:3]), text.replace(word.group(0), " ", 1)
    if letter := _LETTER.match(text):
        return _LETTERS[letter.group(1).lower()], text[letter.end() :]
    return None


def time_of(text: str) -> time | None:
    """The time in ``2:45``, ``7:30am`` or ``14.15``; before seven without am or pm means the afternoon."""
    found = _TIME.search(text)
    if not found:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    half = (found.group(3) or "").lower().replace(".", "")
    if not half and not found.group(2):
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif not half and 1 <= hour < 7:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_cell(text: str, week: date, pair: int) -> PlannedMeeting | None:
    """Read one cell of *Schedule*, ``week`` being the Monday of its row; None if it names no day.

    ``Tue 2:45``, ``10/14 2:45 pm``, ``Oct 14``, ``Th 7:30am`` and ``2026-10-14`` are understood.
    """
    day, at = _read(text, week)
    return None if day is None else PlannedMeeting(pair, day, at)


@lru_cache(maxsize=20_000)
def _read(text: str, week: date) -> tuple[date | None, time | None]:
    day, rest = _day_in(" ".join(text.split()), week)
    return day, time_of(rest)


def says_something(text: str) -> bool:
    """Whether a cell of *Schedule* is more than empty ("as usual") or a dash ("not this week")."""
    return bool(text.strip()) and text.strip().lower() not in NOTHING_PLANNED


def _day_in(text: str, week: date) -> tuple[date | None, str]:
    if found := _ISO.search(text):
        parts = found.groups()
        return _date(int(parts[0]), int(parts[1]), int(parts[2])), text.replace(found.group(0), " ")
    if found := _DATE.search(text) or _MONTH.search(text):
        first = found.group(1).lower()[:3]
        month, day = MONTHS.index(first) + 1 if first in MONTHS else int(first), int(found.group(2))
        candidates = [_date(year, month, day) for year in (week.year - 1, week.year, week.year + 1)]
        near = [d for d in candidates if d is not None]
        rest = text.replace(found.group(0), " ")
        return (min(near, key=lambda d: abs((d - week).days)) if near else None), rest
    if weekday := _weekday(text):
        return monday_of(week) + timedelta(days=weekday[0]), weekday[1]
    return None, text


# -- what pairs said in the planning form -------------------------------------------------------------------------


def arrange(district: District, proposals: Iterable[Proposal], today: date) -> District:
    """The district with what its pairs last said in the planning form, wherever *Pairs* and *Schedule* leave blanks.

    A regular day in *Pairs* and a filled cell of *Schedule* win, a dash included. What somebody else says of a pair holds
    only as long as the pair itself says nothing, and is marked; in a strict program it waits. The order of the proposals
    makes no difference.
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
            if today - sent <= AHEAD and not again:  # else it has been said for long enough, or was sent again
                what = f"a plan sent on {day_words(sent)}{by} names no pair of yours (“{each.pair_text[:40]}”)"
                remedy = "Ask for it again, with the pair's own link in Pairs"
                problems.append(Problem("The planning form", what, remedy))
            continue
        hints = [h for h in hints if h.pair != pair.number]
        if _stranger(pair, each):
            waits = ", and waits" if district.strict else ""
            what = f"their plan was sent{by}, which is not on their row{waits}"
            hints.append(Hint(pair.number, f"Planning form: {what}. If it is one of them, add it to Other addresses"))
            if district.strict:
                continue
        dates, unread = dates_in(each.dates, district.calendar)
        meant = tuple(PlannedMeeting(pair.number, day, at) for day, at in dates if day >= sent)
        if unread:
            what = f"“{unread[0][:40]}” names no school day"
            hints.append(Hint(pair.number, f"Planning form: {what}; write it into Schedule if you know what is meant"))
        both = tuple(slot for slot in each.mentor_free if slot in each.mentee_free)
        free = tuple(f"{DAYS[day][:3]} {when}" for day, when in both)
        asked = bool(each.mentor_free and each.mentee_free)
        arranged[pair.number] = Arranged(sent, each.regular, meant, free, asked, frozenset(each.suits))
    if not arranged and not problems and not hints:
        return district
    pairs = tuple(_with_regular(pair, arranged.get(pair.number)) for pair in district.pairs)
    further = [
        meeting
        for one in arranged.values()
        for meeting in one.dates
        if (meeting.pair, monday_of(meeting.day)) not in district.filled
    ]
    return replace(
        district, roster=replace(district.roster, pairs=pairs), schedule=(*district.schedule, *further), arranged=arranged,
        hints=(*district.hints, *hints), problems=(*district.problems, *problems),
    )  # fmt: skip


def pair_of(district: District, said: Proposal) -> Pair | None:
    """The pair that a plan is for: by its code, else the one pair that its sender had on that day."""
    return pair_for(district, said.pair_text, said.email, said.submitted.date())[0]


def speaks_of(district: District, said: Proposal, numbers: Collection[int]) -> bool:
    """Whether a plan is of some pairs, or was sent by one of their people and is of nobody who can be told."""
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
    return replace(pair, regular=arranged.regular) if arranged and pair.regular is None else pair


def dates_in(text: str, year: SchoolCalendar) -> tuple[list[tuple[date, time | None]], list[str]]:
    """The days, with times, in ``Oct 14, 10/28 2:45 and Nov 12, 2026``; and the parts that name no weekday of the year.

    A part with several dates names each of them; a time by itself is that of the date before it, and a number by itself
    another day of its month.
    """
    found: list[tuple[date, time | None]] = []
    unread: list[str] = []
    month = ""
    for part in filter(None, (p.strip() for p in _PART.split(_ALONE.sub(" ", text)))):
        if _DAY_ALONE.fullmatch(part) and month:
            part = f"{month} {part}"
        dates = list(_ANY_DATE.finditer(part))
        if not dates and found and time_of(part) and not re.search(r"[a-z]{3}", part, re.IGNORECASE):
            found[-1] = (found[-1][0], time_of(part))
            continue
        rest = _ANY_DATE.sub(" ", part)
        days = [_year_day(each, year) for each in dates]
        month = next((m.group("month") for m in reversed(dates) if m.group("month")), "")
        if not dates or None in days or _more(rest):
            unread.append(part)
        at = time_of(rest) if len(days) == 1 else None
        found += [(day, at) for day in days if day is not None]
    return sorted(set(found), key=lambda each: (each[0], each[1] or time.min)), unread


def _year_day(said: re.Match[str], year: SchoolCalendar) -> date | None:
    """A weekday of the school year; without a year in it, the one nearest to its middle."""
    middle = year.first + (year.last - year.first) / 2
    named = next((g for g in (said.group("y1"), said.group("y2"), said.group("y3")) if g), "")
    if said.group("month"):
        month, day = MONTHS.index(said.group("month").lower()[:3]) + 1, int(said.group("d2"))
    else:
        month, day = (int(said.group(n) or said.group(m)) for n, m in (("m1", "m3"), ("d1", "d3")))
    years = [int(named) + 2000 * (len(named) == SHORT)] if named else [middle.year - 1, middle.year, middle.year + 1]
    near = min(filter(None, (_date(y, month, day) for y in years)), key=lambda d: abs(d - middle), default=None)
    return near if near and year.first <= near <= year.last and near.weekday() <= FRIDAY else None


def _more(rest: str) -> bool:
    """Whether more is said beside dates than a weekday, a time, and small words."""
    rest = _WORD.sub(" ", _TIME.sub(" ", rest))
    return bool(re.search(r"\w", re.sub(r"\b(?:on|at|the|from|saturday|sunday)\b", " ", rest, flags=re.IGNORECASE)))


def regular_words(regular: RegularTime) -> str:
    """``Tuesday, 2:45 PM``."""
    return DAYS[regular.weekday] + (f", {time_words(regular.at)}" if regular.at else "")


def time_words(at: time) -> str:
    """A time of day as people say it: ``2:45 PM``."""
    return f"{at:%I:%M %p}".lstrip("0")


def arranged_words(arranged: Arranged) -> str:
    """What a pair said in the planning form, on a line: ``Tue 2:45 PM; Oct 14, Oct 28``."""
    regular = short_words(arranged.regular) if arranged.regular else ""
    return "; ".join(filter(None, [regular, dates_words(arranged)]))


def short_words(regular: RegularTime) -> str:
    """``Tue 2:45 PM``."""
    return DAYS[regular.weekday][:3] + _at(regular.at)


def dates_words(arranged: Arranged) -> str:
    """The further dates of a plan: ``Oct 14, Oct 28 2:45 PM``."""
    return ", ".join(day_words(d.day) + _at(d.at) for d in arranged.dates)


def _at(clock: time | None) -> str:
    return f" {time_words(clock)}" if clock else ""


def set_aside_ahead(calendar: SchoolCalendar, school: str, suits: frozenset[str], today: date) -> Iterator[str]:
    """The next times that the calendar sets aside for a school within four weeks, of the kinds that suit both (none: any)."""
    entries = (e for e in calendar.set_aside(today, today + AHEAD) if e.event in _OFFERED and e.first >= today)
    for entry in [e for e in entries if e.is_for(school) and (not suits or e.event.value in suits)][:OFFERS]:
        yield _offer(entry)


def _offer(entry: Entry) -> str:
    minutes = f", {entry.minutes} min" if entry.minutes else ""
    return f"{entry.event} on {entry.first:%a}, {day_words(entry.first)}{minutes}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
