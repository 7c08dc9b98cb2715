"""New pairs from a file onto the next free numbers of a district's *Pairs*."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync import lockfile, sheet, tables
from sync.errors import ConfigurationError, Refused
from sync.google.connect import Google
from sync.settings import Settings
from templates import mending
from templates.cells import find
from templates.workbook import write_rows


@dataclass(frozen=True)
class Added:
    """The codes that were given, and the pairs that stood in *Pairs* already."""

    codes: tuple[str, ...]
    known: tuple[str, ...]


def add(settings: Settings, google: Google, path: Path, today: date, district_key: str = "") -> Added:
    """Add the pairs of a file; those whose two names stand in *Pairs* are left alone, so it is safe to repeat.

    The district is named, or is the file's name (``WES.csv``). A pair without a start begins ``today``, if the
    year has begun: nothing is asked of it for the time before. No number with a name beside it, or with a label
    in *Status*, is ever given.
    """
    district = settings.district_of_file(path, district_key)
    lock = lockfile.load(settings.lock_path)
    if district.key not in lock.sheets:
        raise ConfigurationError(f"{district.key}: there is no sheet yet. Run `sync provision` first.")
    own = lock.sheets[district.key]
    layout = sheet.layout_of(district, own.pairs)
    tab, status = layout.tab("pairs"), layout.tab("status")
    rows = tables.load(path, tab, {"schools": district.schools})
    for row in rows:
        row["starts"] = row["starts"] or (today if today > district.first_day else None)
    grids = google.sheets.read(own.id, {"pairs": tab.id, "status": status.id})
    found = find(tab, grids["pairs"])
    if found.broken:
        raise ConfigurationError.of(found.problems)
    taken = _numbers_in_status(status.place("number"), grids["status"])
    named = {_both(row.get("mentor"), row.get("mentee")) for _, row in found.rows}
    free = [
        (int(row["number"]), place)
        for place, row in found.rows
        if isinstance(row.get("number"), (int, float)) and set(row) == {"number"} and int(row["number"]) not in taken
    ]
    new = [row for row in rows if _both(row["mentor"], row["mentee"]) not in named]
    if len(new) > len(free):
        raise Refused(
            f"{path}: {len(new)} new pairs, and {len(free)} free numbers in {district.name}'s Pairs. Nothing was added. "
            "Add rows with further numbers below the table, or split the file."
        )
    here = {tab.id: {"properties": {"title": tab.title, "gridProperties": {"rowCount": len(grids["pairs"]) + 1}}}}
    standing = mending.as_found(layout, here, grids).tab("pairs")
    requests = []
    codes = []
    for row, (number, place) in zip(new, free, strict=False):
        requests += list(write_rows(standing, place - 1, [{**row, "number": number}]))
        codes.append(f"{district.key}-{number}")
    if requests:
        google.sheets.update(own.id, requests)
    known = [f"{row['mentor']} & {row['mentee']}" for row in rows if row not in new]
    return Added(tuple(codes), tuple(known))


def _both(mentor: object, mentee: object) -> tuple[str, str]:
    return str(mentor or "").casefold(), str(mentee or "").casefold()


def _numbers_in_status(place: int, grid: list[list[object]]) -> set[int]:
    cells = (row[place] for row in grid[1:] if len(row) > place)
    return {int(c) for c in cells if isinstance(c, (int, float)) and not isinstance(c, bool)}
