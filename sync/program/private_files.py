"""Files with people in them: readable by whoever made them alone, unless the
admin opened them.
"""

from __future__ import annotations

import os
from pathlib import Path


def folder(path: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as
    it is.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def write(path: Path, text: str | bytes, encoding: str = "utf-8") -> None:
    """Write a file that only its owner may read; one that is there keeps its
    mode.
    """
    raw = text if isinstance(text, bytes) else text.encode(encoding)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(raw)
