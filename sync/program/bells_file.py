"""``bells/KEY.csv``: when each period begins and ends, by school and kind of
day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

from sync.core.calendar import Event
from sync.core.planning import time_of
from sync.core.problems import Problem
from sync.core.timetable import Bell, Use
from sync.program import csv_files
from sync.program.districts_file import DistrictSettings
from sync.program.lesson_words import letter_key, period_key

BELLS = ("School", "Day", "Period", "From", "To", "For")
_USES = {"lunch": Use.LUNCH, "class": Use.PLANNING, "": Use.PLANNING}
# What offices call a bell's columns.
_WORDS = {
    "School": ("Building", "Site", "Campus"),
    "From": ("Start", "Begins", "Start time"),
    "To": ("End", "Ends", "End time"),
    "Period": ("Block",),
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
# Characters of a day of a cycle, where the cycle is not known.
MOST_LETTERS = 3


def read_bells(
    path: Path,
    district: DistrictSettings,
    cycle: frozenset[str],
    problems: list[Problem],
) -> list[Bell]:
    """The rows of the file, none without one; ``cycle`` are the days of the
    district's cycle. What is wrong with a line is added to ``problems``.
    """
    if not path.exists():
        return []
    bells = []
    for line, row in csv_files.read(
        path,
        BELLS,
        ("Period", "From", "To"),
        _WORDS,
        others=csv_files.Others.REFUSED,
    ):
        where = f"{path}, line {line}"
        first, last = (
            _time(where, name, row, problems) for name in ("From", "To")
        )
        problems += _slips(where, row, district, cycle)
        use = _USES.get(row.get("For", "").casefold())
        if first and last and first >= last:
            remedy = "Put the times the right way round"
            problems.append(
                Problem(where, f"from {first:%H:%M} to {last:%H:%M}", remedy)
            )
        elif first and last and use:
            bells.append(
                Bell(
                    period_key(row["Period"]),
                    first,
                    last,
                    row.get("School", "").casefold(),
                    letter_key(row.get("Day", "")),
                    use,
                )
            )
    return bells


def _slips(
    where: str,
    row: csv_files.Row,
    district: DistrictSettings,
    cycle: frozenset[str],
) -> Iterator[Problem]:
    """What of a line means nothing."""
    day, school = letter_key(row.get("Day", "")), row.get("School", "")
    if not _is_a_day(day, cycle):
        remedy = (
            "Write a day of the cycle, a weekday, or what Calendar sets aside"
        )
        yield Problem(where, f"Day is {row['Day']!r}", remedy)
    if not period_key(row["Period"]):
        yield Problem(where, "there is no Period", "Give it its name")
    known = {s.casefold() for s in district.schools}
    if school and known and school.casefold() not in known:
        names = ", ".join(district.schools)
        remedy = f"Use one of {names}, or leave it empty"
        yield Problem(where, f"there is no school {school!r}", remedy)
    if row.get("For", "").casefold() not in _USES:
        remedy = "Write lunch, or leave it empty"
        yield Problem(where, f"For is {row['For']!r}", remedy)


def _is_a_day(day: str, cycle: frozenset[str]) -> bool:
    """Whether it can be a day of the cycle, a weekday, or an event; a longer
    word is a slip.
    """
    events = {event.value.casefold() for event in Event}
    known = events.union(cycle, _WEEKDAYS, [""])
    return day in known or (not cycle and len(day) <= MOST_LETTERS)


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
