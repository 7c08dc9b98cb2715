"""New pairs from a file onto the next free numbers of a district's *Pairs*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.admin.free_rows import Adding
from sync.errors import Refused
from sync.program import row_files
from sync.program.opened import Opened
from templates.found import Found


@dataclass(frozen=True)
class AddedPairs:
    """The codes that were given, and the pairs that stood in *Pairs* already."""

    codes: tuple[str, ...]
    known: tuple[str, ...]


def add(
    opened: Opened,
    path: Path,
    today: date,
    district_key: str = "",
) -> AddedPairs:
    """Add the pairs of a file; those whose two names stand in *Pairs* are left
    alone, so it is safe to repeat.

    The district is named, or is the file's name (``WES.csv``). A pair without
    a start begins ``today``, if the year has begun: nothing is asked of it for
    the time before. No number with a name beside it, or with a label in
    *Status*, is ever given.
    """
    district = opened.settings.district_of_file(path, district_key)
    adding = Adding(opened, district, "pairs")
    rows = row_files.load(path, adding.tab, {"schools": district.schools})
    for row in rows:
        row["starts"] = row["starts"] or (
            today if today > district.first_day else None
        )
    found = adding.read("status")
    named = {
        _both(row.get("mentor"), row.get("mentee")) for _, row in found.rows
    }
    new = [
        row for row in rows if _both(row["mentor"], row["mentee"]) not in named
    ]
    free = _free(adding, found)
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new pairs, and {len(free)} free numbers in {district.name}'s Pairs. Nothing was added.",
            "Add rows with further numbers below the table, or split the file.",
        )
    placed = list(zip(new, free, strict=False))
    adding.write(
        (place, {**row, "number": number}) for row, (number, place) in placed
    )
    codes = [f"{district.key}-{number}" for _, (number, _) in placed]
    known = [
        f"{row['mentor']} & {row['mentee']}" for row in rows if row not in new
    ]
    return AddedPairs(tuple(codes), tuple(known))


def _free(adding: Adding, found: Found) -> list[tuple[int, int]]:
    """The numbers that nobody has or had, each with the row that it stands in."""
    status = adding.layout.tab("status").place("number")
    taken = _numbers_in_status(status, adding.grids["status"])
    taken |= adding.lock.purged_numbers(adding.district.key)
    bare = [
        (int(row["number"]), place)
        for place, row in found.rows
        if set(row) == {"number"} and isinstance(row["number"], (int, float))
    ]
    return [(number, place) for number, place in bare if number not in taken]


def _both(mentor: object, mentee: object) -> tuple[str, str]:
    return str(mentor or "").casefold(), str(mentee or "").casefold()


def _numbers_in_status(place: int, grid: list[list[object]]) -> set[int]:
    cells = (row[place] for row in grid[1:] if len(row) > place)
    return {
        int(c)
        for c in cells
        if isinstance(c, (int, float)) and not isinstance(c, bool)
    }
