"""Days away as people write them: ``Oct 19 - Dec 4; Mar 2 -``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sync.core.calendar import SchoolCalendar
from sync.core.people import Span
from sync.core.words import MONTHS

_YEAR, _SUMMER = timedelta(days=365), timedelta(days=90)
# A date further than this from the middle of the school year is none of it.
_FAR = 730
_DAY = (
    r"(?:[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{1,2}-\d{1,2})"
)
_SPAN = re.compile(
    rf"(?P<first>{_DAY})"
    rf"(?P<dash>\s*(?:-|–|to|until|through)\s*(?P<last>{_DAY}|\d{{1,2}})?)?",
    re.IGNORECASE,
)


def spans_in(
    text: str, year: SchoolCalendar
) -> tuple[tuple[Span, ...], list[str]]:
    """The absences in a text, in order; also the parts that could not be read.

    A day without a year is the one nearest to the middle of the school year.
    """
    spans, unread = [], []
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", text))):
        span = _span(part, year)
        if span is None:
            unread.append(part)
        else:
            spans.append(span)
    return tuple(sorted(spans, key=lambda s: s.first)), unread


def _span(part: str, year: SchoolCalendar) -> Span | None:
    found = _SPAN.fullmatch(part)
    first = _loose_day(found.group("first"), year) if found else None
    if found is None or first is None:
        return None
    if not found.group("dash"):
        return Span(first, first)
    typed = found.group("last")
    if not typed:
        return Span(first, None)
    # "Oct 19 - 23": the month is the first day's.
    last = _loose_day(
        f"{first:%b} {typed}" if typed.isdigit() else typed, year
    )
    if last is None:
        return None
    if last < first and first - _YEAR >= year.first - _SUMMER:
        first = first.replace(year=first.year - 1)
    return Span(first, last) if first <= last else None


def _loose_day(text: str, year: SchoolCalendar) -> date | None:
    """A day with or without its year, if it lies within two years of the
    school year.
    """
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    name = text.strip()[:3].lower()
    if re.match(r"\d{4}-", text):
        written, month, day = numbers
    elif name in MONTHS:
        written = numbers[1] if len(numbers) > 1 else 0
        month, day = MONTHS.index(name) + 1, numbers[0]
    elif "/" in text:
        month, day, written = (*numbers, 0)[:3]
    else:
        return None
    if 0 < written < 100:
        written += 2000
    years = [written] if written else [year.first.year, year.first.year + 1]
    return _nearest(year, years, month, day)


def _nearest(
    year: SchoolCalendar, years: list[int], month: int, day: int
) -> date | None:
    """The day of one of some years that is nearest to the middle of the school
    year.
    """
    middle = year.first + (year.last - year.first) / 2
    days = []
    for each in years:
        try:
            days.append(date(each, month, day))
        except ValueError:
            continue
    nearest = min(days, key=lambda d: abs(d - middle), default=None)
    if nearest is None or abs(nearest - middle).days >= _FAR:
        return None
    return nearest
