"""forms.watches.*: recorded with Google's limits and life; nothing is sent
anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from workspace.errors import Refusal, invalid
from workspace.forms.shelf import FormShelf
from workspace.identity import Caller
from workspace.store import dumps, stamp

Body = dict[str, Any]
Query = Mapping[str, Any]
LIFE = timedelta(days=7)


class Watches:
    """Watches of forms: one for each project, form and kind of event; seven
    days long.
    """

    def __init__(self, shelf: FormShelf) -> None:
        self.shelf = shelf
        self.store = shelf.store

    def create(
        self, who: Caller, formId: str, body: Body, query: Query
    ) -> Body:
        """forms.watches.create."""
        del query
        self.shelf.form(who, formId, "writer")
        wanted = body.get("watch") or {}
        kind = wanted.get("eventType", "")
        topic = ((wanted.get("target") or {}).get("topic") or {}).get(
            "topicName", ""
        )
        if kind not in ("SCHEMA", "RESPONSES"):
            raise invalid("The event type of a watch is required.")
        if not topic.startswith("projects/") or "/topics/" not in topic:
            raise invalid(
                "The topic of a watch must be a fully qualified Pub/Sub topic name."
            )
        mine = self._mine(who, formId)
        if any(w["eventType"] == kind for w in mine):
            raise Refusal(
                400,
                "A watch of this event type already exists for this form and project.",
                status="FAILED_PRECONDITION",
            )
        watch_id = body.get("watchId") or self.store.new_hex()
        if self.store.db.execute(
            "SELECT 1 FROM watches WHERE form = ? AND id = ?",
            (formId, watch_id),
        ).fetchone():
            raise Refusal(
                409, "Requested entity already exists", status="ALREADY_EXISTS"
            )
        now = self.store.now().astimezone(UTC)
        watch = {
            "id": watch_id,
            "target": {"topic": {"topicName": topic}},
            "eventType": kind,
            "createTime": stamp(now, 6),
            "expireTime": stamp(now + LIFE, 6),
            "state": "ACTIVE",
        }
        with self.store.writing() as db:
            db.execute(
                "INSERT INTO watches VALUES (?, ?, ?, ?)",
                (formId, watch_id, dumps(watch), who.client),
            )
        return watch

    def _mine(self, who: Caller, form_id: str) -> list[Body]:
        now = stamp(self.store.now(), 6)
        rows = self.store.db.execute(
            "SELECT body FROM watches WHERE form = ? AND client = ? ORDER BY rowid",
            (form_id, who.client),
        ).fetchall()
        return [
            w
            for w in (json.loads(r[0]) for r in rows)
            if w["expireTime"] > now
        ]

    def list(self, who: Caller, formId: str, query: Query) -> Body:
        """forms.watches.list: this project's."""
        del query
        self.shelf.form(who, formId, "writer")
        mine = self._mine(who, formId)
        return {"watches": mine} if mine else {}

    def _one(self, who: Caller, form_id: str, watch_id: str) -> Body:
        self.shelf.form(who, form_id, "writer")
        for watch in self._mine(who, form_id):
            if watch["id"] == watch_id:
                return watch
        raise Refusal(404, "Requested entity was not found.")

    def renew(
        self, who: Caller, formId: str, watchId: str, body: Body, query: Query
    ) -> Body:
        """forms.watches.renew: seven days from now."""
        del body, query
        watch = self._one(who, formId, watchId)
        watch["expireTime"] = stamp(self.store.now().astimezone(UTC) + LIFE, 6)
        with self.store.writing() as db:
            db.execute(
                "UPDATE watches SET body = ? WHERE form = ? AND id = ?",
                (dumps(watch), formId, watchId),
            )
        return watch

    def delete(
        self, who: Caller, formId: str, watchId: str, query: Query
    ) -> Body:
        """forms.watches.delete."""
        del query
        self._one(who, formId, watchId)
        with self.store.writing() as db:
            db.execute(
                "DELETE FROM watches WHERE form = ? AND id = ?",
                (formId, watchId),
            )
        return {}
