"""Which districts' sheets are to be read, and which districts are to be
judged.

A mark counts how often it was set: what another machine marks while this one
reads or judges is still marked when it has finished.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.state.database import Database


class ToDo:
    """The districts that are marked for reading and for judging."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def mark_for_reading(self, districts: Iterable[str]) -> None:
        """Mark districts whose sheets must be read."""
        self.db.many(
            "INSERT INTO to_read VALUES (?, 1) ON CONFLICT (district)"
            " DO UPDATE SET times = to_read.times + 1",
            [(district,) for district in districts],
        )

    def reading_marks(self, district: str) -> int:
        """How often a sheet was marked for reading since it was last read."""
        sql = "SELECT times FROM to_read WHERE district = ?"
        return self._times(sql, district)

    def finish_reading(self, district: str, marks: int) -> None:
        """Take a sheet off the list if it still has ``marks`` marks.

        ``marks`` is how many it had before it was read. With more by now, it
        remains on the list.
        """
        sql = "DELETE FROM to_read WHERE district = ? AND times = ?"
        self.db.run(sql, (district, marks))

    def to_read(self) -> set[str]:
        """The districts whose sheets must be read."""
        return {row[0] for row in self.db.rows("SELECT district FROM to_read")}

    def mark_for_judging(self, districts: Iterable[str]) -> None:
        """Mark districts of which something is new: answers, or what people
        wrote.
        """
        self.db.many(
            "INSERT INTO to_judge VALUES (?, 1) ON CONFLICT (district)"
            " DO UPDATE SET times = to_judge.times + 1",
            [(district,) for district in districts],
        )

    def judging_marks(self, district: str) -> int:
        """How often a district was marked for judging since it was last
        judged.
        """
        sql = "SELECT times FROM to_judge WHERE district = ?"
        return self._times(sql, district)

    def finish_judging(self, district: str, marks: int) -> None:
        """Take a district off the list if it still has ``marks`` marks.

        ``marks`` is how many it had before it was judged. With more by now, it
        remains on the list.
        """
        sql = "DELETE FROM to_judge WHERE district = ? AND times = ?"
        self.db.run(sql, (district, marks))

    def to_judge(self) -> set[str]:
        """The districts of which something is new."""
        return {
            row[0] for row in self.db.rows("SELECT district FROM to_judge")
        }

    def _times(self, sql: str, district: str) -> int:
        rows = self.db.rows(sql, (district,))
        return int(rows[0][0]) if rows else 0
