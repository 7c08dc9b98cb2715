"""Days away as people write them: ``Oct 19 - Dec 4; Mar 2 -``, ``leave 10/5
thru 1/8``, ``Oct 5, 12 and 19``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from sync.core.calendar import SchoolCalendar
from sync.core.dates import month_and_day
from sync.core.people import Span
from sync.core.planning import day_if
from sync.core.words import MONTH, month_of

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_YEAR, _SUMMER = timedelta(days=365), timedelta(days=90)
# A date further than this from the middle of the school year is none of it.
_FAR = 730
_NAME = MONTH
_TOKENS = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<slashed>\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![/\d]))"
    rf"|(?P<named>\b{_NAME}\s*\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b(?!-))?)"
    rf"|(?P<reversed>\d{{1,2}}(?:st|nd|rd|th)?\s+{_NAME}(?:,?\s+\d{{4}}\b(?!-))?)"
    r"|(?P<number>\d{1,2}(?:st|nd|rd|th)?\b)"
    r"|(?P<dash>[-–—→]+|\b(?:to|thru|through|until|till?|up\s+to)\b)"
    r"|(?P<since>\b(?:from|since|starting|beginning|as\s+of)\b)"
    r"|(?P<back>\b(?:back|returns?|returning)\b)"
    r"|(?P<on>\b(?:on|onwards?|forward)\b)"
    r"|(?P<week>\bweeks?\s+(?:of|beginning|commencing|starting)\b|\bw/[cb]\b)"
    r"|(?P<sep>[,&+]|\band\b)"
    r"|(?P<weekday>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?,?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<other>\S)",
    re.IGNORECASE,
)
# Words beside dates that say nothing of why.
_SMALL = re.compile(
    r"the|of|out|away|off|absent|days?|dates?|only|and|is|will|be|in",
    re.IGNORECASE,
)
# Words that turn what a date means.
_TURNS = re.compile(
    r"not|no|except|without|but|before|after|for|every|each|weekly|begins?|ends?|half|or|maybe|mid|end|early|late",
    re.IGNORECASE,
)
_PUNCTUATION = frozenset(".:()[]?*")


@dataclass
class Absences:
    """What a text says of days away: the absences in order, and the parts that
    could not be read.

    ``with_reason``: words stand in it that no dates need. ``from_the_start``:
    an absence has a last day alone, so it is taken from the first day of
    school on.
    """

    spans: tuple[Span, ...] = ()
    unread: list[str] = field(default_factory=list)
    with_reason: bool = False
    from_the_start: bool = False


def absences_in(text: str, year: SchoolCalendar) -> Absences:
    """Read a text. A day without a year is the one nearest to the middle of
    the school year.
    """
    found, spans = Absences(), list[Span]()
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]", text))):
        reader = _Part(year)
        if reader.read(part):
            spans += reader.spans
            found.with_reason |= reader.with_reason
            found.from_the_start |= reader.from_the_start
        else:
            found.unread.append(part)
    found.spans = tuple(sorted(spans, key=lambda s: s.first))
    return found


class _Part:
    """One part of such a text being read, word by word."""

    def __init__(self, year: SchoolCalendar) -> None:
        self.year = year
        self.spans: list[Span] = []
        self.with_reason = self.from_the_start = False
        # The day that the last words named, and what stands between it and
        # the next one.
        self.first: date | None = None
        self.last: date | None = None
        self.between = ""
        self.open = self.week = False

    def read(self, part: str) -> bool:
        """Whether all of a part could be read."""
        tokens = list(_TOKENS.finditer(part))
        for token, after in zip(tokens, [*tokens[1:], None], strict=True):
            kind = str(token.lastgroup)
            if kind == "on" and after and after.lastgroup == "word":
                kind = "word"  # "on field trip"
            if not self._take(kind, token.group(0)):
                return False
        return self._end() and bool(self.spans)

    def _take(self, kind: str, text: str) -> bool:
        if kind in ("iso", "slashed", "named", "reversed"):
            return self._day(_loose_day(text, self.year))
        if kind == "number":
            return self._number(int(re.sub(r"\D", "", text)))
        if kind == "weekday":
            return not text.rstrip(".,").endswith("s")  # "Mondays"
        if kind == "on":  # "Oct 5 on", "on Oct 5"
            self.open = self.open or self.first is not None
        elif kind == "word":
            if _SMALL.fullmatch(text) is None:
                # "Oct 5 - Thanksgiving", "not Oct 5"
                self.with_reason = True
                return self.between != "dash" and not _TURNS.fullmatch(text)
        elif kind == "other":
            return text in _PUNCTUATION
        elif kind == "since":
            return self._end() and self._between("since")
        elif kind == "week":
            return self._end() and self._between("week")
        elif kind != "sep" or self.between != "dash":
            self._between(kind)
        else:  # "Mar 2 -, Oct 5"
            return self._end()
        return True

    def _between(self, kind: str) -> bool:
        self.between = kind
        return True

    def _number(self, number: int) -> bool:
        """A day of the month that was named last: ``Oct 19 - 23``."""
        base = self.first or self.last
        if self.week or base is None or self.between not in ("dash", "sep"):
            return False
        return self._day(day_if(base.year, base.month, number))

    def _day(self, day: date | None) -> bool:
        if day is None:
            return False
        between, self.between = self.between, ""
        if between in ("dash", "back"):
            return self._until(day if between == "dash" else day - _DAY)
        if not self._end():
            return False
        self.week = between == "week"
        if self.week:
            monday = day - timedelta(days=day.weekday())
            return self._span(monday, monday + _WEEK - _DAY)
        self.first, self.open = day, between == "since"
        return True

    def _until(self, last: date) -> bool:
        """An absence's last day; without a first one it began with the
        school.
        """
        first, self.first, self.open = self.first, None, False
        if first is None:
            if self.spans:  # "weeks of Oct 5 - Oct 19"
                return False
            self.from_the_start = True
            first = self.year.first
        if last < first and first - _YEAR >= self.year.first - _SUMMER:
            earlier = day_if(first.year - 1, first.month, first.day)
            return earlier is not None and self._span(earlier, last)
        return self._span(first, last)

    def _end(self) -> bool:
        """End what was begun: a single day, or an absence without an end."""
        first, self.first = self.first, None
        open_end = self.open or self.between == "dash"
        self.between, self.open = "", False
        if first is None:
            return True
        return self._span(first, None if open_end else first)

    def _span(self, first: date, last: date | None) -> bool:
        if last is not None and last < first:
            return False
        self.spans.append(Span(first, last))
        self.last = last or first
        return True


def _loose_day(text: str, year: SchoolCalendar) -> date | None:
    """A day with or without its year, if it is less than _FAR (730) days from
    the middle of the school year; else None.
    """
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if re.match(r"\d{4}-", text):
        written, month, day = numbers
    elif "/" in text:
        one, two, written = (*numbers, 0)[:3]
        month, day = month_and_day(one, two, year.day_first)
    else:
        day, written = (*numbers, 0)[:2]
        word = re.search(r"[^\W\d_]{3,}", text)
        month = (month_of(word.group(0)) if word else None) or 0
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
    days = [d for d in (day_if(y, month, day) for y in years) if d is not None]
    nearest = min(days, key=lambda d: abs(d - middle), default=None)
    if nearest is None or abs(nearest - middle).days >= _FAR:
        return None
    return nearest
