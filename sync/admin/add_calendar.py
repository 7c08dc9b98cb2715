"""A school calendar from a file into a district's *Calendar*: CSV with the
tab's headers, or iCalendar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

from sync.admin.calendar_entries import (
    days_of,
    events_of,
    is_whole,
    name_of,
    spans_of,
)
from sync.admin.calendar_words import TitleMeaning, meaning_of
from sync.admin.free_rows import Adding
from sync.core.calendar import Event, days_between
from sync.core.dates import written_day
from sync.core.words import day_words
from sync.errors import Refused
from sync.program import csv_files, declared, row_files
from sync.program.districts_file import DistrictSettings
from sync.program.office_words import SYNONYMS
from sync.program.opened import Opened
from templates.cells import Cells
from templates.layout import Tab
from templates.wire import Value
from templates.writing import GUESS

# Days off on so many weekdays at once are a guess.
LONG = 5


@dataclass(frozen=True)
class AddedDays:
    """In words: the rows that were added, the ``known`` ones that were there,
    the entries ``passed`` to a person, and the ``guesses`` among those added.

    ``letters`` are the days of the cycle that were stored, on ``dates`` dates.
    """

    rows: tuple[str, ...]
    known: tuple[str, ...]
    passed: tuple[str, ...]
    guesses: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    dates: int = 0


@dataclass
class _Notes:
    """What of a file is no row: entries that mean nothing known, by name and
    first day; those whose days cannot be read; and the days of a cycle.
    """

    passed: list[tuple[str, date]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    letters: dict[date, str] = field(default_factory=dict)

    def words(self) -> Iterator[str]:
        """What was passed over, those of one name together."""
        times = Counter(name for name, _ in self.passed)
        for name, day in self.passed:
            if times[name] == 1:
                yield f"{name}, {day_words(day)}"
            elif name in times:
                yield f"{times[name]} entries “{name}”"
                del times[name]
        yield from self.unread


def add(opened: Opened, path: Path, district_key: str = "") -> AddedDays:
    """Add the days of a file to a district's *Calendar*; a row with the same
    kind and days is left alone.

    Raises ConfigurationError for a file that cannot be read, and Refused where
    the tab has no room for it.
    """
    district = opened.settings.district_of_file(path, district_key)
    adding = Adding(opened, district, "calendar")
    notes = _Notes()
    if path.suffix.lower() in (".ics", ".ical"):
        entries = _entries(path, district, opened.settings.zone, notes)
        rows = sorted(
            entries, key=lambda r: (str(r["first"]), str(r["event"]))
        )
    else:
        rows = list(_listed(path, adding.tab, district, notes))
    found = adding.read()
    year = declared.calendar_of(district)
    here = (Cells(found, index, row, year) for index, row in found.rows)
    known = {
        (
            c.text("event").casefold(),
            c.day("first", any_year=True),
            c.day("last", any_year=True) or c.day("first", any_year=True),
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
    if notes.letters:
        _keep_letters(opened, district, notes.letters)
    return AddedDays(
        tuple(map(_words, new)),
        tuple(map(_words, there)),
        tuple(notes.words()),
        tuple(_words(r) for r in new if str(r["note"]).endswith(GUESS)),
        tuple(sorted(set(notes.letters.values()))),
        len(notes.letters),
    )


def _listed(
    path: Path, tab: Tab, district: DistrictSettings, notes: _Notes
) -> Iterator[dict[str, Value]]:
    """The rows of a CSV file: with the tab's headers, or with titles and days
    as calendars are published.
    """
    headers = [column.file_header for column in tab.value_columns]
    synonyms = SYNONYMS[tab.key]
    if csv_files.has(path, "What", headers, synonyms):
        lists = {
            "schools": district.schools,
            "events": [e.value for e in Event],
        }
        yield from row_files.load(path, tab, lists, district.day_first)
        return
    for line, row in csv_files.read(path, headers, ("From", "Name"), synonyms):
        first = written_day(row["From"], district.day_first)
        last = written_day(row.get("To", ""), district.day_first) or first
        if first is None or last is None or last < first:
            notes.unread.append(
                f"{row['Name'] or 'an entry'} (line {line}), whose days cannot be read"
            )
        elif last >= district.first_day and first <= district.last_day:
            meaning = meaning_of(row["Name"], True, district.schools)
            yield from _rows(row["Name"], meaning, [(first, last)], notes)


def _keep_letters(
    opened: Opened, district: DistrictSettings, letters: Mapping[date, str]
) -> None:
    """Keep the days of a district's cycle beside the program, with those that
    were kept before.
    """
    path = opened.settings.folder / "cycles" / f"{district.key}.csv"
    known = {}
    if path.exists():
        known = {
            row["Date"]: row["Day"]
            for _, row in csv_files.read(
                path, ("Date", "Day"), ("Date", "Day")
            )
        }
    known |= {day.isoformat(): letter for day, letter in letters.items()}
    path.parent.mkdir(exist_ok=True)
    text = csv_files.written([["Date", "Day"], *sorted(known.items())])
    path.write_text(text, encoding="utf-8")


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
        filter(
            None,
            [
                f"{row['event']} {days}",
                str(row["note"] or "").removesuffix(GUESS).rstrip(),
            ],
        )
    )


def _entries(
    path: Path, district: DistrictSettings, zone: ZoneInfo, notes: _Notes
) -> Iterator[dict[str, Value]]:
    """The entries of an iCalendar file that lie in the school year; what is no
    row is put into ``notes``.
    """
    events = list(events_of(path))
    moved = {
        (str(e.get("UID")), day)
        for e in events
        for day in days_of(e.get("RECURRENCE-ID"), zone)
    }
    for event in events:
        name = name_of(event)
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            spans = list(
                spans_of(
                    event,
                    district,
                    zone,
                    set() if "RECURRENCE-ID" in event else moved,
                )
            )
        except (AttributeError, ValueError, TypeError, OverflowError):
            notes.unread.append(f"{name}, whose days cannot be read")
            continue
        if not spans:
            continue
        meaning = meaning_of(name, is_whole(event, zone), district.schools)
        yield from _rows(name, meaning, spans, notes)


def _rows(
    name: str,
    meaning: TitleMeaning | None,
    spans: Sequence[tuple[date, date]],
    notes: _Notes,
) -> Iterator[dict[str, Value]]:
    """The rows of an entry, by what it means; days off on five weekdays or
    more are always a guess.
    """
    if meaning is None:
        notes.passed.append((name, spans[0][0]))
        return
    if meaning.letter:
        for first, last in spans:
            notes.letters |= dict.fromkeys(
                days_between(first, last), meaning.letter
            )
        return
    for (first, last), kind in product(spans, meaning.events):
        days = sum(d.weekday() < 5 for d in days_between(first, last))
        closes_long = kind is Event.NO_SCHOOL and days >= LONG
        guess = f" {GUESS}" if meaning.guess or closes_long else ""
        yield {
            "event": kind.value,
            "first": first,
            "last": last if last > first else None,
            "note": f"{name}{guess}",
            "schools": ", ".join(meaning.schools) or None,
            "minutes": None,
            "held": None,
            "absent": None,
            "one_on_one": None,
            "present": None,
        }
