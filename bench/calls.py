"""What a run costs: calls, processor time and memory, beside the scripts that
people write; and Google's quotas used up.

Writes its parts of docs/performance.md. Run with ``make bench``; ``python -m
bench.calls --large`` adds 13,000 districts, which takes two hours;
``--smallest`` only shows that it runs. The workspace is a process of its own,
and so is each run. Waiting for quotas is skipped and only counted, except
where the quotas themselves are measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import requests

from bench.page import PAGE, written
from forms.definition import Definition
from forms.form_file import load
from sync.program.opened import Opened
from sync.run.options import RunOptions

ROOT = Path(__file__).resolve().parent.parent

DAY = date(2026, 11, 23)
ROBOTS = [f"robot-{n}@making-time.iam.gserviceaccount.com" for n in range(5)]
ADMIN = "program@making-time.example"
LARGE = 13_000
# From the first day's noon to the next morning, in seconds.
NIGHT = 18 * 3600
# How long a district's key is here; a copy's id ends with it.
KEY = 6
# The environment variable with the most rows that a tab is made with.
ROWS = "BENCH_ROWS"


@dataclass(frozen=True)
class Made:
    """A program of many districts, provisioned, and its workspace's address."""

    folder: Path
    url: str
    keys: list[str]


# -- a program of any size ----------------------------------------------------


def write_program(folder: Path, districts: int, pairs: int) -> list[str]:
    """The files of a program; every district's roster has so many pairs."""
    keys = [f"D{n:05d}" for n in range(districts)]
    (folder / "rosters").mkdir(parents=True)
    (folder / "program.toml").write_text(
        f'version = 1\n[program]\nname = "Bench"\nyear = "2026-27"\n[google]\nendpoint = "local"\n[defaults]\npairs = {pairs + 4}\n',
        encoding="utf-8",
    )
    lines = [
        f"{key},District {key},c@{key.lower()}.example,2026-08-31,2027-06-18,weekly,Hill School"
        for key in keys
    ]
    head = "key,name,coordinators,first_day,last_day,preset,schools\n"
    (folder / "districts.csv").write_text(
        head + lines[0] + "\n", encoding="utf-8"
    )
    key = keys[0].lower()
    roster = [
        f"Mentor {n},Mentee {n},m{n}@{key}.example,n{n}@{key}.example,Hill School,Tuesday"
        for n in range(1, pairs + 1)
    ]
    (folder / "rosters" / f"{keys[0]}.csv").write_text(
        "Mentor,Mentee,Mentor e-mail,Mentee e-mail,School,Regular day\n"
        + "\n".join(roster)
        + "\n",
        encoding="utf-8",
    )
    (folder / "all.csv").write_text(
        head + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return keys


def said(declared: Definition, **means: object) -> dict[str, Any]:
    """The answers of a response, by question id."""
    from sync import demo

    given = demo.fields_of(declared, means)
    return {
        q.question_id: {
            "questionId": q.question_id,
            "textAnswers": {
                "answers": [{"value": v} for v in given[f"entry.{q.entry}"]]
            },
        }
        for q in declared.questions
        if given.get(f"entry.{q.entry}", [""]) != [""]
    }


def multiply(folder: Path, keys: list[str], pairs: int, answers: int) -> str:
    """From the one district that was provisioned make all the others, as
    provisioning each would have; and the answers.

    Gives the id of the sheet that the others are copies of.
    """
    from sync.program import lockfile
    from sync.program.lockfile import Sheet

    lock = lockfile.load(folder / "program.lock.toml")
    first, source = keys[0], lock.sheets[keys[0]].id
    declared = load()
    chance = random.Random(1)
    with closing(sqlite3.connect(folder / "workspace.sqlite")) as db, db:
        named = {"id", "file", "name", "app_properties"}
        for key in keys[1:]:
            new = f"{source[:-KEY]}{key}"
            lock.sheets[key] = Sheet(
                new,
                lock.sheets[first].url.replace(source, new),
                lock.sheets[first].pairs,
            )
            for table, own in (("files", "id"), ("permissions", "file")):
                columns = [
                    row[1] for row in db.execute(f"PRAGMA table_info({table})")
                ]
                taken = ", ".join(
                    f"replace(replace({c}, '{source}', '{new}'), '{first}', '{key}')"
                    if c == own or (c in named and table == "files")
                    else c
                    for c in columns
                )
                db.execute(
                    f"INSERT INTO {table} SELECT {taken} FROM {table} WHERE {own} = ?",
                    (source,),
                )

        def responses() -> Iterator[tuple[str, ...]]:
            for key in keys:
                for n in range(1, pairs + 1):
                    for k in range(answers):
                        day = DAY - timedelta(
                            days=7 * k + 3 + chance.randrange(4)
                        )
                        sent = f"{day}T{chance.randrange(12, 22):02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d}"
                        body = said(
                            declared,
                            pair=f"{key}-{n} Mentor & Mentee",
                            kind="one-on-one",
                            minutes=30,
                        )
                        sender = f"m{n}@{key.lower()}.example"
                        yield (
                            lock.form,
                            f"{key}-{n}-{k}",
                            sent + ".000Z",
                            sent + ".000000Z",
                            sender,
                            json.dumps(body),
                            "",
                            sender,
                        )

        db.executemany(
            "INSERT INTO responses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            responses(),
        )
    lock.save(folder / "program.lock.toml")
    shutil.copy(folder / "all.csv", folder / "districts.csv")
    return source


def send(made: Made, key: str, number: int) -> None:
    """One more answer from a district's first pair."""
    from sync.program import lockfile

    answers = said(
        load(), pair=f"{key}-1 Mentor & Mentee", kind="one-on-one", minutes=30
    )
    lock = lockfile.load(made.folder / "program.lock.toml")
    body = {
        "responseId": f"new-{key}-{number}",
        "answers": answers,
        "respondentEmail": f"m1@{key.lower()}.example",
    }
    requests.post(
        f"{made.url}/_internal/forms/{lock.form}/responses",
        json=body,
        timeout=60,
    ).raise_for_status()


def edit(made: Made, key: str, number: int) -> None:
    """A coordinator writes a day into the blank schedule."""
    from sync.program import lockfile

    sheet = lockfile.load(made.folder / "program.lock.toml").sheets[key].id
    cell = {
        "values": [
            {"userEnteredValue": {"stringValue": f"Tue {2 + number % 3}:45"}}
        ]
    }
    start = {"sheetId": 104, "rowIndex": 20, "columnIndex": 3}
    body = {
        "requests": [
            {
                "updateCells": {
                    "start": start,
                    "rows": [cell],
                    "fields": "userEnteredValue",
                }
            }
        ]
    }
    who = {"Authorization": "Bearer c@d00000.example"}
    requests.post(
        f"{made.url}/v4/spreadsheets/{sheet}:batchUpdate",
        json=body,
        headers=who,
        timeout=60,
    ).raise_for_status()


@contextmanager
def served(*command: str) -> Iterator[str]:
    """A workspace in a process of its own; its address."""
    command = (sys.executable, *command)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        try:
            yield found.group(0).rstrip(".")
        finally:
            process.terminate()


@contextmanager
def program(
    districts: int, pairs: int, answers: int, *more: str
) -> Iterator[Made]:
    """A program of many districts in a served workspace, provisioned for all
    identities.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name) / "program"
        keys = write_program(folder, districts, pairs)
        file = str(folder / "workspace.sqlite")
        with served("-m", "workspace", "--data", file, "--control") as url:
            _child("provision", folder, url, [ADMIN, *ROBOTS])
        source = multiply(folder, keys, pairs, answers)
        url = stack.enter_context(
            served("-m", "bench.copies", file, source, *more)
        )
        noon = datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(
            hours=17
        )
        requests.post(
            f"{url}/_internal/clock",
            json={"now": noon.isoformat()},
            timeout=60,
        ).raise_for_status()
        yield Made(folder, url, keys)


# -- one run in a process of its own ------------------------------------------

# How far the time of a program is ahead of this machine's, in seconds: waiting
# was passed over, and a night.
_ahead: dict[Path, float] = defaultdict(float)


def _child(
    verb: str,
    folder: Path,
    url: str,
    identities: list[str],
    day: date = DAY,
    real: bool = False,
) -> dict[str, Any]:
    """What a process of its own did and cost."""
    given = json.dumps(
        [
            verb,
            str(folder),
            url,
            identities,
            day.isoformat(),
            real,
            _ahead[folder],
        ]
    )
    figures: dict[str, Any] = json.loads(
        subprocess.check_output(
            [sys.executable, "-m", "bench.calls", "--child", given],
            text=True,
            cwd=ROOT,
        )
    )
    _ahead[folder] = figures["ahead"]
    return figures


def _most_memory() -> int:
    """The most megabytes that this process held. Not ``ru_maxrss``, which
    begins with what its parent held.
    """
    found = re.search(
        r"VmHWM:\s+(\d+)",
        Path("/proc/self/status").read_text(encoding="ascii"),
    )
    return int(found.group(1)) // 1024 if found else 0


def _with_fewer_rows(rows: int) -> None:
    """People's tabs are printed with so many rows: thirteen thousand of them
    are a lot to evaluate.
    """
    from templates import layout

    usual = layout.load

    @lru_cache
    def load_short(*given: Any, **named: Any) -> Any:
        made = usual(*given, **named)
        tabs = tuple(
            replace(
                t,
                rows=min(t.rows, rows)
                if isinstance(t.rows, int) and not t.of_tool
                else t.rows,
            )
            for t in made.tabs
        )
        return replace(made, tabs=tabs)

    layout.load, layout.SPARE_ROWS = load_short, 2


@contextmanager
def few_rows() -> Iterator[None]:
    """Processes begun meanwhile print short tabs."""
    os.environ[ROWS] = "20"
    try:
        yield
    finally:
        del os.environ[ROWS]


def child(
    verb: str,
    folder: str,
    url: str,
    identities: list[str],
    day: str,
    real: bool,
    ahead: float,
) -> None:
    """Provision or run, and say what it cost.

    ``ahead`` are the seconds of waiting that the processes before it passed
    over: time goes on from there.
    """
    from sync.google.calls import Clock, Pace
    from sync.google.connect import connect_local
    from sync.program.settings import load
    from sync.state.store import opened

    class Skipping(Clock):
        """Passes over waiting."""

        skipped = ahead

        def now(self) -> float:
            return super().now() + self.skipped

        def sleep(self, seconds: float) -> None:
            self.skipped += seconds

    if os.environ.get(ROWS):
        _with_fewer_rows(int(os.environ[ROWS]))
    settings, begun = load(Path(folder) / "program.toml"), time.monotonic()
    skipping = Skipping()
    clock = Clock() if real else skipping
    with ExitStack() as stack:
        state = stack.enter_context(opened(settings.state))
        ledger = stack.enter_context(closing(state.ledger()))
        google = stack.enter_context(
            closing(
                connect_local(
                    url, identities, partial(Pace, ledger, clock=clock)
                )
            )
        )
        written_to = 0
        if verb == "provision":
            from sync.admin.provision import provision

            provision(Opened(settings, google, state))
        else:
            from sync.run.one_run import run

            result = run(
                Opened(settings, google, state),
                date.fromisoformat(day),
                RunOptions(attended=False, keep=False),
            )
            assert not result.failed, result.failed
            written_to = len(result.changed)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(
            json.dumps(
                {
                    "calls": {k: n for k, n in google.pace.calls.items() if n},
                    "written": written_to,
                    "cpu": used.ru_utime + used.ru_stime,
                    "memory": _most_memory(),
                    "seconds": time.monotonic() - begun,
                    "waited": google.pace.waited,
                    "ahead": skipping.skipped,
                }
            )
        )


# -- what a run costs ---------------------------------------------------------


def costs(districts: int, pairs: int, answers: int) -> list[str]:
    """Table rows: cold, nothing changed, 1 %, 10 %, next morning."""
    lines = []

    def report(what: str, made: Made, day: date = DAY) -> None:
        t = _child("run", made.folder, made.url, ROBOTS[:1], day)
        calls = Counter(t["calls"])
        kinds = [
            calls[k]
            for k in (
                "forms.read",
                "drive.read",
                "sheets.read",
                "sheets.write",
            )
        ]
        lines.append(
            f"| {districts:,} | {what} | **{sum(calls.values()):,}** | {' + '.join(f'{n:,}' for n in kinds)} | {t['cpu']:.1f} s | {t['memory']} MB |"
        )
        print(lines[-1], flush=True)

    with program(districts, pairs, answers) as made:
        report("cold: no state", made)
        report("the run after it", made)
        report("nothing changed", made)
        for number, percent in enumerate((1, 10), 1):
            some = made.keys[: max(1, districts * percent // 100)]
            for key in some:
                edit(made, key, number)
            for key in reversed(made.keys[-len(some) :]):
                send(made, key, number)
            report(f"{percent} % edited, {percent} % logged", made)
            report("nothing changed", made)
        tomorrow = datetime.combine(DAY, datetime.min.time(), UTC) + timedelta(
            days=1, hours=11
        )
        _ahead[made.folder] += NIGHT
        requests.post(
            f"{made.url}/_internal/clock",
            json={"now": tomorrow.isoformat()},
            timeout=60,
        ).raise_for_status()
        report("next morning", made, DAY + timedelta(days=1))
        report("nothing changed", made, DAY + timedelta(days=1))
    return lines


def heavy(districts: int, pairs: int, answers: int) -> str:
    """A sentence: what a run costs that finds nothing new, with a state as it
    is at the end of a year.
    """
    from sync.core.model import Kind, Submission
    from sync.state.store import State

    with program(districts, 3, 1) as made:
        for _ in range(2):
            _child("run", made.folder, made.url, ROBOTS[:1])
        chance = random.Random(2)
        with (
            closing(State(made.folder / "state.sqlite")) as state,
            state.writing(),
        ):
            for key in made.keys:
                rows = []
                for n in range(pairs):
                    for k in range(answers):
                        sent = datetime.combine(
                            DAY, datetime.min.time(), UTC
                        ) - timedelta(days=1, minutes=chance.randrange(90_000))
                        rows.append(
                            (
                                Submission(
                                    f"{key}-{n}-{k}-kept",
                                    sent,
                                    sent,
                                    f"m{n}@{key.lower()}.example",
                                    f"{key}-{n} Mentor & Mentee",
                                    sent.date(),
                                    Kind.ONE_ON_ONE,
                                    30,
                                    1,
                                    "own time",
                                    ("Planning lessons and units",),
                                ),
                                key,
                            )
                        )
                state.answers.keep(rows)
            state.answers.mark_reported(
                each
                for each, _ in state.db.rows(
                    "SELECT id, district FROM answers WHERE reported = 0"
                )
            )
            state.db.run(
                "DELETE FROM to_judge"
            )  # as they would be after a run that judged them
        figures = [
            _child("run", made.folder, made.url, ROBOTS[:1]) for _ in range(5)
        ]
    assert all(
        t["calls"] == {"forms.read": 1, "drive.read": 1} for t in figures
    ), figures
    seconds, memory = (
        statistics.median(t["cpu"] for t in figures),
        max(t["memory"] for t in figures),
    )
    return (
        f"With {districts} districts and {districts * pairs * answers:,} answers in the state, a run that finds nothing new:"
        f" 2 calls, {seconds:.2f} s of processor time (median of five runs, the start of Python included), {memory} MB."
    )


# -- beside the scripts that people write -------------------------------------


def scripts(districts: int, pairs: int) -> list[str]:
    """Table rows: the same work as four usual scripts do it, a first time and
    when nothing changed.
    """
    from tests.support.clients import gspread_client, pygsheets_client

    lines = []
    with program(districts, pairs, 4) as made:
        space: Any = type("At", (), {"url": made.url})
        books = _books(made, pairs)

        def measured(name: str, script: Callable[[], None]) -> None:
            figures = []
            for _ in range(2):
                requests.get(f"{made.url}/_internal/calls", timeout=60)
                before = time.process_time()
                script()
                spent = time.process_time() - before
                figures.append(
                    (
                        len(
                            requests.get(
                                f"{made.url}/_internal/calls", timeout=60
                            ).json()
                        ),
                        spent,
                    )
                )
            lines.append(
                f"| {name} | {figures[0][0]:,} | {figures[1][0]:,} | {figures[0][1]:.1f} s | {figures[1][1]:.1f} s |"
            )
            print(lines[-1], flush=True)

        ours = [
            _child("run", made.folder, made.url, ROBOTS[:1]) for _ in range(2)
        ]
        counts = [sum(t["calls"].values()) for t in ours]
        lines.append(
            f"| **Making Time** | **{counts[0]}** | **{counts[1]}** | {ours[0]['cpu']:.1f} s | {ours[1]['cpu']:.1f} s |"
        )
        print(lines[-1], flush=True)
        client = gspread_client(space, ADMIN)
        measured(
            "gspread, a cell at a time (`update_cell`)",
            partial(_one_by_one, client, books),
        )
        measured(
            "gspread, batched (`batch_update`)",
            partial(_batched, client, books),
        )
        measured("gspread-dataframe", partial(_framed, client, books))
        client.http_client.session.close()
        pyg, http = pygsheets_client(space, ADMIN)
        measured("pygsheets", partial(_pygsheets, pyg, books))
        http.close()
    return lines


def _books(made: Made, pairs: int) -> list[str]:
    """A plain spreadsheet for each district, as somebody would make by hand:
    Pairs, Answers, Status.
    """
    who, books = {"Authorization": f"Bearer {ADMIN}"}, []
    for key in made.keys:
        tabs = [
            {"properties": {"title": t}}
            for t in ("Pairs", "Answers", "Status")
        ]
        body = {"properties": {"title": f"Plain {key}"}, "sheets": tabs}
        book = requests.post(
            f"{made.url}/v4/spreadsheets", json=body, headers=who, timeout=60
        ).json()["spreadsheetId"]
        values = [
            {
                "range": "Pairs!A1",
                "values": [
                    ["Number", "Mentor", "Mentee"],
                    *(
                        [n, f"Mentor {n}", f"Mentee {n}"]
                        for n in range(1, pairs + 1)
                    ),
                ],
            },
            {
                "range": "Answers!A1",
                "values": [
                    ["Pair", "Day", "Minutes"],
                    *(
                        [n, f"2026-11-{3 + 5 * k:02d}", 30]
                        for n in range(1, pairs + 1)
                        for k in range(4)
                    ),
                ],
            },
            {
                "range": "Status!A1",
                "values": [["Number", "Meetings", "Status"]],
            },
        ]
        path = f"{made.url}/v4/spreadsheets/{book}/values:batchUpdate"
        requests.post(
            path,
            json={"valueInputOption": "RAW", "data": values},
            headers=who,
            timeout=60,
        ).raise_for_status()
        books.append(book)
    return books


def _judged(
    rows: list[dict[str, Any]], logged: list[dict[str, Any]]
) -> list[list[Any]]:
    counted = Counter(str(a["Pair"]) for a in logged)
    return [
        [
            row["Number"],
            counted[str(row["Number"])],
            "On track" if counted[str(row["Number"])] > 2 else "Reach out",
        ]
        for row in rows
    ]


def _one_by_one(client: Any, books: list[str]) -> None:
    for book in books:
        opened = client.open_by_key(book)
        rows = _judged(
            opened.worksheet("Pairs").get_all_records(),
            opened.worksheet("Answers").get_all_records(),
        )
        status = opened.worksheet("Status")
        for place, row in enumerate(rows, 2):
            status.update_cell(place, 3, row[2])


def _batched(client: Any, books: list[str]) -> None:
    for book in books:
        opened = client.open_by_key(book)
        rows = _judged(
            opened.worksheet("Pairs").get_all_records(),
            opened.worksheet("Answers").get_all_records(),
        )
        opened.worksheet("Status").batch_update(
            [{"range": "A2", "values": rows}]
        )


def _framed(client: Any, books: list[str]) -> None:
    import pandas
    from gspread_dataframe import get_as_dataframe, set_with_dataframe

    for book in books:
        opened = client.open_by_key(book)
        frames = [
            get_as_dataframe(opened.worksheet(name)).to_dict("records")
            for name in ("Pairs", "Answers")
        ]
        judged = pandas.DataFrame(
            _judged(*frames), columns=["Number", "Meetings", "Status"]
        )
        set_with_dataframe(opened.worksheet("Status"), judged)


def _pygsheets(client: Any, books: list[str]) -> None:
    for book in books:
        opened = client.open_by_key(book)
        rows = _judged(
            *(
                opened.worksheet_by_title(name).get_all_records()
                for name in ("Pairs", "Answers")
            )
        )
        opened.worksheet_by_title("Status").update_values("A2", rows)


# -- quotas -------------------------------------------------------------------


def quotas(districts: int, identities: int) -> str:
    """A table row: a cold run under Google's quotas, in real time, each call
    answered 0.3 seconds later.

    The sheets are short: what is measured is whether the quota is used up, not
    how fast the local workspace evaluates.
    """
    with few_rows(), program(districts, 3, 2, "--latency", "0.3") as made:
        requests.post(
            f"{made.url}/_internal/quotas", json={}, timeout=60
        ).raise_for_status()
        requests.post(
            f"{made.url}/_internal/clock",
            json={"now": datetime.now(UTC).isoformat()},
            timeout=60,
        ).raise_for_status()
        requests.get(f"{made.url}/_internal/calls", timeout=60)
        figures = _child(
            "run", made.folder, made.url, ROBOTS[:identities], real=True
        )
        calls = requests.get(f"{made.url}/_internal/calls", timeout=60).json()
    lines = {}
    first = min(c["time"] for c in calls)
    for kind, word in (
        ("values.batchGetByDataFilter", "read"),
        ("spreadsheets.batchUpdate", "write"),
    ):
        times = sorted(
            c["time"]
            for c in calls
            if c["method"].endswith(kind) and c["code"] == 200
        )[:districts]
        whole = int((times[-1] - times[0]) // 60)  # minutes
        within = sum(t < times[0] + 60 * whole for t in times)
        lines[word] = (
            within / (60 * identities * whole) if whole else 0.0,
            len(times) / ((times[-1] - times[0]) / 60),
        )
    late = sum(c["code"] == 429 and c["time"] > first + 60 for c in calls)
    print(lines, late, figures, flush=True)
    rates = " | ".join(f"{used:.1%}" for used, _ in lines.values())
    return f"| {districts} | {identities} | {figures['seconds'] / 60:.1f} min | {rates} | {late} |"


# -- the tables ---------------------------------------------------------------


COSTS = [
    "| districts | what is new | calls | answers + changes + reads + writes | processor time | memory |",
    "|---|---|---|---|---|---|",
]
SCRIPTS = [
    "| 40 districts of 40 pairs | calls, first time | calls, nothing changed | processor time, first | nothing changed |",
    "|---|---|---|---|---|",
]
QUOTAS = [
    "| districts | identities | took | reads | writes | refused for the rate after the first minute |",
    "|---|---|---|---|---|---|",
]


def costs_table(large: bool) -> list[str]:
    """The table of what runs cost; what was measured last of 13,000 districts
    stays, unless it is measured.
    """
    lines = [*COSTS]
    for districts in (1, 40, 400):
        lines += costs(districts, 40, 4)
    if large:
        with few_rows():
            return [*lines, *costs(LARGE, 3, 4)]
    page = PAGE.read_text(encoding="utf-8").splitlines()
    return [*lines, *(x for x in page if x.startswith(f"| {LARGE:,} |"))]


def main() -> None:
    """Measure, and write the tables; of the smallest size, print them."""
    parts = ["costs", "state", "scripts", "quotas"]
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--large", action="store_true", help="13,000 districts, too"
    )
    parser.add_argument("--only", choices=parts)
    parser.add_argument(
        "--smallest", action="store_true", help="only show that it runs"
    )
    parser.add_argument("--child")
    given = parser.parse_args()
    if given.child:
        child(*json.loads(given.child))
        return
    tables: dict[str, Callable[[], list[str]]] = {
        "costs": lambda: costs_table(given.large),
        "state": lambda: [heavy(400, 40, 40)],
        "scripts": lambda: SCRIPTS + scripts(40, 40),
        "quotas": lambda: QUOTAS + [quotas(400, n) for n in (1, 5)],
    }
    if given.smallest:
        tables = {
            "costs": lambda: costs(2, 5, 2),
            "state": lambda: [heavy(2, 5, 2)],
            "scripts": lambda: scripts(2, 5),
            "quotas": lambda: [quotas(2, 1)],
        }
    for part in [given.only] if given.only else parts:
        lines = tables[part]()
        if not given.smallest:
            written(part, lines)


if __name__ == "__main__":
    main()
