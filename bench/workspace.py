"""How fast the local workspace is: value reads a second, and one sheet of
100,000 rows. Writes its part of docs/performance.md.

Run with ``make bench``. The server is a process of its own, the clients are
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from bench.page import written

ROOT = Path(__file__).resolve().parent.parent

WHO = {"Authorization": "Bearer bench@school.example"}
SHEET = "application/vnd.google-apps.spreadsheet"


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


def main() -> None:
    """Measure, and write the table."""
    lines = ["| what | median |", "|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        process, base = serve(Path(folder) / "bench.sqlite")
        try:
            session = requests.Session()
            session.headers.update(WHO)

            def call(verb: str, path: str, **more: Any) -> Any:
                answer = session.request(
                    verb, base + path, timeout=300, **more
                )
                answer.raise_for_status()
                return answer.json()

            book = call(
                "POST",
                "/drive/v3/files",
                json={"name": "Bench", "mimeType": SHEET},
            )["id"]
            path = f"/v4/spreadsheets/{book}"
            raw = {"valueInputOption": "RAW"}
            call(
                "PUT",
                f"{path}/values/A1",
                params=raw,
                json={
                    "values": [[r * c for c in range(10)] for r in range(20)]
                },
            )
            for clients in (1, 2, 4):
                rate = statistics.median(
                    reads_a_second(base, book, clients, 3) for _ in range(3)
                )
                lines.append(
                    f"| reads of 200 cells a second, {clients} client{'s' * (clients > 1)} at once | {rate:.0f} |"
                )
            big = call(
                "POST",
                "/v4/spreadsheets",
                json={
                    "sheets": [
                        {
                            "properties": {
                                "title": "Big",
                                "gridProperties": {
                                    "rowCount": 100_001,
                                    "columnCount": 10,
                                },
                            }
                        }
                    ]
                },
            )
            path = f"/v4/spreadsheets/{big['spreadsheetId']}"
            begun = time.perf_counter()
            for start in range(0, 100_000, 10_000):
                rows = [
                    [
                        f"row {r}",
                        r,
                        r / 7,
                        True,
                        "text",
                        r % 5,
                        "",
                        "x",
                        r * 2,
                        "end",
                    ]
                    for r in range(start, start + 10_000)
                ]
                call(
                    "PUT",
                    f"{path}/values/A{start + 1}",
                    params=raw,
                    json={"values": rows},
                )
            lines.append(
                f"| writing 100,000 rows of 10 cells, 10,000 a call | {time.perf_counter() - begun:.1f} s |"
            )
            one = {"range": "A50000", "values": [["changed"]]}
            lines.append(
                f"| reading 20 rows of them | {timed(21, lambda: call('GET', f'{path}/values/A50000:J50019')):.0f} ms |"
            )
            lines.append(
                f"| writing one cell of them | {timed(21, lambda: call('PUT', f'{path}/values/A50000', params=raw, json=one)):.0f} ms |"
            )
            insert = {
                "requests": [
                    {
                        "insertDimension": {
                            "range": {
                                "sheetId": 0,
                                "dimension": "ROWS",
                                "startIndex": 1,
                                "endIndex": 2,
                            }
                        }
                    }
                ]
            }
            lines.append(
                f"| inserting a row at their top | {timed(5, lambda: call('POST', f'{path}:batchUpdate', json=insert)):.0f} ms |"
            )
            lines.append(
                f"| reading all of them | {timed(3, lambda: call('GET', f'{path}/values/Big')) / 1000:.1f} s |"
            )
            session.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
    written("workspace", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
