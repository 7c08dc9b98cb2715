"""How fast a program of 100 to 800 districts is judged anew, the state's read
included. A district has 40 pairs and 1,600 answers.

Writes its part of docs/performance.md. Each size is a process of its own on
one core: processor time, and the most memory that it held. Run with ``make
bench``; ``python -m bench.judge --smallest`` only shows that it runs.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.page import written
from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.judge import judge
from sync.core.model import Direction, Kind, Submission
from sync.core.presets import PRESETS
from sync.run.rare_collection import rare_collection
from sync.state.store import State
from templates import layout as layouts
from templates import reading
from templates.layout import Layout
from templates.read_pairs import Guard
from templates.wire import serial

ROOT = Path(__file__).resolve().parent.parent

FIRST, LAST, TODAY = date(2026, 8, 31), date(2027, 6, 18), date(2027, 6, 10)
PAIRS, ANSWERS = 40, 40
SIZES = (100, 200, 400, 800)
ROUNDS = 5
CLOSED = (
    (2026, 9, 7, 1),
    (2026, 11, 26, 2),
    (2026, 12, 24, 8),
    (2027, 2, 15, 5),
    (2027, 4, 19, 5),
)
KINDS = [Kind.ONE_ON_ONE] * 6 + [
    Kind.BRIEF,
    Kind.SMALL_GROUP,
    Kind.OBSERVATION,
]


def grids(layout: Layout, key: str, chance: random.Random) -> dict[str, Any]:
    """The people's tabs of a district as they are read: names, regular days, a
    calendar, rules, a schedule begun.
    """
    rows: dict[str, list[dict[str, Any]]] = {
        tab.key: [] for tab in layout.people
    }
    for n in range(1, PAIRS + 1):
        rows["pairs"].append(
            {
                "number": n,
                "mentor": f"Mentor {n}",
                "mentee": f"Mentee {n}",
                "mentor_email": f"m{n}@{key}.example",
                "mentee_email": f"n{n}@{key}.example",
                "school": f"School {n % 4}",
                "year": 1 + n % 2,
                "regular_day": chance.choice(["", "Tuesday", "Thursday"]),
            }
        )
    for year, month, day, days in CLOSED:
        first = date(year, month, day)
        rows["calendar"].append(
            {
                "event": "no school",
                "first": serial(first),
                "last": serial(first + timedelta(days=days - 1)),
            }
        )
    for rule in PRESETS["weekly"].rules:
        rows["rules"].append(
            {
                "what": rule.what,
                "amount": rule.amount,
                "per": rule.per,
                "force": rule.force,
            }
        )
    found = {}
    for tab in layout.people:
        header = [c.header for c in tab.columns]
        lines = [
            [row.get(c.key, "") for c in tab.columns] for row in rows[tab.key]
        ]
        if tab.grid:
            weeks = [FIRST + timedelta(weeks=n) for n in range(layout.weeks)]
            numbers = [["", "", *range(1, PAIRS + 1)], [], header]
            found[tab.key] = [
                *numbers,
                *(
                    [
                        serial(w),
                        "",
                        *(
                            chance.choice(["", "", "", "Tue 2:45"])
                            for _ in range(PAIRS)
                        ),
                    ]
                    for w in weeks
                ),
            ]
        else:
            found[tab.key] = [*[[]] * (tab.header_row - 1), header, *lines]
    return found


def fill(path: Path, districts: int) -> None:
    """Make a state as a run leaves it."""
    chance = random.Random(1)
    layout = layouts.load(PAIRS, 42)
    with closing(State(path)) as state, state.writing():
        for d in range(districts):
            key = f"D{d:03d}"
            state.sheets.keep(
                key,
                0,
                grids(layout, key.lower(), chance),
                {},
                marks=0,
                again=False,
            )
            answers: list[tuple[Submission, str | None]] = []
            for n in range(1, PAIRS + 1):
                for k in range(ANSWERS):
                    day = FIRST + timedelta(days=7 * k + chance.randrange(5))
                    sent = datetime.combine(
                        day, datetime.min.time(), UTC
                    ) + timedelta(seconds=chance.randrange(86400))
                    kind = chance.choice(KINDS)
                    seen = (
                        Direction.MENTOR_SEES_MENTEE
                        if kind is Kind.OBSERVATION
                        else None
                    )
                    answers.append(
                        (
                            Submission(
                                f"{key}-{n}-{k}",
                                sent,
                                sent,
                                f"m{n}@{key.lower()}.example",
                                f"{key}-{n} Mentor & Mentee",
                                day,
                                kind,
                                chance.choice((15, 30, 45)),
                                time_used="own time",
                                topics=("Planning lessons and units",),
                                direction=seen,
                            ),
                            key,
                        )
                    )
            state.answers.keep(answers)


def judged(path: Path, districts: int) -> tuple[float, int]:
    """Judge every district anew from the state: seconds of processor time, and
    pairs judged.
    """
    calendar, guard = SchoolCalendar(FIRST, LAST), Guard({}, tuple, TODAY)
    layout = layouts.load(PAIRS, 42)
    begun, pairs = time.process_time(), 0
    with closing(State(path)) as state, rare_collection():
        for d in range(districts):
            key = f"D{d:03d}"
            base, grids = District(key, key, calendar), state.sheets.grids(key)
            district = reading.read(layout, grids, base, guard)
            pairs += len(judge(district, state.answers.of(key), TODAY).pairs)
    return time.process_time() - begun, pairs


def selected(path: Path, districts: int) -> float:
    """Read the rows of the same answers, and nothing else: seconds of
    processor time.
    """
    begun = time.process_time()
    with closing(sqlite3.connect(path)) as db:
        for d in range(districts):
            sql = "SELECT * FROM answers WHERE district = ?"
            db.execute(sql, (f"D{d:03d}",)).fetchall()
    return time.process_time() - begun


def main() -> None:
    """Measure, and write the table; of the smallest size, print it."""
    if "--smallest" in sys.argv:
        table((2, 4), 1)
    else:
        written("judge", table(SIZES, ROUNDS))


def table(sizes: Sequence[int], times: int) -> list[str]:
    """All sizes in turn, so many times, in processes of their own, so that a
    slow spell of the machine meets them all.
    """
    lines = [
        "| districts | pairs | answers | processor time | of half the size | of reading the rows | memory |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        paths = {
            districts: Path(folder) / f"{districts}.sqlite"
            for districts in sizes
        }
        for districts, path in paths.items():
            fill(path, districts)
        rounds = [
            {
                districts: _measured(path, districts)
                for districts, path in paths.items()
            }
            for _ in range(times)
        ]
    for districts in sizes:
        figures = [each[districts] for each in rounds]
        seconds = statistics.median(t["seconds"] for t in figures)
        halves = [
            each[districts]["seconds"] / each[districts // 2]["seconds"]
            for each in rounds
            if districts // 2 in each
        ]
        ratio = f"{statistics.median(halves):.2f} x" if halves else ""
        reading = statistics.median(t["seconds"] / t["rows"] for t in figures)
        pairs, memory = (
            figures[0]["pairs"],
            max(t["megabytes"] for t in figures),
        )
        lines.append(
            f"| {districts} | {pairs:,} | {pairs * ANSWERS:,} | {seconds:.1f} s | {ratio} | {reading:.1f} x | {memory} MB |"
        )
        print(lines[-1])
    return lines


def _measured(path: Path, districts: int) -> dict[str, Any]:
    """What a process of its own measured."""
    command = [sys.executable, "-m", "bench.judge", str(path), str(districts)]
    figures: dict[str, Any] = json.loads(
        subprocess.check_output(command, text=True, cwd=ROOT)
    )
    return figures


if __name__ == "__main__":
    if len(sys.argv) == 3:
        took, number = judged(Path(sys.argv[1]), int(sys.argv[2]))
        rows = selected(Path(sys.argv[1]), int(sys.argv[2]))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            json.dumps(
                {
                    "seconds": took,
                    "rows": rows,
                    "pairs": number,
                    "megabytes": most,
                }
            )
        )
    else:
        main()
