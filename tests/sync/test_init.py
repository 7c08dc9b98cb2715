"""What `init` writes can be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.admin.init import init, usual
from sync.errors import Refused
from sync.program.settings import load


def test_a_new_folder_can_be_used_as_it_is(tmp_path: Path) -> None:
    init(tmp_path, usual(date(2026, 8, 1)))
    settings = load(tmp_path / "program.toml")
    assert (settings.file.program.year, settings.districts[0].schools) == (
        "2026-27",
        ("Hill School", "River School"),
    )
    with pytest.raises(Refused, match="is there already"):
        init(tmp_path, usual(date(2026, 8, 1)))
