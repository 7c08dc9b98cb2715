"""What somebody can send us of a bug."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path


def bug_log(error: Exception) -> Path:
    """Write a traceback where it can be found, without the values of
    variables.
    """
    text = "".join(traceback.format_exception(error))
    made = f"making-time {version('making-time')}"
    head = f"{made}, Python {platform.python_version()}, {platform.platform()}\n\n"
    descriptor, name = tempfile.mkstemp(prefix="making-time-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(head + text)
    return Path(name)
