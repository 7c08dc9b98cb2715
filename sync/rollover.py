"""Next year: a folder of its own for the new program, pairs that stay with their numbers, and the old sheets closed."""

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

from sync import csvfiles
from sync.database import POSTGRES
from sync.errors import ConfigurationError, GoogleError, Refused
from sync.google.client import Google
from sync.lockfile import Lock
from sync.program import Program
from sync.settings import DISTRICT_COLUMNS, DistrictSettings, Settings, load
from sync.state import State
from templates.cells import find
from templates.workbook import day_of

# From one school year to the next, on the same day of the week.
YEAR = timedelta(days=364)
# Days after the last day of school in which mentors still log.
LATE = timedelta(days=14)
# What of a pair's row begins anew each year.
_ANEW = {"starts", "ends", "away", "extra_cover", "stays"}


@dataclass
class Rolled:
    """The new folder, the pairs carried over, those about whom *Stays next year* says nothing, and what was closed."""

    folder: Path
    made: bool = False
    carried: dict[str, list[str]] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    opens: date | None = None
    notices: list[str] = field(default_factory=list)


def rollover(
    settings: Settings, google: Google, state: State, year: str, folder: Path | None, today: date,
    say: Callable[[str], None] = lambda _: None,
) -> Rolled:  # fmt: skip
    """Write the files of the next year's program into a new folder, and close this year's sheets when it is over.

    Nothing that is there is overwritten, and every number that was ever given stays given. Safe to repeat. Raises
    ConfigurationError for a year that is not the next one, Refused for a folder that holds something else.
    """
    now = settings.file.program.year
    following = f"{int(now[:4]) + 1}-{(int(now[:4]) + 2) % 100:02d}"
    if year != following:
        raise ConfigurationError(f"This program is of {now}; the next year is written {following}.")
    program = Program(settings, google, state)
    done = Rolled(folder or settings.folder.with_name(f"{settings.folder.name}-{year}"))
    if (done.folder / "program.toml").exists() and load(done.folder / "program.toml").file.program.year == year:
        pass  # it was made before
    elif done.folder.exists() and any(done.folder.iterdir()):
        raise Refused(f"{done.folder} is not empty, and not this program's {year}. Give another folder with --dir.")
    else:
        _make(program, year, done, say)
    over = max(d.last_day for d in settings.districts) + LATE
    if today > over:
        _close(program, done, say)
    else:
        done.opens = over
    return done


def _make(program: Program, year: str, done: Rolled, say: Callable[[str], None]) -> None:
    """Write everything beside its place, then put it there at once."""
    settings, lock = program.settings, Lock()
    partial = done.folder.with_name(f".{done.folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "rosters").mkdir(parents=True)
    (partial / "calendars").mkdir()
    for district in settings.districts:
        say(district.name)
        rows, retired = _pairs(program, district, done)
        if rows:
            _write(partial / "rosters" / f"{district.key}.csv", rows)
        if retired:
            lock.retired[district.key] = retired
    (partial / "program.toml").write_text(_program_toml(settings, year, done), encoding="utf-8")
    _write(partial / "districts.csv", [list(DISTRICT_COLUMNS), *map(_district, settings.districts)])
    lock.save(partial / "program.lock.toml")
    if done.folder.exists():
        done.folder.rmdir()  # it is empty
    partial.rename(done.folder)
    done.made = True


def _write(path: Path, rows: list[list[Any]]) -> None:
    path.write_text(csvfiles.written(rows), encoding="utf-8")


def _district(d: DistrictSettings) -> list[Any]:
    first, last = d.first_day + YEAR, d.last_day + YEAR
    return [d.key, d.name, ";".join(d.coordinators), first.isoformat(), last.isoformat(), d.preset, ";".join(d.schools)]


def _program_toml(settings: Settings, year: str, done: Rolled) -> str:
    """The file as it is, with the new year, and the way to files that stay in the old folder."""
    text = settings.path.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^(\s*year\s*=\s*)"[^"]*"', rf'\g<1>"{year}"', text, count=1)
    said = settings.file
    for name in {*said.google.credentials, said.google.client, said.form.file} - {""}:
        if not Path(name).is_absolute() and (settings.folder / name).is_file():
            way = os.path.relpath(settings.folder / name, done.folder)
            text = text.replace(json.dumps(name), json.dumps(way))
    if said.state.startswith(POSTGRES):
        done.notices.append(
            f"{done.folder / 'program.toml'}: give the new year a database or schema of its own in state; the old one goes on"
            " holding this year."
        )
    return text


def _pairs(program: Program, district: DistrictSettings, done: Rolled) -> tuple[list[list[Any]], tuple[int, ...]]:
    """The roster of pairs that stay, with its header, and the numbers that are never given again."""
    key, layout = district.key, program.layout(district.key)
    tab, status = layout.tab("pairs"), layout.tab("status")
    grids = program.google.sheets.read(program.spreadsheet(key), {"pairs": tab.id, "status": status.id})
    found = find(tab, grids["pairs"])
    if found.broken:
        raise ConfigurationError.of(found.problems)
    columns = [c for c in tab.value_columns if c.key not in _ANEW]
    given = {*program.lock.retired.get(key, ()), *program.lock.purged_numbers.get(key, ()), *program.state.pairs(key)}
    given |= {
        int(row["number"])
        for _, row in find(status, grids["status"]).rows
        if isinstance(row.get("number"), (int, float))
    }
    rows: list[list[Any]] = []
    stay = set[int]()
    for _, row in found.rows:
        if not isinstance(row.get("number"), (int, float)) or not (row.get("mentor") and row.get("mentee")):
            continue
        number, label = int(row["number"]), f"{key}-{int(row['number'])} {row['mentor']} & {row['mentee']}"
        given.add(number)
        said = str(row.get("stays") or "").strip().casefold()
        if said == "yes" and not row.get("ends"):
            stay.add(number)
            done.carried.setdefault(key, []).append(label)
            rows.append([_carried(c.key, c.type, row.get(c.key)) for c in columns])
        elif not said and not row.get("ends"):
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
    if isinstance(value, (int, float)):
        if kind == "time":
            minutes = round(value * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        if kind == "percent":
            return f"{value:.0%}"
        if kind == "date":
            return day_of(value).isoformat()
        return int(value) if float(value).is_integer() else value
    return str(value)


def _close(program: Program, done: Rolled, say: Callable[[str], None]) -> None:
    """Let nobody write in this year's sheets any more, and the form take no more answers; all can still be read."""
    google = program.google
    form = google.forms.get(program.lock.form)
    if form.get("publishSettings", {}).get("publishState", {}).get("isAcceptingResponses"):
        google.forms.publish(program.lock.form, accepting=False)
        done.closed.append("the form takes no more answers")
    for key, sheet in sorted(program.lock.sheets.items()):
        say(key)
        try:
            for each in google.drive.permissions(sheet.id):
                who = each.get("emailAddress", "").lower()
                if each["role"] == "writer" and who not in program.lock.identities:
                    google.drive.demote(sheet.id, each["id"])
                    done.closed.append(f"{key}: {who or each['type']} can read, and no longer write")
        except GoogleError as error:
            done.notices.append(f"{key}'s sheet of this year could not be closed: {error}")
