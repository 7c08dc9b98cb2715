"""What each district was last judged to be, and under which mark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sync.state.database import Database
from sync.state.notes import Notes
from sync.state.to_do import ToDo


class Judgements:
    """The summary and the figures of each district's last judgement."""

    def __init__(self, db: Database, to_do: ToDo, notes: Notes) -> None:
        self.db = db
        self.to_do = to_do
        self.notes = notes

    def due(self, marks: Mapping[str, str]) -> set[str]:
        """The districts to judge: something is new, or the last judgement's
        mark differs.
        """
        new = self.to_do.to_judge()
        known: dict[str, str] = dict(
            self.db.rows("SELECT district, mark FROM judged")
        )
        return {
            key
            for key, mark in marks.items()
            if key in new or known.get(key) != mark
        }

    def finish(
        self,
        district: str,
        mark: str,
        summary: Mapping[str, Any],
        figures: Mapping[str, Any],
        judging_marks: int,
    ) -> None:
        """Keep that a district was judged under a mark, and written.

        ``judging_marks`` is how often it had been marked when judging began.
        If another machine has marked it since, it remains to be judged.
        """
        with self.db.writing():
            self.db.run(
                "INSERT INTO judged VALUES (?, ?, ?) ON CONFLICT (district) DO UPDATE"
                " SET mark = excluded.mark, summary = excluded.summary",
                (district, mark, json.dumps(summary)),
            )
            self._keep_figures(district, json.dumps(figures))
            self.to_do.finish_judging(district, judging_marks)

    def _keep_figures(self, district: str, text: str) -> None:
        sql = "SELECT figures FROM figures WHERE district = ?"
        if self.db.rows(sql, (district,)) == [(text,)]:
            return
        self.db.run(
            "INSERT INTO figures VALUES (?, ?)"
            " ON CONFLICT (district) DO UPDATE SET figures = excluded.figures",
            (district, text),
        )
        self.notes.recount()

    def figures(self) -> dict[str, dict[str, Any]]:
        """What was last counted of each district."""
        rows = self.db.rows("SELECT district, figures FROM figures")
        return {key: json.loads(text) for key, text in rows}

    def last_summaries(self) -> dict[str, dict[str, Any]]:
        """The summary of each district's last judgement."""
        rows = self.db.rows("SELECT district, summary FROM judged")
        return {key: json.loads(text) for key, text in rows}
