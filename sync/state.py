"""What the last run saw: a cache in SQLite that can always be rebuilt from Google."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from sync.core.model import Direction, Kind, Pair, Person, RegularTime, Span, Submission
from sync.errors import Busy, ConfigurationError
from templates.writing import Written

VERSION = 2
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE answers (
  id TEXT PRIMARY KEY, district TEXT, created TEXT NOT NULL, submitted TEXT NOT NULL, email TEXT NOT NULL,
  pair_text TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, minutes INTEGER, conversations INTEGER NOT NULL,
  time_used TEXT NOT NULL, topics TEXT NOT NULL, others TEXT NOT NULL, next_meeting TEXT, replaces INTEGER NOT NULL,
  wants_word INTEGER NOT NULL, direction TEXT, conferences TEXT NOT NULL, cover_hours REAL, obstacles TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE INDEX answers_by_district ON answers (district);
CREATE TABLE unreadable (id TEXT PRIMARY KEY, response TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0);
CREATE TABLE tabs (district TEXT NOT NULL, tab TEXT NOT NULL, grid TEXT NOT NULL, PRIMARY KEY (district, tab));
CREATE TABLE pairs (district TEXT NOT NULL, number INTEGER NOT NULL, pair TEXT NOT NULL, PRIMARY KEY (district, number));
CREATE TABLE written (district TEXT NOT NULL, part TEXT NOT NULL, place INTEGER NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (district, part, place)) WITHOUT ROWID;
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
}
_COLUMNS = (
    "id", "district", "created", "submitted", "email", "pair_text", "day", "kind", "minutes", "conversations", "time_used",
    "topics", "others", "next_meeting", "replaces", "wants_word", "direction", "conferences", "cover_hours", "obstacles",
)  # fmt: skip


class State:
    """The cache of one program."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)  # it holds names and addresses
        self.db = sqlite3.connect(path, isolation_level=None)
        try:
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = NORMAL")
            version = self.db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise ConfigurationError(f"{path}: {error}. Delete the file: it is rebuilt from Google.") from error
        if version > VERSION:
            self.db.close()
            raise ConfigurationError(
                f"{path} was written by a newer Making Time. Update this one, or delete the file: it is rebuilt from Google."
            )
        if version < VERSION:
            with self.writing():
                for script in [_SCHEMA] * (version == 0) + [s for n, s in _ADDED.items() if n > version]:
                    for statement in filter(str.strip, script.split(";")):
                        self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def meta(self, name: str) -> str | None:
        """A small fact: the watermark, the token of Drive's feed."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a small fact."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # -- answers ------------------------------------------------------------------------------------------

    def watermark(self) -> datetime | None:
        """When the newest known answer was sent."""
        text = self.meta("watermark")
        return datetime.fromisoformat(text) if text else None

    def known(self, ids: Iterable[str]) -> dict[str, datetime]:
        """Which of some answers are known, and when they were last sent."""
        found: dict[str, datetime] = {}
        for each in ids:
            row = self.db.execute("SELECT submitted FROM answers WHERE id = ?", (each,)).fetchone()
            if row:
                found[each] = datetime.fromisoformat(row[0])
        return found

    def keep(self, submission: Submission, district: str | None) -> None:
        """Keep an answer, over an earlier version of itself; the districts of both are judged anew."""
        self._stir_of(submission.id)
        if district is not None:
            self.stir([district])
        names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
        changed = ", ".join(f"{c} = excluded.{c}" for c in _COLUMNS[1:])
        self.db.execute(
            f"INSERT INTO answers ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changed},"  # noqa: S608
            " told = CASE WHEN submitted = excluded.submitted THEN told ELSE 0 END",
            _to_row(submission, district),
        )

    def keep_unreadable(self, response_id: str, response: Mapping[str, Any]) -> None:
        """Keep an answer that could not be read, whole, to be tried again."""
        self.db.execute(
            "INSERT OR IGNORE INTO unreadable (id, response) VALUES (?, ?)", (response_id, json.dumps(response))
        )

    def unreadable(self) -> list[dict[str, Any]]:
        """The answers that could not be read so far."""
        return [json.loads(text) for (text,) in self.db.execute("SELECT response FROM unreadable ORDER BY id")]

    def readable(self, response_id: str) -> None:
        """An answer could be read after all."""
        self.db.execute("DELETE FROM unreadable WHERE id = ?", (response_id,))

    def keep_only(self, ids: Collection[str]) -> None:
        """Forget the answers that are no longer in the form; their districts are judged anew."""
        known = {row[0] for row in self.db.execute("SELECT id FROM answers UNION SELECT id FROM unreadable")}
        gone = [(each,) for each in known - set(ids)]
        for (each,) in gone:
            self._stir_of(each)
        self.db.executemany("DELETE FROM answers WHERE id = ?", gone)
        self.db.executemany("DELETE FROM unreadable WHERE id = ?", gone)

    def senders(self, unplaced: bool = False) -> list[tuple[str, str, str, str | None]]:
        """Every answer's id, pair text, address and district; or only those of no district."""
        where = " WHERE district IS NULL" if unplaced else ""
        return self.db.execute(f"SELECT id, pair_text, email, district FROM answers{where}").fetchall()  # noqa: S608

    def put(self, response_id: str, district: str | None) -> None:
        """Put an answer to another district; both are judged anew."""
        self._stir_of(response_id)
        if district is not None:
            self.stir([district])
        self.db.execute("UPDATE answers SET district = ? WHERE id = ?", (district, response_id))

    def untold(self, districts: Collection[str], others: bool) -> list[str]:
        """The answers of these districts that no finished run has told of; with ``others`` also those of none."""
        found = self.db.execute("SELECT id, district FROM answers WHERE told = 0").fetchall()
        new = [each for each, district in found if district in districts or (others and district is None)]
        return new + [row[0] for row in self.db.execute("SELECT id FROM unreadable WHERE told = 0") if others]

    def tell(self, ids: Iterable[str]) -> None:
        """A run that wrote has told of these answers."""
        rows = [(each,) for each in ids]
        self.db.executemany("UPDATE answers SET told = 1 WHERE id = ?", rows)
        self.db.executemany("UPDATE unreadable SET told = 1 WHERE id = ?", rows)

    def answers(self, district: str | None) -> list[Submission]:
        """A district's answers; None: those whose district is not known."""
        test = "district IS NULL" if district is None else "district = ?"
        cursor = self.db.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM answers WHERE {test}",  # noqa: S608
            () if district is None else (district,),
        )
        return [_from_row(*row) for row in cursor]

    # -- districts ----------------------------------------------------------------------------------------

    def grids(self, district: str) -> dict[str, list[list[Any]]]:
        """The people's tabs as last read."""
        cursor = self.db.execute("SELECT tab, grid FROM tabs WHERE district = ?", (district,))
        return {tab: json.loads(grid) for tab, grid in cursor}

    def has_grids(self, district: str) -> bool:
        """Whether the people's tabs were ever read."""
        return self.db.execute("SELECT 1 FROM tabs WHERE district = ? LIMIT 1", (district,)).fetchone() is not None

    def keep_grids(self, district: str, grids: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Keep the people's tabs as read; a district whose tabs differ from before is judged anew."""
        for tab, grid in grids.items():
            text = json.dumps(grid)
            old = self.db.execute("SELECT grid FROM tabs WHERE district = ? AND tab = ?", (district, tab)).fetchone()
            if old is None or old[0] != text:
                self.db.execute("INSERT OR REPLACE INTO tabs VALUES (?, ?, ?)", (district, tab, text))
                self.stir([district])

    def pairs(self, district: str) -> dict[int, Pair]:
        """The pairs as last believed, by number."""
        cursor = self.db.execute("SELECT number, pair FROM pairs WHERE district = ?", (district,))
        return {number: _pair(json.loads(text)) for number, text in cursor}

    def keep_pairs(self, district: str, pairs: Iterable[Pair]) -> None:
        """Keep the pairs that are believed now; with other addresses, all answers are looked at again."""
        pairs = tuple(pairs)
        if _addresses(self.pairs(district).values()) != _addresses(pairs):
            self.set_meta("routes", "")
        self.db.execute("DELETE FROM pairs WHERE district = ?", (district,))
        rows = [(district, p.number, json.dumps(_pair_json(p))) for p in pairs]
        self.db.executemany("INSERT INTO pairs VALUES (?, ?, ?)", rows)

    def written(self, district: str) -> Written | None:
        """What the tool's tabs hold; None if that is not certain and must be learned from the sheet."""
        cursor = self.db.execute("SELECT part, cells FROM written WHERE district = ? ORDER BY part, place", (district,))
        parts: dict[str, list[Any]] = {}
        for part, cells in cursor:
            parts.setdefault(part, []).append(tuple(json.loads(cells)))
        if "head" not in parts:
            return None
        return Written(parts["head"][0], *(tuple(parts.get(p, ())) for p in ("status", "log", "weeks")))

    def keep_written(self, district: str, written: Written | None) -> None:
        """Keep what the tool's tabs hold; None before a write whose end is not known yet."""
        with self.writing():
            self.db.execute("DELETE FROM written WHERE district = ?", (district,))
            if written is None:
                return
            parts = {
                "head": [written.head],
                "status": written.status,
                "log": written.log,
                "weeks": written.weeks,
            }
            rows = [(district, p, i, json.dumps(row)) for p, each in parts.items() for i, row in enumerate(each)]
            self.db.executemany("INSERT INTO written VALUES (?, ?, ?, ?)", rows)

    # -- what is to be judged anew ------------------------------------------------------------------------

    def stir(self, districts: Iterable[str]) -> None:
        """Note districts of which something is new: answers, or what people wrote."""
        self.db.executemany("INSERT OR IGNORE INTO stirred VALUES (?)", [(d,) for d in districts])

    def _stir_of(self, response_id: str) -> None:
        """Note the district that an answer belongs to so far, if any."""
        self.db.execute(
            "INSERT OR IGNORE INTO stirred SELECT district FROM answers WHERE id = ? AND district IS NOT NULL",
            (response_id,),
        )

    def due(self, marks: Mapping[str, str]) -> set[str]:
        """Which districts must be judged: something is new, or they were last judged under another mark."""
        stirred = {row[0] for row in self.db.execute("SELECT district FROM stirred")}
        known = dict(self.db.execute("SELECT district, mark FROM judged"))
        return {key for key, mark in marks.items() if key in stirred or known.get(key) != mark}

    def settle(self, district: str, mark: str, told: Mapping[str, Any]) -> None:
        """A district was judged and written: under which mark, and what was said of it."""
        with self.writing():
            self.db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", (district, mark, json.dumps(told)))
            self.db.execute("DELETE FROM stirred WHERE district = ?", (district,))

    def told(self) -> dict[str, dict[str, Any]]:
        """What was last said of each district."""
        return {key: json.loads(text) for key, text in self.db.execute("SELECT district, told FROM judged")}

    def touch(self, districts: Iterable[str]) -> None:
        """Note districts whose sheets must be read."""
        self.db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", [(d,) for d in districts])

    def touched(self) -> set[str]:
        """The districts whose sheets must be read."""
        return {row[0] for row in self.db.execute("SELECT district FROM touched")}

    def was_read(self, district: str, again: bool) -> None:
        """A sheet was read: a district that was touched is judged anew; with ``again`` it is read the next time, too."""
        self.db.execute("INSERT OR IGNORE INTO stirred SELECT district FROM touched WHERE district = ?", (district,))
        if again:
            self.touch([district])
        else:
            self.db.execute("DELETE FROM touched WHERE district = ?", (district,))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a program alone; the lock ends with the process that holds it, however it ends."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Busy(
                f"Another sync is running for this program ({path}). Wait for it to end, and try again."
            ) from error
        yield


def _to_row(s: Submission, district: str | None) -> tuple[Any, ...]:
    return (
        s.id, district, s.created.astimezone(UTC).isoformat(), s.submitted.astimezone(UTC).isoformat(), s.email, s.pair_text,
        s.day.isoformat(), s.kind.value, s.minutes, s.conversations, s.time_used, json.dumps(s.topics), s.others,
        s.next_meeting.isoformat() if s.next_meeting else None, int(s.replaces), int(s.wants_word),
        s.direction.value if s.direction else None, json.dumps(s.conferences), s.cover_hours, json.dumps(s.obstacles),
    )  # fmt: skip


def _from_row(
    response_id: str, district: str | None, created: str, submitted: str, email: str, pair_text: str, day: str, kind: str,
    minutes: int | None, conversations: int, time_used: str, topics: str, others: str, next_meeting: str | None,
    replaces: int, wants_word: int, direction: str | None, conferences: str, cover_hours: float | None, obstacles: str,
) -> Submission:  # fmt: skip
    del district
    return Submission(
        response_id, datetime.fromisoformat(created), datetime.fromisoformat(submitted), email, pair_text,
        date.fromisoformat(day), _KINDS[kind], minutes, conversations, time_used, _texts(topics), others,
        _day(next_meeting), bool(replaces), bool(wants_word), Direction(direction) if direction else None,
        _texts(conferences), cover_hours, _texts(obstacles),
    )  # fmt: skip


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


def _pair_json(p: Pair) -> dict[str, Any]:
    regular = [p.regular.weekday, p.regular.at.isoformat() if p.regular.at else None] if p.regular else None
    return {
        "district": p.district,
        "number": p.number,
        "mentor": [p.mentor.name, p.mentor.addresses],
        "mentee": [p.mentee.name, p.mentee.addresses],
        "school": p.school,
        "starts": _iso(p.starts),
        "ends": _iso(p.ends),
        "away": [[_iso(s.first), _iso(s.last)] for s in p.away],
        "regular": regular,
        "seen": _iso(p.seen),
        "year": p.year,
        "new_to": p.new_to,
        "share": p.share,
        "extra_cover": p.extra_cover,
    }


def _pair(raw: dict[str, Any]) -> Pair:
    people = {who: Person(raw[who][0], tuple(raw[who][1])) for who in ("mentor", "mentee")}
    regular = raw["regular"]
    return Pair(
        raw["district"],
        raw["number"],
        people["mentor"],
        people["mentee"],
        raw["school"],
        _day(raw["starts"]),
        _day(raw["ends"]),
        tuple(Span(date.fromisoformat(first), _day(last)) for first, last in raw["away"]),
        RegularTime(regular[0], time.fromisoformat(regular[1]) if regular[1] else None) if regular else None,
        _day(raw.get("seen")),
        raw.get("year"),
        raw.get("new_to", ""),
        raw.get("share", 1.0),
        raw.get("extra_cover", 0.0),
    )
