"""Next year: a folder of its own for the new program, pairs that stay with their
numbers, and the old sheets closed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sync.admin.district_books import files_of
from sync.core.annual import hours_before_next_year
from sync.core.judge import DistrictStanding
from sync.core.words import some_of
from sync.errors import ConfigurationError, GoogleError, Refused
from sync.google.drive import inherited
from sync.program import csv_files
from sync.program.districts_file import DISTRICT_COLUMNS, DistrictSettings
from sync.program.lockfile import Lock
from sync.program.opened import Opened, Program
from sync.program.settings import Settings, load
from sync.run.one_run import run
from sync.run.options import RunOptions
from sync.state.database import POSTGRES
from templates.cells import Cells, plain
from templates.found import find
from templates.wire import day_of

# From one school year to the next, on the same day of the week.
YEAR = timedelta(days=364)
# Days after the last day of school in which mentors still log.
LATE = timedelta(days=14)
# What of a pair's row begins anew each year.
_ANEW = {"starts", "ends", "away", "extra_cover", "stays"}


@dataclass
class Rolled:
    """The new folder, the pairs carried over, those about whom *Stays next year* says
    nothing, and what was closed.
    """

    folder: Path
    made: bool = False
    carried: dict[str, list[str]] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)
    leaving: int = 0
    closed: list[str] = field(default_factory=list)
    opens: date | None = None
    notices: list[str] = field(default_factory=list)


def rollover(
    opened: Opened,
    year: str,
    folder: Path | None,
    today: date,
    say: Callable[[str], None] = lambda _: None,
) -> Rolled:
    """Write the files of the next year's program into a new folder, and close this
    year's sheets when it is over.

    Nothing that is there is overwritten, and every number that was ever given stays
    given. Safe to repeat. Raises ConfigurationError for a year that is not the next
    one, Refused for a folder that holds something else.
    """
    settings = opened.settings
    now = settings.file.program.year
    following = f"{int(now[:4]) + 1}-{(int(now[:4]) + 2) % 100:02d}"
    if year != following:
        raise ConfigurationError(
            f"This program is of {now}; the next year is written {following}."
        )
    program = opened.program()
    done = Rolled(
        (
            folder or settings.folder.with_name(f"{settings.folder.name}-{year}")
        ).absolute()
    )
    if (done.folder / "program.toml").exists() and load(
        done.folder / "program.toml"
    ).file.program.year == year:
        pass  # it was made before
    elif done.folder == Path.cwd() or (
        done.folder.exists()
        and (not done.folder.is_dir() or any(done.folder.iterdir()))
    ):
        raise Refused(
            f"{done.folder} is not empty, or no folder, or the one you are in, and not this program's {year}. Give another with --dir."
        )
    else:
        _make(program, year, today, done, say)
    over = max(d.last_day for d in settings.districts) + LATE
    if today > over:
        _close(program, done, say)
    else:
        done.opens = over
    return done


def _make(
    program: Program, year: str, today: date, done: Rolled, say: Callable[[str], None]
) -> None:
    """Write everything beside its place, then put it there at once; nothing stays of
    what was not finished.
    """
    partial = done.folder.with_name(f".{done.folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fill(program, year, today, partial, done, say)
        if done.folder.exists():
            done.folder.rmdir()  # it is empty
        partial.rename(done.folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    done.made = True


def _fill(
    program: Program,
    year: str,
    today: date,
    partial: Path,
    done: Rolled,
    say: Callable[[str], None],
) -> None:
    settings, lock = program.settings, Lock()
    judged = run(program, today, RunOptions(read_all=True, write=False))
    if judged.failed:
        raise next(iter(judged.failed.values()))
    if judged.guarded:
        raise Refused(
            f"{', '.join(sorted(judged.guarded))}: Pairs lost many pairs at once and is not believed. Mend it, or run `sync run"
            " --accept`, and run the same command again."
        )
    standings = {standing.district.key: standing for standing in judged.standings}
    (partial / "rosters").mkdir(parents=True)
    (partial / "calendars").mkdir()
    for district in settings.districts:
        say(district.name)
        rows, retired = _pairs(program, district, standings.get(district.key), done)
        if rows:
            _write(partial / "rosters" / f"{district.key}.csv", rows)
        if retired:
            lock.retired[district.key] = retired
    if done.unsaid and not done.carried and not done.leaving:
        raise Refused(
            "Nobody has said yet who goes on: Stays next year, a column of Pairs, is empty for every pair. Ask your coordinators to"
            " fill it in (yes or no), and run the same command again. Nothing was made."
        )
    (partial / "program.toml").write_text(
        _program_toml(settings, year, done), encoding="utf-8"
    )
    _write(
        partial / "districts.csv",
        [list(DISTRICT_COLUMNS), *map(_district, settings.districts)],
    )
    lock.save(partial / "program.lock.toml")
    made = load(partial / "program.toml")
    if made.file.program.year != year:
        raise ConfigurationError(
            f'{settings.path}: the year could not be written anew. Write it as year = "{settings.file.program.year}", on a line of'
            " its own, and run the same command again."
        )
    for district in made.districts:
        try:
            files_of(made, district)
        except ConfigurationError as error:
            done.notices.append(
                f"to be put right before `sync provision` there: {str(error).replace(str(partial), str(done.folder))}"
            )


def _write(path: Path, rows: list[list[Any]]) -> None:
    path.write_text(csv_files.written(rows), encoding="utf-8")


def _district(d: DistrictSettings) -> list[Any]:
    first, last = d.first_day + YEAR, d.last_day + YEAR
    return [
        d.key,
        d.name,
        ";".join(d.coordinators),
        first.isoformat(),
        last.isoformat(),
        d.preset,
        ";".join(d.schools),
    ]


def _program_toml(settings: Settings, year: str, done: Rolled) -> str:
    """The file as it is, with the new year, and the way to files that stay in the old
    folder.
    """
    text = settings.path.read_text(encoding="utf-8")
    text = re.sub(
        r"""(?m)^(\s*["']?year["']?\s*=\s*)["'][^"']*["']""",
        rf'\g<1>"{year}"',
        text,
        count=1,
    )
    said = settings.file
    forms = {said.form.file, said.form.planning, said.form.feedback}
    for name in {*said.google.credentials, said.google.client, *forms} - {""}:
        if not Path(name).is_absolute() and (settings.folder / name).is_file():
            way = os.path.relpath(settings.folder / name, done.folder)
            text = text.replace(
                json.dumps(name, ensure_ascii=False),
                json.dumps(way, ensure_ascii=False),
            )
    if said.state.startswith(POSTGRES) or Path(said.state).is_absolute():
        done.notices.append(
            f"{done.folder / 'program.toml'}: give the new year a state of its own (another database, schema or file); the old"
            " one goes on holding this year."
        )
    return text


def _pairs(
    program: Program,
    district: DistrictSettings,
    standing: DistrictStanding | None,
    done: Rolled,
) -> tuple[list[list[Any]], tuple[int, ...]]:
    """The roster of pairs that stay, with its header, and the numbers that are never
    given again.
    """
    key, layout = district.key, program.layout(district.key)
    tab, status = layout.tab("pairs"), layout.tab("status")
    grids = program.google.sheets.read(
        program.spreadsheet(key), {"pairs": tab.id, "status": status.id}
    )
    found = find(tab, grids["pairs"])
    if found.broken:
        raise ConfigurationError.of(found.problems)
    columns = [c for c in tab.value_columns if c.key not in _ANEW]
    given = {
        *program.lock.retired.get(key, ()),
        *program.lock.purged_numbers(key),
        *program.state.rosters.pairs(key),
    }
    given |= {
        int(row["number"])
        for _, row in find(status, grids["status"]).rows
        if isinstance(row.get("number"), (int, float))
    }
    judged = {p.pair.number for p in standing.pairs} if standing else set()
    rows: list[list[Any]] = []
    stay = set[int]()
    for place, row in found.rows:
        number = Cells(found, place, row).number("number")
        if number is None or not (row.get("mentor") and row.get("mentee")):
            continue
        label = f"{key}-{number} {row['mentor']} & {row['mentee']}"
        given.add(number)
        said = str(row.get("stays") or "").strip().casefold()
        ends = row.get("ends")
        ended = bool(ends) and not (
            isinstance(ends, (int, float)) and day_of(ends) >= district.last_day
        )
        if said.startswith("yes") and not ended and number not in stay:
            stay.add(number)
            done.carried.setdefault(key, []).append(label)
            before = (
                hours_before_next_year(standing, number)
                if standing and number in judged
                else row.get("hours_before")
            )
            known = {**row, "number": number, "hours_before": before or None}
            rows.append([_carried(c.key, c.type, known.get(c.key)) for c in columns])
        elif said.startswith("no") or ended:
            done.leaving += 1
        else:
            done.unsaid.append(label)
    header = [[c.header for c in columns]] if rows else []
    return header + rows, tuple(sorted(given - stay))


def _carried(key: str, kind: str, value: Any) -> Any:
    """A cell of this year's row as next year's file says it."""
    if key == "year":
        return (int(value) if isinstance(value, (int, float)) else 1) + 1
    if value in (None, "", False):
        return ""
    if kind == "yes":
        return "yes"
    said = plain(kind, value)
    return said if isinstance(said, (int, float)) else str(said)


def _close(program: Program, done: Rolled, say: Callable[[str], None]) -> None:
    """Let nobody write in this year's sheets any more, and the form take no more
    answers; all can still be read.
    """
    google = program.google
    further = [
        (f"the {name} form", form.id) for name, form in program.lock.forms.items()
    ]
    for what, form_id in [("the form", program.lock.form), *further]:
        try:
            form = google.forms.get(form_id)
        except GoogleError as error:
            done.notices.append(f"{what} could not be closed: {error}")
            continue
        if (
            form.get("publishSettings", {})
            .get("publishState", {})
            .get("isAcceptingResponses")
        ):
            google.forms.publish(form_id, accepting=False)
            done.closed.append(f"{what} takes no more answers")
    members: set[str] = set()
    for key, sheet in sorted(program.lock.sheets.items()):
        say(key)
        try:
            grants = google.drive.permissions(sheet.id)
        except GoogleError as error:
            done.notices.append(
                f"{key}'s sheet of this year could not be closed: {error}"
            )
            continue
        for each in grants:
            who = each.get("emailAddress", "").lower()
            if each["role"] != "writer" or who in program.lock.identities:
                continue
            if inherited(each):
                members.add(who or each["type"])
                continue
            try:
                google.drive.demote(sheet.id, each["id"])
            except GoogleError as error:
                done.notices.append(
                    f"{key}: {who or each['type']} can still write, by the shared drive or its folder: {error.said}"
                )
            else:
                done.closed.append(
                    f"{key}: {who or each['type']} can read, and no longer write"
                )
    if members:
        done.notices.append(
            f"members of the shared drive can still write this year's sheets: {some_of(members)}. If they should not, change"
            " what they may do in Drive (the drive's name, Manage members)."
        )
    program.lock.closed = True
    program.lock.save(program.settings.lock_path)
