"""Whether what the program is made of can be made, and is as declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from forms import definition, form_changes
from sync.admin.finding import Finding, Grade, note, ok, wrong
from sync.admin.openers import ABOVE, LINK, of_file
from sync.admin.permissions import coordinators_of, responders_of
from sync.admin.plan import Deed
from sync.admin.provision import plan
from sync.core.wishes import pairs_of_coordinators
from sync.core.words import some_of
from sync.errors import ConfigurationError, SyncError
from sync.google.drive import FOLDER, FORM, SHEET
from sync.program import lockfile
from sync.program.declared import form_of
from sync.program.opened import Opened

# Districts whose sheets are looked at: each takes two of the sixty reads that
# Google allows in a minute.
LOOKED_AT = 20
# Answers that one form takes without trouble, and from when on that is named.
MOST_ANSWERS, MANY_ANSWERS = 50_000, 35_000
# Of the account's storage, from when on that is named.
MUCH_STORAGE = 0.8
_PROBE = "Making Time: a probe, may be deleted"


class Things:
    """What the program is made of in Google."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.settings, self.google = opened.settings, opened.google
        self.state = opened.state
        self.lock = lockfile.load(opened.settings.lock_path)

    def all(self) -> Iterator[Finding]:
        """Whether things can be made, and whether those that are made are as
        declared.
        """
        folder = self.lock.folder or self.settings.file.google.folder
        if folder:
            found = list(self._folder(folder))
            yield from found
            if any(f.grade is Grade.WRONG for f in found):
                return
        yield from self._making(folder)
        if not self.lock.form:
            return
        yield from self._as_declared()
        yield from self._limits()
        yield from self._feedback()
        yield from self._readers()

    def _folder(self, folder: str) -> Iterator[Finding]:
        try:
            file = self.google.drive.look(folder)
        except SyncError as error:
            yield wrong("folder", error)
            return
        where = (
            "a shared drive"
            if file.get("driveId")
            else "the tool's own Drive"
            if file.get("ownedByMe")
            else "somebody's Drive"
        )
        if file.get("mimeType") != FOLDER:
            yield wrong(
                "folder",
                f"“{file['name']}” is no folder.",
                "Open the folder in Drive and copy the end of its address to folder under [google] in program.toml.",
            )
        elif file.get("trashed"):
            yield wrong(
                "folder",
                f"“{file['name']}” is in the trash.",
                "Restore it in Drive.",
            )
        else:
            yield ok("folder", f"“{file['name']}”, in {where}, is there.")

    def _making(self, folder: str) -> Iterator[Finding]:
        """Make a form and a sheet, open them to whom they would be opened, and
        put them into the trash.
        """
        mark = f"{self.settings.mark}:probe"
        try:
            yield from self._probes(folder, mark)
        finally:  # also one made by a call that failed, or of somebody who stopped
            try:
                for each in self.google.drive.marked(mark, folder):
                    self.google.drive.trash(each["id"])
                left = ""
            except SyncError as error:
                left = str(error)
        if left:
            yield note(
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
                yield ok(
                    f"making a {what}",
                    f"A {what} can be made; the probe goes into the trash.",
                )
                yield from self._opening(made, what, wanted)
        except SyncError as error:
            yield wrong("making", error)

    def _coordinators(self) -> list[dict[str, Any]]:
        """One coordinator of each domain, of districts that have no sheet yet."""
        new = [
            d for d in self.settings.districts if d.key not in self.lock.sheets
        ]
        wanted = [
            body for district in new for body in coordinators_of(district)
        ]
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
                body.get("emailAddress")
                or body.get("domain")
                or "anyone with the link"
            )
            try:
                self.google.drive.unshare(
                    file_id, self.google.drive.share(file_id, body)
                )
            except SyncError as error:
                yield wrong(f"opening a {what}", error)
            else:
                yield ok(f"opening a {what}", f"It can be opened to {who}.")

    def _as_declared(self) -> Iterator[Finding]:
        """Whether all is there and open to whom it should be: what a plan
        would do.
        """
        if new := [
            d.key
            for d in self.settings.districts[LOOKED_AT:]
            if d.key not in self.lock.sheets
        ]:
            yield wrong(
                "program",
                f"Not made yet: the sheets of {', '.join(new)}.",
                "Run `sync provision`.",
            )
        if len(self.settings.districts) > LOOKED_AT:
            yield note(
                "sheets",
                f"The sheets of the first {LOOKED_AT} districts were looked at.",
                "`sync plan` looks at all.",
            )
        try:
            found = plan(self.opened, most=LOOKED_AT)
        except ConfigurationError:
            return  # rosters and calendars were reported already
        except SyncError as error:
            yield wrong("program", error)
            return
        for why in found.refused:
            yield wrong("program", why)
        for step in found.steps:
            deed, what = step.deed, step.what
            if deed is not Deed.NOTICE:
                if deed is Deed.MEND and not step.needed:
                    yield note(
                        "program",
                        f"Not as it was made: {what}",
                        "`sync provision` mends it.",
                    )
                elif deed is Deed.SHARE:
                    yield wrong(
                        "sharing",
                        f"{step.subject}: {step.part} may not use it as declared.",
                        "Run `sync provision`.",
                    )
                else:
                    yield wrong(
                        "program",
                        f"Not there as declared: {what}.",
                        "Run `sync provision`.",
                    )
        for what in found.of(Deed.NOTICE):
            yield note("readers", what)
        if not found.changes and not found.refused:
            yield ok(
                "program",
                "Forms and sheets are as declared, and shared with the right people.",
            )

    def _limits(self) -> Iterator[Finding]:
        """Whether a limit of the form or of the account's storage is near. The
        plan reports those of sheets.
        """
        many = self.state.answers.number()
        if many >= MANY_ANSWERS:
            yield note(
                "limits",
                f"The meeting log has {many:,} answers; from {MOST_ANSWERS:,} on a form and its sheets become slow, and may refuse more.",
                "Divide the program before next year: a folder of its own for some districts.",
            )
        if self.lock.drive:
            return  # a shared drive has its own
        used, limit = self.google.drive.storage()
        if limit and used >= MUCH_STORAGE * limit:
            yield note(
                "limits",
                f"The storage of the account that makes the files is {used / limit:.0%} full. Once it is full, Google refuses every write.",
                "Empty its trash, buy more storage, or use a shared drive.",
            )

    def _feedback(self) -> Iterator[Finding]:
        """Whether the feedback form keeps its promise: it collects no
        addresses, whoever switched that on.
        """
        known = self.lock.forms.get("feedback")
        if known is None:
            return
        try:
            form = self.google.forms.get(known.id)
        except SyncError:
            return  # it was reported with the rest of the program
        collects = form_changes.collects(form)
        if not collects:
            yield note(
                "feedback form",
                "It does not show whether it collects addresses.",
                "Open it in Drive, Settings, Responses: “Collect email addresses” must be off.",
            )
        elif collects != definition.EMAIL["none"]:
            yield wrong(
                "feedback form",
                "It collects addresses, and people were promised that it does not.",
                "Run `sync provision`, which switches it off. What was collected is kept nowhere here; delete it in the form.",
            )
        else:
            yield ok("feedback form", "It collects no addresses.")

    def _readers(self) -> Iterator[Finding]:
        """Who can open each district's sheet, and whose mentor does."""
        if self.settings.file.form.coordinators_evaluate:
            yield note(
                "form",
                f"Coordinators who evaluate teachers read the logs. {self._form_says()}",
                "Name coordinators who evaluate nobody, if you can.",
            )
        here = {d.key: d.coordinators for d in self.settings.districts}
        for key, sheet in list(self.lock.sheets.items())[:LOOKED_AT]:
            yield from self._mentored(key, here.get(key, ()))
            if self.state.sheets.knows(key) and not self.state.rosters.pairs(
                key
            ):
                yield note(
                    "pairs",
                    f"No pair stands in {key}'s Pairs yet.",
                    "Coordinators fill it in, or `sync roster add`.",
                )
            yield from self._openers(key, sheet.id)

    def _form_says(self) -> str:
        """Whether the meeting log, maybe by a file of the program's own, says
        who reads it.
        """
        form = form_of(self.settings, edition=self.lock.form_edition)
        if self.settings.file.form.first_words in form.description:
            return "The form says so."
        return "The form does not: put {introduction} into the description of your own file."

    def _openers(self, key: str, file_id: str) -> Iterator[Finding]:
        """Who can open a district's sheet, and whether by a link."""
        named = [
            body
            for d in self.settings.districts
            if d.key == key
            for body in coordinators_of(d)
        ]
        file = f"{key}'s sheet"
        ways = list(of_file(self.google, self.lock, file, file_id, named))
        if any(not way.role for way in ways):
            return  # it was reported with the rest of the program
        own = {way.who for way in ways if way.way != ABOVE}
        more = ""
        if len(own) < len({way.who for way in ways}):
            more = " and by whoever can open its folder"
        who = some_of(own) or "nobody by name"
        yield ok("readers", f"{file} can be opened by {who}{more}.")
        if any(way.who == LINK and way.way != ABOVE for way in ways):
            yield wrong(
                "readers",
                f"{file} can be opened by anyone who has its link.",
                "In Google: Share, General access, Restricted.",
            )

    def _mentored(
        self, key: str, coordinators: Sequence[str]
    ) -> Iterator[Finding]:
        """Whether a coordinator mentors somebody, and so would read that
        mentee's request to be contacted.
        """
        today = datetime.now(self.settings.zone).date()
        pairs = self.state.rosters.pairs(key).values()
        mentored = pairs_of_coordinators(pairs, coordinators, today)
        codes = [pair.code for pair in mentored]
        if codes:
            yield note(
                "contacts",
                f"In {key} a coordinator is the mentor of {', '.join(codes)}. What the mentee asks is shown to you alone.",
                "Agree on a second contact for that mentee.",
            )
        if codes and not self.settings.file.form.coordinators_mentor:
            yield note(
                "form",
                f"The form does not say that a coordinator may be a mentor, as in {key}.",
                "Write coordinators_mentor = true under [form] of program.toml, and run `sync provision`.",
            )
