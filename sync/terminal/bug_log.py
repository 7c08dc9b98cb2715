"""The log of an error, for people to send to us."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path


def bug_log(error: Exception, beside: Path | None) -> Path | None:
    """Write a traceback, without the values of variables, into the program's
    folder, or where temporary files are kept; only its owner may read it.

    Returns the path; None where neither can be written.
    """
    text = "".join(traceback.format_exception(error))
    made = f"making-time {version('making-time')}"
    head = f"{made}, Python {platform.python_version()}, {platform.platform()}\n\n"
    for folder in (beside, None):
        with suppress(OSError):
            descriptor, name = tempfile.mkstemp(
                prefix="making-time-", suffix=".log", dir=folder
            )
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(head + text)
            return Path(name)
    return None
