"""Who can open what of a program, and who of them is not named in its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sync.admin.permissions import Grant, coordinators_of, responders_of
from sync.errors import GoogleError
from sync.google.clients import Google
from sync.google.drive import inherited
from sync.program import lockfile
from sync.program.lockfile import Lock
from sync.program.opened import Opened
from sync.program.settings import Settings
from sync.run.options import Say, quiet

LINK, ABOVE = "anyone with the link", "a folder or drive above"
_ROLES = {
    "owner": "owns",
    "organizer": "manages",
    "fileOrganizer": "manages",
    "writer": "edits",
    "commenter": "comments",
    "reader": "reads",
}


@dataclass(frozen=True)
class Access:
    """One way into one file: who, what they may do, and by what.

    ``asked``: the program's files name it, or it is the tool's own. Access
    by a folder or a drive above cannot be changed on the file.
    """

    file: str
    who: str
    role: str
    way: str
    asked: bool

    @property
    def as_json(self) -> dict[str, Any]:
        """The way as ``--json`` prints it."""
        return asdict(self)


def everyone(opened: Opened, say: Say = quiet) -> Iterator[Access]:
    """Everyone who may open any file of the program, file by file. Raises
    ConfigurationError where nothing is made yet.
    """
    settings = opened.settings
    lock = lockfile.load(settings.lock_path)
    lock.check_made()
    files = list(files_of(settings, lock))
    for place, (file, file_id, wanted) in enumerate(files):
        say(file, place, len(files))
        yield from of_file(opened.google, lock, file, file_id, wanted)


def files_of(
    settings: Settings, lock: Lock
) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Every file: what it is, its id, and whom the program's files name for
    it.
    """
    yield "the folder", lock.folder, []
    answers = responders_of(settings)
    yield "the meeting log (form)", lock.form, answers
    for name, form in lock.forms.items():
        yield f"the {name} form", form.id, answers
    named = {d.key: coordinators_of(d) for d in settings.districts}
    for key, sheet in lock.sheets.items():
        yield f"{key}'s sheet", sheet.id, named.get(key, [])
    if lock.program:
        yield "the program's sheet (counts)", lock.program.id, []
    if lock.waiting:
        yield "the admin's sheet", lock.waiting.id, []


def of_file(
    google: Google,
    lock: Lock,
    file: str,
    file_id: str,
    wanted: Sequence[dict[str, Any]],
) -> Iterator[Access]:
    """Everyone who may open one file.

    For a file that cannot be looked at: one Access with an empty role, and
    the reason as ``who``.
    """
    try:
        have = google.drive.permissions(file_id)
    except GoogleError as error:
        yield Access(
            file, f"cannot be looked at: {error.message}", "", "", False
        )
        return
    asked = {Grant.of(body) for body in wanted}
    own = {who.casefold() for who in lock.identities}
    for permission in sorted(have, key=Grant.of):
        grant = Grant.of(permission)
        above = inherited(permission)
        yield Access(
            file,
            grant.who or LINK,
            "answers" if grant.view else _ROLES.get(grant.role, grant.role),
            ABOVE if above else _way(grant.kind),
            grant in asked or grant.who in own or grant.role == "owner",
        )


def _way(kind: str) -> str:
    ways = {"anyone": "a link", "group": "a group", "domain": "a domain"}
    return ways.get(kind, "their own name")
