"""The tables of the state, and what becomes of those of an earlier version."""

from __future__ import annotations

import logging

from sync.errors import ConfigurationError
from sync.state.database import Database

VERSION = 10
_TABLES = """
CREATE TABLE answers (
  id TEXT PRIMARY KEY, district TEXT, created TEXT NOT NULL, submitted TEXT NOT NULL,
  email TEXT NOT NULL, pair_text TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,
  minutes INTEGER, conversations INTEGER NOT NULL, time_used TEXT NOT NULL,
  topics TEXT NOT NULL, others TEXT NOT NULL, next_meeting TEXT,
  replaces INTEGER NOT NULL, wants_contact INTEGER NOT NULL, direction TEXT,
  conferences TEXT NOT NULL, cover_hours DOUBLE PRECISION, obstacles TEXT NOT NULL,
  unread TEXT NOT NULL, everyone INTEGER NOT NULL,
  reported INTEGER NOT NULL DEFAULT 0);
CREATE INDEX answers_by_district ON answers (district);
CREATE INDEX unreported_answers ON answers (district) WHERE reported = 0;
CREATE INDEX unplaced_answers ON answers (id) WHERE district IS NULL;
CREATE TABLE unreadable (
  id TEXT PRIMARY KEY, response TEXT NOT NULL);
CREATE TABLE form_responses (
  form TEXT NOT NULL, id TEXT NOT NULL, district TEXT, submitted TEXT NOT NULL,
  response TEXT NOT NULL, PRIMARY KEY (form, id));
CREATE INDEX form_responses_by_district ON form_responses (form, district);
CREATE TABLE roster (
  district TEXT NOT NULL, number INTEGER NOT NULL, mentor TEXT NOT NULL,
  mentor_addresses TEXT NOT NULL, mentee TEXT NOT NULL, mentee_addresses TEXT NOT NULL,
  school TEXT NOT NULL, starts TEXT, ends TEXT, away TEXT NOT NULL,
  regular_day INTEGER, regular_time TEXT, seen TEXT, year INTEGER, new_to TEXT NOT NULL,
  share DOUBLE PRECISION NOT NULL, extra_cover DOUBLE PRECISION NOT NULL,
  trained INTEGER NOT NULL DEFAULT 0, stays INTEGER,
  hours_before DOUBLE PRECISION NOT NULL DEFAULT 0, returned INTEGER, PRIMARY KEY (district, number));
CREATE TABLE tabs (
  district TEXT NOT NULL, tab TEXT NOT NULL, grid TEXT NOT NULL,
  PRIMARY KEY (district, tab));
CREATE TABLE written (
  district TEXT NOT NULL, part TEXT NOT NULL, place INTEGER NOT NULL,
  cells TEXT NOT NULL, PRIMARY KEY (district, part, place));
CREATE TABLE sheets (
  district TEXT PRIMARY KEY, seen DOUBLE PRECISION NOT NULL, titles TEXT NOT NULL,
  certain INTEGER NOT NULL);
CREATE TABLE to_read (district TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE to_judge (district TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE judged (
  district TEXT PRIMARY KEY, mark TEXT NOT NULL, summary TEXT NOT NULL);
CREATE TABLE figures (district TEXT PRIMARY KEY, figures TEXT NOT NULL);
CREATE TABLE spent (bucket TEXT NOT NULL, moment DOUBLE PRECISION NOT NULL);
CREATE INDEX spent_by_bucket ON spent (bucket, moment);
"""
_META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
# Every table that some version had and that is rebuilt from Google.
_REBUILT = (
    "answers",
    "unreadable",
    "form_responses",
    "said",
    "roster",
    "pairs",
    "tabs",
    "written",
    "sheets",
    "to_read",
    "to_judge",
    "touched",
    "stirred",
    "judged",
    "figures",
    "spent",
)
# The notes that Google does not know: whose state it is, and which letters
# went out.
_KEPT, _LETTERS = "name IN ('form', 'ran') OR name LIKE ?", "letter %"
log = logging.getLogger(__name__)


def make(db: Database) -> None:
    """Make the tables, within a transaction; those of an earlier version are
    dropped.

    They are a cache: the next run reads everything from Google. Raises
    ConfigurationError for tables of a later version.
    """
    version = db.version()
    if version == VERSION:
        return
    if version > VERSION:
        raise ConfigurationError(
            f"{db.place} was written by a newer Making Time. Update Making Time on this machine. Or delete that state: the next run rebuilds it from Google."
        )
    db.run(_META)
    if version:
        log.warning(
            "%s was written by an earlier Making Time. It is rebuilt from Google: this run reads everything.",
            db.place,
        )
        for table in _REBUILT:
            db.run(f"DROP TABLE IF EXISTS {table}")
        db.run(f"DELETE FROM meta WHERE NOT ({_KEPT})", (_LETTERS,))  # noqa: S608
    for statement in filter(str.strip, _TABLES.split(";")):
        db.run(statement)
    db.set_version(VERSION)
