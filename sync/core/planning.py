"""Regular times and the cells of the blank schedule, read as leniently as people write them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from sync.core.calendar import monday_of
from sync.core.model import PlannedMeeting

_WEEKDAYS = {
    "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "m": 0, "t": 1, "w": 2, "r": 3, "f": 4,
}  # fmt: skip
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|mo|tu|we|th|fr|[mtwrf])[a-z]*\b\.?", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_TIME = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?(?=$|\W)", re.IGNORECASE)
NOTHING_PLANNED = frozenset({"-", "--", "none", "no", "off", "x", "skip", "n/a"})


def weekday_of(text: str) -> int | None:
    """The weekday (Monday is 0) that a text such as ``Tue``, ``Th`` or ``Wednesdays`` begins with, if any."""
    found = _DAY.match(text.strip())
    if not found:
        return None
    word = found.group(1).lower()
    return _WEEKDAYS.get(word[:2], _WEEKDAYS.get(word[:1]))


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


def read_cell(text: str, week: date, pair: int) -> PlannedMeeting | str | None:
    """Read one cell of *Schedule*: a planned meeting, None for "as usual", or what could not be understood.

    ``week`` is the Monday of the row. ``Tue 2:45``, ``10/14 2:45 pm``, ``Th 7:30am`` and ``2026-10-14`` are
    understood. A dash or *none* is returned as an empty string: nothing is planned that week.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if text.lower() in NOTHING_PLANNED:
        return ""
    day, rest = _day_in(text, week)
    if day is None:
        return text
    return PlannedMeeting(pair, day, time_of(rest))


def _day_in(text: str, week: date) -> tuple[date | None, str]:
    if found := _ISO.search(text):
        parts = found.groups()
        return _date(int(parts[0]), int(parts[1]), int(parts[2])), text.replace(found.group(0), " ")
    if found := _DATE.search(text):
        month, day = int(found.group(1)), int(found.group(2))
        candidates = [_date(year, month, day) for year in (week.year - 1, week.year, week.year + 1)]
        near = [d for d in candidates if d is not None]
        rest = text.replace(found.group(0), " ")
        return (min(near, key=lambda d: abs((d - week).days)) if near else None), rest
    weekday = weekday_of(text)
    if weekday is not None:
        return monday_of(week) + timedelta(days=weekday), re.sub(_DAY, " ", text, count=1)
    return None, text


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
