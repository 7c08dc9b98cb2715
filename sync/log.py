"""The log for machines: one JSON object a line, on standard error; no address of anybody's in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

_ADDRESS = re.compile(r"[^\s\"<>()\[\],;:]+(?:@|%40)[^\s\"<>()\[\],;:]+")


class AsJson(logging.Formatter):
    """A record as one line: when, how grave, what happened, and its data; addresses are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        data = getattr(record, "data", None)
        said = {"event": record.getMessage()} if data is not None else {"event": "message", "text": record.getMessage()}
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": when, "level": record.levelname.lower(), **said, **(data or {})}, ensure_ascii=False)
        return _ADDRESS.sub("…", line)


def as_json() -> None:
    """Log all that the tool does as JSON from here on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    logger = logging.getLogger("sync")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
