"""Files with people in them: readable by whoever made them alone, unless the
admin opened them.
"""

from __future__ import annotations

import os
from pathlib import Path

from sync.errors import ConfigurationError


def folder(path: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as
    it is. Raises ConfigurationError for a place that cannot be used.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unusable(path, error) from error


def write(path: Path, text: str | bytes, encoding: str = "utf-8") -> None:
    """Write a file that only its owner may read; one that is there keeps its
    mode. Raises ConfigurationError for a place that cannot be used.
    """
    raw = text if isinstance(text, bytes) else text.encode(encoding)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(raw)
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"{path} cannot be written: {error.strerror}. Give another place."
    )
