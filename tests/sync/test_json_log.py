"""A log that machines read."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest

from sync.errors import ConfigurationError

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
