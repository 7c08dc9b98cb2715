"""It survives: a process that is killed loses only the write it was at, and
two clients at once lose nothing.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from tests.support.served_files import ROOT
from workspace.space import Workspace

WHO = {"Authorization": f"Bearer {ADMIN}"}


SHEET = "application/vnd.google-apps.spreadsheet"


RAW = {"valueInputOption": "RAW"}


def start(file: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "workspace", "--data", str(file)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    found = re.search(r"http://[\d.:]+\d", process.stdout.readline())
    assert found
    return process, found.group(0)


@pytest.mark.parametrize("after", [3, 11])
def test_killed_in_the_middle_of_a_write_only_that_write_is_lost(
    tmp_path: Path, after: int
) -> None:
    process, base = start(tmp_path / "w.sqlite")
    book = requests.post(
        f"{base}/drive/v3/files",
        json={"name": "B", "mimeType": SHEET},
        headers=WHO,
        timeout=10,
    ).json()["id"]
    answered: list[int] = []

    def write() -> None:
        with closing(requests.Session()) as session:
            for n in range(1, 1000):
                body = {"values": [[f"{n}.{i}" for i in range(20)]] * 20}
                try:
                    answer = session.put(
                        f"{base}/v4/spreadsheets/{book}/values/A1",
                        params=RAW,
                        json=body,
                        headers=WHO,
                        timeout=10,
                    )
                except requests.RequestException:
                    return
                if answer.status_code == 200:
                    answered.append(n)
                    if n == after:
                        enough.set()

    enough = threading.Event()
    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(30)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert process.stdout
    process.stdout.close()
    writer.join(30)
    process, base = start(tmp_path / "w.sqlite")
    try:
        values = requests.get(
            f"{base}/v4/spreadsheets/{book}/values/A1:T20",
            headers=WHO,
            timeout=10,
        ).json()["values"]
        found = {int(v.split(".")[0]) for row in values for v in row}
        assert len(found) == 1, "a write is there as a whole"
        assert found <= {answered[-1], answered[-1] + 1}, (
            "and every write that was answered"
        )
    finally:
        process.terminate()
        assert process.wait(10) == 0
        assert process.stdout
        process.stdout.close()


def test_two_clients_at_once_lose_nothing(space: Workspace) -> None:
    book = api(
        space, "POST", "/drive/v3/files", json={"name": "B", "mimeType": SHEET}
    ).json()["id"]
    path = f"{space.url}/v4/spreadsheets/{book}"
    failed: list[str] = []

    def append(who: str) -> None:
        with closing(requests.Session()) as session:
            for n in range(25):
                values = {"values": [[f"{who} {n}"]]}
                one = session.post(
                    f"{path}/values/A1:append",
                    params=RAW,
                    json=values,
                    headers=WHO,
                    timeout=30,
                )
                tab = {
                    "requests": [
                        {"addSheet": {"properties": {"title": f"{who} {n}"}}}
                    ]
                }
                other = session.post(
                    f"{path}:batchUpdate", json=tab, headers=WHO, timeout=30
                )
                failed.extend(
                    a.text for a in (one, other) if a.status_code != 200
                )

    threads = [
        threading.Thread(target=append, args=(who,))
        for who in ("one", "other")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    values = api(
        space, "GET", f"/v4/spreadsheets/{book}/values/A1:A999"
    ).json()["values"]
    assert sorted(v for row in values for v in row) == sorted(
        f"{w} {n}" for w in ("one", "other") for n in range(25)
    )
    assert (
        len(api(space, "GET", f"/v4/spreadsheets/{book}").json()["sheets"])
        == 51
    )


def test_a_sheet_of_many_rows_is_read_and_edited(space: Workspace) -> None:
    made = {
        "sheets": [
            {
                "properties": {
                    "title": "Big",
                    "gridProperties": {"rowCount": 30_000, "columnCount": 3},
                }
            }
        ]
    }
    book = api(space, "POST", "/v4/spreadsheets", json=made).json()[
        "spreadsheetId"
    ]
    path = f"/v4/spreadsheets/{book}/values"
    rows = [[f"row {n}", n, n / 7] for n in range(30_000)]
    api(
        space, "PUT", f"{path}/A1", params=RAW, json={"values": rows}
    ).raise_for_status()
    assert api(space, "GET", f"{path}/A29999:B29999").json()["values"] == [
        ["row 29998", "29998"]
    ]
    answer = api(
        space,
        "POST",
        f"{path}/A1:append",
        params=RAW,
        json={"values": [["last"]]},
    ).json()
    assert answer["updates"]["updatedRange"] == "Big!A30001"
    page = requests.get(
        f"{space.url}/spreadsheets/d/{book}/edit",
        cookies={"identity": ADMIN},
        timeout=30,
    )
    assert "27001 more rows" in page.text.replace(",", "")
