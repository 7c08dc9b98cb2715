"""The entries of an iCalendar file: their names, and the days of a school year
on which they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.core.words import printable
from sync.errors import ConfigurationError
from sync.program.districts_file import DistrictSettings

LONGEST = timedelta(days=100)
_REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def events_of(path: Path) -> Iterator[Any]:
    """The entries of a file. Raises ConfigurationError for what is none."""
    from icalendar import Calendar

    try:
        raw = path.read_bytes()
        if b"END:VCALENDAR" not in raw:
            raise ConfigurationError(
                f"{path} is incomplete, or not an iCalendar file. Export it again as .ics."
            )
        calendars = Calendar.from_ical(raw, multiple=True)
    except OSError as error:
        raise ConfigurationError(
            f"{path}: {error.strerror}. Check the path."
        ) from error
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{path}: this is no iCalendar file ({error}). Export it anew as .ics."
        ) from error
    for calendar in calendars:
        yield from calendar.walk("VEVENT")


def name_of(event: Any) -> str:
    """The title of an entry, on one line."""
    title = event.get("SUMMARY", "")
    text = printable(
        str(title[0] if isinstance(title, list) and title else title)
    )[:200]
    return text or "an entry without a name"


def is_whole(event: Any, zone: ZoneInfo) -> bool:
    """Whether an entry is one of whole days, also from midnight to midnight."""
    start, end = event.get("DTSTART").dt, event.get("DTEND")
    if not isinstance(start, datetime):
        return True
    if end is None or not isinstance(end.dt, datetime):
        return False
    moments = [m.astimezone(zone) if m.tzinfo else m for m in (start, end.dt)]
    return moments[0] < moments[1] and all(m.time() == time() for m in moments)


def spans_of(
    event: Any,
    district: DistrictSettings,
    zone: ZoneInfo,
    moved: set[tuple[str, date]],
) -> Iterator[tuple[date, date]]:
    """The first and last day of each repetition within the school year.

    Raises ValueError for an entry whose days cannot be read.
    """
    start = event.get("DTSTART").dt
    first = _day(start, zone)
    length = _length(event, start, zone)
    days = {first, *days_of(event.get("RDATE"), zone)}
    if "RRULE" in event:
        days |= set(_repeated(event, first, district, length))
    days -= set(days_of(event.get("EXDATE"), zone))
    days -= {day for uid, day in moved if uid == str(event.get("UID"))}
    for day in sorted(days):
        last = day + length
        if last >= district.first_day and day <= district.last_day:
            yield max(day, district.first_day), min(last, district.last_day)


def _length(event: Any, start: date, zone: ZoneInfo) -> timedelta:
    """How many days after the first one the last one is; an end at midnight
    belongs to the day before.

    Raises ValueError for an entry longer than any vacation.
    """
    whole, length = not isinstance(start, datetime), timedelta()
    if (end := event.get("DTEND")) is not None:
        last = end.dt - (
            timedelta(days=1) if whole else timedelta(microseconds=1)
        )
        length = max(length, _day(last, zone) - _day(start, zone))
    elif (lasts := event.get("DURATION")) is not None:
        length = max(length, timedelta(days=lasts.dt.days - 1))
    if length > LONGEST:
        raise ValueError("an entry longer than any vacation")
    return length


def _day(moment: date, zone: ZoneInfo) -> date:
    """The day of a moment where the program is."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()


def _repeated(
    event: Any, first: date, district: DistrictSettings, length: timedelta
) -> list[date]:
    """The days on which a repeated entry begins that touch the school year."""
    from dateutil.rrule import rrulestr

    rule = event.get("RRULE")
    if (
        str(rule.get("FREQ", [""])[0]).upper() not in _REPEATS
        or int(rule.get("INTERVAL", [1])[0]) < 1
    ):
        raise ValueError("a repetition that no school calendar has")
    text = re.sub(
        r"UNTIL=(\d{8})T\d{6}Z?", r"UNTIL=\1", rule.to_ical().decode()
    )
    begin, after = (
        datetime.combine(first, time()),
        datetime.combine(district.first_day - length, time()),
    )
    found = rrulestr(text, dtstart=begin).between(
        after, datetime.combine(district.last_day, time()), inc=True
    )
    return [moment.date() for moment in found]


def days_of(value: Any, zone: ZoneInfo) -> Iterator[date]:
    """The days that one or several date properties name."""
    for each in (
        value
        if isinstance(value, list)
        else [value]
        if value is not None
        else []
    ):
        for one in getattr(each, "dts", [each]):
            yield _day(one.dt, zone)
