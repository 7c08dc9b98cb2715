"""Every reason why a program might not work, looked at from outside in: each with what
was found and what to do.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from forms import definition, form_changes
from forms.form_file import FormFileError
from sync.admin.district_books import files_of
from sync.admin.drive_files import marks_of
from sync.admin.finding import Finding, Grade
from sync.admin.live_checks import live_checks
from sync.admin.permissions import coordinators_of, responders_of
from sync.admin.plan import Deed
from sync.admin.provision import plan
from sync.core.words import some_of
from sync.errors import Busy, ConfigurationError, GoogleError, SyncError
from sync.google.calls import QUOTAS, Pace
from sync.google.clients import Google
from sync.google.connect import LOGIN, MACHINE
from sync.google.drive import FOLDER, FORM, SHEET, inherited
from sync.program import lockfile
from sync.program import settings as declared
from sync.program.declared import feedback_of, form_of, planning_of
from sync.program.opened import Opened, account_of, clients
from sync.program.settings import Settings
from sync.state.quota_ledger import Ledger
from sync.state.store import State, opened

# Districts whose sheets are looked at: each takes two of the sixty reads that Google
# allows in a minute.
LOOKED_AT = 20
# Seconds by which a clock may be wrong: Google takes no claim that is five minutes off.
SKEW = 240
_PROBE = "Making Time: a probe, may be deleted"
_OFF = {"SERVICE_DISABLED", "accessNotConfigured"}
Serve = Callable[[Settings], AbstractContextManager[str]]


def _ok(check: str, said: str) -> Finding:
    return Finding(check, Grade.OK, said)


def _note(check: str, said: str, remedy: str = "") -> Finding:
    return Finding(check, Grade.NOTE, said, remedy)


def _wrong(check: str, error: SyncError | str, remedy: str = "") -> Finding:
    if isinstance(error, GoogleError):
        return Finding(
            check,
            Grade.WRONG,
            f"Google refused while {error.doing} ({error.code}): {error.said}",
            error.words,
        )
    return Finding(check, Grade.WRONG, str(error), remedy)


def examine(
    path: Path, serve: Serve, command: Path, live: bool = False
) -> Iterator[Finding]:
    """Look at everything, in order; ``serve`` gives the address of a program's local
    workspace (empty for Google's own).

    ``command`` is this program as it was called. With ``live`` what is assumed of
    Google is tried, too. What cannot be looked at because of what was found before is
    left out.
    """
    settings = yield from _configuration(path)
    yield from _machine(command, path)
    if settings is None:
        return
    with ExitStack() as stack:
        state = yield from _state(settings, stack)
        if state is None:
            return
        ledger = stack.enter_context(closing(state.ledger()))
        try:
            base = stack.enter_context(serve(settings))
            google = stack.enter_context(
                closing(clients(settings, partial(Pace, ledger), base))
            )
        except SyncError as error:
            yield from _asked(settings)
            yield _wrong("credentials", error)
            return
        yield from _asked(settings)
        if (yield from _identities(google)):
            yield from _Things(Opened(settings, google, state)).all()
            if live:
                yield from live_checks(settings, google, settings.file.google.folder)
        yield from _spent(google, ledger)


# -- this machine ----------------------------------------------------------------------


def _configuration(path: Path) -> Generator[Finding, None, Settings | None]:
    try:
        settings = declared.load(path)
    except SyncError as error:
        yield _wrong("configuration", error)
        return None
    many = len(settings.districts)
    yield _ok(
        "configuration",
        f"{path} and districts.csv are well formed: {many} district{'' if many == 1 else 's'}.",
    )
    for district in settings.districts:
        try:
            files_of(settings, district)
        except SyncError as error:
            yield _wrong("rosters and calendars", error)
    try:
        for declared_form in (form_of, planning_of, feedback_of):
            declared_form(settings)
    except FormFileError as error:
        yield _wrong("form file", str(error))
        return None
    try:
        lockfile.load(settings.lock_path)
    except SyncError as error:
        yield _wrong("lock file", error)
        return None
    return settings


def _machine(command: Path, path: Path) -> Iterator[Finding]:
    found = shutil.which("sync")
    if found is None or not _same(Path(found), command):
        yield _note(
            "command",
            f"`sync` in a terminal here is {found or 'nothing'}, not this program.",
            f"Write making-time, or in schedules the whole path: {command}",
        )
    else:
        yield _ok("command", f"`sync` here is this program ({command}).")
    if any(str(path.resolve()) in text for text in _schedules()):
        yield _ok("schedule", "A schedule on this machine names this program.")
    else:
        yield _note(
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
    """The texts in which this machine's schedules stand, as far as they can be read."""
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
        said = subprocess.run(asked, capture_output=True, check=False).stdout  # noqa: S603  (no one's text)
        yield said.decode("utf-8", "replace")


def _state(
    settings: Settings, stack: ExitStack
) -> Generator[Finding, None, State | None]:
    """The state, held alone if it can be."""
    lock = lockfile.load(settings.lock_path)
    try:
        state: State = stack.enter_context(opened(settings.state))
        state.belongs(lock.form)
    except Busy as error:
        yield _note("lock", str(error), "What follows was looked at without the state.")
        return stack.enter_context(
            closing(
                State(Path(stack.enter_context(TemporaryDirectory())) / "state.sqlite")
            )
        )
    except SyncError as error:
        yield _wrong("state", error)
        return None
    ran = state.notes.ran
    if not ran:
        yield _ok("state", f"{state.db.place} can be written; no run has ended yet.")
        return state
    ago = datetime.now(UTC) - datetime.fromisoformat(ran)
    said = f"{state.db.place} can be written; the last run ended {ran[:16].replace('T', ' ')} UTC."
    if ago.days >= 2:
        yield _note(
            "state",
            f"{said} That is {ago.days} days ago.",
            "Look at the schedule, and run `sync run` once by hand.",
        )
    else:
        yield _ok("state", said)
    return state


# -- who the tool is -------------------------------------------------------------------


def _asked(settings: Settings) -> Iterator[Finding]:
    """What the tool asks for, and why."""
    account = account_of(settings)
    why = (
        "since it works in a folder that somebody made"
        if account.folder
        else "since several identities write the same sheets"
        if len(account.credentials) > 1
        else "the least there is: it sees the files that it made, and no others"
    )
    yield _ok("scopes", f"The tool asks for {' '.join(account.scopes)}, {why}.")
    for name in account.credentials:
        file = account.home / name
        kept = name in (MACHINE, LOGIN) or os.name != "posix" or not file.exists()
        if not kept and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield _note(
                "credentials",
                f"{file} can be read by others on this machine.",
                f"chmod 600 {file}",
            )


def _identities(google: Google) -> Generator[Finding, None, bool]:
    """Whether each identity gets a token, and whether the three services answer it."""
    try:
        ahead = google.ahead()
    except SyncError as error:
        yield _wrong(
            "network",
            error,
            "Look at this machine's network; a proxy is named by HTTPS_PROXY.",
        )
        return False
    if abs(ahead) > SKEW:
        yield _wrong(
            "clock",
            f"This machine's clock is {abs(ahead) / 60:.0f} minutes {'ahead' if ahead > 0 else 'behind'}: Google takes no"
            " service account's word then.",
            "Set it, or let it be set from the network (`timedatectl set-ntp true`).",
        )
    else:
        yield _ok("clock", "This machine's clock and Google's agree.")
    well = True
    for place, (credentials, who) in enumerate(
        zip(google.credentials, google.pace.identities, strict=True)
    ):
        one = Google([credentials], google.base, Pace(google.pace.ledger, [who]))
        with closing(one):
            try:
                name = one.drive.whoami()
                yield _ok(
                    "credentials",
                    f"The tool is {name}{'' if place == 0 else ', one more for quota'}.",
                )
                yield _ok("Drive API", f"It answers {name}.")
            except SyncError as error:
                off = isinstance(error, GoogleError) and error.reason in _OFF
                yield _wrong("Drive API" if off else "credentials", error)
                well = False
                if not off:
                    continue
            for api, ask in (
                ("Forms API", partial(one.forms.get, "probe")),
                ("Sheets API", partial(one.sheets.metadata, "probe")),
            ):
                said = _answers(ask)
                yield _wrong(api, said) if said else _ok(api, f"It answers {who.name}.")
                well = well and said is None
    return well


def _answers(ask: Callable[[], Any]) -> SyncError | None:
    """Ask for a file that there is not: a service that is on, and takes the token, says
    so.
    """
    try:
        ask()
    except GoogleError as error:
        return None if error.code in (400, 404) else error
    except SyncError as error:
        return error
    return None


def _spent(google: Google, ledger: Ledger) -> Iterator[Finding]:
    used = ledger.spent(google.pace.clock.now())
    who = google.pace.identities[0].name
    kinds = ", ".join(
        f"{used.get(f'{who} {kind}', 0)} of {QUOTAS[kind][1]} {kind.removeprefix('sheets.')}s"
        for kind in ("sheets.read", "sheets.write")
    )
    yield _ok("quota", f"In the last minute {kinds} of sheets were used.")


# -- folder, form, sheets --------------------------------------------------------------


class _Things:
    """What the program is made of in Google."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.settings, self.google = opened.settings, opened.google
        self.state = opened.state
        self.lock = lockfile.load(opened.settings.lock_path)

    def all(self) -> Iterator[Finding]:
        """Whether things can be made, and whether those that are made are as declared."""
        folder = self.lock.folder or self.settings.file.google.folder
        if folder:
            found = list(self._folder(folder))
            yield from found
            if any(f.grade is Grade.WRONG for f in found):
                return
        yield from self._making(folder)
        if not self.lock.form:
            yield Finding(
                "program",
                Grade.WRONG,
                "Nothing is provisioned yet.",
                "Run `sync provision`.",
                to_begin=True,
            )
            return
        yield from self._as_declared()
        yield from self._feedback()
        yield from self._readers()

    def _folder(self, folder: str) -> Iterator[Finding]:
        try:
            file = self.google.drive.look(folder)
        except SyncError as error:
            yield _wrong("folder", error)
            return
        where = (
            "a shared drive"
            if file.get("driveId")
            else "the tool's own Drive"
            if file.get("ownedByMe")
            else "somebody's Drive"
        )
        if file.get("mimeType") != FOLDER:
            yield _wrong(
                "folder",
                f"“{file['name']}” is no folder.",
                "Open the folder in Drive and copy the end of its address to folder under [google] in program.toml.",
            )
        elif file.get("trashed"):
            yield _wrong(
                "folder", f"“{file['name']}” is in the trash.", "Restore it in Drive."
            )
        else:
            yield _ok("folder", f"“{file['name']}”, in {where}, is there.")

    def _making(self, folder: str) -> Iterator[Finding]:
        """Make a form and a sheet, open them to whom they would be opened, and put them
        into the trash.
        """
        mark = f"{marks_of(self.settings)}:probe"
        try:
            yield from self._probes(folder, mark)
        finally:  # also one whose making was not heard of, or of somebody who stopped
            try:
                for each in self.google.drive.marked(mark, folder):
                    self.google.drive.trash(each["id"])
                left = ""
            except SyncError as error:
                left = str(error)
        if left:
            yield _note(
                "making",
                f"“{_PROBE}” may have been left behind: {left}",
                "Delete it in Drive.",
            )

    def _probes(self, folder: str, mark: str) -> Iterator[Finding]:
        drive = self.google.drive
        try:
            for each in drive.marked(mark, folder):
                drive.trash(each["id"])
            for mime, what, wanted in (
                (FORM, "form", responders_of(self.settings)),
                (SHEET, "sheet", self._coordinators()),
            ):
                made = drive.create(_PROBE, mime, mark, folder)["id"]
                if mime == FORM:
                    self.google.forms.publish(made)
                yield _ok(
                    f"making a {what}",
                    f"A {what} can be made; the probe goes into the trash.",
                )
                yield from self._opening(made, what, wanted)
        except SyncError as error:
            yield _wrong("making", error)

    def _coordinators(self) -> list[dict[str, Any]]:
        """One coordinator of each domain, of districts that have no sheet yet."""
        new = [d for d in self.settings.districts if d.key not in self.lock.sheets]
        wanted = [body for district in new for body in coordinators_of(district)]
        return list(
            {
                body["emailAddress"].rpartition("@")[2]: body
                for body in reversed(wanted)
            }.values()
        )[:5]

    def _opening(
        self, file_id: str, what: str, wanted: Sequence[dict[str, Any]]
    ) -> Iterator[Finding]:
        for body in wanted:
            who = (
                body.get("emailAddress") or body.get("domain") or "anyone with the link"
            )
            try:
                self.google.drive.unshare(
                    file_id, self.google.drive.share(file_id, body)
                )
            except SyncError as error:
                yield _wrong(f"opening a {what}", error)
            else:
                yield _ok(f"opening a {what}", f"It can be opened to {who}.")

    def _as_declared(self) -> Iterator[Finding]:
        """Whether all is there and open to whom it should be: what a plan would do."""
        if new := [
            d.key
            for d in self.settings.districts[LOOKED_AT:]
            if d.key not in self.lock.sheets
        ]:
            yield _wrong(
                "program",
                f"Not made yet: the sheets of {', '.join(new)}.",
                "Run `sync provision`.",
            )
        if len(self.settings.districts) > LOOKED_AT:
            yield _note(
                "sheets",
                f"The sheets of the first {LOOKED_AT} districts were looked at.",
                "`sync plan` looks at all.",
            )
        try:
            found = plan(self.opened, most=LOOKED_AT)
        except ConfigurationError:
            return  # rosters and calendars were told already
        except SyncError as error:
            yield _wrong("program", error)
            return
        for why in found.refused:
            yield _wrong("program", why)
        for step in found.steps:
            deed, what = step.deed, step.what
            if deed is not Deed.NOTICE:
                if deed is Deed.MEND and not step.needed:
                    yield _note(
                        "program",
                        f"Not as it was made: {what}",
                        "`sync provision` mends it.",
                    )
                elif deed is Deed.SHARE:
                    yield _wrong(
                        "sharing",
                        f"Not open as it should be: {step.subject}, to {step.part}.",
                        "Run `sync provision`.",
                    )
                else:
                    yield _wrong(
                        "program",
                        f"Not there as declared: {what}.",
                        "Run `sync provision`.",
                    )
        for what in found.of(Deed.NOTICE):
            yield _note("readers", what)
        if not found.changes and not found.refused:
            yield _ok(
                "program",
                "Forms and sheets are there, as declared, and open to whom they are for.",
            )

    def _feedback(self) -> Iterator[Finding]:
        """Whether the feedback form keeps its promise: it collects no addresses,
        whoever switched that on.
        """
        known = self.lock.forms.get("feedback")
        if known is None:
            return
        try:
            form = self.google.forms.get(known.id)
        except SyncError:
            return  # it was told with the rest of the program
        collects = form_changes.collects(form)
        if not collects:
            yield _note(
                "feedback form",
                "It does not show whether it collects addresses.",
                "Open it in Drive, Settings, Responses: “Collect email addresses” must be off.",
            )
        elif collects != definition.EMAIL["none"]:
            yield _wrong(
                "feedback form",
                "It collects addresses, and people were promised that it does not.",
                "Run `sync provision`, which switches it off. What was collected is kept nowhere here; delete it in the form.",
            )
        else:
            yield _ok("feedback form", "It collects no addresses.")

    def _readers(self) -> Iterator[Finding]:
        """Who can open each district's sheet."""
        for key, sheet in list(self.lock.sheets.items())[:LOOKED_AT]:
            if self.state.sheets.knows(key) and not self.state.rosters.pairs(key):
                yield _note(
                    "pairs",
                    f"No pair stands in {key}'s Pairs yet.",
                    "Coordinators fill it in, or `sync roster add`.",
                )
            try:
                grants = self.google.drive.permissions(sheet.id)
            except SyncError:
                continue  # it was told with the rest of the program
            own = [p for p in grants if not inherited(p)]
            who = {
                str(p.get("emailAddress") or p.get("domain") or "anyone with the link")
                for p in own
            }
            more = (
                " and by whoever can open its folder" if len(own) < len(grants) else ""
            )
            yield _ok(
                "readers",
                f"{key}'s sheet can be opened by {some_of(who) or 'nobody by name'}{more}.",
            )
