"""The log for machines: one JSON object a line, on standard error or in a
file; no address of anybody's in it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from sync.errors import ConfigurationError

_ADDRESS = re.compile(r"[^\s\"<>()\[\],;:]+(?:@|%40)[^\s\"<>()\[\],;:]+")


def without_addresses(text: str) -> str:
    """A text in which whatever looks like an address is left out."""
    return _ADDRESS.sub("…", text)


class AsJson(logging.Formatter):
    """A record as one JSON line: time, level, event and data; addresses are
    left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        data = getattr(record, "data", None)
        fields = (
            {"event": record.getMessage()}
            if data is not None
            else {"event": "message", "text": record.getMessage()}
        )
        when = datetime.fromtimestamp(record.created, UTC).isoformat(
            timespec="milliseconds"
        )
        line = json.dumps(
            {
                "time": when,
                "level": record.levelname.lower(),
                **fields,
                **(data or {}),
            },
            ensure_ascii=False,
        )
        return without_addresses(line)


# Bytes of a log file; two older ones are kept beside it.
LARGEST = 1_000_000


class _Private(RotatingFileHandler):
    """A log file that only its owner reads, and that does not grow for ever."""

    def _open(self) -> TextIO:  # type: ignore[override]
        descriptor = os.open(
            self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
        )
        with suppress(OSError):  # one that was there before, of whatever mode
            Path(self.baseFilename).chmod(0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")


def as_json(file: Path | None = None) -> None:
    """Log all that the tool does as JSON from here on. Raises
    ConfigurationError for a file that cannot be written.
    """
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if file:
        try:
            handler = _Private(file, maxBytes=LARGEST, backupCount=2)
        except OSError as error:
            raise ConfigurationError(
                f"{file} cannot be written ({error.strerror}). Name another place with --log-file."
            ) from error
    handler.setFormatter(AsJson())
    logger = logging.getLogger("sync")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
