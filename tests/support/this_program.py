"""How the program is called from a test."""

from __future__ import annotations

from tests.support.command import SYNC

HERE = str(SYNC)
