"""What a district's sheet held when it was last seen or written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.state.database import Database
from sync.state.to_do import ToDo
from templates.written import Written

_PARTS = ("head", "status", "log", "weeks", "annual", "arrange", "ways")


@dataclass(frozen=True)
class SeenSheet:
    """When a district's people's tabs were last seen, and what is certain
    since.

    ``seen`` is in seconds since 1970; ``certain`` says that it is certain what
    the tool's own tabs hold.
    """

    seen: float
    certain: bool


class SheetsSeen:
    """The tabs of each district's sheet: people's as last read, the tool's as
    written.
    """

    def __init__(self, db: Database, to_do: ToDo) -> None:
        self.db = db
        self.to_do = to_do

    # -- people's tabs --------------------------------------------------------

    def seen(self) -> dict[str, SeenSheet]:
        """What is known of each district's sheet, of those that were ever
        read.
        """
        rows = self.db.rows("SELECT district, seen, certain FROM sheets")
        return {
            key: SeenSheet(seen, bool(certain)) for key, seen, certain in rows
        }

    def knows(self, district: str) -> bool:
        """Whether a district's sheet was ever read."""
        sql = "SELECT 1 FROM sheets WHERE district = ?"
        return bool(self.db.rows(sql, (district,)))

    def titles(self, district: str) -> dict[str, str]:
        """The titles of a sheet's tabs when it was last read."""
        rows = self.db.rows(
            "SELECT titles FROM sheets WHERE district = ?", (district,)
        )
        return dict(json.loads(rows[0][0])) if rows else {}

    def grids(self, district: str) -> dict[str, list[list[Any]]]:
        """The people's tabs as last read."""
        return {
            tab: json.loads(text)
            for tab, text in self._texts(district).items()
        }

    def _texts(self, district: str) -> dict[str, str]:
        sql = "SELECT tab, grid FROM tabs WHERE district = ?"
        return dict(self.db.rows(sql, (district,)))

    def keep(
        self,
        district: str,
        seen: float,
        grids: Mapping[str, Sequence[Sequence[Any]]],
        titles: Mapping[str, str],
        marks: int,
        again: bool,
    ) -> None:
        """Keep the people's tabs as seen at a moment (seconds since 1970).

        A district whose tabs differ, or that was marked for reading, is judged
        anew. ``marks`` is how often it had been marked before it was read. If
        it was marked since, or with ``again``, the next run reads it again.
        """
        known = self._texts(district)
        texts = {tab: json.dumps(grid) for tab, grid in grids.items()}
        new = {
            tab: text for tab, text in texts.items() if known.get(tab) != text
        }
        self.db.many(
            "INSERT INTO tabs VALUES (?, ?, ?)"
            " ON CONFLICT (district, tab) DO UPDATE SET grid = excluded.grid",
            [(district, tab, text) for tab, text in new.items()],
        )
        if new or self.to_do.reading_marks(district):
            self.to_do.mark_for_judging([district])
        self.db.run(
            "INSERT INTO sheets VALUES (?, ?, ?, 0) ON CONFLICT (district) DO UPDATE"
            " SET seen = excluded.seen, titles = excluded.titles",
            (district, seen, json.dumps(titles)),
        )
        if again:
            self.to_do.mark_for_reading([district])
        else:
            self.to_do.finish_reading(district, marks)

    # -- the tool's own tabs --------------------------------------------------

    def written(self, district: str) -> Written | None:
        """What the tool's tabs hold; None where that must be learned from the
        sheet.
        """
        sql = "SELECT certain FROM sheets WHERE district = ?"
        if self.db.rows(sql, (district,)) != [(1,)]:
            return None
        parts: dict[str, list[Any]] = {part: [] for part in _PARTS}
        rows = self.db.rows(
            "SELECT part, cells FROM written WHERE district = ?"
            " ORDER BY part, place DESC",
            (district,),
        )
        read = json.loads(f"[{','.join(cells for _, cells in rows)}]")
        for (part, _), cells in zip(rows, read, strict=True):
            parts[part].append(tuple(cells))
        # What an earlier version wrote has fewer lines above the table.
        head = (*parts["head"][0], None, None, None, None)[
            : len(Written().head)
        ]
        return Written(head, *(tuple(parts[p]) for p in _PARTS[1:]))

    def mark_uncertain(self, district: str) -> None:
        """A write begins whose end is not known: what the tool's tabs hold is
        uncertain.
        """
        with self.db.writing():
            self.db.run(
                "UPDATE sheets SET certain = 0 WHERE district = ?", (district,)
            )

    def keep_written(
        self,
        district: str,
        written: Written,
        before: Written | None = None,
        certain: bool = True,
        again: bool = False,
        seen: float | None = None,
    ) -> None:
        """Keep what the tool's tabs hold.

        Only rows that differ from ``before`` are written; without it, all are.

        With ``again`` the sheet is read the next time: somebody wrote in it
        meanwhile. ``seen`` is when people's tabs were seen with it (seconds
        since 1970).
        """
        with self.db.writing():
            self._keep_rows(district, written, before)
            sql = "UPDATE sheets SET certain = ? WHERE district = ?"
            self.db.run(sql, (int(certain), district))
            if seen is not None:
                sql = "UPDATE sheets SET seen = ? WHERE district = ?"
                self.db.run(sql, (seen, district))
            if again:
                self.to_do.mark_for_reading([district])

    def _keep_rows(
        self, district: str, now: Written, before: Written | None
    ) -> None:
        old, new = (_rows(before) if before else {}), _rows(now)
        if before is None:
            self.db.run("DELETE FROM written WHERE district = ?", (district,))
        self.db.many(
            "DELETE FROM written WHERE district = ? AND part = ? AND place = ?",
            [(district, *place) for place in old.keys() - new.keys()],
        )
        self.db.many(
            "INSERT INTO written VALUES (?, ?, ?, ?)"
            " ON CONFLICT (district, part, place) DO UPDATE SET cells = excluded.cells",
            [
                (district, *place, json.dumps(row))
                for place, row in new.items()
                if old.get(place) != row
            ],
        )


def _rows(written: Written) -> dict[tuple[str, int], Sequence[Any]]:
    """The rows by part and place, counted from the last.

    So one more at the top of *Log* moves none of the others.
    """
    rows: dict[tuple[str, int], Sequence[Any]] = {("head", 0): written.head}
    for part in _PARTS[1:]:
        for place, row in enumerate(reversed(getattr(written, part))):
            rows[part, place] = row
    return rows
