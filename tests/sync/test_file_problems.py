"""Several mistakes are one report."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.settings import load
from tests.support.program import DISTRICTS, PROGRAM, write_program
from tests.support.program_files import write


def test_several_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        PROGRAM.replace("2026-27", "26"),
        DISTRICTS.replace("WES,", "W,"),
    )
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) == 2


def test_addresses_are_addresses(tmp_path: Path) -> None:
    write_program(tmp_path)
    file = tmp_path / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f'{text}\n[alert]\nto = ["nobody"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="e-mail addresses"):
        load(file)
