"""A log that machines read."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from tests.support.commands import sync
from tests.support.program import write_program

pytestmark = pytest.mark.whole


def test_a_log_file_is_private_and_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.run import json_log

    monkeypatch.setattr(json_log, "LARGEST", 2000)
    logger = logging.getLogger("sync")
    try:
        json_log.as_json(tmp_path / "sync.log")
        for n in range(200):
            logger.warning("%s of ana@westbrook.example", n)
        logger.handlers[0].close()
        with pytest.raises(
            ConfigurationError, match="Name another place with --log-file"
        ):
            json_log.as_json(tmp_path / "nowhere" / "sync.log")
    finally:
        logger.handlers, logger.propagate = [], True
    logs = sorted(tmp_path.iterdir())
    assert [path.name for path in logs] == [
        "sync.log",
        "sync.log.1",
        "sync.log.2",
    ]
    assert all(
        path.stat().st_size <= 2000
        and stat.S_IMODE(path.stat().st_mode) == 0o600
        for path in logs
    )
    assert "@" not in "".join(
        path.read_text(encoding="utf-8") for path in logs
    )


def test_the_log_for_machines(tmp_path: Path) -> None:
    """One JSON object a line: each district's and the run's; what people did
    is said without who.
    """
    write_program(tmp_path)
    sync("provision", cwd=tmp_path).check_returncode()
    done = sync(
        "run", "--log-format", "json", "--as-of", "2026-11-23", cwd=tmp_path
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "0 new answers, 0 counted. As of Monday, November 23, 2026:",
    )
    district, run = (json.loads(line) for line in done.stderr.splitlines())
    assert {
        k: district[k]
        for k in (
            "event",
            "level",
            "district",
            "read",
            "judged",
            "written",
            "failed",
            "calls",
        )
    } == {
        "event": "district",
        "level": "info",
        "district": "WES",
        "read": True,
        "judged": True,
        "written": True,
        "failed": False,
        "calls": {"sheets.read": 1, "sheets.write": 1},
    }
    assert district["status"]["Reach out"] == 3
    assert (run["event"], run["districts"], run["written"]) == ("run", 1, 1)
    assert run["calls"] == {
        "forms.read": 3,
        "drive.read": 5,  # of each form its mark, once
        "sheets.read": 3,
        "sheets.write": 2,
    }
    (tmp_path / "districts.csv").write_text(
        (tmp_path / "districts.csv").read_text(encoding="utf-8")
        + "NEW,New,x@y.example,2026-08-31,2027-06-18,weekly,\n",
        encoding="utf-8",
    )
    some = sync(
        "run", "--log-format", "json", "--as-of", "2026-11-23", cwd=tmp_path
    )
    events = [json.loads(line) for line in some.stderr.splitlines()]
    assert some.returncode == 4
    assert [e["text"] for e in events if e["event"] == "message"] == [
        "NEW: New has no sheet yet. Run `sync provision`."
    ]
    assert "@" not in done.stderr + some.stderr
