"""How fast the local workspace is: value reads a second, and one sheet of
100,000 rows. Writes its part of docs/performance.md.

Run with ``make bench``; ``python -m bench.workspace --smallest`` only shows
that it runs. The server is a process of its own, the clients are
threads of this one; times are medians.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from bench.page import written

ROOT = Path(__file__).resolve().parent.parent

WHO = {"Authorization": "Bearer bench@school.example"}
SHEET = "application/vnd.google-apps.spreadsheet"
RAW = {"valueInputOption": "RAW"}


def serve(file: Path) -> tuple[subprocess.Popen[str], str]:
    """A server of its own; its address."""
    command = [
        sys.executable,
        "-m",
        "workspace",
        "--data",
        str(file),
        "--control",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    return process, found.group(0).rstrip(".")


def timed(times: int, do: Callable[[], Any]) -> float:
    """The median time of a call, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def reads_a_second(
    base: str, book: str, clients: int, seconds: float
) -> float:
    """Value reads of a small range a second, by some clients at once."""
    counts, ends = [0] * clients, time.perf_counter() + seconds

    def client(place: int) -> None:
        session = requests.Session()
        session.headers.update(WHO)
        while time.perf_counter() < ends:
            session.get(
                f"{base}/v4/spreadsheets/{book}/values/A1:J20", timeout=30
            ).raise_for_status()
            counts[place] += 1
        session.close()

    threads = [
        threading.Thread(target=client, args=(i,)) for i in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


@dataclass(frozen=True)
class Client:
    """One client of the workspace's APIs."""

    session: requests.Session
    base: str

    def __call__(self, verb: str, path: str, **more: Any) -> Any:
        """The answer to one call."""
        answer = self.session.request(
            verb, self.base + path, timeout=300, **more
        )
        answer.raise_for_status()
        return answer.json()


def small_reads(call: Client, seconds: float) -> Iterator[str]:
    """Table rows: reads a second of a small sheet, each measured three times
    for so many seconds.
    """
    body = {"name": "Bench", "mimeType": SHEET}
    book = call("POST", "/drive/v3/files", json=body)["id"]
    values = [[r * c for c in range(10)] for r in range(20)]
    path = f"/v4/spreadsheets/{book}/values/A1"
    call("PUT", path, params=RAW, json={"values": values})
    for clients in (1, 2, 4):
        rate = statistics.median(
            reads_a_second(call.base, book, clients, seconds) for _ in range(3)
        )
        s = "s" * (clients > 1)
        yield f"| reads of 200 cells a second, {clients} client{s} at once | {rate:.0f} |"


def large_sheet(call: Client, rows: int) -> Iterator[str]:
    """Table rows: one sheet of so many rows, ten calls to write it."""
    size = {"rowCount": rows + 1, "columnCount": 10}
    big = {"properties": {"title": "Big", "gridProperties": size}}
    made = call("POST", "/v4/spreadsheets", json={"sheets": [big]})
    path = f"/v4/spreadsheets/{made['spreadsheetId']}"
    piece, middle = rows // 10, rows // 2
    begun = time.perf_counter()
    for start in range(0, rows, piece):
        values = [
            [f"row {r}", r, r / 7, True, "text", r % 5, "", "x", r * 2, "end"]
            for r in range(start, start + piece)
        ]
        there = f"{path}/values/A{start + 1}"
        call("PUT", there, params=RAW, json={"values": values})
    took = time.perf_counter() - begun
    yield f"| writing {rows:,} rows of 10 cells, {piece:,} a call | {took:.1f} s |"
    some = f"{path}/values/A{middle}:J{middle + 19}"
    took = timed(21, lambda: call("GET", some))
    yield f"| reading 20 rows of them | {took:.0f} ms |"
    cell = f"{path}/values/A{middle}"
    body = {"range": f"A{middle}", "values": [["changed"]]}
    took = timed(21, lambda: call("PUT", cell, params=RAW, json=body))
    yield f"| writing one cell of them | {took:.0f} ms |"
    top = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    insert = {"requests": [{"insertDimension": {"range": top}}]}
    took = timed(5, lambda: call("POST", f"{path}:batchUpdate", json=insert))
    yield f"| inserting a row at their top | {took:.0f} ms |"
    took = timed(3, lambda: call("GET", f"{path}/values/Big")) / 1000
    yield f"| reading all of them | {took:.1f} s |"


def main() -> None:
    """Measure, and write the table; of the smallest size, print it."""
    smallest = "--smallest" in sys.argv
    seconds, rows = (0.1, 1_000) if smallest else (3, 100_000)
    lines = ["| what | median |", "|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        process, base = serve(Path(folder) / "bench.sqlite")
        try:
            with requests.Session() as session:
                session.headers.update(WHO)
                call = Client(session, base)
                lines += small_reads(call, seconds)
                lines += large_sheet(call, rows)
        finally:
            process.terminate()
            process.wait(timeout=20)
    print("\n".join(lines))
    if not smallest:
        written("workspace", lines)


if __name__ == "__main__":
    main()
