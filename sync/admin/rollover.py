"""Next year: a folder of its own for the new program, pairs that stay with
their numbers, and the old sheets closed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sync.admin.close_year import close
from sync.admin.district_books import files_of
from sync.admin.next_roster import add_late, roster_of
from sync.admin.rolled import Rolled
from sync.core.cohorts import keep
from sync.core.judge import DistrictStanding
from sync.errors import ConfigurationError, Refused
from sync.program import cohorts_file, csv_files, lockfile, private_files
from sync.program.districts_file import (
    COLUMNS,
    DistrictSettings,
    further_cells,
)
from sync.program.lockfile import Lock
from sync.program.opened import Opened, Program
from sync.program.settings import Settings, load
from sync.run.one_run import run
from sync.run.options import RunOptions, Say, quiet
from sync.state.database import POSTGRES

# From one school year to the next, on the same day of the week.
YEAR = timedelta(days=364)
# Days after the last day of school in which mentors still log.
LATE = timedelta(days=14)


def rollover(
    opened: Opened,
    year: str,
    folder: Path | None,
    today: date,
    say: Say = quiet,
) -> Rolled:
    """Write the files of the next year's program into a new folder, and close
    this year's sheets when it is over.

    Nothing that is there is overwritten, and every number that was ever given
    stays given. Until the next year is provisioned, a repetition adds the pairs
    of whom it was said since. Raises ConfigurationError for a year that is
    not the next one, Refused for a folder that holds something else.
    """
    settings = opened.settings
    now = settings.file.program.year
    first = int(now[:4]) + 1
    following = (
        f"{first}-{(first + 1) % 100:02d}" if "-" in now else str(first)
    )
    if year != following:
        raise ConfigurationError(
            f"This program is of {now}. Run `sync rollover {following}`."
        )
    program = opened.program()
    place = folder or settings.folder.with_name(
        f"{settings.folder.name}-{year}"
    )
    done = Rolled(place.absolute())
    if not _made_before(done.folder, year):
        _check_folder(done.folder, year)
        _make(program, year, today, done, say)
    elif not lockfile.load(done.folder / "program.lock.toml").form:
        add_late(program, _judged(program, today), done)
    over = max(d.last_day for d in settings.districts) + LATE
    if today > over:
        close(program, done, say)
    else:
        done.opens = over
    return done


def _made_before(folder: Path, year: str) -> bool:
    file = folder / "program.toml"
    return file.exists() and load(file).file.program.year == year


def _check_folder(folder: Path, year: str) -> None:
    """Raises Refused for a folder that holds something else."""
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken or folder == Path.cwd():
        raise Refused(
            f"{folder} cannot be used for {year}: it is not empty, not a"
            " folder, or the folder you are in. Give another with --dir."
        )


def _make(
    program: Program,
    year: str,
    today: date,
    done: Rolled,
    say: Say,
) -> None:
    """Write everything beside its place, then put it there at once; nothing
    stays of what was not finished.
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
    say: Say,
) -> None:
    settings, lock = program.settings, Lock()
    standings = _judged(program, today)
    for name in ("rosters", "calendars"):
        private_files.folder(partial / name)
    for place, district in enumerate(settings.districts):
        say(district.name, place, len(settings.districts))
        standing = standings.get(district.key)
        rows, retired = roster_of(program, district, standing, done)
        if rows:
            _write(partial / "rosters" / f"{district.key}.csv", rows)
        if retired:
            lock.retired[district.key] = retired
    if done.unanswered and not done.carried and not done.left:
        raise Refused(
            "Nobody has noted who goes on: Pair continues, a column of Pairs, is empty for every pair. Ask your coordinators to"
            " fill it in (yes or no), and run the same command again. Nothing was made."
        )
    text = _program_toml(settings, year, done)
    (partial / "program.toml").write_text(text, encoding="utf-8")
    districts = [[*COLUMNS], *map(_district, settings.districts)]
    _write(partial / "districts.csv", districts)
    _keep_cohorts(settings, standings, partial)
    if (bells := settings.folder / "bells").is_dir():
        shutil.copytree(bells, partial / "bells")
    lock.save(partial / "program.lock.toml")
    _check_files(settings, year, partial, done)


def _judged(program: Program, today: date) -> dict[str, DistrictStanding]:
    """How every district stands. Raises the first error of a district that
    failed, and Refused where a *Pairs* is not believed.
    """
    judged = run(program, today, RunOptions(read_all=True, write=False))
    if judged.failed:
        raise next(iter(judged.failed.values()))
    if judged.guarded:
        raise Refused(
            f"{', '.join(sorted(judged.guarded))}: Pairs lost many pairs at once and is not believed. Mend it, or run `sync run"
            " --accept`, and run the same command again."
        )
    return {standing.district.key: standing for standing in judged.standings}


def _check_files(
    settings: Settings, year: str, partial: Path, done: Rolled
) -> None:
    """Read the new files as provisioning will, and notice what is to be put
    right.
    """
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
            text = str(error).replace(str(partial), str(done.folder))
            done.notices.append(
                f"to be put right before next year is provisioned: {text}"
            )


def _write(path: Path, rows: list[list[Any]]) -> None:
    private_files.write(path, csv_files.written(rows))


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
        *further_cells(d),
    ]


def _keep_cohorts(
    settings: Settings,
    standings: Mapping[str, DistrictStanding],
    folder: Path,
) -> None:
    """Keep how many began this year, beside what was kept of earlier ones:
    counts alone.
    """
    year = settings.file.program.year
    kept = cohorts_file.read(
        settings.folder, {d.key for d in settings.districts}
    )
    for key, standing in standings.items():
        so_far = kept.get(key, {})
        if now := keep(standing, year, so_far):
            kept[key] = now
    if kept:
        cohorts_file.write(folder, kept)


def _program_toml(settings: Settings, year: str, done: Rolled) -> str:
    """The file as it is, with the new year, and the way to files that stay in
    the old folder.
    """
    text = settings.path.read_text(encoding="utf-8")
    text = re.sub(
        r"""(?m)^(\s*["']?year["']?\s*=\s*)["'][^"']*["']""",
        rf'\g<1>"{year}"',
        text,
        count=1,
    )
    settings_file = settings.file
    forms = {
        settings_file.form.file,
        settings_file.form.planning,
        settings_file.form.feedback,
    }
    for name in {
        *settings_file.google.credentials,
        settings_file.google.client,
        *forms,
    } - {""}:
        if not Path(name).is_absolute() and (settings.folder / name).is_file():
            way = os.path.relpath(settings.folder / name, done.folder)
            text = text.replace(
                json.dumps(name, ensure_ascii=False),
                json.dumps(way, ensure_ascii=False),
            )
    if (
        settings_file.state.startswith(POSTGRES)
        or Path(settings_file.state).is_absolute()
    ):
        done.notices.append(
            f"{done.folder / 'program.toml'}: give the new year a state of its own (another database, schema or file); the old"
            " one goes on holding this year."
        )
    return text
