"""A school calendar from a file into a district's *Calendar*: CSV with the tab's headers, or iCalendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sync import lockfile, sheet, tables
from sync.core.calendar import Event
from sync.core.words import day_words
from sync.errors import ConfigurationError, Refused
from sync.google.connect import Google
from sync.settings import DistrictSettings, Settings
from templates import mending
from templates.cells import Cells, find
from templates.workbook import Value, write_rows

# What the words of a calendar mean for pairs; the first that fits.
_MEANINGS = (
    (Event.EARLY_RELEASE, r"early (release|dismissal|closing)|half[ -]day|delayed (opening|start)|noon dismissal"),
    (Event.FACULTY_MEETING, r"(faculty|staff|building) meeting"),
    (Event.ORIENTATION, r"orientation|new (teacher|educator|staff)"),
    (Event.PD_DAY, r"professional (development|learning|day)|\bpd\b|in-?service|teacher work ?day|curriculum day"),
    (Event.TRAINING, r"training|workshop"),
    (Event.NO_SCHOOL, r"no (school|classes|students)|school closed|holiday|vacation|recess|\bbreak\b|snow day|day off"),
    (
        Event.NO_SCHOOL,
        r"thanksgiving|christmas|new year'?s? day|labor day|memorial day|columbus|indigenous|veterans day",
    ),
    (
        Event.NO_SCHOOL,
        r"martin luther|\bmlk\b|presidents'? day|patriots'? day|juneteenth|good friday|yom kippur|\beid\b",
    ),
)


@dataclass(frozen=True)
class Added:
    """The rows that were added, in words, how many stood there already, and the entries that mean nothing to pairs."""

    rows: tuple[str, ...]
    known: int
    passed: tuple[str, ...]


def add(settings: Settings, google: Google, path: Path, district_key: str = "") -> Added:
    """Add the days of a file to a district's *Calendar*; a row with the same kind and days is left alone.

    Raises ConfigurationError for a file that cannot be read, and Refused where the tab has no room for it.
    """
    district = settings.district_of_file(path, district_key)
    lock = lockfile.load(settings.lock_path)
    if district.key not in lock.sheets:
        raise ConfigurationError(f"{district.key}: there is no sheet yet. Run `sync provision` first.")
    own = lock.sheets[district.key]
    layout = sheet.layout_of(district, own.pairs)
    tab = layout.tab("calendar")
    passed: list[str] = []
    if path.suffix.lower() in (".ics", ".ical"):
        rows = sorted(_entries(path, district, passed), key=lambda r: (str(r["first"]), str(r["event"])))
    else:
        rows = tables.load(path, tab, {"schools": district.schools, "events": [e.value for e in Event]})
    grid = google.sheets.read(own.id, {tab.key: tab.id})[tab.key]
    found = find(tab, grid)
    if found.broken:
        raise ConfigurationError.of(found.problems)
    here = [Cells(found, index, row) for index, row in found.rows]
    known = {(c.text("event").casefold(), c.day("first"), c.day("last") or c.day("first")) for c in here}
    new = [row for row in rows if _key(row) not in known]
    used = {index for index, _ in found.rows}
    free = [n for n in range(found.header_row + 1, layout.size(tab)[0] + 1) if n not in used]
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new rows, and {len(free)} free ones in {district.name}'s Calendar. Nothing was added. "
            "Add rows below the table, or clear what is not needed."
        )
    properties = {"title": tab.title, "gridProperties": {"rowCount": len(grid) + 1}}
    standing = mending.as_found(layout, {tab.id: {"properties": properties}}, {tab.key: grid}).tab(tab.key)
    requests: list[dict[str, Any]] = []
    for row, place in zip(new, free, strict=False):
        requests += write_rows(standing, place - 1, [row])
    if requests:
        google.sheets.update(own.id, requests)
    return Added(tuple(map(_words, new)), len(rows) - len(new), tuple(passed))


def _key(row: dict[str, Value]) -> tuple[str, Value, Value]:
    return str(row["event"]).casefold(), row["first"], row["last"] or row["first"]


def _words(row: dict[str, Value]) -> str:
    first, last = row["first"], row["last"]
    assert isinstance(first, date)
    days = day_words(first) + (f" - {day_words(last)}" if isinstance(last, date) else "")
    return ", ".join(filter(None, [f"{row['event']} {days}", str(row["note"] or "")]))


def _entries(path: Path, district: DistrictSettings, passed: list[str]) -> Iterator[dict[str, Value]]:
    """The entries of an iCalendar file that lie in the school year; those that mean nothing to pairs are noted."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}. Check the path.") from error
    except (ValueError, IndexError, KeyError) as error:
        raise ConfigurationError(f"{path}: this is no iCalendar file ({error}). Export it anew as .ics.") from error
    for event in (e for calendar in calendars for e in calendar.walk("VEVENT")):
        name = " ".join(str(event.get("SUMMARY", "")).split())[:200]
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            days, length = _when(event, district)
        except (AttributeError, ValueError, TypeError):
            passed.append(f"{name or 'an entry without a name'}, whose days cannot be read")
            continue
        if not days:
            continue
        kind = next((k for k, words in _MEANINGS if re.search(words, name, re.IGNORECASE)), None)
        if kind is None:
            passed.append(f"{name or 'an entry without a name'}, {day_words(days[0])}")
            continue
        for day in days:
            last = day + length
            yield {"event": kind.value, "first": day, "last": last if length else None, "note": name, "schools": None,
                   "minutes": None, "held": None, "absent": None, "one_on_one": None}  # fmt: skip


def _when(event: Any, district: DistrictSettings) -> tuple[list[date], timedelta]:
    """The days of the school year on which an entry begins, and how long it lasts after each."""
    start = event.get("DTSTART").dt
    whole = not isinstance(start, datetime)
    first = start if whole else start.date()
    days = [d for d in _days(event, first, district) if district.first_day <= d <= district.last_day]
    return days, _length(event, first, whole)


def _length(event: Any, first: date, whole: bool) -> timedelta:
    """How many days after the first one the last one is; a whole-day entry ends on the day before DTEND."""
    if (end := event.get("DTEND")) is not None:
        last = end.dt.date() if isinstance(end.dt, datetime) else end.dt
        return max(timedelta(), last - first - timedelta(days=whole))
    lasts = event.get("DURATION")
    return max(timedelta(), timedelta(days=lasts.dt.days - 1)) if lasts is not None and whole else timedelta()


def _days(event: Any, first: date, district: DistrictSettings) -> list[date]:
    """The days on which an entry begins, repeated ones included."""
    rule = event.get("RRULE")
    if rule is None:
        return [first]
    from dateutil.rrule import rrulestr

    begin = datetime(first.year, first.month, first.day)  # noqa: DTZ001  (a day of the school's own)
    text = re.sub(r"UNTIL=(\d{8})T\d{6}Z?", r"UNTIL=\1", rule.to_ical().decode())
    skipped = {d.dt if not isinstance(d.dt, datetime) else d.dt.date() for d in _dates(event.get("EXDATE"))}
    end = datetime(district.last_day.year, district.last_day.month, district.last_day.day)  # noqa: DTZ001
    found = rrulestr(text, dtstart=begin).between(begin, end, inc=True)
    return [d.date() for d in found[:400] if d.date() not in skipped]


def _dates(value: Any) -> Iterator[Any]:
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        yield from each.dts
