"""Files of a program, written for a test."""

from __future__ import annotations

from pathlib import Path

from tests.support.program import DISTRICTS, PROGRAM


def write(
    folder: Path, program: str = PROGRAM, districts: str | bytes = DISTRICTS
) -> Path:
    (folder / "program.toml").write_text(program, encoding="utf-8")
    data = districts if isinstance(districts, bytes) else districts.encode()
    (folder / "districts.csv").write_bytes(data)
    return folder / "program.toml"
