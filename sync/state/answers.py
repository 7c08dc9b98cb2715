"""What mentors sent to the meeting log, as last read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sync.core.model import Submission
from sync.state.database import Database
from sync.state.rows import ANSWER, answer_of, answer_row
from sync.state.to_do import ToDo

# As many ids as one query names.
_AT_ONCE = 500
_COLUMNS = ", ".join(ANSWER)
_OF_ONE = ", ".join(ANSWER[:-1])


class Answers:
    """The answers by district, whether a run has reported them, and those that
    could not be read in full.
    """

    def __init__(self, db: Database, to_do: ToDo) -> None:
        self.db = db
        self.to_do = to_do

    def of(self, district: str | None) -> list[Submission]:
        """A district's answers; None: those whose district is not known."""
        test = "district IS NULL" if district is None else "district = ?"
        sql = f"SELECT {_OF_ONE} FROM answers WHERE {test}"  # noqa: S608
        rows = self.db.rows(sql, () if district is None else (district,))
        return [answer_of(row) for row in rows]

    def number(self) -> int:
        """How many answers are kept."""
        return int(self.db.rows("SELECT COUNT(*) FROM answers")[0][0])

    def sent_when(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Which of some answers are known, and when they were last sent."""
        sent: dict[str, datetime] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, submitted FROM answers WHERE id IN ({marks})"  # noqa: S608
            rows = self.db.rows(sql, some)
            sent.update(
                (each, datetime.fromisoformat(when)) for each, when in rows
            )
        return sent

    def keep(self, answers: Sequence[tuple[Submission, str | None]]) -> None:
        """Keep answers with their districts, over earlier versions of
        themselves.

        The districts of both are judged anew.
        """
        self._mark_districts_of([s.id for s, _ in answers])
        self.to_do.mark_for_judging(
            {to for _, to in answers if to is not None}
        )
        marks = ", ".join("?" * len(ANSWER))
        changed = ", ".join(f"{c} = excluded.{c}" for c in ANSWER[1:])
        self.db.many(
            f"INSERT INTO answers ({_COLUMNS}) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT (id) DO UPDATE SET {changed}, reported = CASE"
            " WHEN answers.submitted = excluded.submitted THEN answers.reported ELSE 0 END",
            [
                answer_row(submission, district)
                for submission, district in answers
            ],
        )

    def place(self, response_id: str, district: str | None) -> None:
        """Put an answer to another district; both are judged anew."""
        self._mark_districts_of([response_id])
        if district is not None:
            self.to_do.mark_for_judging([district])
        sql = "UPDATE answers SET district = ? WHERE id = ?"
        self.db.run(sql, (district, response_id))

    def forget(self, ids: Iterable[str]) -> None:
        """Forget answers; their districts are judged anew."""
        rows = [(each,) for each in ids]
        self._mark_districts_of([each for (each,) in rows])
        self.db.many("DELETE FROM answers WHERE id = ?", rows)
        self.db.many("DELETE FROM unreadable WHERE id = ?", rows)

    def missing(
        self, ids: Collection[str], until: datetime | None
    ) -> tuple[int, set[str]]:
        """How many answers sent up to ``until`` are known, and which of them
        are not among ``ids``.

        Later ones may have been read by another machine meanwhile, so they are
        not missing. With None there are no known ones: (0, set()).
        """
        latest = until.astimezone(UTC).isoformat() if until else ""
        sql = "SELECT id FROM answers WHERE submitted <= ?"
        known = {row[0] for row in self.db.rows(sql, (latest,))}
        return len(known), known.difference(ids)

    def senders(
        self, unplaced: bool = False
    ) -> list[tuple[str, str, str, str | None]]:
        """Every answer's id, pair text, address and district, or only the
        unplaced.
        """
        where = " WHERE district IS NULL" if unplaced else ""
        sql = f"SELECT id, pair_text, email, district FROM answers{where}"  # noqa: S608
        return self.db.rows(sql)

    # -- what a run has reported ----------------------------------------------

    def unreported(
        self, districts: Collection[str], others: bool
    ) -> list[str]:
        """The ids of answers not yet reported by a finished run.

        Those of some districts, and with ``others`` also those of none.
        """
        return [
            each
            for each, district in self.db.rows(
                "SELECT id, district FROM answers WHERE reported = 0"
            )
            if district in districts or (others and district is None)
        ]

    def mark_reported(self, ids: Iterable[str]) -> None:
        """A run that wrote has reported these answers."""
        rows = [(each,) for each in ids]
        self.db.many("UPDATE answers SET reported = 1 WHERE id = ?", rows)

    # -- answers that say something unknown ------------------------------------

    def unreadable(self) -> list[dict[str, Any]]:
        """The responses that could not be read in full so far."""
        rows = self.db.rows("SELECT response FROM unreadable ORDER BY id")
        return [json.loads(text) for (text,) in rows]

    def unread(self) -> list[tuple[str, str]]:
        """What could not be read of them: the key of the question, and the
        text.
        """
        rows = self.db.rows(
            "SELECT unread FROM answers JOIN unreadable USING (id)"
        )
        return [
            (key, text) for (found,) in rows for key, text in json.loads(found)
        ]

    def keep_unreadable(self, responses: Iterable[Mapping[str, Any]]) -> None:
        """Keep responses that could not be read in full, to be tried again."""
        sql = (
            "INSERT INTO unreadable (id, response) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET response = excluded.response"
        )
        self.db.many(
            sql, [(r["responseId"], json.dumps(r)) for r in responses]
        )

    def forget_unreadable(self, ids: Iterable[str]) -> None:
        """These answers were read in full."""
        self.db.many(
            "DELETE FROM unreadable WHERE id = ?", [(each,) for each in ids]
        )

    def _mark_districts_of(self, ids: Sequence[str]) -> None:
        """Mark the districts that answers belong to so far."""
        self.db.many(
            "INSERT INTO to_judge SELECT district, 1 FROM answers"
            " WHERE id = ? AND district IS NOT NULL"
            " ON CONFLICT (district) DO UPDATE SET times = to_judge.times + 1",
            [(each,) for each in ids],
        )
