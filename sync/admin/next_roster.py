"""The pairs that stay next year, with their numbers."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sync.admin.rolled import Rolled
from sync.core.annual import hours_before_next_year
from sync.core.judge import DistrictStanding
from sync.core.words import name_key
from sync.errors import ConfigurationError, Refused
from sync.program import csv_files, lockfile, private_files
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Program
from templates.cells import Cells, plain
from templates.found import Found, find
from templates.wire import day_of

# What of a pair's row begins anew each year.
_ANEW = {"starts", "ends", "away", "extra_cover", "stays", "returned"}
# What a beginner who goes on with another mentor leaves behind, beside the
# number.
_OF_MENTOR = {"number", "mentor", "mentor_email", "trained", "other_addresses"}


def roster_of(
    program: Program,
    district: DistrictSettings,
    standing: DistrictStanding | None,
    done: Rolled,
) -> tuple[list[list[Any]], tuple[int, ...]]:
    """The roster of pairs that stay, with its header.

    Also the numbers that are never given again.
    """
    layout = program.layout(district.key)
    tab, status = layout.tab("pairs"), layout.tab("status")
    spreadsheet = program.spreadsheet(district.key)
    tabs = {"pairs": tab.id, "status": status.id}
    grids = program.google.sheets.read(spreadsheet, tabs)
    found = find(tab, grids["pairs"])
    if found.broken:
        raise ConfigurationError.of(found.problems)
    columns = [
        column for column in tab.value_columns if column.key not in _ANEW
    ]
    given = _given(program, district.key, find(status, grids["status"]))
    rows: list[list[Any]] = []
    stay: set[int] = set()
    for place, row in found.rows:
        number = Cells(found, place, row).number("number")
        if number is None or not (row.get("mentor") and row.get("mentee")):
            continue
        given.add(number)
        if number in stay or not _stays(district, number, row, done):
            continue
        hours = _hours_before(standing, number, row)
        known = {**row, "number": number, "hours_before": hours}
        if _rematched(row):
            known = {k: v for k, v in known.items() if k not in _OF_MENTOR}
        else:
            stay.add(number)
        rows.append(
            [_carried(c.key, c.type, known.get(c.key)) for c in columns]
        )
    header = [[column.file_header for column in columns]] if rows else []
    return header + rows, tuple(sorted(given - stay))


def _given(program: Program, key: str, status: Found) -> set[int]:
    """The numbers that were ever given in a district, but for those typed in
    *Pairs*.
    """
    printed = (row.get("number") for _, row in status.rows)
    return {
        *program.lock.retired.get(key, ()),
        *program.lock.purged_numbers(key),
        *program.state.rosters.pairs(key),
        *(
            int(number)
            for number in printed
            if isinstance(number, (int, float))
        ),
    }


def _stays(
    district: DistrictSettings,
    number: int,
    row: Mapping[str, Any],
    done: Rolled,
) -> bool:
    """Whether a pair goes on next year; noted in ``done`` with its label."""
    label = f"{district.key}-{number} {row['mentor']} & {row['mentee']}"
    answer = str(row.get("stays") or "").strip().casefold()
    ends = row.get("ends")
    goes_on = (
        isinstance(ends, (int, float)) and day_of(ends) >= district.last_day
    )
    ended = bool(ends) and not goes_on
    if _rematched(row):
        alone = f"{row['mentee']}, with another mentor (was {district.key}-{number})"
        done.carried.setdefault(district.key, []).append(alone)
        return True
    if answer.startswith("yes") and not ended:
        done.carried.setdefault(district.key, []).append(label)
        return True
    if answer.startswith("no") or ended:
        done.left[district.key] = done.left.get(district.key, 0) + 1
    else:
        done.unanswered.append(label)
    return False


def _rematched(row: Mapping[str, Any]) -> bool:
    """Whether the beginner goes on next year with another mentor."""
    return "another" in str(row.get("stays") or "").casefold()


def _hours_before(
    standing: DistrictStanding | None, number: int, row: Mapping[str, Any]
) -> Any:
    """The hours with a mentor that a mentee brings into next year; None for
    none.
    """
    judged = {p.pair.number for p in standing.pairs} if standing else set()
    if standing is None or number not in judged:
        return row.get("hours_before") or None
    return hours_before_next_year(standing, number) or None


def _carried(key: str, kind: str, value: Any) -> Any:
    """A cell of this year's row as next year's file says it."""
    if key == "year":
        return (int(value) if isinstance(value, (int, float)) else 1) + 1
    if value in (None, "", False):
        return ""
    if kind == "yes":
        return "yes"
    cell = plain(kind, value)
    return cell if isinstance(cell, (int, float)) else str(cell)


def add_late(
    program: Program,
    standings: Mapping[str, DistrictStanding],
    done: Rolled,
) -> None:
    """Add pairs that were marked as staying since to next year's files, from
    which nothing is provisioned yet; rows that are there stay.
    """
    path = done.folder / "program.lock.toml"
    lock = lockfile.load(path)
    for district in program.settings.districts:
        now = Rolled(done.folder)
        rows, _ = roster_of(
            program, district, standings.get(district.key), now
        )
        done.unanswered += now.unanswered
        done.left |= now.left
        labels = now.carried.get(district.key, [])
        file = done.folder / "rosters" / f"{district.key}.csv"
        new = _new_rows(file, rows)
        if new:
            _append(file, [rows[place] for place in new], rows[0])
            done.carried[district.key] = [labels[place - 1] for place in new]
        # Also of a repetition that was killed before the lock file was saved.
        given = _numbers_in(file, rows)
        lock.retired[district.key] = tuple(
            n for n in lock.retired.get(district.key, ()) if n not in given
        )
    lock.save(path)


def _append(
    file: Path, rows: Sequence[Sequence[Any]], header: Sequence[Any]
) -> None:
    """Write rows below those of a file, or into a new one below their header."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    head = [] if text else [header]
    end = "" if not text or text.endswith("\n") else "\n"
    private_files.write(
        file, f"{text}{end}{csv_files.written([*head, *rows])}"
    )


def _numbers_in(file: Path, rows: Sequence[Sequence[Any]]) -> set[int]:
    """The numbers that a roster file gives."""
    if not rows or not file.exists():
        return set()
    header = [str(name) for name in rows[0]]
    texts = (
        row.get("Number", "") for _, row in csv_files.read(file, header, ())
    )
    return {int(text) for text in texts if text.isdigit()}


def _new_rows(file: Path, rows: Sequence[Sequence[Any]]) -> list[int]:
    """The places of the rows whose pair, or beginner, a file does not have.

    Raises Refused where the file's columns are others, so that nothing can be
    added to it.
    """
    if not rows or not file.exists():
        return list(range(1, len(rows)))
    header = [str(name) for name in rows[0]]
    there = csv_files.read(file, header, ())
    typed = next(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    numbers = {row.get("Number") for _, row in there} - {"", None}
    mentees = {name_key(row.get("Mentee", "")) for _, row in there}
    both = {_names(row) for _, row in there}
    new = []
    for place, cells in enumerate(rows[1:], 1):
        row = dict(zip(header, map(str, cells), strict=True))
        known = row["Number"] in numbers or _names(row) in both
        alone = not row["Mentor"] and name_key(row["Mentee"]) in mentees
        if not (known or alone):
            new.append(place)
    if new and typed != header:
        raise Refused(
            f"{file}: its columns are not those that were written, so nothing was added.",
            "Move the file away, and run the same command again: it is made anew.",
        )
    return new


def _names(row: Mapping[str, str]) -> tuple[object, ...]:
    return tuple(name_key(row.get(who, "")) for who in ("Mentor", "Mentee"))
