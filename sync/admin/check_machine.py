"""Whether this machine has what a run takes: files, the command, a schedule,
the state.
"""

from __future__ import annotations

import shutil
import smtplib
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from forms.form_file import FormFileError
from sync.admin.check_schedules import stray_files
from sync.admin.district_books import files_of
from sync.admin.finding import Finding, note, ok, wrong
from sync.admin.init import Beginning
from sync.core.words import some_of
from sync.errors import Busy, SyncError
from sync.program import lockfile, schedule_files
from sync.program import settings as declared
from sync.program.declared import feedback_of, form_of, planning_of
from sync.program.districts_file import DistrictSettings
from sync.program.printed_calendar import printed_calendar
from sync.program.settings import Settings
from sync.reports.mail import connected
from sync.state.store import State, opened


def _timetable(
    settings: Settings, district: DistrictSettings
) -> Iterator[Finding]:
    """Whether a district's teaching schedules can be read, and are whole."""
    try:
        table = schedule_files.timetable_of(settings.folder, district)
    except SyncError as error:
        yield wrong("teaching schedules", error)
        return
    missing = "schedules" if table.bells else "bells"
    if not table and (table.bells or table.lessons):
        path = settings.folder / missing / f"{district.key}.csv"
        yield note(
            "teaching schedules",
            f"{path} is missing: no times are proposed without it.",
        )


def configuration(path: Path) -> Generator[Finding, None, Settings | None]:
    """Whether the program's files are well formed; returns its settings.

    None if program.toml, districts.csv, a form file or the lock file is not.
    """
    try:
        settings = declared.load(path)
    except SyncError as error:
        yield wrong("configuration", error)
        return None
    many = len(settings.districts)
    yield ok(
        "configuration",
        f"{path} and districts.csv are well formed: {many} district{'' if many == 1 else 's'}.",
    )
    sample = Beginning.coordinator
    of_google = settings.file.google.endpoint == "google"
    if of_google and any(sample in d.coordinators for d in settings.districts):
        yield note(
            "configuration",
            f"districts.csv still has the sample's coordinator, {sample}.",
            "Write your own districts and coordinators into it.",
        )
    for district in settings.districts:
        try:
            files_of(settings, district)
            printed_calendar(settings, district)
        except SyncError as error:
            yield wrong("rosters and calendars", error)
        yield from _timetable(settings, district)
    yield from stray_files(settings)
    yield from _without_place(settings)
    try:
        for declared_form in (form_of, planning_of, feedback_of):
            declared_form(settings)
    except FormFileError as error:
        yield wrong("form file", str(error))
        return None
    try:
        lockfile.load(settings.lock_path)
    except SyncError as error:
        yield wrong("lock file", error)
        return None
    return settings


def _without_place(settings: Settings) -> Iterator[Finding]:
    """Districts without a code or a region where others have one: reports
    above the district know them by it.
    """
    for column, part in (("state_code", "code"), ("region", "region")):
        without = [
            d.key
            for d in settings.districts
            if not (getattr(d.place, part) or d.place.members)
        ]
        if without and len(without) < len(settings.districts):
            yield note(
                "districts.csv",
                f"{some_of(without, 5)} without {column}, which others have.",
                f"Fill in {column}: a state knows districts in"
                " `sync report --state` by it.",
            )


def machine(command: Path, path: Path) -> Iterator[Finding]:
    """Whether the command and a schedule are found on this machine."""
    found = shutil.which("sync")
    if found is None or not _same(Path(found), command):
        yield note(
            "command",
            f"`sync` in a terminal here is {found or 'nothing'}, not this program.",
            f"Write making-time, or in schedules the whole path: {command}",
        )
    else:
        yield ok("command", f"`sync` here is this program ({command}).")
    if any(str(path.resolve()) in text for text in _schedules()):
        yield ok("schedule", "A schedule on this machine names this program.")
    else:
        yield note(
            "schedule",
            "No schedule that was found on this machine names this program.",
            "`sync automate` makes one; if it runs on another machine, all is well.",
        )


def _same(found: Path, command: Path) -> bool:
    return (
        found.resolve() == command.resolve()
        or found.resolve().parent == command.resolve().parent
    )


def _schedules() -> Iterator[str]:
    """The texts in which this machine's schedules stand, as far as they can be
    read.
    """
    try:
        home = Path.home()
    except RuntimeError:  # nobody's: a container's number without a name
        home = Path("/nonexistent")
    places = {
        Path("/etc/cron.d"): "*",
        Path("/etc/systemd/system"): "*.service",
        home / ".config" / "systemd" / "user": "*.service",
        home / "Library" / "LaunchAgents": "*.plist",
        Path("/Library/LaunchDaemons"): "*.plist",
    }
    for folder, pattern in places.items():
        for file in folder.glob(pattern) if folder.is_dir() else ():
            try:
                yield file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
    asked = (
        ["schtasks", "/query", "/v", "/fo", "list"]
        if sys.platform == "win32"
        else ["crontab", "-l"]
    )
    if shutil.which(asked[0]):
        output = subprocess.run(asked, capture_output=True, check=False).stdout  # noqa: S603  (no one's text)
        yield output.decode("utf-8", "replace")


def mail(settings: Settings, password: str) -> Iterator[Finding]:
    """Whether letters and alerts could go out; nothing is sent."""
    part, to = settings.file.letter, settings.file.alert.to
    if not (part.smtp and part.sender):
        if to or part.statements:
            yield note(
                "mail",
                "[alert] or statements are set, and [letter] has no mail server and sender.",
                "Write smtp and sender under [letter] in program.toml.",
            )
        return
    try:
        with connected(part, password):
            pass
    except (OSError, smtplib.SMTPException) as error:
        yield note(
            "mail",
            f"The mail server {part.host} does not take letters ({type(error).__name__}).",
            "Correct smtp and user under [letter], and SYNC_SMTP_PASSWORD in the environment of the schedule.",
        )
    else:
        yield ok("mail", f"The mail server {part.host} takes letters.")


def state_of(
    settings: Settings, stack: ExitStack
) -> Generator[Finding, None, State | None]:
    """The state, held alone if it can be."""
    try:
        state: State = stack.enter_context(opened(settings.state))
        state.db.check()
    except Busy as error:
        yield note(
            "lock", str(error), "What follows was looked at without the state."
        )
        return stack.enter_context(
            closing(
                State(
                    Path(stack.enter_context(TemporaryDirectory()))
                    / "state.sqlite"
                )
            )
        )
    except SyncError as error:
        yield wrong("state", error)
        return None
    ran = state.notes.ran
    if not ran:
        yield ok(
            "state", f"{state.db.place} can be written; no run has ended yet."
        )
        return state
    ago = datetime.now(UTC) - datetime.fromisoformat(ran)
    output = f"{state.db.place} can be written; the last run ended {ran[:16].replace('T', ' ')} UTC."
    if ago.days >= 2:
        yield note(
            "state",
            f"{output} That is {ago.days} days ago.",
            "Look at the schedule, and run `sync run` once by hand.",
        )
    else:
        yield ok("state", output)
    return state
