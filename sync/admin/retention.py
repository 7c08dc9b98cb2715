"""What is kept of a year that is over, until when, and its deletion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sync.errors import ConfigurationError, GoogleError, Refused
from sync.program import lockfile
from sync.program.lockfile import Lock
from sync.program.opened import Opened, Program
from sync.program.settings import Settings
from sync.run import form_marks
from sync.run.options import Say, quiet

GONE = 404
# What beside program.toml has people in it: whole folders and single files, as
# commands and the docs call them; and what in these has nobody in it.
FOLDERS = (
    "rosters",
    "report",
    "reports",
    "records",
    "letters",
    "handouts",
    "links",
)
FILES = ("links.csv", "alert.json", "sync.log")
IMPERSONAL_FILES = ("README.txt", "privacy.html")


@dataclass(frozen=True)
class Kept:
    """One thing that is kept: what it is, where, and by what it is found (a
    file's id in Drive, or a path here).
    """

    what: str
    where: str
    file_id: str = ""
    path: Path | None = None


@dataclass
class Closing:
    """What is kept of a year and may go from a day on; ``done``: it went into
    Drive's trash, or was deleted here.
    """

    year: str
    until: date
    kept: list[Kept]
    done: bool = False


def kept(opened: Opened) -> Closing:
    """What is kept of the program's year, and until when. Raises
    ConfigurationError where nothing was made.
    """
    settings = opened.settings
    lock = lockfile.load(settings.lock_path)
    if not lock.form:
        raise ConfigurationError(
            "Nothing is provisioned here, so nothing is kept. Name another"
            " program with --config."
        )
    found = [*_in_drive(settings, lock), *_here(settings)]
    return Closing(lock.year, until(settings), found)


def until(settings: Settings) -> date:
    """The day from which on what is kept may go: so many years after the last
    day of school of any district.
    """
    last = max(d.last_day for d in settings.districts)
    years = settings.file.retention.years
    leap = (last.month, last.day) == (2, 29)
    return last.replace(year=last.year + years, day=28 if leap else last.day)


def close(
    opened: Opened, today: date, accept: bool, say: Say = quiet
) -> Closing:
    """Move the year's files into Drive's trash, and delete what lies here.

    Google empties a trash after 30 days. What is gone already is passed over,
    so it can be repeated. Raises Refused while ``hold`` is set, before its day
    unless that is accepted, and with nothing deleted where a file is not the
    one that the lock file takes it for.
    """
    settings, drive = opened.settings, opened.google.drive
    closing = kept(opened)
    settings.check_hold()
    if today < closing.until and not accept:
        raise Refused(
            f"What is kept of {closing.year} may go from {closing.until} on ([retention] years = {settings.file.retention.years}). Nothing was deleted.",
            "Run the same command then; --accept does it today.",
        )
    _check_marks(opened.program())
    for place, each in enumerate(closing.kept):
        say(each.what, place, len(closing.kept))
        if each.path is not None:
            each.path.unlink(missing_ok=True)
            continue
        with _gone_is_well():
            drive.trash(each.file_id)
    closing.done = True
    return closing


def _check_marks(program: Program) -> None:
    """Raises Refused for a sheet or form of somebody else's."""
    lock = program.lock
    own = [n for n in ("program", "waiting") if getattr(lock, n)]
    for key in (*lock.sheets, *own):
        with _gone_is_well():
            program.google.sheets.metadata(lock.spreadsheet(key))
    forms = {name: form.id for name, form in lock.forms.items()}
    for name, form in ({"form": lock.form} | forms).items():
        with _gone_is_well():
            form_marks.check(program, name, form)


@contextmanager
def _gone_is_well() -> Iterator[None]:
    """Pass over a file that is gone already."""
    try:
        yield
    except GoogleError as error:
        if error.code != GONE:
            raise


def _in_drive(settings: Settings, lock: Lock) -> Iterator[Kept]:
    """The forms and sheets, in the order in which they go, the folder last."""
    names = {d.key: d.name for d in settings.districts}
    for key, sheet in lock.sheets.items():
        yield Kept(f"{names.get(key, key)}'s sheet", "Drive", sheet.id)
    for name, own in (("program", lock.program), ("admin", lock.waiting)):
        if own:
            yield Kept(f"the {name}'s sheet", "Drive", own.id)
    for name, form in lock.forms.items():
        yield Kept(f"the {name} form, with its answers", "Drive", form.id)
    yield Kept("the meeting log (form), with its answers", "Drive", lock.form)
    if lock.folder and lock.folder != settings.file.google.folder:
        yield Kept("the program's folder", "Drive", lock.folder)


def _here(settings: Settings) -> Iterator[Kept]:
    """The state, and the files with people in them that lie in known
    folders.
    """
    if isinstance(settings.state, Path):
        for ending in ("", "-wal", "-shm"):
            path = settings.state.with_name(settings.state.name + ending)
            if path.exists():
                yield Kept("the state", str(path), path=path)
    paths = [settings.folder / name for name in FILES]
    for folder in FOLDERS:
        paths += sorted((settings.folder / folder).glob("*"))
    for path in paths:
        if path.is_file() and path.name not in IMPERSONAL_FILES:
            yield Kept("a file with people in it", str(path), path=path)
