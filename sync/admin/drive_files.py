"""The folder and the files of a program in Drive: found, made, and shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.admin.permissions import Grant, grantee, missing
from sync.admin.plan import ProvisionPlan
from sync.errors import GoogleError, Refused, TryLater
from sync.google.drive import FOLDER, MARK, SHEET, inherited
from sync.google.sheets import Spreadsheet
from sync.program import lockfile
from sync.program.opened import Opened

File = dict[str, Any]
_WRITERS = ("writer", "fileOrganizer", "organizer")


@dataclass(frozen=True)
class Wanted:
    """A file that is to be there: its key, its name and type, and how to find
    it.

    ``known`` is its id as the lock file names it (empty: not made yet),
    ``mark`` what it is found by, ``parent`` the folder that it is in, ``sent``
    what it is made from.
    """

    key: str
    name: str
    mime: str
    known: str
    mark: str
    parent: str = ""
    sent: Any = None


class DriveFiles:
    """The files of one program, while they are provisioned.

    With ``write`` off nothing is written, neither here nor there: ``plan``
    fills all the same.
    """

    def __init__(self, opened: Opened, write: bool, notify: bool) -> None:
        self.settings, self.google = opened.settings, opened.google
        self.write, self.notify = write, notify
        self.plan = ProvisionPlan(
            lock=lockfile.load(opened.settings.lock_path)
        )
        self.lock = self.plan.lock
        # Who is let in by the shared drive, and keys that districts.csv names
        # no more.
        self.members: set[str] = set()
        # What files of this program may be marked with, before the colon.
        self.names = {opened.settings.mark}
        self.orphans: list[str] = []

    def save(self) -> None:
        """Keep in the lock file what was made so far."""
        if self.write:
            self.lock.save(self.settings.lock_path)

    def refuse(self, why: str, cause: Exception | None = None) -> None:
        """What a guard refuses ends provisioning; a plan goes on, and lists
        all of it.
        """
        if self.write:
            raise Refused(why) from cause
        self.plan.refused.append(why)

    # -- the folder -----------------------------------------------------------

    def folder(self) -> None:
        """The program's folder, and who of the tool may write in it."""
        program = self.settings.file.program
        given = self.settings.file.google.folder
        known = self.lock.folder or given
        if given and self.lock.folder and given != self.lock.folder:
            self.plan.notice(
                "folder under [google] in program.toml is not the program's"
                " folder, which stays where it is. Write"
                f" {self.lock.folder} there, or remove it."
            )
        name, mark = f"{program.name} {program.year}", self.settings.mark
        file = self.made(
            Wanted("folder", name, FOLDER, known, f"{mark}:folder")
        )
        self.lock.folder = file["id"] if file else known
        if file:
            self.lock.drive = file.get("driveId", "")
        self.save()
        others = [
            {"type": "user", "role": "writer", "emailAddress": who}
            for who in self.lock.identities[1:]
        ]
        if others and file and file.get("driveId") == file["id"]:
            self._ask_for_members(file, others)
        elif others:
            self.share("folder", "the folder", file, others)

    def _ask_for_members(
        self, drive: File, wanted: Sequence[dict[str, Any]]
    ) -> None:
        """A shared drive itself is opened by its managers alone.

        The tool need not be one, and asks them to do it.
        """
        there = {
            p.get("emailAddress", "").lower()
            for p in self.google.drive.permissions(drive["id"])
            if p["role"] in _WRITERS
        }
        addresses = [body["emailAddress"] for body in wanted]
        if strange := [who for who in addresses if who not in there]:
            self.refuse(
                f"{' and '.join(strange)} cannot write in the shared drive “{drive['name']}”. Add them there as Content manager"
                " (Drive, the drive's name, Manage members), and run the same command again."
            )

    # -- files ----------------------------------------------------------------

    def made(self, wanted: Wanted) -> File | None:
        """Find a file by its id, or by its mark, or else create it.

        None where a plan would create or refuse it. Raises Refused, unless it
        is a plan, for a file that cannot be used.
        """
        if wanted.known:
            return self._known(wanted)
        if not self.write and wanted.mime != FOLDER and not wanted.parent:
            # In a folder that is not made yet.
            self.plan.make(wanted.key, wanted.name, wanted.sent)
            return None
        drive = self.google.drive
        if found := drive.find(wanted.mark, wanted.parent):
            self.plan.notice(
                f"“{wanted.name}” was made before and is found again: program.lock.toml did not name it."
            )
            return found
        if wanted.parent and drive.named(
            wanted.name, wanted.mime, wanted.parent
        ):
            self._refuse_the_same_name(wanted)
            return None
        self.plan.make(wanted.key, wanted.name, wanted.sent)
        return self._create(wanted) if self.write else None

    def _known(self, wanted: Wanted) -> File | None:
        """A file that the lock file names, if it can be used."""
        try:
            file = self.google.drive.get(wanted.known)
        except GoogleError as error:
            if wanted.mime == FOLDER and not self.lock.folder:
                why = f"The folder that [google] folder names cannot be used: {error}"
            else:
                why = (
                    f"“{wanted.name}” was provisioned before (id {wanted.known}) and cannot be seen by {self.lock.identity} now: {error.message} "
                    "Share it with that account again, or restore it; to begin anew, move program.lock.toml away."
                )
            self.refuse(why, error)
            return None
        if file.get("trashed"):
            self.refuse(
                f"“{wanted.name}” (id {wanted.known}) is in the trash. Restore it in Drive, and run `sync provision` again."
            )
            return None
        if not self._is_it(wanted, file):
            return None
        self._name(wanted, file)
        return file

    def _name(self, wanted: Wanted, file: File) -> None:
        """Rename a district's sheet when the district is; what people named in
        their own way stays.
        """
        now, (_, sign, kind) = file["name"], wanted.name.rpartition(": ")
        if now == wanted.name or not sign or not now.endswith(sign + kind):
            return
        if wanted.mime == SHEET and wanted.key in self.lock.sheets:
            what = f"its name in Drive, which was “{now}”"
            self.plan.mend(wanted.key, wanted.name, what, wanted.name)
            if self.write:
                self.google.drive.rename(file["id"], wanted.name)

    def _is_it(self, wanted: Wanted, file: File) -> bool:
        """Whether a file is the one that is wanted, by the mark with which it
        was made; another one is refused.

        If the program was renamed, its folder decides. A file made by another
        account shows no mark: then its name decides, or a sheet's own mark.
        """
        mark = str(file.get("appProperties", {}).get(MARK, ""))
        name, _, what = mark.rpartition(":")
        if wanted.mime == FOLDER:
            self.names.add(name)
            return True
        if not mark:
            is_it = wanted.name == file["name"] or self._carries(wanted)
        else:
            is_it = mark == wanted.mark
            wanted_name, _, wanted_as = wanted.mark.rpartition(":")
            if wanted_name in self.names and what == wanted_as:
                inside = self.lock.folder in file.get("parents", ())
                is_it = inside or name in self.names
        if not is_it:
            self._refuse_another(wanted, file, mark)
        return is_it

    def _carries(self, wanted: Wanted) -> bool:
        """Whether a spreadsheet carries its own mark inside."""
        if wanted.mime != SHEET:
            return False
        asked = Spreadsheet(wanted.known, self.lock.mark(wanted.key))
        try:
            self.google.sheets.metadata(asked)
        except Refused:
            return False
        return True

    def _refuse_another(self, wanted: Wanted, file: File, mark: str) -> None:
        carries = f"is marked as {mark}" if mark else "carries no mark"
        step = "Put its own id into program.lock.toml again, from a copy of before."
        if not mark:
            step += f" If it is the right file, name it “{wanted.name}” in Drive again."
        self.refuse(
            f"program.lock.toml names a file as “{wanted.name}” (id {wanted.known}) that is “{file['name']}” in Drive and {carries}. Nothing"
            f" was written to it, and nobody let in. {step}"
        )

    def _refuse_the_same_name(self, wanted: Wanted) -> None:
        hint = ""
        if self.orphans:
            hint = f" If {self.orphans[0]} is its key's old name, write that again in districts.csv."
        self.refuse(
            f"“{wanted.name}” is in the program's folder already, and the tool, as {self.lock.identity}, did not make it under this"
            " key. If it is this program's, put program.lock.toml back beside program.toml, or use the credentials that made"
            f" it; if not, rename it.{hint}"
        )

    def _create(self, wanted: Wanted) -> File:
        drive = self.google.drive
        try:
            return drive.create(
                wanted.name, wanted.mime, wanted.mark, wanted.parent
            )
        except TryLater:
            # It may have been made all the same. By its folder it is found at
            # once; where it is not, the next time looks.
            if found := drive.find(wanted.mark, wanted.parent):
                return found
            raise

    # -- sharing --------------------------------------------------------------

    def share(
        self,
        key: str,
        what: str,
        file: File | None,
        wanted: Sequence[dict[str, Any]],
    ) -> None:
        """Open a file to whom it is for; others who are let in are pointed
        out.
        """
        have = self.google.drive.permissions(file["id"]) if file else []
        known = {Grant.of(body).who for body in wanted} | {
            "",
            *self.lock.identities,
        }
        for permission in sorted(have, key=Grant.of):
            grant = Grant.of(permission)
            if grant.who in known:
                continue
            if inherited(permission):
                self.members.add(grant.who)
            elif (
                grant.kind in ("user", "group")
                and grant.role != "owner"
                and not grant.view
            ):
                self.plan.notice(
                    f"{what} is also open to {grant.who}, who is not named in your files. Remove them in Google if they should not see it."
                )
        for body in missing(have, wanted):
            if self.write and file:
                self.google.drive.share(file["id"], body, self.notify)
            self.plan.share(key, what, grantee(body), body)
