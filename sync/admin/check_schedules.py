"""Whether what offices exported can be used: teaching schedules that name the
people of *Pairs*, and files that belong to a district.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sync.admin.finding import Finding, note, ok
from sync.core.timetable_gaps import gaps, matched_words
from sync.core.words import some_of
from sync.errors import SyncError
from sync.program import schedule_files
from sync.program.settings import Settings
from sync.state.store import State

_ABOUT = "teaching schedules"
_FOLDERS = ("rosters", "calendars", "bells", "cycles", "schedules")


def stray_files(settings: Settings) -> Iterator[Finding]:
    """Files that are called after no district, and are read by nobody."""
    keys = {district.key for district in settings.districts}
    for folder in _FOLDERS:
        names = [
            f"{folder}/{path.name}"
            for path in sorted((settings.folder / folder).glob("*"))
            if (path.suffix == ".csv" or path.is_dir())
            and path.stem not in keys
        ]
        if names:
            yield note(
                "rosters and calendars",
                f"No district has the key of {some_of(names, 5)}, so nothing"
                " reads it.",
                f"Name a file by its district's key: {some_of(keys, 5)}.",
            )


def schedules(
    settings: Settings, state: State, day: date
) -> Iterator[Finding]:
    """Of each district with teaching schedules, whom they name, and what of
    them leads to nothing.
    """
    for district in settings.districts:
        try:
            table = schedule_files.timetable_of(settings.folder, district)
        except SyncError:
            continue  # it was named with the program's files
        pairs = state.rosters.pairs(district.key).values()
        if not table or not pairs:
            continue
        yield ok(
            _ABOUT, f"{district.key}: {matched_words(table, pairs, day)}."
        )
        for gap in gaps(table, pairs, day):
            yield note(_ABOUT, f"{district.key}: {gap}")
