"""Who teaches when in a demo's first district, as files beside the program:
bells, the days of the cycle, and an export of the master schedule.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.core.calendar import days_between
from sync.demo.story import Story

Rows = list[list[object]]
_BELLS = (
    ("", "1", "8:00", "8:47", ""),
    ("", "2", "8:52", "9:39", ""),
    ("", "3", "9:44", "10:31", ""),
    ("", "4", "10:36", "11:23", ""),
    ("", "Lunch", "11:26", "11:56", "lunch"),
    ("", "5", "11:59", "12:46", ""),
    ("", "6", "12:51", "1:38", ""),
    ("", "7", "1:43", "2:30", ""),
    ("early release", "1", "8:00", "8:25", ""),
    ("early release", "2", "8:28", "8:53", ""),
    ("early release", "3", "8:56", "9:21", ""),
    ("early release", "4", "9:24", "9:49", ""),
    ("early release", "5", "9:52", "10:17", ""),
    ("early release", "6", "10:20", "10:45", ""),
    ("early release", "7", "10:48", "11:13", ""),
)
_COURSES = ("English 9", "Algebra I", "Biology", "World History", "Spanish II")
_PERIODS = tuple("1234567")


def write_teaching(folder: Path, story: Story) -> None:
    """Write the files of a district."""
    for name, rows in (
        ("bells", [["Day", "Period", "From", "To", "For"], *_BELLS]),
        ("cycles", [["Date", "Day"], *_cycle(story)]),
        ("schedules", [*_schedule(story)]),
    ):
        path = folder / name / f"{story.key}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def _cycle(story: Story) -> Iterator[Sequence[object]]:
    """A and B days in turn, over the days with school."""
    letter = 0
    for day in days_between(story.first_day, story.last_day):
        if day.weekday() < 5 and day not in story.closed:
            yield day, "AB"[letter]
            letter = 1 - letter


def _schedule(story: Story) -> Iterator[Sequence[object]]:
    """Everybody's classes, as PowerSchool exports them: on each day of the cycle
    two periods are free, one of them for planning.
    """
    yield (
        "Course Name",
        "Section Number",
        "Expression",
        "Teacher",
        "Teacher Email",
        "Start Date",
        "End Date",
        "School",
    )
    chance = random.Random(f"{story.key} schedule")  # noqa: S311  (a story)
    people = {
        str(row[f"{who} e-mail"]): (str(row[who]), str(row["School"]))
        for row in story.roster
        for who in ("Mentor", "Mentee")
        if row[who]
    }
    for section, (address, (name, school)) in enumerate(people.items(), 1):
        first, _, last = name.partition(" ")
        course = chance.choice(_COURSES)
        teaches: dict[str, str] = {}
        for letter in "AB":
            off = chance.sample(_PERIODS, 2)
            for period in _PERIODS:
                title = "Planning" if period == off[0] else course
                if period != off[1]:
                    days = teaches.get(f"{period} {title}", "")
                    teaches[f"{period} {title}"] = days + letter
        for each, letters in sorted(teaches.items()):
            period, _, title = each.partition(" ")
            days = "A-B" if letters == "AB" else letters
            yield (
                title,
                section,
                f"{period}({days})",
                f"{last}, {first}",
                address,
                story.first_day,
                story.last_day,
                school,
            )
