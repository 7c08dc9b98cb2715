"""Teaching schedules, bells and the letters of days: files beside program.toml
that become a district's timetable.

``bells/KEY.csv``, ``cycles/KEY.csv`` and ``schedules/KEY.csv``, or the folder
``schedules/KEY`` with the files of a OneRoster export.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path

from sync.core.dates import written_day
from sync.core.people import ADDRESS
from sync.core.problems import Problem
from sync.core.timetable import (
    NO_TIMETABLE,
    Lesson,
    Timetable,
    teacher_key,
)
from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.program.bells_file import read_bells
from sync.program.districts_file import DistrictSettings
from sync.program.lesson_words import letter_key, sections, use_of
from sync.program.office_words import plain_name
from sync.program.one_roster import lines_of_folder
from sync.program.schedule_columns import ScheduleLine, lines_of_file

_FOLDERS = ("bells", "cycles", "schedules")
# Lines of an export, and periods in one cell.
MOST_LINES, MOST_PERIODS = 50_000, 60


def mark_of(folder: Path, key: str) -> str:
    """A hash of the names, sizes and times of a district's files.

    Empty where it has none.
    """
    seen = [
        f"{path.name} {at.st_size} {at.st_mtime_ns}"
        for path in _paths(folder, key)
        for at in [path.stat()]
    ]
    text = " ".join(seen)
    return hashlib.sha256(text.encode()).hexdigest() if seen else ""


def _paths(folder: Path, key: str) -> Iterator[Path]:
    """A district's files, of those that there are."""
    for name in _FOLDERS:
        path = folder / name / f"{key}.csv"
        if path.is_file():
            yield path
    yield from sorted((folder / "schedules" / key).glob("*.csv"))
    own = folder / "schedules" / "columns.toml"
    if own.is_file():
        yield own


def timetable_of(folder: Path, district: DistrictSettings) -> Timetable:
    """A district's timetable; nothing in it where it has no such files.

    Raises ConfigurationError with the first 20 mistakes: place, value, remedy.
    """
    mark = mark_of(folder, district.key)
    return _read(folder, district, mark) if mark else NO_TIMETABLE


@lru_cache(maxsize=64)
def _read(folder: Path, district: DistrictSettings, _mark: str) -> Timetable:
    problems: list[Problem] = []
    letters = _letters(
        folder / "cycles" / f"{district.key}.csv", district, problems
    )
    cycle = frozenset(map(letter_key, letters.values()))
    bells = read_bells(
        folder / "bells" / f"{district.key}.csv", district, cycle, problems
    )
    lessons = _lessons(folder, district, problems)
    taught = {lesson.period for each in lessons.values() for lesson in each}
    names = {bell.period for bell in bells}
    if bells and taught and not taught & names:
        problems.append(
            Problem(
                f"{folder / 'bells' / district.key}.csv",
                f"no period of the schedules is in it: {', '.join(sorted(taught)[:5])}",
                "Name the periods as the schedules do",
            )
        )
    if problems:
        raise ConfigurationError.of(problems[:20])
    return Timetable(tuple(bells), letters, lessons)


def _letters(
    path: Path, district: DistrictSettings, problems: list[Problem]
) -> Mapping[date, str]:
    if not path.exists():
        return {}
    days = {}
    columns = ("Date", "Day")
    for line, row in csv_files.read(
        path, columns, columns, others=csv_files.Others.REFUSED
    ):
        day = written_day(row["Date"], district.day_first)
        if day is None:
            where, what = f"{path}, line {line}", f"Date is {row['Date']!r}"
            problems.append(Problem(where, what, "Write a day as 2026-09-01"))
            continue
        days[day] = re.sub(r"(?i)^day\s+|\s+days?$", "", row["Day"].strip())
    return days


def _lessons(
    folder: Path, district: DistrictSettings, problems: list[Problem]
) -> dict[str, tuple[Lesson, ...]]:
    """The lessons by teacher: by address, and by name."""
    found: dict[str, dict[Lesson, None]] = {}
    addresses: dict[str, set[str]] = {}
    for number, line in enumerate(_lines(folder, district)):
        if number == MOST_LINES:
            what = f"more than {MOST_LINES:,} lines of teachers"
            remedy = "Export this year's master schedule alone"
            problems.append(Problem(line.where, what, remedy))
            break
        name, address = teacher_key(plain_name(line.teacher)), line.email
        if address and not ADDRESS.fullmatch(address):
            problems.append(
                Problem(
                    line.where,
                    f"{address[:60]!r} is not an e-mail address",
                    "Write one address, or leave it empty",
                )
            )
            continue
        days = [
            _day(line, text, what, district, problems)
            for what, text in (("since", line.since), ("until", line.until))
        ]
        since, until = days
        if since and until and until < since:
            what = f"it ends ({until}) before it begins ({since})"
            problems.append(Problem(line.where, what, "Correct the days"))
        addresses.setdefault(name, set()).add(address)
        several = list(
            islice(sections(line.periods, line.letters), MOST_PERIODS + 1)
        )
        if len(several) > MOST_PERIODS:
            what = f"more than {MOST_PERIODS} periods in one cell"
            problems.append(Problem(line.where, what, "Correct the periods"))
            continue
        for period, letters in several:
            lesson = Lesson(
                period,
                line.school.casefold(),
                frozenset(map(letter_key, letters)),
                since,
                until,
                use_of(line.course),
            )
            for key in {address, name} - {""}:
                found.setdefault(key, {})[lesson] = None
    # Two teachers of one name are known by their addresses alone.
    for name, different in addresses.items():
        if len(different) > 1:
            found.pop(name, None)
    return {key: tuple(lessons) for key, lessons in found.items()}


def _lines(folder: Path, district: DistrictSettings) -> Iterator[ScheduleLine]:
    path = folder / "schedules" / f"{district.key}.csv"
    own = folder / "schedules" / "columns.toml"
    if path.is_file():
        yield from lines_of_file(path, own)
    if (several := folder / "schedules" / district.key).is_dir():
        yield from lines_of_folder(several)


def _day(
    line: ScheduleLine,
    text: str,
    what: str,
    district: DistrictSettings,
    problems: list[Problem],
) -> date | None:
    if not text:
        return None
    day = written_day(text, district.day_first)
    if day is None:
        remedy = "Write a day as 2026-09-01"
        problems.append(
            Problem(line.where, f"{what} is {text[:40]!r}", remedy)
        )
    return day
