"""New pairs from a file onto the next free numbers of a district's *Pairs*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.admin.free_rows import Adding
from sync.errors import Refused
from sync.program import row_files
from sync.program.opened import Opened


@dataclass(frozen=True)
class Added:
    """The codes that were given, and the pairs that stood in *Pairs* already."""

    codes: tuple[str, ...]
    known: tuple[str, ...]


def add(
    opened: Opened,
    path: Path,
    today: date,
    district_key: str = "",
) -> Added:
    """Add the pairs of a file; those whose two names stand in *Pairs* are left alone,
    so it is safe to repeat.

    The district is named, or is the file's name (``WES.csv``). A pair without a start
    begins ``today``, if the year has begun: nothing is asked of it for the time before.
    No number with a name beside it, or with a label in *Status*, is ever given.
    """
    district = opened.settings.district_of_file(path, district_key)
    adding = Adding(opened, district, "pairs")
    rows = row_files.load(path, adding.tab, {"schools": district.schools})
    for row in rows:
        row["starts"] = row["starts"] or (today if today > district.first_day else None)
    found = adding.read("status")
    taken = _numbers_in_status(
        adding.layout.tab("status").place("number"), adding.grids["status"]
    )
    taken |= adding.lock.purged_numbers(district.key)
    named = {_both(row.get("mentor"), row.get("mentee")) for _, row in found.rows}
    free = [
        (int(row["number"]), place)
        for place, row in found.rows
        if isinstance(row.get("number"), (int, float))
        and set(row) == {"number"}
        and int(row["number"]) not in taken
    ]
    new = [row for row in rows if _both(row["mentor"], row["mentee"]) not in named]
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new pairs, and {len(free)} free numbers in {district.name}'s Pairs. Nothing was added. "
            "Add rows with further numbers below the table, or split the file."
        )
    placed = list(zip(new, free, strict=False))
    adding.write((place, {**row, "number": number}) for row, (number, place) in placed)
    codes = [f"{district.key}-{number}" for _, (number, _) in placed]
    known = [f"{row['mentor']} & {row['mentee']}" for row in rows if row not in new]
    return Added(tuple(codes), tuple(known))


def _both(mentor: object, mentee: object) -> tuple[str, str]:
    return str(mentor or "").casefold(), str(mentee or "").casefold()


def _numbers_in_status(place: int, grid: list[list[object]]) -> set[int]:
    cells = (row[place] for row in grid[1:] if len(row) > place)
    return {
        int(c) for c in cells if isinstance(c, (int, float)) and not isinstance(c, bool)
    }
