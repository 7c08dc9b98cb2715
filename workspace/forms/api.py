"""Forms v1 over HTTP, and the one way an answer gets in: sending the form's page."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from workspace.drive import FORM, RANK, Drive
from workspace.errors import Refusal, invalid, not_here
from workspace.forms import editing
from workspace.store import Store, dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]
_FILTER = re.compile(r"timestamp\s*(>=|>)\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)")


class Forms:
    """The forms of a store and their responses."""

    def __init__(self, store: Store, drive: Drive, url: Callable[[], str]) -> None:
        self.store = store
        self.drive = drive
        self.url = url
        drive.made[FORM] = self._new

    def _new(self, form_id: str, name: str) -> None:
        form = {
            "formId": form_id,
            "info": {"documentTitle": name},
            "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
            "revisionId": self.store.new_hex(),
            "publishSettings": {"publishState": {}},
        }
        with self.store.writing() as db:
            db.execute("INSERT INTO forms VALUES (?, ?)", (form_id, dumps(form)))

    def load(self, form_id: str) -> Body:
        """A form by id, whoever asks."""
        row = self.store.db.execute("SELECT body FROM forms WHERE id = ?", (form_id,)).fetchone()
        if row is None:
            raise Refusal(404, "Requested entity was not found.")
        form: Body = json.loads(row[0])
        return form | {"responderUri": f"{self.url()}/forms/d/e/{form_id}/viewform"}

    def _save(self, form: Body, who: str) -> None:
        form["revisionId"] = self.store.new_hex()
        body = {k: v for k, v in form.items() if k != "responderUri"}
        with self.store.writing() as db:
            db.execute("UPDATE forms SET body = ? WHERE id = ?", (dumps(body), form["formId"]))
            self.drive.touch(form["formId"], who)

    def _form(self, who: str, form_id: str, role: str = "reader") -> Body:
        form = self.load(form_id)
        have = RANK.get(self.drive.role(who, form_id), 0)
        if not have:
            raise Refusal(404, "Requested entity was not found.")
        if have < RANK[role]:
            raise Refusal(403, "The caller does not have permission")
        return form

    # -- the form -----------------------------------------------------------------------------------------

    def create(self, who: str, body: Body, **_: Any) -> Body:
        """forms.create: a title and a document title, and nothing else."""
        info = body.get("info") or {}
        if set(body) - {"info"} or set(info) - {"title", "documentTitle"}:
            raise invalid(
                "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
            )
        file = self.drive.create(who, {"name": info.get("documentTitle") or "Untitled form", "mimeType": FORM})
        form = self.load(file["id"])
        if info.get("title"):
            form["info"]["title"] = info["title"]
        self._save(form, who)
        return self.load(file["id"])

    def get(self, who: str, formId: str, **_: Any) -> Body:
        """forms.get."""
        return self._form(who, formId)

    def batch_update(self, who: str, formId: str, body: Body, query: Query) -> Body:
        """forms.batchUpdate: all requests in order, or none."""
        del query
        form = copy.deepcopy(self._form(who, formId, "writer"))
        control = body.get("writeControl") or {}
        if "targetRevisionId" in control:
            raise not_here("writeControl.targetRevisionId")
        if control.get("requiredRevisionId", form["revisionId"]) != form["revisionId"]:
            raise invalid("The required revision ID does not match the latest revision.")
        if not body.get("requests"):
            raise invalid("Must specify at least one request.")
        replies = editing.apply(form, body["requests"], self.store.new_hex)
        self._save(form, who)
        answer: Body = {"replies": replies, "writeControl": {"requiredRevisionId": form["revisionId"]}}
        if body.get("includeFormInResponse"):
            answer["form"] = self.load(formId)
        return answer

    def set_publish_settings(self, who: str, formId: str, body: Body, query: Query) -> Body:
        """forms.setPublishSettings."""
        del query
        form = self._form(who, formId, "writer")
        if body.get("updateMask", "*") not in ("publishState", "*"):
            raise invalid(f"Invalid update mask: {body['updateMask']}")
        state = (body.get("publishSettings") or {}).get("publishState") or {}
        if state.get("isAcceptingResponses") and not state.get("isPublished"):
            raise invalid("An unpublished form cannot accept responses.")
        form["publishSettings"] = {"publishState": {k: True for k, v in state.items() if v}}
        self._save(form, who)
        return {"formId": formId, "publishSettings": form["publishSettings"]}

    # -- responses ----------------------------------------------------------------------------------------

    def responses_list(self, who: str, formId: str, query: Query) -> Body:
        """forms.responses.list; the order is not promised and here is by id."""
        self._form(who, formId, "writer")
        since, strict = "", False
        if query.get("filter"):
            found = _FILTER.fullmatch(query["filter"].strip())
            if not found:
                raise invalid("Invalid filter. Only 'timestamp > N' and 'timestamp >= N' are supported.")
            try:
                moment = datetime.fromisoformat(found.group(2)[:26].rstrip("Z") + "+00:00")
            except ValueError:
                raise invalid("Invalid filter: not a timestamp.") from None
            since, strict = stamp(moment, 6), found.group(1) == ">"
        size = int(query.get("pageSize") or 5000)
        size = min(size, 5000) if size > 0 else 5000
        after = query.get("pageToken") or ""
        rows = self.store.db.execute(
            "SELECT id, created, submitted, email, answers FROM responses"
            " WHERE form = ? AND submitted >= ? AND NOT (? AND submitted = ?) AND id > ? ORDER BY id LIMIT ?",
            (formId, since, strict, since, after, size + 1),
        ).fetchall()
        answer: Body = {"responses": [_response(*r) for r in rows[:size]]} if rows else {}
        if len(rows) > size:
            answer["nextPageToken"] = rows[size - 1][0]
        return answer

    def responses_get(self, who: str, formId: str, responseId: str, **_: Any) -> Body:
        """forms.responses.get."""
        self._form(who, formId, "writer")
        row = self.store.db.execute(
            "SELECT id, created, submitted, email, answers FROM responses WHERE form = ? AND id = ?",
            (formId, responseId),
        ).fetchone()
        if row is None:
            raise Refusal(404, "Requested entity was not found.")
        return {"formId": formId} | _response(*row)

    def accepts(self, form: Body) -> tuple[bool, bool]:
        """Whether a form is published, and whether it takes answers."""
        state = form.get("publishSettings", {}).get("publishState", {})
        return bool(state.get("isPublished")), bool(state.get("isAcceptingResponses"))

    def submit(self, form: Body, email: str, answers: dict[str, Body]) -> str:
        """Keep an answer that the form's page has checked."""
        response_id, now = self.store.new_id(60), self.store.now().astimezone(UTC)
        kept = email if form["settings"].get("emailCollectionType") in ("VERIFIED", "RESPONDER_INPUT") else ""
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO responses VALUES (?, ?, ?, ?, ?, ?)",
                (form["formId"], response_id, stamp(now), stamp(now, 6), kept, dumps(answers)),
            )
        return response_id


def _response(response_id: str, created: str, submitted: str, email: str, answers: str) -> Body:
    response: Body = {"responseId": response_id, "createTime": created, "lastSubmittedTime": submitted}
    if email:
        response["respondentEmail"] = email
    found = json.loads(answers)
    return response | ({"answers": found} if found else {})
