"""The answers to forms: sent by the page, edited by their link, listed by
time, deleted by a person.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from workspace.errors import Refusal, invalid
from workspace.forms import editing
from workspace.forms.shelf import FormShelf
from workspace.identity import Caller
from workspace.store import dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]
_FILTER = re.compile(
    r"timestamp\s*(>=|>)\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z"
)
_COLUMNS = "id, created, submitted, email, answers"
MOST = 5000


class Responses:
    """forms.responses.*, and what people do with answers."""

    def __init__(self, shelf: FormShelf) -> None:
        self.shelf = shelf
        self.store = shelf.store

    def list(self, who: Caller, formId: str, query: Query) -> Body:
        """forms.responses.list; the order is not promised and here is by id."""
        self.shelf.form(who, formId, "writer")
        since, strict = _filter(query.get("filter", ""))
        size = query.get("pageSize", 0)
        if size < 0:
            raise invalid("Invalid page size.")
        size = min(size, MOST) if size > 0 else MOST
        after = self._after(query)
        rows = self.store.db.execute(
            f"SELECT {_COLUMNS} FROM responses"  # noqa: S608  (names of our own)
            " WHERE form = ? AND submitted >= ? AND NOT (? AND submitted = ?) AND id > ? ORDER BY id LIMIT ?",
            (formId, since, strict, since, after, size + 1),
        ).fetchall()
        answer: Body = (
            {"responses": [_response(*r) for r in rows[:size]]} if rows else {}
        )
        if len(rows) > size:
            answer["nextPageToken"] = f"{rows[size - 1][0]}.{_mark(query)}"
        return answer

    def _after(self, query: Query) -> str:
        """The id after which a page begins; a token is good only with the
        filter that it came from.
        """
        token = query.get("pageToken", "")
        if not token:
            return ""
        after, _, mark = token.rpartition(".")
        if not after or mark != _mark(query):
            raise invalid("Invalid page token.")
        return str(after)

    def get(
        self, who: Caller, formId: str, responseId: str, query: Query
    ) -> Body:
        """forms.responses.get."""
        del query
        self.shelf.form(who, formId, "writer")
        return {"formId": formId} | self._one(formId, responseId)

    def _one(self, form_id: str, response_id: str) -> Body:
        row = self.store.db.execute(
            f"SELECT {_COLUMNS} FROM responses WHERE form = ? AND id = ?",  # noqa: S608  (names of our own)
            (form_id, response_id),
        ).fetchone()
        if row is None:
            raise Refusal(404, "Requested entity was not found.")
        return _response(*row)

    # -- what people do -------------------------------------------------------

    def submit(
        self,
        form: Body,
        email: str,
        answers: Mapping[str, Body],
        edit: str = "",
        account: str = "",
    ) -> tuple[str, str]:
        """Keep an answer that the form's page has checked: its id, and the key
        of the link that edits it.

        ``account`` is whoever is signed in: kept for the limit to one answer,
        and never shown. With ``edit`` an earlier answer is replaced: it keeps
        its id, its createTime, and a verified address.
        """
        now = self.store.now().astimezone(UTC)
        kept = (
            email
            if form["settings"].get("emailCollectionType")
            in ("VERIFIED", "RESPONDER_INPUT")
            else ""
        )
        with self.store.writing() as db:
            if edit:
                row = db.execute(
                    "SELECT id, email FROM responses WHERE form = ? AND edit = ?",
                    (form["formId"], edit),
                ).fetchone()
                if row is None:
                    raise Refusal(404, "This answer is no longer there.")
                if form["settings"].get("emailCollectionType") == "VERIFIED":
                    kept = row[1] or kept
                db.execute(
                    "UPDATE responses SET submitted = ?, email = ?, answers = ? WHERE form = ? AND id = ?",
                    (
                        stamp(now, 6),
                        kept,
                        dumps(answers),
                        form["formId"],
                        row[0],
                    ),
                )
                return str(row[0]), edit
            response_id, edit = self.store.new_id(60), self.store.new_id(60)
            db.execute(
                "INSERT INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    form["formId"],
                    response_id,
                    stamp(now),
                    stamp(now, 6),
                    kept,
                    dumps(answers),
                    edit,
                    account,
                ),
            )
        return response_id, edit

    def to_edit(self, form_id: str, edit: str) -> Body | None:
        """The answer that an edit link opens."""
        row = self.store.db.execute(
            f"SELECT {_COLUMNS} FROM responses WHERE form = ? AND edit = ?",  # noqa: S608  (names of our own)
            (form_id, edit),
        ).fetchone()
        return _response(*row) if row else None

    def answered(self, form_id: str, account: str) -> bool:
        """Whether somebody has answered already, signed in to this account."""
        found = "SELECT 1 FROM responses WHERE form = ? AND account = ? AND account <> ''"
        return (
            self.store.db.execute(found, (form_id, account)).fetchone()
            is not None
        )

    def delete(self, form_id: str, response_id: str) -> None:
        """Delete an answer, as a person can in the editor: it is just listed
        no more.
        """
        with self.store.writing() as db:
            gone = db.execute(
                "DELETE FROM responses WHERE form = ? AND id = ?",
                (form_id, response_id),
            )
            if not gone.rowcount:
                raise Refusal(404, "Requested entity was not found.")

    def add(self, form_id: str, body: Body) -> Body:
        """Add a response as it is given (control path): answers by questionId,
        createTime, respondentEmail.
        """
        form = self.shelf.load(form_id)
        known = {
            q["questionId"] for q in editing.questions(form.get("items", []))
        }
        answers = body.get("answers", {})
        if set(answers) - known:
            raise invalid(
                f"No question with the id {', '.join(sorted(set(answers) - known))}."
            )
        created = _moment(body.get("createTime"), self.store.now)
        submitted = _moment(body.get("lastSubmittedTime"), lambda: created)
        response_id = body.get("responseId") or self.store.new_id(60)
        full = {q: {"questionId": q} | a for q, a in answers.items()}
        with self.store.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    form_id,
                    response_id,
                    stamp(created),
                    stamp(submitted, 6),
                    body.get("respondentEmail", ""),
                    dumps(full),
                    self.store.new_id(60),
                    body.get("respondentEmail", ""),
                ),
            )
        return self._one(form_id, response_id)


def _moment(text: str | None, otherwise: Callable[[], datetime]) -> datetime:
    return (
        datetime.fromisoformat(text).astimezone(UTC)
        if text
        else otherwise().astimezone(UTC)
    )


def _filter(text: str) -> tuple[str, bool]:
    """A filter's moment, to the microsecond, and whether that moment itself is
    left out.
    """
    if not text:
        return "", False
    found = _FILTER.fullmatch(text.strip())
    if not found:
        raise invalid(
            "Invalid filter. Only 'timestamp > N' and 'timestamp >= N' are supported."
        )
    try:
        datetime.fromisoformat(found.group(2) + "+00:00")
    except ValueError:
        raise invalid("Invalid filter: not a timestamp.") from None
    digits = (found.group(3) or "").ljust(9, "0")
    finer = digits[6:].strip("0") != ""
    # What is finer than a microsecond lies after it: answers of that
    # microsecond are before the moment.
    return f"{found.group(2)}.{digits[:6]}Z", found.group(1) == ">" or finer


def _mark(query: Query) -> str:
    return hashlib.sha256(query.get("filter", "").encode()).hexdigest()[:8]


def _response(
    response_id: str, created: str, submitted: str, email: str, answers: str
) -> Body:
    response: Body = {
        "responseId": response_id,
        "createTime": created,
        "lastSubmittedTime": submitted,
    }
    if email:
        response["respondentEmail"] = email
    found = json.loads(answers)
    return response | ({"answers": found} if found else {})
