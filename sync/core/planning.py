"""Regular times and the cells of the blank schedule, read as leniently as
people write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from sync.core.calendar import monday_of
from sync.core.model import PlannedMeeting
from sync.core.people import RegularTime
from sync.core.words import MONTH, MONTHS

_WORDS = ("mon", "tue", "wed", "thu", "fri")
_LETTERS = {"m": 0, "t": 1, "tu": 1, "w": 2, "r": 3, "th": 3, "f": 4}
WORD = re.compile(
    r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri)(?:days?)?\b\.?",
    re.IGNORECASE | re.ASCII,
)
# A letter or two alone, or before a time: "M. Lee" is somebody.
_LETTER = re.compile(
    r"\s*(m|tu?|w|th|r|f)\b\.?(?=\s*(?:$|\d|at\b|@|,))",
    re.IGNORECASE | re.ASCII,
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH = re.compile(
    rf"\b({MONTH})\s*{_DAY}\b(?![:.]\d|\s*[ap]\.?m)(?:,?\s+(\d{{4}})\b)?",
    re.IGNORECASE | re.ASCII,
)
_MONTH_BEHIND = re.compile(
    rf"(?<![:.\d]){_DAY}\s+({MONTH})(?:,?\s+(\d{{4}})\b)?",
    re.IGNORECASE | re.ASCII,
)
# What takes a day away: "no Tuesday", "Tue cancelled".
_NOT = re.compile(
    r"\b(?:no|not|cancel\w*|skip\w*|off|absent|sick|instead)\b",
    re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
TIME = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?(?=$|\W)",
    re.IGNORECASE | re.ASCII,
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
NOTHING_PLANNED = frozenset(
    {"-", "--", "none", "no", "off", "x", "skip", "n/a"}
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A pair's planned days that are past, and those of them in whose week it
    met.
    """

    days: tuple[date, ...] = ()
    held: tuple[date, ...] = ()

    @property
    def open(self) -> tuple[date, ...]:
        """The planned days in whose week nothing is logged, oldest first."""
        held = frozenset(self.held)
        return tuple(d for d in self.days if d not in held)


def weekday_of(text: str) -> int | None:
    """The weekday (Monday is 0) that a text such as ``Tue``, ``Th 7:30`` or
    ``2:45 Wednesdays`` names, if any.
    """
    found = _weekday(text)
    return found[0] if found else None


def _weekday(text: str) -> tuple[int, str] | None:
    """A weekday named by a word anywhere, or by a letter or two at the
    beginning; and the rest of the text.
    """
    if word := WORD.search(text):
        return _WORDS.index(word.group(1).lower()[:3]), text.replace(
            word.group(0), " ", 1
        )
    if letter := _LETTER.match(text):
        return _LETTERS[letter.group(1).lower()], text[letter.end() :]
    return None


def time_of(text: str) -> time | None:
    """The time in ``2:45``, ``7:30am`` or ``14.15``; None if there is none.

    Without am or pm, a time before seven is in the afternoon. An hour alone
    needs am or pm.
    """
    found = TIME.search(text)
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


def read_cell(
    text: str, week: date, pair: int, day_first: bool = False
) -> PlannedMeeting | None:
    """Read one cell of *Schedule*, ``week`` being the Monday of its row; None
    if it names no day.

    ``Tue 2:45``, ``10/14 2:45 pm``, ``Oct 14``, ``Th 7:30am`` and
    ``2026-10-14`` are understood; ``14/10`` with the day first.
    """
    day, at = _read(text, week, day_first)
    return None if day is None else PlannedMeeting(pair, day, at)


@lru_cache(maxsize=20_000)
def _read(
    text: str, week: date, day_first: bool
) -> tuple[date | None, time | None]:
    text = " ".join(text.split())
    if _NOT.search(text):
        return None, None
    day, rest = _day_in(text, week, day_first)
    return day, time_of(rest)


def says_something(text: str) -> bool:
    """Whether a cell of *Schedule* is more than empty ("as usual") or a dash
    ("not this week").
    """
    return bool(text.strip()) and text.strip().lower() not in NOTHING_PLANNED


def _day_in(text: str, week: date, day_first: bool) -> tuple[date | None, str]:
    if found := _ISO.search(text):
        parts = found.groups()
        return day_if(
            int(parts[0]), int(parts[1]), int(parts[2])
        ), text.replace(found.group(0), " ")
    if written := _written_in(text, day_first):
        words, (month, day, given) = written
        years = [week.year - 1, week.year, week.year + 1]
        if given:
            years = [given + 2000 * (given < 100)]
        candidates = (day_if(year, month, day) for year in years)
        near = [d for d in candidates if d is not None]
        rest = text.replace(words, " ")
        return (
            min(near, key=lambda d: abs((d - week).days)) if near else None
        ), rest
    if weekday := _weekday(text):
        return monday_of(week) + timedelta(days=weekday[0]), weekday[1]
    return None, text


def _written_in(
    text: str, day_first: bool
) -> tuple[str, tuple[int, int, int]] | None:
    """The first date of a text: its words, and its month, day and year (0 for
    none). None where there is none, or a number stands on either side of the
    month.
    """
    if found := _DATE.search(text):
        first, second = int(found.group(1)), int(found.group(2))
        month, day = (second, first) if day_first else (first, second)
        return found.group(0), (month, day, int(found.group(3) or 0))
    ahead, behind = _MONTH.search(text), _MONTH_BEHIND.search(text)
    if ahead and behind:
        return None
    if found := ahead or behind:
        name, number = found.group(*((1, 2) if ahead else (2, 1)))
        month = MONTHS.index(name.lower()[:3]) + 1
        return found.group(0), (month, int(number), int(found.group(3) or 0))
    return None


def regular_words(regular: RegularTime) -> str:
    """``Tuesday, 2:45 PM``."""
    return DAYS[regular.weekday] + (
        f", {time_words(regular.at)}" if regular.at else ""
    )


def time_words(at: time) -> str:
    """A time of day as people say it: ``2:45 PM``."""
    return f"{at:%I:%M %p}".lstrip("0")


def short_words(regular: RegularTime) -> str:
    """``Tue 2:45 PM``."""
    return DAYS[regular.weekday][:3] + at_words(regular.at)


def at_words(clock: time | None) -> str:
    """A time behind a day, if there is one: `` 2:45 PM``."""
    return f" {time_words(clock)}" if clock else ""


def day_if(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
