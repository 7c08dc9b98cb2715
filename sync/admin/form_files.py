"""The program's forms: filled as declared, published, and opened to whom they
are for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms import definition, form_changes, form_items
from forms.definition import Definition
from sync.admin.drive_files import DriveFiles, Wanted
from sync.admin.permissions import responders_of
from sync.errors import TryLater
from sync.google.drive import FORM
from sync.program import declared, lockfile
from sync.program.lockfile import Form


class FormFiles:
    """The meeting log and the further forms, while they are provisioned."""

    def __init__(self, files: DriveFiles) -> None:
        self.files = files
        self.settings, self.google = files.settings, files.google
        self.plan, self.lock = files.plan, files.lock

    def all(self, log: Definition) -> None:
        """The meeting log, and the further forms."""
        known = lockfile.Form(self.lock.form, self.lock.responder_uri)
        made = self._form("form", "the form", log, known)
        self.lock.form, self.lock.responder_uri = made.id, made.uri
        self.files.save()
        edition = self.lock.form_edition
        further = {
            "planning": declared.planning_of(self.settings, edition),
            "feedback": declared.feedback_of(self.settings, edition),
        }
        for name, form in further.items():
            known = replace(self.lock.forms.get(name, lockfile.Form()))
            made = self._form(name, f"the {name} form", form, known)
            if made.id:
                self.lock.forms[name] = made
            self.files.save()

    def _form(
        self, key: str, what: str, form: Definition, known: Form
    ) -> Form:
        """Bring a form to what is declared, publish it, and let in whom it is
        for.
        """
        wanted = Wanted(
            key,
            form.title,
            FORM,
            known.id,
            f"{self.settings.mark}:{key}",
            self.lock.folder,
            [form.title, form_items.items(form), form.email],
        )
        file = self.files.made(wanted)
        if file:
            now = self.google.forms.get(file["id"])
            self._fill(key, what, form, now, new=not known.id)
            self._publish(key, what, now)
            if self.files.write and (
                not known.id or "responderUri" not in now
            ):
                now = self.google.forms.get(file["id"])
                self._read_back(what, form, now)
            known = Form(file["id"], str(now.get("responderUri", known.uri)))
        if file or not known.id:
            self.files.share(key, what, file, responders_of(self.settings))
        return known

    def _fill(
        self,
        key: str,
        what: str,
        form: Definition,
        now: dict[str, Any],
        new: bool,
    ) -> None:
        """Send what differs from what is declared."""
        # One that was made and never filled may hold what Google put into it.
        blank = new and not form_changes.is_ours(now, form)
        requests = form_changes.changes(now, form, blank)
        if not requests:
            return
        if self.files.write:
            self.google.forms.update(
                now["formId"], requests, now["revisionId"]
            )
        if not self.plan.makes(key):
            self.plan.mend(key, what, f"{len(requests)} changes", requests)

    def _publish(self, key: str, what: str, now: Mapping[str, Any]) -> None:
        state = now.get("publishSettings", {}).get("publishState", {})
        if state.get("isPublished") and state.get("isAcceptingResponses"):
            return
        if self.files.write:
            self.google.forms.publish(now["formId"])
        if not self.plan.makes(key):
            part = "published, and taking answers"
            self.plan.mend(key, what, part, needed=True)

    def _read_back(
        self, what: str, form: Definition, now: Mapping[str, Any]
    ) -> None:
        """Check how a form that was just filled collects addresses.

        Raises TryLater while Google has given it no address.
        """
        if "responderUri" not in now:
            raise TryLater(
                f"Google has not given {what} an address yet. Run `sync provision` again in a minute."
            )
        collects = form_changes.collects(dict(now))
        if collects != definition.EMAIL[form.email]:
            how = "does not show how it collects addresses"
            if collects:
                how = "collects addresses differently than declared"
            self.plan.notice(
                f"{what} {how} (declared: {form.email}). Open it in Drive, Settings, Responses, and look at “Collect email addresses” there."
            )
