"""The days of the school year that a text names, as people write them."""

from __future__ import annotations

import re
from datetime import date, time

from sync.core.calendar import SchoolCalendar
from sync.core.planning import TIME, WORD, day_if, time_of
from sync.core.words import MONTH, MONTHS, month_of

FRIDAY = 4
_PART = re.compile(r"[,;&\n]|\band\b")
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE | re.ASCII)
_ANY_DATE = re.compile(
    r"\b(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})\b"
    r"|\b(?P<n1>\d{1,2})/(?P<n2>\d{1,2})(?:/(?P<y3>\d{2}(?:\d{2})?))?\b"
    rf"|(?<![:.\d])(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<before>{MONTH})(?!\s*\d{{1,2}}\b(?![:.]\d|\s*[ap]\.?m))(?:\s+(?P<y4>20\d{{2}})\b)?"
    rf"|\b(?P<month>{MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:\s+(?P<y2>20\d{{2}})\b)?",
    re.IGNORECASE | re.ASCII,
)
# A number on either side of a month, neither of them a time.
_EITHER = re.compile(
    rf"(?<![:.\d])\d{{1,2}}\s+{MONTH}\s*\d{{1,2}}\b(?![:.]\d|\s*[ap]\.?m)",
    re.IGNORECASE | re.ASCII,
)
_SPAN = re.compile(r"[-–—]|\b(?:to|through|until)\b", re.IGNORECASE)
SHORT = 2  # the digits of a year such as 26
_ALONE = re.compile(r",\s*(?=\d{4}\b(?!-))")  # the comma before a year
_SMALL_WORDS = re.compile(
    r"\b(?:on|at|the|from|saturday|sunday|to|through|until)\b", re.IGNORECASE
)
_TIME_BEHIND = re.compile(
    r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$", re.IGNORECASE
)
_YEAR = r"(\d{4}|\d{2})"
NUMBERS = "MDY"  # with the day first: DMY
_WRITTEN = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "ymd"),
        (rf"(\d{{1,2}})/(\d{{1,2}})/{_YEAR}", NUMBERS),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})", NUMBERS),
        (rf"(\d{{1,2}})[- ]([a-z]{{3,9}})\.?[-, ]+{_YEAR}", "dmy"),
        (
            rf"(?:[a-z]+, )?([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
            "mdy",
        ),
    )
)
# A day, and a time if one was given.
Moment = tuple[date, time | None]


def dates_in(
    text: str, year: SchoolCalendar
) -> tuple[list[Moment], list[str]]:
    """The days, with times, in ``Oct 14, 10/28 2:45 and Nov 12, 2026``.

    Also returns the parts that name no weekday of the school year, or more
    than dates. A part with several dates
    names each of them; a time by itself is that of the date before it, and a
    number by itself another day of its month.
    """
    found: list[Moment] = []
    unread: list[str] = []
    month = ""
    for part in filter(
        None, (p.strip() for p in _PART.split(_ALONE.sub(" ", text)))
    ):
        if _DAY_ALONE.fullmatch(part) and month:
            part = f"{month} {part}"
        if _EITHER.search(part):
            unread.append(part)
            continue
        dates, rest = list(_ANY_DATE.finditer(part)), _ANY_DATE.sub(" ", part)
        at, more = time_of(rest), _more(rest)
        if not dates and at and not more and found and found[-1][1] is None:
            found[-1] = (found[-1][0], at)
            continue
        days = [_year_day(each, year) for each in dates]
        named = (_month_in(each) for each in reversed(dates))
        month = next(filter(None, named), "")
        is_span = len(days) > 1 and (
            at is not None or bool(_SPAN.search(rest))
        )
        if not dates or None in days or more or is_span:
            unread.append(part)
        found += [(day, at if len(days) == 1 else None) for day in days if day]
    return sorted(
        set(found), key=lambda each: (each[0], each[1] or time.min)
    ), unread


def _month_in(written: re.Match[str]) -> str:
    """The name of the month, before or behind its day; empty for a number."""
    return written.group("month") or written.group("before") or ""


def _year_day(written: re.Match[str], year: SchoolCalendar) -> date | None:
    """A weekday of the school year; without a year, the one nearest to its
    middle.
    """
    middle = year.first + (year.last - year.first) / 2
    which = next((g for g in written.group("y1", "y2", "y3", "y4") if g), "")
    if name := _month_in(written):
        month = MONTHS.index(name.lower()[:3]) + 1
        day = int(written.group("d2") or written.group("d4"))
    elif written.group("n1"):
        numbers = int(written.group("n1")), int(written.group("n2"))
        month, day = month_and_day(*numbers, year.day_first)
    else:
        month, day = int(written.group("m1")), int(written.group("d1"))
    years = [middle.year - 1, middle.year, middle.year + 1]
    if which:
        years = [int(which) + 2000 * (len(which) == SHORT)]
    days = filter(None, (day_if(each, month, day) for each in years))
    near = min(days, key=lambda d: abs(d - middle), default=None)
    if (
        near is None
        or not year.first <= near <= year.last
        or near.weekday() > FRIDAY
    ):
        return None
    return near


def _more(rest: str) -> bool:
    """Whether more stands beside dates than weekdays, one time, and small
    words.
    """
    if time_of(rest) and (at := TIME.search(rest)):
        rest = f"{rest[: at.start()]} {rest[at.end() :]}"
    return bool(re.search(r"\w", _SMALL_WORDS.sub(" ", WORD.sub(" ", rest))))


def month_and_day(first: int, second: int, day_first: bool) -> tuple[int, int]:
    """The month and the day of two numbers with a slash between them."""
    return (second, first) if day_first else (first, second)


def typed_day(day: date, day_first: bool = False) -> str:
    """A day as people type it: ``2/3/2027``, or ``3/2/2027`` with the day
    first.
    """
    numbers = month_and_day(day.month, day.day, day_first)
    return "/".join(map(str, (*numbers, day.year)))


def written_day(text: str, day_first: bool = False) -> date | None:
    """The day that a cell names with its year, as Excel and student systems
    write it: ``2026-08-31``, ``8/31/2026`` (``31/8/2026`` with the day
    first), ``8/31/26``, ``31-Aug-26``, ``Aug 31, 2026``; a time behind it is
    left out.
    """
    text = _TIME_BEHIND.sub("", " ".join(text.split()))
    for pattern, order in _WRITTEN:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        if order == NUMBERS and day_first:
            order = "dmy"
        parts = dict(zip(order.lower(), found.groups(), strict=True))
        month = parts["m"]
        year = int(parts["y"]) + (2000 if len(parts["y"]) == SHORT else 0)
        number = int(month) if month.isdigit() else month_of(month)
        return day_if(year, number, int(parts["d"])) if number else None
    return None


def written_as_a_day(text: str) -> bool:
    """Whether a cell is written as ``written_day`` reads it, even if there is
    no such day: ``9/31/2026``.
    """
    text = _TIME_BEHIND.sub("", " ".join(text.split()))
    return any(pattern.fullmatch(text) for pattern, _ in _WRITTEN)


def meant_day(day: date, first: date, last: date) -> date | None:
    """The same day of another year that lies between two days, the latest;
    None if there is none.
    """
    for year in range(last.year, first.year - 1, -1):
        try:
            other = day.replace(year=year)
        except ValueError:  # February 29
            continue
        if first <= other <= last:
            return other
    return None
