"""What came of making the next year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass
class Rolled:
    """The new folder, the pairs carried over, those about whom *Pair
    continues* says nothing, and what was closed.
    """

    folder: Path
    made: bool = False
    carried: dict[str, list[str]] = field(default_factory=dict)
    unsaid: list[str] = field(default_factory=list)
    leaving: int = 0
    closed: list[str] = field(default_factory=list)
    opens: date | None = None
    notices: list[str] = field(default_factory=list)
