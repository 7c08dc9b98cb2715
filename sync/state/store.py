"""What the last run saw: a cache that can always be rebuilt from Google."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from sync.core.model import Direction, Kind, Pair, Person, RegularTime, Span, Submission
from sync.errors import ConfigurationError, Refused
from sync.state.database import Database, connect
from sync.state.quota_ledger import Ledger
from sync.state.shards import WHOLE, Shard
from templates.writing import Written

VERSION = 5
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE answers (
  id TEXT PRIMARY KEY, district TEXT, created TEXT NOT NULL, submitted TEXT NOT NULL, email TEXT NOT NULL,
  pair_text TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, minutes INTEGER, conversations INTEGER NOT NULL,
  time_used TEXT NOT NULL, topics TEXT NOT NULL, others TEXT NOT NULL, next_meeting TEXT, replaces INTEGER NOT NULL,
  wants_word INTEGER NOT NULL, direction TEXT, conferences TEXT NOT NULL, cover_hours DOUBLE PRECISION,
  obstacles TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE INDEX answers_by_district ON answers (district);
CREATE TABLE unreadable (id TEXT PRIMARY KEY, response TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE TABLE tabs (district TEXT NOT NULL, tab TEXT NOT NULL, grid TEXT NOT NULL, PRIMARY KEY (district, tab));
CREATE TABLE written (district TEXT NOT NULL, part TEXT NOT NULL, place INTEGER NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (district, part, place));
CREATE TABLE touched (district TEXT PRIMARY KEY);
"""
# What each later version adds.
_ADDED = {
    2: """
CREATE TABLE stirred (district TEXT PRIMARY KEY);
CREATE TABLE judged (district TEXT PRIMARY KEY, mark TEXT NOT NULL, told TEXT NOT NULL);
CREATE INDEX untold_answers ON answers (district) WHERE told = 0;
CREATE INDEX unplaced_answers ON answers (id) WHERE district IS NULL;
""",
    3: """
CREATE TABLE roster (district TEXT NOT NULL, number INTEGER NOT NULL, mentor TEXT NOT NULL, mentor_addresses TEXT NOT NULL,
  mentee TEXT NOT NULL, mentee_addresses TEXT NOT NULL, school TEXT NOT NULL, starts TEXT, ends TEXT, away TEXT NOT NULL,
  regular_day INTEGER, regular_time TEXT, seen TEXT, year INTEGER, new_to TEXT NOT NULL, share DOUBLE PRECISION NOT NULL,
  extra_cover DOUBLE PRECISION NOT NULL, PRIMARY KEY (district, number));
DROP TABLE stirred;
CREATE TABLE stirred (district TEXT PRIMARY KEY, times INTEGER NOT NULL);
DROP TABLE touched;
CREATE TABLE touched (district TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE sheets (district TEXT PRIMARY KEY, read_on TEXT NOT NULL, titles TEXT NOT NULL, certain INTEGER NOT NULL);
CREATE TABLE spent (bucket TEXT NOT NULL, moment DOUBLE PRECISION NOT NULL);
CREATE INDEX spent_by_bucket ON spent (bucket, moment);
""",
    4: """
CREATE TABLE said (form TEXT NOT NULL, id TEXT NOT NULL, district TEXT, submitted TEXT NOT NULL, response TEXT NOT NULL,
  PRIMARY KEY (form, id));
CREATE INDEX said_by_district ON said (form, district);
CREATE TABLE figures (district TEXT PRIMARY KEY, figures TEXT NOT NULL);
ALTER TABLE roster ADD COLUMN trained INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster ADD COLUMN stays INTEGER;
ALTER TABLE roster ADD COLUMN hours_before DOUBLE PRECISION NOT NULL DEFAULT 0;
""",
    5: """
CREATE TABLE seen_sheets (district TEXT PRIMARY KEY, seen DOUBLE PRECISION NOT NULL, titles TEXT NOT NULL, certain INTEGER NOT NULL);
INSERT INTO seen_sheets SELECT district, 0, titles, certain FROM sheets;
DROP TABLE sheets;
ALTER TABLE seen_sheets RENAME TO sheets;
""",
}
_COLUMNS = (
    "id",
    "district",
    "created",
    "submitted",
    "email",
    "pair_text",
    "day",
    "kind",
    "minutes",
    "conversations",
    "time_used",
    "topics",
    "others",
    "next_meeting",
    "replaces",
    "wants_word",
    "direction",
    "conferences",
    "cover_hours",
    "obstacles",
)
_PAIR = (
    "district",
    "number",
    "mentor",
    "mentor_addresses",
    "mentee",
    "mentee_addresses",
    "school",
    "starts",
    "ends",
    "away",
    "regular_day",
    "regular_time",
    "seen",
    "year",
    "new_to",
    "share",
    "extra_cover",
    "trained",
    "stays",
    "hours_before",
)
_PARTS = ("head", "status", "log", "weeks", "annual")
# As many ids as one query asks for.
_ASKED = 500


@dataclass(frozen=True)
class SeenSheet:
    """When a district's people's tabs were last seen (seconds since 1970), and whether
    it is certain what the tool's hold.
    """

    seen: float
    certain: bool


@contextmanager
def opened(where: str | Path, shard: Shard = WHOLE) -> Iterator[State]:
    """The state of a program, held alone (a shard of it) for as long as it is used.
    Raises Busy.
    """
    database = connect(where)
    try:
        with database.hold(shard):
            yield State(database)
    finally:
        database.close()


class State:
    """The cache of one program, in a file (by its path) or another store."""

    def __init__(self, where: Path | Database) -> None:
        self.db = connect(where) if isinstance(where, Path) else where
        try:
            with self.writing():
                self._make()
        except BaseException:
            self.db.close()
            raise

    def _make(self) -> None:
        version = self.db.version()
        if version > VERSION:
            raise ConfigurationError(
                f"{self.db.place} was written by a newer Making Time. Update this one, or delete it: it is rebuilt from Google."
            )
        scripts = [_SCHEMA] * (version == 0) + [
            script for number, script in _ADDED.items() if number > version
        ]
        for statement in filter(str.strip, ";".join(scripts).split(";")):
            self.db.run(statement)
        if 0 < version < 3:
            self._to_3()
        if version < VERSION:
            self.db.set_version(VERSION)

    def _to_3(self) -> None:
        """Pairs get columns of their own, and each sheet says when it was read."""
        pairs = [
            _pair_of_2(json.loads(text))
            for (text,) in self.db.rows("SELECT pair FROM pairs")
        ]
        self._keep_pairs(pairs)
        self.db.run("DROP TABLE pairs")
        # Every sheet is read again, and so every district judged: what was touched or
        # stirred is among them.
        self.db.run(
            "INSERT INTO sheets SELECT district, 0, '{}', 0 FROM (SELECT DISTINCT district FROM tabs) AS known"
        )

    def close(self) -> None:
        """Close it."""
        self.db.close()

    def writing(self) -> Any:
        """One transaction."""
        return self.db.writing()

    def ledger(self) -> Ledger:
        """Who counts what is spent of Google's quotas, for all threads of this process
        and all machines.
        """
        return Ledger(self.db.again())

    def belongs(self, form: str) -> None:
        """Refuse what was kept for another program, or its earlier form: its answers
        would be taken for this one's.
        """
        known = self.meta("form")
        if known is None:
            if form:
                with self.writing():
                    self.set_meta("form", form)
        elif not form:
            raise Refused(
                f"program.lock.toml is missing, or names no form, and {self.db.place} holds what is known of one. Put the file back"
                " beside program.toml, from a backup; if there is none, delete the state and run `sync provision`: what it made"
                " before is found again where that can be seen."
            )
        elif known != form:
            raise Refused(
                f"{self.db.place} holds what is known of another form. Give this program a state of its own (state in"
                " program.toml), or, if its form was made anew, delete what is there: it is rebuilt from Google."
            )

    def meta(self, name: str) -> str | None:
        """A small fact: the watermark, the token of Drive's feed."""
        rows = self.db.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a small fact."""
        self.db.run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    # -- answers -----------------------------------------------------------------------

    def watermark(self) -> datetime | None:
        """When the newest known answer was sent."""
        text = self.meta("watermark")
        return datetime.fromisoformat(text) if text else None

    def known(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Which of some answers are known, and when they were last sent."""
        found: dict[str, datetime] = {}
        for start in range(0, len(ids), _ASKED):
            asked = ids[start : start + _ASKED]
            marks = ", ".join("?" * len(asked))
            rows = self.db.rows(
                f"SELECT id, submitted FROM answers WHERE id IN ({marks})",  # noqa: S608
                asked,
            )
            found.update((each, datetime.fromisoformat(sent)) for each, sent in rows)
        return found

    def keep(self, answers: Sequence[tuple[Submission, str | None]]) -> None:
        """Keep answers with their districts, over earlier versions of themselves; the
        districts of both are judged anew.
        """
        self._stir_of([s.id for s, _ in answers])
        self.stir({district for _, district in answers if district is not None})
        names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
        changed = ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[1:])
        self.db.many(
            f"INSERT INTO answers ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changed},"  # noqa: S608
            " told = CASE WHEN answers.submitted = excluded.submitted THEN answers.told ELSE 0 END",
            [_to_row(submission, district) for submission, district in answers],
        )

    def keep_unreadable(self, response_id: str, response: Mapping[str, Any]) -> None:
        """Keep an answer that could not be read, whole, to be tried again."""
        self.db.run(
            "INSERT INTO unreadable (id, response) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            (response_id, json.dumps(response)),
        )

    def unreadable(self) -> list[dict[str, Any]]:
        """The answers that could not be read so far."""
        return [
            json.loads(text)
            for (text,) in self.db.rows("SELECT response FROM unreadable ORDER BY id")
        ]

    def readable(self, ids: Iterable[str]) -> None:
        """Answers could be read after all."""
        self.db.many("DELETE FROM unreadable WHERE id = ?", [(each,) for each in ids])

    def gone(
        self, ids: Collection[str], until: datetime | None
    ) -> tuple[int, set[str]]:
        """How many answers are known, and which of them are not among those that the
        form has.

        Those sent after ``until`` may have come to light after the form was read, on
        another machine: they are not gone.
        """
        latest = until.astimezone(UTC).isoformat() if until else ""
        known = {
            row[0]
            for row in self.db.rows(
                "SELECT id FROM answers WHERE submitted <= ?", (latest,)
            )
        }
        known |= {row[0] for row in self.db.rows("SELECT id FROM unreadable")}
        return len(known), known.difference(ids)

    def forget(self, ids: Iterable[str]) -> None:
        """Forget answers; their districts are judged anew."""
        gone = [(each,) for each in ids]
        self._stir_of([each for (each,) in gone])
        self.db.many("DELETE FROM answers WHERE id = ?", gone)
        self.db.many("DELETE FROM unreadable WHERE id = ?", gone)

    def senders(self, unplaced: bool = False) -> list[tuple[str, str, str, str | None]]:
        """Every answer's id, pair text, address and district; or only those of no
        district.
        """
        where = " WHERE district IS NULL" if unplaced else ""
        return self.db.rows(
            f"SELECT id, pair_text, email, district FROM answers{where}"  # noqa: S608
        )

    def put(self, response_id: str, district: str | None) -> None:
        """Put an answer to another district; both are judged anew."""
        self._stir_of([response_id])
        if district is not None:
            self.stir([district])
        self.db.run(
            "UPDATE answers SET district = ? WHERE id = ?", (district, response_id)
        )

    def untold(self, districts: Collection[str], others: bool) -> list[str]:
        """The answers of these districts that no finished run has told of; with
        ``others`` also those of none.
        """
        found = self.db.rows("SELECT id, district FROM answers WHERE told = 0")
        new = [
            each
            for each, district in found
            if district in districts or (others and district is None)
        ]
        return new + [
            row[0]
            for row in self.db.rows("SELECT id FROM unreadable WHERE told = 0")
            if others
        ]

    def tell(self, ids: Iterable[str]) -> None:
        """A run that wrote has told of these answers."""
        rows = [(each,) for each in ids]
        self.db.many("UPDATE answers SET told = 1 WHERE id = ?", rows)
        self.db.many("UPDATE unreadable SET told = 1 WHERE id = ?", rows)

    def answers(self, district: str | None) -> list[Submission]:
        """A district's answers; None: those whose district is not known."""
        test = "district IS NULL" if district is None else "district = ?"
        rows = self.db.rows(
            f"SELECT {', '.join(_COLUMNS)} FROM answers WHERE {test}",  # noqa: S608
            () if district is None else (district,),
        )
        return [_from_row(*row) for row in rows]

    # -- further forms -----------------------------------------------------------------

    def keep_said(
        self,
        form: str,
        responses: Iterable[tuple[Mapping[str, Any], datetime, str | None]],
    ) -> None:
        """Keep whole responses to a further form, each with when it was sent and its
        district, over earlier versions.
        """
        self.db.many(
            "INSERT INTO said VALUES (?, ?, ?, ?, ?) ON CONFLICT (form, id) DO UPDATE SET district = excluded.district,"
            " submitted = excluded.submitted, response = excluded.response",
            [
                (
                    form,
                    r["responseId"],
                    district,
                    sent.astimezone(UTC).isoformat(),
                    json.dumps(r),
                )
                for r, sent, district in responses
            ],
        )

    def said(self, form: str, district: str) -> list[dict[str, Any]]:
        """The responses to a further form that belong to a district."""
        asked = "SELECT response FROM said WHERE form = ? AND district = ? ORDER BY submitted, id"
        rows = self.db.rows(asked, (form, district))
        return [json.loads(text) for (text,) in rows]

    def said_when(self, form: str) -> dict[str, datetime]:
        """When each known response to a further form was sent, by id."""
        rows = self.db.rows("SELECT id, submitted FROM said WHERE form = ?", (form,))
        return {each: datetime.fromisoformat(sent) for each, sent in rows}

    def said_in(self, form: str) -> list[tuple[dict[str, Any], str | None]]:
        """The responses to a further form, each with its district."""
        rows = self.db.rows(
            "SELECT response, district FROM said WHERE form = ? ORDER BY submitted, id",
            (form,),
        )
        return [(json.loads(text), district) for text, district in rows]

    def said_elsewhere(self, form: str, keys: Collection[str]) -> list[dict[str, Any]]:
        """The responses to a further form that belong to none of some districts."""
        rows = self.db.rows(
            "SELECT id, district FROM said WHERE form = ? ORDER BY submitted, id",
            (form,),
        )
        lost = [each for each, district in rows if district not in keys]
        found = (
            self.db.rows(
                "SELECT response FROM said WHERE form = ? AND id = ?", (form, each)
            )
            for each in lost
        )
        return [json.loads(text) for rows in found for (text,) in rows]

    def forget_said(self, form: str, ids: Iterable[str]) -> None:
        """Forget responses to a further form; their districts are judged anew."""
        gone = list(ids)
        self.stir_said(form, gone)
        self.db.many(
            "DELETE FROM said WHERE form = ? AND id = ?",
            [(form, each) for each in gone],
        )

    def stir_said(self, form: str, ids: Iterable[str]) -> None:
        """Note the districts that responses to a further form belong to so far."""
        self.db.many(
            "INSERT INTO stirred SELECT district, 1 FROM said WHERE form = ? AND id = ? AND district IS NOT NULL"
            " ON CONFLICT (district) DO UPDATE SET times = stirred.times + 1",
            [(form, each) for each in ids],
        )

    # -- districts ---------------------------------------------------------------------

    def sheets(self) -> dict[str, SeenSheet]:
        """What is known of each district's sheet, of those that were ever read."""
        rows = self.db.rows("SELECT district, seen, certain FROM sheets")
        return {key: SeenSheet(seen, bool(certain)) for key, seen, certain in rows}

    def knows(self, district: str) -> bool:
        """Whether a district's sheet was ever read."""
        return bool(
            self.db.rows("SELECT 1 FROM sheets WHERE district = ?", (district,))
        )

    def titles(self, district: str) -> dict[str, str]:
        """How the tabs of a sheet were called when it was last read."""
        rows = self.db.rows("SELECT titles FROM sheets WHERE district = ?", (district,))
        return dict(json.loads(rows[0][0])) if rows else {}

    def grids(self, district: str) -> dict[str, list[list[Any]]]:
        """The people's tabs as last read."""
        return {
            tab: json.loads(grid)
            for tab, grid in self.db.rows(
                "SELECT tab, grid FROM tabs WHERE district = ?", (district,)
            )
        }

    def keep_sheet(
        self,
        district: str,
        seen: float,
        grids: Mapping[str, Sequence[Sequence[Any]]],
        titles: Mapping[str, str],
        touches: int,
        again: bool,
    ) -> None:
        """Keep the people's tabs as seen at a moment; a district whose tabs differ, or
        was touched, is judged anew.

        ``touches`` is how often it had been touched before it was read: one that was
        touched since, or with ``again``, is read the next time, too.
        """
        known: dict[str, str] = dict(
            self.db.rows("SELECT tab, grid FROM tabs WHERE district = ?", (district,))
        )
        texts = {tab: json.dumps(grid) for tab, grid in grids.items()}
        new = [
            (district, tab, text)
            for tab, text in texts.items()
            if known.get(tab) != text
        ]
        self.db.many(
            "INSERT INTO tabs VALUES (?, ?, ?) ON CONFLICT (district, tab) DO UPDATE SET grid = excluded.grid",
            new,
        )
        if new or self.touches(district):
            self.stir([district])
        self.db.run(
            "INSERT INTO sheets VALUES (?, ?, ?, 0) ON CONFLICT (district) DO UPDATE SET seen = excluded.seen,"
            " titles = excluded.titles",
            (district, seen, json.dumps(titles)),
        )
        if again:
            self.touch([district])
        else:
            self.db.run(
                "DELETE FROM touched WHERE district = ? AND times = ?",
                (district, touches),
            )

    def pairs(self, district: str) -> dict[int, Pair]:
        """The pairs as last believed, by number."""
        rows = self.db.rows(
            f"SELECT {', '.join(_PAIR)} FROM roster WHERE district = ?",  # noqa: S608
            (district,),
        )
        return {row[1]: _pair(*row) for row in rows}

    def addresses(self) -> dict[str, set[str]]:
        """Every address on a roster, with the districts whose rosters name it."""
        found: dict[str, set[str]] = {}
        for district, mentor, mentee in self.db.rows(
            "SELECT district, mentor_addresses, mentee_addresses FROM roster"
        ):
            for address in (*_texts(mentor), *_texts(mentee)):
                found.setdefault(address, set()).add(district)
        return found

    def keep_pairs(self, district: str, pairs: Iterable[Pair]) -> None:
        """Keep the pairs that are believed now; with other addresses, all answers are
        looked at again.
        """
        pairs, before = tuple(pairs), self.pairs(district)
        if before == {p.number: p for p in pairs}:
            return
        if _addresses(before.values()) != _addresses(pairs):
            self.set_meta("routes", "")
        self.db.run("DELETE FROM roster WHERE district = ?", (district,))
        self._keep_pairs(pairs)

    def _keep_pairs(self, pairs: Iterable[Pair]) -> None:
        marks = ", ".join("?" * len(_PAIR))
        self.db.many(
            f"INSERT INTO roster ({', '.join(_PAIR)}) VALUES ({marks})",  # noqa: S608
            [_pair_row(p) for p in pairs],
        )

    def written(self, district: str) -> Written | None:
        """What the tool's tabs hold; None if that is not certain and must be learned
        from the sheet.
        """
        if self.db.rows(
            "SELECT certain FROM sheets WHERE district = ?", (district,)
        ) != [(1,)]:
            return None
        rows = self.db.rows(
            "SELECT part, cells FROM written WHERE district = ? ORDER BY part, place DESC",
            (district,),
        )
        parts: dict[str, list[Any]] = {part: [] for part in _PARTS}
        for part, cells in rows:
            parts[part].append(tuple(json.loads(cells)))
        # What an earlier version wrote has fewer lines above the table.
        head = (*parts["head"][0], None, None, None, None)[: len(Written().head)]
        return Written(head, *(tuple(parts[p]) for p in _PARTS[1:]))

    def unsure(self, district: str) -> None:
        """What the tool's tabs hold is not certain from here on: a write begins whose
        end is not known yet.
        """
        with self.writing():
            self.db.run("UPDATE sheets SET certain = 0 WHERE district = ?", (district,))

    def keep_written(
        self,
        district: str,
        written: Written,
        before: Written | None = None,
        certain: bool = True,
        again: bool = False,
        seen: float | None = None,
    ) -> None:
        """Keep what the tool's tabs hold; of what was kept ``before``, only the rows
        that differ are written.

        Rows are counted from the last, so that one more at the top of Log moves none of
        the others. With ``again`` the sheet is read the next time: somebody wrote in it
        meanwhile. ``seen`` is when people's tabs were seen with it.
        """
        was, now = (_written_rows(each) if each else {} for each in (before, written))
        with self.writing():
            if before is None:
                self.db.run("DELETE FROM written WHERE district = ?", (district,))
            self.db.many(
                "DELETE FROM written WHERE district = ? AND part = ? AND place = ?",
                [(district, *place) for place in was.keys() - now.keys()],
            )
            self.db.many(
                "INSERT INTO written VALUES (?, ?, ?, ?) ON CONFLICT (district, part, place) DO UPDATE SET cells = excluded.cells",
                [
                    (district, *place, json.dumps(row))
                    for place, row in now.items()
                    if was.get(place) != row
                ],
            )
            self.db.run(
                "UPDATE sheets SET certain = ? WHERE district = ?",
                (int(certain), district),
            )
            if seen is not None:
                self.db.run(
                    "UPDATE sheets SET seen = ? WHERE district = ?", (seen, district)
                )
            if again:
                self.touch([district])

    # -- what is to be read and judged anew --------------------------------------------

    def stir(self, districts: Iterable[str]) -> None:
        """Note districts of which something is new: answers, or what people wrote."""
        self.db.many(
            "INSERT INTO stirred VALUES (?, 1) ON CONFLICT (district) DO UPDATE SET times = stirred.times + 1",
            [(d,) for d in districts],
        )

    def _stir_of(self, ids: Sequence[str]) -> None:
        """Note the districts that answers belong to so far."""
        self.db.many(
            "INSERT INTO stirred SELECT district, 1 FROM answers WHERE id = ? AND district IS NOT NULL"
            " ON CONFLICT (district) DO UPDATE SET times = stirred.times + 1",
            [(each,) for each in ids],
        )

    def due(self, marks: Mapping[str, str]) -> set[str]:
        """Which districts must be judged: something is new, or they were last judged
        under another mark.
        """
        stirred = {row[0] for row in self.db.rows("SELECT district FROM stirred")}
        known: dict[str, str] = dict(self.db.rows("SELECT district, mark FROM judged"))
        return {
            key
            for key, mark in marks.items()
            if key in stirred or known.get(key) != mark
        }

    def stirs(self, district: str) -> int:
        """How often a district was stirred since it was last judged."""
        return int(
            (
                self.db.rows(
                    "SELECT times FROM stirred WHERE district = ?", (district,)
                )
                or [(0,)]
            )[0][0]
        )

    def settle(
        self,
        district: str,
        mark: str,
        told: Mapping[str, Any],
        figures: Mapping[str, Any],
        stirs: int,
    ) -> None:
        """A district was judged and written: under which mark, what was said of it, how
        often stirred before it was judged.

        One that was stirred since, by another machine, stays to be judged.
        """
        with self.writing():
            self.db.run(
                "INSERT INTO judged VALUES (?, ?, ?) ON CONFLICT (district) DO UPDATE SET mark = excluded.mark,"
                " told = excluded.told",
                (district, mark, json.dumps(told)),
            )
            text = json.dumps(figures)
            if self.db.rows(
                "SELECT figures FROM figures WHERE district = ?", (district,)
            ) != [(text,)]:
                self.db.run(
                    "INSERT INTO figures VALUES (?, ?) ON CONFLICT (district) DO UPDATE SET figures = excluded.figures",
                    (district, text),
                )
                self.recount()
            self.db.run(
                "DELETE FROM stirred WHERE district = ? AND times = ?",
                (district, stirs),
            )

    def counted(self) -> str:
        """A mark that is another one whenever what the program's sheet counts has
        changed.
        """
        return self.meta("counted") or ""

    def recount(self) -> None:
        """What the program's sheet counts has changed."""
        self.db.run(
            "INSERT INTO meta VALUES ('counted', '1') ON CONFLICT (name) DO UPDATE"
            " SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
        )

    def figures(self) -> dict[str, dict[str, Any]]:
        """What was last counted of each district."""
        return {
            key: json.loads(text)
            for key, text in self.db.rows("SELECT district, figures FROM figures")
        }

    def told(self) -> dict[str, dict[str, Any]]:
        """What was last said of each district."""
        return {
            key: json.loads(text)
            for key, text in self.db.rows("SELECT district, told FROM judged")
        }

    def touch(self, districts: Iterable[str]) -> None:
        """Note districts whose sheets must be read."""
        self.db.many(
            "INSERT INTO touched VALUES (?, 1) ON CONFLICT (district) DO UPDATE SET times = touched.times + 1",
            [(d,) for d in districts],
        )

    def touches(self, district: str) -> int:
        """How often a sheet was touched since it was last read."""
        return int(
            (
                self.db.rows(
                    "SELECT times FROM touched WHERE district = ?", (district,)
                )
                or [(0,)]
            )[0][0]
        )

    def touched(self) -> set[str]:
        """The districts whose sheets must be read."""
        return {row[0] for row in self.db.rows("SELECT district FROM touched")}


def _written_rows(written: Written) -> dict[tuple[str, int], Sequence[Any]]:
    parts = {
        part: [written.head] if part == "head" else getattr(written, part)
        for part in _PARTS
    }
    return {
        (part, place): row
        for part, rows in parts.items()
        for place, row in enumerate(reversed(rows))
    }


def _to_row(s: Submission, district: str | None) -> tuple[Any, ...]:
    return (
        s.id,
        district,
        s.created.astimezone(UTC).isoformat(),
        s.submitted.astimezone(UTC).isoformat(),
        s.email,
        s.pair_text,
        s.day.isoformat(),
        s.kind.value,
        s.minutes,
        s.conversations,
        s.time_used,
        json.dumps(s.topics),
        s.others,
        s.next_meeting.isoformat() if s.next_meeting else None,
        int(s.replaces),
        int(s.wants_word),
        s.direction.value if s.direction else None,
        json.dumps(s.conferences),
        s.cover_hours,
        json.dumps(s.obstacles),
    )


def _from_row(
    response_id: str,
    district: str | None,
    created: str,
    submitted: str,
    email: str,
    pair_text: str,
    day: str,
    kind: str,
    minutes: int | None,
    conversations: int,
    time_used: str,
    topics: str,
    others: str,
    next_meeting: str | None,
    replaces: int,
    wants_word: int,
    direction: str | None,
    conferences: str,
    cover_hours: float | None,
    obstacles: str,
) -> Submission:
    del district
    return Submission(
        response_id,
        datetime.fromisoformat(created),
        datetime.fromisoformat(submitted),
        email,
        pair_text,
        date.fromisoformat(day),
        _KINDS[kind],
        minutes,
        conversations,
        time_used,
        _texts(topics),
        others,
        _day(next_meeting),
        bool(replaces),
        bool(wants_word),
        Direction(direction) if direction else None,
        _texts(conferences),
        cover_hours,
        _texts(obstacles),
    )


_KINDS = {kind.value: kind for kind in Kind}


@lru_cache(maxsize=10_000)
def _texts(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _addresses(pairs: Iterable[Pair]) -> set[tuple[str, ...]]:
    return {(*p.mentor.addresses, *p.mentee.addresses) for p in pairs}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _pair_row(p: Pair) -> tuple[Any, ...]:
    away = json.dumps([[_iso(s.first), _iso(s.last)] for s in p.away])
    regular = (
        (p.regular.weekday, p.regular.at.isoformat() if p.regular.at else None)
        if p.regular
        else (None, None)
    )
    return (
        p.district,
        p.number,
        p.mentor.name,
        json.dumps(p.mentor.addresses),
        p.mentee.name,
        json.dumps(p.mentee.addresses),
        p.school,
        _iso(p.starts),
        _iso(p.ends),
        away,
        *regular,
        _iso(p.seen),
        p.year,
        p.new_to,
        p.share,
        p.extra_cover,
        int(p.trained),
        None if p.stays is None else int(p.stays),
        p.hours_before,
    )


def _pair(
    district: str,
    number: int,
    mentor: str,
    mentor_addresses: str,
    mentee: str,
    mentee_addresses: str,
    school: str,
    starts: str | None,
    ends: str | None,
    away: str,
    regular_day: int | None,
    regular_time: str | None,
    seen: str | None,
    year: int | None,
    new_to: str,
    share: float,
    extra_cover: float,
    trained: int = 0,
    stays: int | None = None,
    hours_before: float = 0.0,
) -> Pair:
    at = time.fromisoformat(regular_time) if regular_time else None
    return Pair(
        district,
        number,
        Person(mentor, _texts(mentor_addresses)),
        Person(mentee, _texts(mentee_addresses)),
        school,
        _day(starts),
        _day(ends),
        tuple(
            Span(date.fromisoformat(first), _day(last))
            for first, last in json.loads(away)
        ),
        RegularTime(regular_day, at) if regular_day is not None else None,
        _day(seen),
        year,
        new_to,
        share,
        extra_cover,
        bool(trained),
        None if stays is None else bool(stays),
        hours_before,
    )


def _pair_of_2(raw: dict[str, Any]) -> Pair:
    """A pair as version 2 kept it."""
    day, at = raw["regular"] or (None, None)
    (mentor, his), (mentee, hers) = raw["mentor"], raw["mentee"]
    return _pair(
        raw["district"],
        raw["number"],
        mentor,
        json.dumps(his),
        mentee,
        json.dumps(hers),
        raw["school"],
        raw["starts"],
        raw["ends"],
        json.dumps(raw["away"]),
        day,
        at,
        raw.get("seen"),
        raw.get("year"),
        raw.get("new_to", ""),
        raw.get("share", 1.0),
        raw.get("extra_cover", 0.0),
    )
