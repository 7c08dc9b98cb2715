"""What came of making the next year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass
class Rolled:
    """What a rollover did.

    ``folder`` is the new one; ``made``: by this call. ``carried`` holds labels
    of pairs that stay, by district; ``unanswered`` those without *Pair continues*;
    ``left`` how many end, by district. ``closed`` is what was closed. Until
    ``opens`` this year's sheets stay open.
    """

    folder: Path
    made: bool = False
    carried: dict[str, list[str]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    opens: date | None = None
    notices: list[str] = field(default_factory=list)


def by_district(labels: Iterable[str]) -> dict[str, list[str]]:
    """Pairs by the key of their district, with which each label begins."""
    found: dict[str, list[str]] = {}
    for label in labels:
        found.setdefault(label.partition("-")[0], []).append(label)
    return found
