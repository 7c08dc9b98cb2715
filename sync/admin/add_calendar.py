"""A school calendar from a file into a district's *Calendar*: CSV with the
tab's headers, or iCalendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.admin.free_rows import Adding
from sync.core.calendar import Event
from sync.core.words import day_words
from sync.errors import ConfigurationError, Refused
from sync.program import row_files
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Opened
from templates.cells import Cells
from templates.wire import Value

# What the words of a calendar mean for pairs, the first that fits; what closes
# a school is believed of whole days alone.
_MEANINGS = (
    (
        Event.EARLY_RELEASE,
        r"early (release|dismissal|closing)|half[ -]day|delayed (opening|start)|noon dismissal",
    ),
    (Event.FACULTY_MEETING, r"(faculty|staff|building) meeting"),
    (Event.ORIENTATION, r"orientation"),
    (
        Event.PD_DAY,
        r"professional (development|learning|day)|\bpd\b|in-?service|teacher work ?day|curriculum day",
    ),
    (Event.TRAINING, r"training|workshop"),
)
_CLOSED = re.compile(
    r"no school|no classes|schools? (is |are )?closed|holiday|vacation|recess|\bbreak\b|snow day|day off|thanksgiving"
    r"|christmas|new year'?s? day|labor day|memorial day|columbus|indigenous|veterans day|martin luther|\bmlk\b"
    r"|presidents'? day|patriots'? day|juneteenth|good friday|yom kippur|\beid\b",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"resume|return|begins?|starts?|last day|first day|before|after|assembly|concert|party|lunch|breakfast|drive|parade"
    r"|sing|in session|grades?|kindergarten|seniors?|meeting|board|show|celebration|dance|sale|fair\b|photo|deadline",
    re.IGNORECASE,
)
LONGEST = timedelta(days=100)
_REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True)
class AddedDays:
    """In words: the rows that were added, those that stood there already, and
    the entries left for a person to judge.
    """

    rows: tuple[str, ...]
    known: tuple[str, ...]
    passed: tuple[str, ...]


def add(opened: Opened, path: Path, district_key: str = "") -> AddedDays:
    """Add the days of a file to a district's *Calendar*; a row with the same
    kind and days is left alone.

    Raises ConfigurationError for a file that cannot be read, and Refused where
    the tab has no room for it.
    """
    district = opened.settings.district_of_file(path, district_key)
    adding = Adding(opened, district, "calendar")
    passed: list[str] = []
    if path.suffix.lower() in (".ics", ".ical"):
        entries = _entries(path, district, opened.settings.zone, passed)
        rows = sorted(
            entries, key=lambda r: (str(r["first"]), str(r["event"]))
        )
    else:
        lists = {
            "schools": district.schools,
            "events": [e.value for e in Event],
        }
        rows = row_files.load(path, adding.tab, lists)
    found = adding.read()
    here = (Cells(found, index, row) for index, row in found.rows)
    known = {
        (
            c.text("event").casefold(),
            c.day("first"),
            c.day("last") or c.day("first"),
        )
        for c in here
    }
    new = [row for row in rows if _key(row) not in known]
    used = {index for index, _ in found.rows}
    bottom = adding.layout.size(adding.tab)[0]
    free = [
        n for n in range(found.header_row + 1, bottom + 1) if n not in used
    ]
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new rows, and {len(free)} free ones in {district.name}'s Calendar. Nothing was added.",
            "Add rows below the table, or clear what is not needed.",
        )
    adding.write(zip(free, new, strict=False))
    there = [row for row in rows if row not in new]
    return AddedDays(
        tuple(map(_words, new)), tuple(map(_words, there)), tuple(passed)
    )


def _key(row: dict[str, Value]) -> tuple[str, Value, Value]:
    return (
        str(row["event"]).casefold(),
        row["first"],
        row["last"] or row["first"],
    )


def _words(row: dict[str, Value]) -> str:
    first, last = row["first"], row["last"]
    assert isinstance(first, date)
    days = day_words(first) + (
        f" - {day_words(last)}" if isinstance(last, date) else ""
    )
    return ", ".join(
        filter(None, [f"{row['event']} {days}", str(row["note"] or "")])
    )


def _entries(
    path: Path, district: DistrictSettings, zone: ZoneInfo, passed: list[str]
) -> Iterator[dict[str, Value]]:
    """The entries of an iCalendar file that lie in the school year; what a
    person must judge is put into ``passed``.
    """
    events = list(_events(path))
    moved = {
        (str(e.get("UID")), day)
        for e in events
        for day in _days_of(e.get("RECURRENCE-ID"), zone)
    }
    for event in events:
        name = _name(event)
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            spans = list(
                _spans(
                    event,
                    district,
                    zone,
                    set() if "RECURRENCE-ID" in event else moved,
                )
            )
        except (AttributeError, ValueError, TypeError, OverflowError):
            passed.append(f"{name}, whose days cannot be read")
            continue
        if not spans:
            continue
        kind = _kind(
            name, whole=not isinstance(event.get("DTSTART").dt, datetime)
        )
        if kind is None:
            passed.append(f"{name}, {day_words(spans[0][0])}")
            continue
        for first, last in spans:
            yield {
                "event": kind.value,
                "first": first,
                "last": last if last > first else None,
                "note": name,
                "schools": None,
                "minutes": None,
                "held": None,
                "absent": None,
                "one_on_one": None,
                "present": None,
            }


def _events(path: Path) -> Iterator[Any]:
    from icalendar import Calendar

    try:
        raw = path.read_bytes()
        if b"END:VCALENDAR" not in raw:
            raise ConfigurationError(
                f"{path}: this is no iCalendar file, or a part of one. Export it anew as .ics."
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


def _name(event: Any) -> str:
    said = event.get("SUMMARY", "")
    text = " ".join(
        str(said[0] if isinstance(said, list) and said else said).split()
    )[:200]
    return text or "an entry without a name"


def _kind(name: str, whole: bool) -> Event | None:
    """What an entry means for pairs, by its words; None where a person must
    say.
    """
    for kind, words in _MEANINGS:
        if re.search(words, name, re.IGNORECASE):
            return kind
    return (
        Event.NO_SCHOOL
        if whole and _CLOSED.search(name) and not _DOUBTFUL.search(name)
        else None
    )


def _spans(
    event: Any,
    district: DistrictSettings,
    zone: ZoneInfo,
    moved: set[tuple[str, date]],
) -> Iterator[tuple[date, date]]:
    """The days of an entry within the school year, once for each time that it
    is repeated.
    """
    start = event.get("DTSTART").dt
    first = _day(start, zone)
    length = _length(event, start, zone)
    days = {first, *_days_of(event.get("RDATE"), zone)}
    if "RRULE" in event:
        days |= set(_repeated(event, first, district, length))
    days -= set(_days_of(event.get("EXDATE"), zone))
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


def _days_of(value: Any, zone: ZoneInfo) -> Iterator[date]:
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
