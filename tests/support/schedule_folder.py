"""Files of schedules, written for a test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sync.program.districts_file import DistrictSettings

FILES = Path(__file__).parents[1] / "files" / "schedules"


WES = DistrictSettings(
    "WES",
    "Westbrook",
    (),
    date(2026, 8, 31),
    date(2027, 6, 18),
    "weekly",
    ("Hill School", "River School"),
)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
