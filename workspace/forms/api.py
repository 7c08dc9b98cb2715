"""Forms v1 over HTTP: forms made, read, edited and published."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

from workspace.drive import FORM, RANK
from workspace.drive.access import Access
from workspace.drive.files import Files
from workspace.errors import Refusal, invalid
from workspace.forms import editing
from workspace.forms.responses import Responses
from workspace.forms.watches import Watches
from workspace.identity import Caller
from workspace.store import Store, dumps

Body = dict[str, Any]
Query = Mapping[str, Any]

# What only a person can switch, in the editor; the API neither shows nor sets it.
PAGE_SETTINGS = {"editResponses": False, "limitOne": False, "confirmation": "", "closedMessage": ""}
_HISTORY = 50


class Forms:
    """The forms of a store. Drive's files of this type are these."""

    def __init__(self, store: Store, access: Access, files: Files, url: Callable[[], str]) -> None:
        self.store = store
        self.access = access
        self.files = files
        self.url = url
        self.responses = Responses(self)

    def methods(self) -> dict[str, Callable[..., Body]]:
        """Every method of Forms v1."""
        watches = Watches(self)
        return {
            "forms.forms.batchUpdate": self.batch_update,
            "forms.forms.create": self.create,
            "forms.forms.get": self.get,
            "forms.forms.responses.get": self.responses.get,
            "forms.forms.responses.list": self.responses.list,
            "forms.forms.setPublishSettings": self.set_publish_settings,
            "forms.forms.watches.create": watches.create,
            "forms.forms.watches.delete": watches.delete,
            "forms.forms.watches.list": watches.list,
            "forms.forms.watches.renew": watches.renew,
        }

    # -- as Drive's content -------------------------------------------------------------------------------

    def new(self, file_id: str, name: str) -> None:
        """A new form: nothing in it, unpublished."""
        form = {
            "formId": file_id,
            "info": {"documentTitle": name},
            "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
            "revisionId": self.store.new_hex(),
            "publishSettings": {"publishState": {}},
        }
        with self.store.writing() as db:
            db.execute("INSERT INTO forms VALUES (?, ?)", (file_id, dumps(form)))

    def copy(self, source: str, target: str, name: str) -> None:
        """A copy: the questions and settings, not the answers; unpublished."""
        form = self._stored(source)
        form["formId"] = target
        form["info"]["documentTitle"] = name
        form["revisionId"] = self.store.new_hex()
        form["publishSettings"] = {"publishState": {}}
        with self.store.writing() as db:
            db.execute("INSERT INTO forms VALUES (?, ?)", (target, dumps(form)))

    def renamed(self, file_id: str, name: str) -> None:
        """A form's document title is its file's name."""
        form = self._stored(file_id)
        form["info"]["documentTitle"] = name
        self._put(form)

    def gone(self, file_id: str) -> None:
        """Forget a form, its answers and its watches."""
        for table, column in (("forms", "id"), ("responses", "form"), ("watches", "form")):
            self.store.db.execute(f"DELETE FROM {table} WHERE {column} = ?", (file_id,))  # noqa: S608  (our names)

    def export(self, file_id: str, mime: str) -> bytes | None:
        """Forms are exported as nothing here."""
        del file_id, mime
        return None

    # -- storage ------------------------------------------------------------------------------------------

    def _stored(self, form_id: str) -> Body:
        row = self.store.db.execute("SELECT body FROM forms WHERE id = ?", (form_id,)).fetchone()
        if row is None:
            raise Refusal(404, "Requested entity was not found.")
        form: Body = json.loads(row[0])
        return form

    def load(self, form_id: str) -> Body:
        """A form by id, whoever asks."""
        return self._stored(form_id) | {"responderUri": f"{self.url()}/forms/d/e/{form_id}/viewform"}

    def _put(self, form: Body) -> None:
        body = {k: v for k, v in form.items() if k != "responderUri"}
        with self.store.writing() as db:
            db.execute("UPDATE forms SET body = ? WHERE id = ?", (dumps(body), form["formId"]))

    def _save(self, form: Body, who: Caller, content: bool = True) -> None:
        """Keep a form. Publishing is not a change of its content: its revision stays."""
        if content:
            form["history"] = [*form.get("history", []), form["revisionId"]][-_HISTORY:]
            form["revisionId"] = self.store.new_hex()
        with self.store.writing():
            self._put(form)
            self.access.touch(form["formId"], who.address)

    def form(self, who: Caller, form_id: str, role: str = "reader") -> Body:
        """A form that somebody may see, or change."""
        form = self.load(form_id)
        row = self.access.row(form_id)
        have = RANK.get(self.access.role(who, form_id), 0)
        if row is None or not have or (self.access.trashed(row) and have < RANK["writer"]):
            raise Refusal(404, "Requested entity was not found.")
        if have < RANK[role]:
            raise Refusal(403, "The caller does not have permission")
        return form

    # -- the methods --------------------------------------------------------------------------------------

    def create(self, who: Caller, body: Body, query: Query) -> Body:
        """forms.create: a title and a document title, and nothing else; in the caller's My Drive."""
        info = body.get("info") or {}
        if set(body) - {"info"} or set(info) - {"title", "documentTitle"}:
            raise invalid(
                "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
            )
        if who.service:
            raise Refusal(500, "Internal error encountered.")
        # Since July 2026 a new form is unpublished; asking for it explicitly is the same.
        del query
        with self.store.writing():
            name = info.get("documentTitle") or "Untitled form"
            file = self.files.create(who, {"name": name, "mimeType": FORM}, {})
            form = self.load(file["id"])
            if info.get("title"):
                form["info"]["title"] = info["title"]
            self._save(form, who)
        return _shown(self.load(file["id"]))

    def get(self, who: Caller, formId: str, query: Query) -> Body:
        """forms.get."""
        del query
        return _shown(self.form(who, formId))

    def batch_update(self, who: Caller, formId: str, body: Body, query: Query) -> Body:
        """forms.batchUpdate: all requests in order, or none; only at the revision that writeControl names."""
        del query
        form = copy.deepcopy(self.form(who, formId, "writer"))
        control = body.get("writeControl") or {}
        if len(control) > 1:
            raise invalid("Must specify at most one of requiredRevisionId and targetRevisionId.")
        if control.get("requiredRevisionId", form["revisionId"]) != form["revisionId"]:
            raise invalid("The required revision ID does not match the latest revision.")
        target = control.get("targetRevisionId", form["revisionId"])
        if target != form["revisionId"] and target not in form.get("history", []):
            raise invalid("The target revision ID is not known, or too far behind.")
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        replies = editing.apply(form, body["requests"], self.store.new_hex)
        self._save(form, who)
        name = "targetRevisionId" if "targetRevisionId" in control else "requiredRevisionId"
        answer: Body = {"replies": replies, "writeControl": {name: form["revisionId"]}}
        if body.get("includeFormInResponse"):
            answer["form"] = _shown(self.load(formId))
        return answer

    def set_publish_settings(self, who: Caller, formId: str, body: Body, query: Query) -> Body:
        """forms.setPublishSettings."""
        del query
        form = self.form(who, formId, "writer")
        if body.get("updateMask", "*") not in ("publishState", "*"):
            raise invalid(f"Invalid update mask: {body['updateMask']}")
        state = (body.get("publishSettings") or {}).get("publishState") or {}
        if state.get("isAcceptingResponses") and not state.get("isPublished"):
            raise invalid("An unpublished form cannot accept responses.")
        form["publishSettings"] = {"publishState": {k: True for k, v in state.items() if v}}
        self._save(form, who, content=False)
        return {"formId": formId, "publishSettings": form["publishSettings"]}

    # -- the page -----------------------------------------------------------------------------------------

    def accepts(self, form: Body) -> tuple[bool, bool]:
        """Whether a form is published, and whether it takes answers."""
        state = form.get("publishSettings", {}).get("publishState", {})
        return bool(state.get("isPublished")), bool(state.get("isAcceptingResponses"))

    def page_settings(self, form_id: str, given: Body) -> Body:
        """Flip what only a person can, in the editor; gives all such settings."""
        form = self._stored(form_id)
        if set(given) - set(PAGE_SETTINGS):
            raise invalid(f"There are the settings {', '.join(PAGE_SETTINGS)}.")
        settings: Body = PAGE_SETTINGS | form.get("page", {}) | given
        if given:
            form["page"] = settings
            self._put(form)
        return settings


def _shown(form: Body) -> Body:
    """A Form resource: without what the API does not know of."""
    return {k: v for k, v in form.items() if k not in ("page", "history")}
