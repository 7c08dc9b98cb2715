"""Roster and calendar files: rows with the headers of a tab, checked before
anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sync.core.calendar import Event
from sync.core.dates import typed_day, written_as_a_day, written_day
from sync.core.former_words import present
from sync.core.people import ADDRESS, Pair, Person, same_two
from sync.core.planning import DAYS, time_of, weekday_of
from sync.core.problems import Problem
from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.program.office_words import SYNONYMS, plain_name
from templates.layout import DATES, Column, Tab
from templates.wire import Value

Rows = list[dict[str, Value]]
MOST_PAIRS = 500
# The most lines that are named for one kind of mistake.
SHOWN = 3
HIGHEST = 9_999  # a pair's number: some are retired each year
_NEEDED = {"pairs": ("Mentor", "Mentee"), "calendar": ("What", "From")}


def load(
    path: Path,
    tab: Tab,
    lists: Mapping[str, Sequence[str]],
    day_first: bool = False,
) -> Rows:
    """Read a file for a tab, ``lists`` naming the choices that the program
    gives; ``day_first``: days may be written as 31/8/2026. Raises
    ConfigurationError with three mistakes of each kind and their number, each
    with file, line, value and remedy.
    """
    columns = tab.value_columns
    raw = csv_files.read(
        path,
        [c.file_header for c in columns],
        _NEEDED[tab.key],
        SYNONYMS[tab.key],
    )
    problems: list[Problem] = []
    rows: Rows = []
    for line, texts in raw:
        where = f"{path}, line {line}"
        row = {
            c.key: _value(
                where, c, texts.get(c.file_header, ""), day_first, problems
            )
            for c in columns
        }
        _as_meant(row)
        problems += _check_choices(where, columns, lists, row)
        problems += (
            _check_pair(where, row)
            if tab.key == "pairs"
            else _check_entry(where, row)
        )
        rows.append(row)
    if isinstance(tab.rows, int) and len(rows) > tab.rows:
        problems.append(
            Problem(
                str(path),
                f"{len(rows)} rows",
                f"{tab.title} has room for {tab.rows}: leave some out",
            )
        )
    if tab.key == "pairs" and len(rows) > MOST_PAIRS:
        problems.append(
            Problem(
                str(path),
                f"{len(rows)} pairs",
                f"A district has at most {MOST_PAIRS}: divide it",
            )
        )
    if tab.key == "pairs":
        problems += _numbers(path, [line for line, _ in raw], rows)
        problems += _doubled(path, [line for line, _ in raw], rows)
    if problems:
        raise ConfigurationError.of(_summed(problems))
    return rows


def _summed(problems: Sequence[Problem]) -> list[Problem]:
    """The mistakes of a file: of each kind the first three, and how many
    there are.
    """
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.remedy, []).append(problem)
    shown: list[Problem] = []
    for alike in kinds.values():
        *first, last = alike[:SHOWN]
        more = len(alike) - SHOWN
        what = (
            f"{last.what}, and {more} more like it" if more > 0 else last.what
        )
        shown += [*first, Problem(last.where, what, last.remedy)]
    return sorted(shown, key=_line)


def _line(problem: Problem) -> int:
    """The line of the file; 0 for what is of all of it."""
    number = problem.where.rpartition(", line ")[2]
    return int(number) if number.isdigit() else 0


def _as_meant(row: dict[str, Value]) -> None:
    """Names and weekdays as the sheet has them, whoever wrote the file."""
    for key in ("mentor", "mentee"):
        if row.get(key):
            row[key] = plain_name(str(row[key]))
    weekday = weekday_of(str(row.get("regular_day") or ""))
    if weekday is not None:
        row["regular_day"] = DAYS[weekday]


def _value(
    where: str,
    column: Column,
    text: str,
    day_first: bool,
    problems: list[Problem],
) -> Value:
    header, kind = column.header, column.type
    text = " ".join(text.split())
    if not text:
        return None
    if kind in DATES:
        day = written_day(text, day_first)
        if day is None:
            step = f"Write a date as 2026-09-01 or {typed_day(date(2026, 9, 1), day_first)}"
            if written_as_a_day(text):
                step = "There is no such day: correct it"
            problems.append(Problem(where, f"{header} is {text!r}", step))
        return day
    if kind in ("count", "amount"):
        if not re.fullmatch(r"\d+(\.\d+)?", text):
            problems.append(
                Problem(where, f"{header} is {text!r}", "Write a number")
            )
            return None
        return float(text) if "." in text else int(text)
    if kind == "time":
        at = time_of(text)
        if at is None:
            problems.append(
                Problem(
                    where, f"{header} is {text!r}", "Write a time as 2:45 pm"
                )
            )
        return at
    if kind == "yes":
        return text.casefold() in ("yes", "y", "true", "x", "1")
    if len(text) > 500:
        problems.append(
            Problem(
                where,
                f"{header} has {len(text):,} characters",
                "Keep it under 500",
            )
        )
    return text


def _check_choices(
    where: str,
    columns: Sequence[Column],
    lists: Mapping[str, Sequence[str]],
    row: dict[str, Value],
) -> list[Problem]:
    """Words that a dropdown would refuse; a word in other letters is written
    as the dropdown has it.
    """
    problems = []
    for column in columns:
        choices = (
            lists.get(column.choices, ())
            if isinstance(column.choices, str)
            else column.choices
        )
        cell = row[column.key]
        if not choices or cell is None:
            continue
        same = [c for c in choices if c.casefold() == present(str(cell))]
        if same:
            row[column.key] = same[0] if isinstance(cell, str) else cell
        else:
            problems.append(
                Problem(
                    where,
                    f"{column.header} is {cell!r}",
                    f"Use one of {', '.join(choices)}",
                )
            )
    return problems


def _numbers(
    path: Path, lines: Sequence[int], rows: Sequence[Mapping[str, Value]]
) -> list[Problem]:
    problems, seen = [], dict[Value, int]()
    for line, row in zip(lines, rows, strict=True):
        number = row["number"]
        if number is None:
            continue
        if not isinstance(number, int) or not 1 <= number <= HIGHEST:
            problems.append(
                Problem(
                    f"{path}, line {line}",
                    f"Number is {number}",
                    f"Use 1 to {HIGHEST}, or leave it out",
                )
            )
        if number in seen:
            problems.append(
                Problem(
                    f"{path}, line {line}",
                    f"Number {number} is already in line {seen[number]}",
                    "Give each pair its own",
                )
            )
        seen.setdefault(number, line)
    return problems


def _check_pair(where: str, row: Mapping[str, Value]) -> list[Problem]:
    problems = []
    if not row["mentee"]:
        problems.append(Problem(where, "there is no mentee", "Fill in Mentee"))
    problems += [
        Problem(
            where,
            f"{str(row[key])[:60]!r} is not an e-mail address",
            "Write one address",
        )
        for key in ("mentor_email", "mentee_email")
        if row[key] and not ADDRESS.fullmatch(str(row[key]))
    ]
    if row["mentor"] and row["mentor"] == row["mentee"]:
        problems.append(
            Problem(
                where,
                f"{row['mentor']} is mentor and mentee",
                "Name two people",
            )
        )
    starts, ends = row["starts"], row["ends"]
    if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
        problems.append(
            Problem(
                where,
                f"Ends ({ends}) is before Starts ({starts})",
                "Put the dates the right way round",
            )
        )
    return problems


def _check_entry(where: str, row: Mapping[str, Value]) -> list[Problem]:
    problems = []
    if str(row["event"] or "").casefold() not in {
        e.value.casefold() for e in Event
    }:
        problems.append(
            Problem(
                where,
                f"What is {row['event']!r}",
                f"Use one of {', '.join(Event)}",
            )
        )
    if row["first"] is None:
        problems.append(Problem(where, "there is no From", "Give the day"))
    if (
        isinstance(row["first"], date)
        and isinstance(row["last"], date)
        and row["last"] < row["first"]
    ):
        problems.append(
            Problem(
                where,
                f"To ({row['last']}) is before From ({row['first']})",
                "Put the dates the right way round",
            )
        )
    return problems


def _doubled(
    path: Path, lines: Sequence[int], rows: Sequence[Mapping[str, Value]]
) -> list[Problem]:
    problems: list[Problem] = []
    seen: list[tuple[int, Pair]] = []
    for line, row in zip(lines, rows, strict=True):
        pair = pair_of_row(row)
        if not row["mentor"] or row["ends"]:
            continue
        before = next((n for n, p in seen if same_two(p, pair)), None)
        if before is not None:
            what = f"{row['mentor']} and {row['mentee']} are already in line {before}"
            problems.append(
                Problem(
                    f"{path}, line {line}", what, "Remove one of the lines"
                )
            )
        seen.append((line, pair))
    return problems


def pair_of_row(row: Mapping[str, Any]) -> Pair:
    """The pair of a row of *Pairs*, as far as it tells two pairs apart."""

    def person(who: str) -> Person:
        address = str(row.get(f"{who}_email") or "").strip().casefold()
        return Person(str(row.get(who) or ""), (address,) if address else ())

    number = row.get("number")
    return Pair(
        "",
        int(number) if isinstance(number, (int, float)) else 0,
        person("mentor"),
        person("mentee"),
        str(row.get("school") or ""),
    )
