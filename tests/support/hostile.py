"""What a stranger may write to steer a terminal."""

from __future__ import annotations

import stat
from pathlib import Path

HOSTILE = "No school\x1b]0;owned\x07 \x1b[2J\x9b31m\u202e"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
