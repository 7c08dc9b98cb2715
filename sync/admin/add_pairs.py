"""New pairs from a file onto the next free numbers of a district's *Pairs*."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.admin.free_rows import Adding
from sync.core.people import Pair, same_person, same_two
from sync.errors import Refused
from sync.program import row_files
from sync.program.opened import Opened
from templates.found import Found
from templates.wire import Value


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
    """Add the pairs of a file; those who stand in *Pairs* already, by their
    addresses or names, are left alone, so it is safe to repeat.

    A number that the file gives is taken, or Refused where it is not free. The
    district is named, or is the file's name (``WES.csv``). A pair without
    a start begins ``today``, if the year has begun: nothing is asked of it for
    the time before. A number that has a name beside it, stands in
    *Status*, or was purged, is never given.
    """
    district = opened.settings.district_of_file(path, district_key)
    adding = Adding(opened, district, "pairs")
    schools = {"schools": district.schools}
    rows = row_files.load(path, adding.tab, schools, district.day_first)
    for row in rows:
        row["starts"] = row["starts"] or (
            today if today > district.first_day else None
        )
    found = adding.read("status")
    here = [row_files.pair_of_row(row) for _, row in found.rows]
    new = [
        row for row in rows if not _stands(row_files.pair_of_row(row), here)
    ]
    free = dict(_free(adding, found))
    _check_numbers(path, new, free)
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new pairs, and {len(free)} free numbers in {district.name}'s Pairs. Nothing was added.",
            "Add rows with further numbers below the table, or split the file.",
        )
    given = {row["number"] for row in new}
    others = iter(sorted(number for number in free if number not in given))
    numbers = [int(row["number"] or next(others)) for row in new]  # type: ignore[arg-type]
    adding.write(
        (free[number], {**row, "number": number})
        for row, number in zip(new, numbers, strict=True)
    )
    codes = [f"{district.key}-{number}" for number in numbers]
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


def _stands(pair: Pair, here: Sequence[Pair]) -> bool:
    """Whether a pair, or a beginner alone, stands in *Pairs* already."""
    if not pair.mentor.name:
        return any(same_person(p.mentee, pair.mentee) for p in here)
    return any(same_two(p, pair) for p in here if p.mentor.name)


def _check_numbers(
    path: Path, rows: Sequence[Mapping[str, Value]], free: Collection[int]
) -> None:
    """Raises Refused for numbers of a file that are somebody's, or were."""
    taken = [
        row["number"] for row in rows if row["number"] not in (None, *free)
    ]
    if taken:
        named = ", ".join(map(str, taken))
        raise Refused(
            f"{path}: Number {named} is taken in Pairs, or not one of its"
            " numbers. Nothing was added.",
            "Leave Number empty in the file, and the next free ones are given.",
        )


def _numbers_in_status(place: int, grid: list[list[object]]) -> set[int]:
    cells = (row[place] for row in grid[1:] if len(row) > place)
    return {
        int(c)
        for c in cells
        if isinstance(c, (int, float)) and not isinstance(c, bool)
    }
