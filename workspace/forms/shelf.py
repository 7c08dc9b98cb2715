"""The forms of a store: kept, opened by whoever may, and Drive's content of
their type.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from workspace.drive import RANK
from workspace.drive.access import Access
from workspace.errors import Refusal, invalid
from workspace.identity import Caller
from workspace.store import dumps

Body = dict[str, Any]

# What only a person can switch, in the editor; the API neither shows nor sets
# it.
PAGE_SETTINGS = {
    "editResponses": False,
    "limitOne": False,
    "confirmation": "",
    "closedMessage": "",
}
_HISTORY = 50


class FormShelf:
    """The forms of a store. Drive's files of this type are these."""

    def __init__(self, access: Access, url: Callable[[], str]) -> None:
        self.store = access.store
        self.access = access
        self.url = url

    # -- as Drive's content ---------------------------------------------------

    def new(self, file_id: str, name: str) -> None:
        """A new form, unpublished: nothing in it, or what administrators have
        decided that new forms come with.
        """
        form: Body = {
            "formId": file_id,
            "info": {"documentTitle": name},
            "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
            "revisionId": self.store.new_hex(),
            "publishSettings": {"publishState": {}},
            "public": self._new_public_id(),
        }
        if self.access.admin.decided["new_forms"] == "furnished":
            form["settings"] = {"emailCollectionType": "VERIFIED"}
            form["items"] = [self._usual_question()]
            form["address"] = "when published"
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO forms VALUES (?, ?)", (file_id, dumps(form))
            )

    def _new_public_id(self) -> str:
        """The id in a form's public address, from which nobody can tell the
        form's own.
        """
        return "1FAIpQLS" + self.store.new_id(49)[1:]

    def _usual_question(self) -> Body:
        choice = {"type": "RADIO", "options": [{"value": "Option 1"}]}
        question = {
            "questionId": self.store.new_hex(),
            "choiceQuestion": choice,
        }
        return {
            "itemId": self.store.new_hex(),
            "title": "Untitled Question",
            "questionItem": {"question": question},
        }

    def copy(self, source: str, target: str, name: str) -> None:
        """A copy: the questions and settings, not the answers; unpublished."""
        form = self._stored(source)
        form["formId"], form["public"] = target, self._new_public_id()
        form["info"]["documentTitle"] = name
        form["revisionId"] = self.store.new_hex()
        form["publishSettings"] = {"publishState": {}}
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO forms VALUES (?, ?)", (target, dumps(form))
            )

    def renamed(self, file_id: str, name: str) -> None:
        """A form's document title is its file's name."""
        form = self._stored(file_id)
        form["info"]["documentTitle"] = name
        self._put(form)

    def gone(self, file_id: str) -> None:
        """Forget a form, its answers and its watches."""
        for table, column in (
            ("forms", "id"),
            ("responses", "form"),
            ("watches", "form"),
        ):
            self.store.db.execute(
                f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608  (our names)
                (file_id,),
            )

    def export(self, file_id: str, mime: str) -> bytes | None:
        """Forms are exported as nothing here."""
        del file_id, mime
        return None

    # -- storage --------------------------------------------------------------

    def _stored(self, form_id: str) -> Body:
        row = self.store.db.execute(
            "SELECT body FROM forms WHERE id = ?", (form_id,)
        ).fetchone()
        if row is None:
            raise Refusal(404, "Requested entity was not found.")
        form: Body = json.loads(row[0])
        return form

    def load(self, form_id: str) -> Body:
        """A form by id, whoever asks."""
        form = self._stored(form_id)
        if (
            form.get("address") == "when published"
            and not self.accepts(form)[0]
        ):
            return form
        return form | {
            "responderUri": f"{self.url()}{self.path(form)}/viewform"
        }

    def path(self, form: Body) -> str:
        """Where a form's public page is, under the workspace's address."""
        return f"/forms/d/e/{form.get('public', form['formId'])}"

    def behind(self, public: str) -> str:
        """The id of the form whose public address has this id. Raises Refusal."""
        found = self.store.db.execute(
            "SELECT id FROM forms WHERE coalesce(json_extract(body, '$.public'), id) = ?",
            (public,),
        ).fetchone()
        if found is None:
            raise Refusal(404, "Requested entity was not found.")
        return str(found[0])

    def _put(self, form: Body) -> None:
        body = {k: v for k, v in form.items() if k != "responderUri"}
        with self.store.writing() as db:
            db.execute(
                "UPDATE forms SET body = ? WHERE id = ?",
                (dumps(body), form["formId"]),
            )

    def save(self, form: Body, who: Caller, content: bool = True) -> None:
        """Keep a form. Publishing is not a change of its content: its revision
        stays.
        """
        if content:
            form["history"] = [*form.get("history", []), form["revisionId"]][
                -_HISTORY:
            ]
            form["revisionId"] = self.store.new_hex()
        with self.store.writing():
            self._put(form)
            self.access.touch(form["formId"], who.address)

    def form(self, who: Caller, form_id: str, role: str = "reader") -> Body:
        """A form that somebody may see, or change."""
        form = self.load(form_id)
        row = self.access.row(form_id)
        have = RANK.get(self.access.role(who, form_id), 0)
        if row is None or (who.limited and row["client"] != who.client):
            raise Refusal(404, "Requested entity was not found.")
        if have < RANK[role] or (
            self.access.trashed(row) and have < RANK["writer"]
        ):
            raise Refusal(403, "The caller does not have permission")
        return form

    # -- the page -------------------------------------------------------------

    def accepts(self, form: Body) -> tuple[bool, bool]:
        """Whether a form is published, and whether it takes answers."""
        state = form.get("publishSettings", {}).get("publishState", {})
        return bool(state.get("isPublished")), bool(
            state.get("isAcceptingResponses")
        )

    def page_settings(self, form_id: str, given: Body) -> Body:
        """Change settings that only a person can change; returns all of them.

        Raises Refusal for another setting.
        """
        form = self._stored(form_id)
        if set(given) - set(PAGE_SETTINGS):
            raise invalid(f"The settings are {', '.join(PAGE_SETTINGS)}.")
        settings: Body = PAGE_SETTINGS | form.get("page", {}) | given
        if given:
            form["page"] = settings
            self._put(form)
        return settings
