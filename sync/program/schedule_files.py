"""Teaching schedules, bells and the letters of days: files beside program.toml
that become a district's timetable.

``bells/KEY.csv``, ``cycles/KEY.csv`` and ``schedules/KEY.csv``, or the folder
``schedules/KEY`` with the files of a OneRoster export.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import lru_cache
from pathlib import Path

from sync.core.dates import written_day
from sync.core.people import ADDRESS
from sync.core.planning import time_of
from sync.core.problems import Problem
from sync.core.timetable import (
    NO_TIMETABLE,
    Bell,
    Lesson,
    Timetable,
    Use,
    teacher_key,
)
from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.program.districts_file import DistrictSettings
from sync.program.lesson_words import period_key, sections, use_of
from sync.program.office_words import plain_name
from sync.program.one_roster import lines_of_folder
from sync.program.schedule_columns import ScheduleLine, lines_of_file

BELLS = ("School", "Day", "Period", "From", "To", "For")
_USES = {"lunch": Use.LUNCH, "class": Use.PLANNING, "": Use.PLANNING}
_FOLDERS = ("bells", "cycles", "schedules")


def mark_of(folder: Path, key: str) -> str:
    """What changes when a district's files do; empty where it has none."""
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

    Raises ConfigurationError with every mistake: file, line, value, remedy.
    """
    mark = mark_of(folder, district.key)
    return _read(folder, district, mark) if mark else NO_TIMETABLE


@lru_cache(maxsize=64)
def _read(folder: Path, district: DistrictSettings, _mark: str) -> Timetable:
    problems: list[Problem] = []
    bells = _bells(
        folder / "bells" / f"{district.key}.csv", district, problems
    )
    letters = _letters(folder / "cycles" / f"{district.key}.csv")
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


def _bells(
    path: Path, district: DistrictSettings, problems: list[Problem]
) -> list[Bell]:
    if not path.exists():
        return []
    schools = {s.casefold(): s for s in district.schools}
    bells = []
    rows = csv_files.read(path, BELLS, ("Period", "From", "To"), {})
    for line, row in rows:
        where = f"{path}, line {line}"
        school = row.get("School", "").casefold()
        first, last = (
            _time(where, name, row, problems) for name in ("From", "To")
        )
        use = _USES.get(row.get("For", "").casefold())
        if school and schools and school not in schools:
            remedy = (
                f"Use one of {', '.join(district.schools)}, or leave it empty"
            )
            problems.append(
                Problem(where, f"there is no school {row['School']!r}", remedy)
            )
        if use is None:
            remedy = "Write lunch, or leave it empty"
            problems.append(Problem(where, f"For is {row['For']!r}", remedy))
        elif first and last and first >= last:
            remedy = "Put the times the right way round"
            problems.append(
                Problem(where, f"from {first:%H:%M} to {last:%H:%M}", remedy)
            )
        elif first and last:
            day = letter_key(row.get("Day", ""))
            period = period_key(row["Period"])
            bells.append(Bell(period, first, last, school, day, use))
    return bells


def letter_key(text: str) -> str:
    """The letter of a day, or the kind of day, as it is compared: ``A Day`` is
    ``a``, ``Day 4`` is ``4``, ``Monday`` is ``mon``.
    """
    plain = " ".join(text.casefold().split())
    if weekday := re.fullmatch(
        r"(mon|tue|wed|thu|fri)(?:s|rs|nes|urs)?(?:day)?s?", plain
    ):
        return weekday[1]
    return re.sub(r"^day\s+|\s+days?$", "", plain)


def _time(
    where: str, name: str, row: csv_files.Row, problems: list[Problem]
) -> time | None:
    at = time_of(row.get(name, ""))
    if at is None:
        remedy = "Write a time as 10:15 or 1:05 pm"
        problems.append(
            Problem(where, f"{name} is {row.get(name, '')!r}", remedy)
        )
    return at


def _letters(path: Path) -> Mapping[date, str]:
    if not path.exists():
        return {}
    days = {}
    for _, row in csv_files.read(path, ("Date", "Day"), ("Date", "Day")):
        day = written_day(row["Date"], False)
        if day:
            days[day] = re.sub(
                r"(?i)^day\s+|\s+days?$", "", row["Day"].strip()
            )
    return days


def _lessons(
    folder: Path, district: DistrictSettings, problems: list[Problem]
) -> dict[str, tuple[Lesson, ...]]:
    """The lessons by teacher: by address, and by name."""
    found: dict[str, list[Lesson]] = {}
    addresses: dict[str, set[str]] = {}
    for line in _lines(folder, district):
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
        addresses.setdefault(name, set()).add(address)
        for period, letters in sections(line.periods, line.letters):
            lesson = Lesson(
                period,
                line.school.casefold(),
                frozenset(map(letter_key, letters)),
                days[0],
                days[1],
                use_of(line.course),
            )
            for key in {address, name} - {""}:
                found.setdefault(key, []).append(lesson)
    # Two teachers of one name are known by their addresses alone.
    for name, several in addresses.items():
        if len(several) > 1:
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
