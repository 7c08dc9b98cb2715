"""What was sent to the further forms, for planning and for feedback, kept
whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sync.state.database import Database


class Responses:
    """The responses to each further form, with their districts."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def of(self, form: str, district: str) -> list[dict[str, Any]]:
        """The responses to a form that belong to a district."""
        rows = self.db.rows(
            "SELECT response FROM form_responses WHERE form = ? AND district = ?"
            " ORDER BY submitted, id",
            (form, district),
        )
        return [json.loads(text) for (text,) in rows]

    def all(self, form: str) -> list[tuple[dict[str, Any], str | None]]:
        """The responses to a form, each with its district."""
        rows = self.db.rows(
            "SELECT response, district FROM form_responses WHERE form = ? ORDER BY submitted, id",
            (form,),
        )
        return [(json.loads(text), district) for text, district in rows]

    def elsewhere(
        self, form: str, keys: Collection[str]
    ) -> list[dict[str, Any]]:
        """The responses to a form whose district is not among ``keys``."""
        rows = self.db.rows(
            "SELECT id, district FROM form_responses WHERE form = ? ORDER BY submitted, id",
            (form,),
        )
        sql = "SELECT response FROM form_responses WHERE form = ? AND id = ?"
        return [
            json.loads(self.db.rows(sql, (form, each))[0][0])
            for each, district in rows
            if district not in keys
        ]

    def sent_when(self, form: str) -> dict[str, datetime]:
        """When each known response to a form was sent, by id."""
        rows = self.db.rows(
            "SELECT id, submitted FROM form_responses WHERE form = ?", (form,)
        )
        return {each: datetime.fromisoformat(sent) for each, sent in rows}

    def keep(
        self,
        form: str,
        responses: Iterable[tuple[Mapping[str, Any], datetime, str | None]],
    ) -> None:
        """Keep responses to a form, over earlier versions of themselves.

        Each with when it was sent and its district.
        """
        rows = [
            (
                form,
                response["responseId"],
                district,
                sent.astimezone(UTC).isoformat(),
                json.dumps(response),
            )
            for response, sent, district in responses
        ]
        self.db.many(
            "INSERT INTO form_responses VALUES (?, ?, ?, ?, ?) ON CONFLICT (form, id) DO UPDATE"
            " SET district = excluded.district, submitted = excluded.submitted,"
            " response = excluded.response",
            rows,
        )

    def forget(self, form: str, ids: Iterable[str]) -> None:
        """Forget responses to a form; their districts are judged anew."""
        some = list(ids)
        self.mark_for_judging(form, some)
        sql = "DELETE FROM form_responses WHERE form = ? AND id = ?"
        self.db.many(sql, [(form, each) for each in some])

    def mark_for_judging(self, form: str, ids: Iterable[str]) -> None:
        """Mark the districts that responses to a form belong to so far."""
        self.db.many(
            "INSERT INTO to_judge SELECT district, 1 FROM form_responses"
            " WHERE form = ? AND id = ? AND district IS NOT NULL"
            " ON CONFLICT (district) DO UPDATE SET times = to_judge.times + 1",
            [(form, each) for each in ids],
        )
