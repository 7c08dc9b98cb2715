"""Forms v1 over HTTP: forms made, read, edited and published."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from workspace.drive import FORM
from workspace.drive.files import Files
from workspace.errors import Refusal, invalid
from workspace.forms import editing
from workspace.forms.responses import Responses
from workspace.forms.shelf import FormShelf
from workspace.forms.watches import Watches
from workspace.identity import Caller

Body = dict[str, Any]
Query = Mapping[str, Any]


class Forms:
    """forms.* of Forms, and those under it."""

    def __init__(self, shelf: FormShelf, files: Files) -> None:
        self.shelf = shelf
        self.files = files
        self.responses = Responses(shelf)

    def methods(self) -> dict[str, Callable[..., Body]]:
        """Every method of Forms v1."""
        watches = Watches(self.shelf)
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

    # -- the methods ----------------------------------------------------------

    def create(self, who: Caller, body: Body, query: Query) -> Body:
        """forms.create: a title and a document title, and nothing else; in the
        caller's My Drive.
        """
        info = body.get("info") or {}
        if set(body) - {"info"} or set(info) - {"title", "documentTitle"}:
            raise invalid(
                "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
            )
        for title in info.values():
            editing.check_text(title, lines=False)
        if who.service:
            raise Refusal(500, "Internal error encountered.")
        # Since July 2026 a new form is unpublished; asking for it explicitly
        # is the same.
        del query
        with self.shelf.store.writing():
            name = info.get("documentTitle") or "Untitled form"
            file = self.files.create(who, {"name": name, "mimeType": FORM}, {})
            form = self.shelf.load(file["id"])
            form.pop("items", None)
            if info.get("title"):
                form["info"]["title"] = info["title"]
            self.shelf.save(form, who)
        return _shown(self.shelf.load(file["id"]))

    def get(self, who: Caller, formId: str, query: Query) -> Body:
        """forms.get."""
        del query
        return _shown(self.shelf.form(who, formId))

    def batch_update(
        self, who: Caller, formId: str, body: Body, query: Query
    ) -> Body:
        """forms.batchUpdate: all requests in order, or none; only at the
        revision that writeControl names.
        """
        del query
        form = copy.deepcopy(self.shelf.form(who, formId, "writer"))
        control = body.get("writeControl") or {}
        if len(control) > 1:
            raise invalid(
                "Must specify at most one of requiredRevisionId and targetRevisionId."
            )
        if (
            control.get("requiredRevisionId", form["revisionId"])
            != form["revisionId"]
        ):
            raise invalid(
                "The required revision ID does not match the latest revision."
            )
        target = control.get("targetRevisionId", form["revisionId"])
        if target != form["revisionId"] and target not in form.get(
            "history", []
        ):
            raise invalid(
                "The target revision ID is not known, or too far behind."
            )
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        replies = editing.apply(
            form, body["requests"], self.shelf.store.new_hex
        )
        self.shelf.save(form, who)
        name = (
            "targetRevisionId"
            if "targetRevisionId" in control
            else "requiredRevisionId"
        )
        answer: Body = {
            "replies": replies,
            "writeControl": {name: form["revisionId"]},
        }
        if body.get("includeFormInResponse"):
            answer["form"] = _shown(self.shelf.load(formId))
        return answer

    def set_publish_settings(
        self, who: Caller, formId: str, body: Body, query: Query
    ) -> Body:
        """forms.setPublishSettings."""
        del query
        form = self.shelf.form(who, formId, "writer")
        if body.get("updateMask", "*") not in (
            "publishState",
            "publish_state",
            "*",
        ):
            raise invalid(f"Invalid update mask: {body['updateMask']}")
        if body.get("publishSettings") is None:
            raise invalid("publishSettings is required.")
        state = body["publishSettings"].get("publishState") or {}
        for name in ("isPublished", "isAcceptingResponses"):
            if name not in state:
                raise invalid(
                    f"publishSettings.publishState.{name} is required."
                )
        if state.get("isAcceptingResponses") and not state.get("isPublished"):
            raise invalid("An unpublished form cannot accept responses.")
        form["publishSettings"] = {
            "publishState": {k: True for k, v in state.items() if v}
        }
        self.shelf.save(form, who, content=False)
        return {"formId": formId, "publishSettings": form["publishSettings"]}


def _shown(form: Body) -> Body:
    """A Form resource: without what the API does not know of."""
    return {
        k: v
        for k, v in form.items()
        if k not in ("page", "history", "public", "address")
    }
