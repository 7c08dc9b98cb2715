"""A workspace in a process of its own."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
