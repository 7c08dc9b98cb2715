"""Counts of cohorts in a file, and every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program import cohorts_file
from tests.support.schedule_folder import put


def test_a_count_that_is_none_is_named(tmp_path: Path) -> None:
    put(
        tmp_path, "cohorts.csv", "district,began,beginners\nWES,2025-26,many\n"
    )
    with pytest.raises(
        ConfigurationError, match=r"line 2: beginners is 'many'"
    ):
        cohorts_file.read(tmp_path, {"WES"})


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("WES,2025-26,5,9", "more returned than the 5"),
        ("WSE,2025-26,5,4", "no district is 'WSE'"),
        (f"WES,2025-26,{'9' * 5000},4", "beginners is"),
        ("WES,2025-26,5,some", "after_one_year is 'some'"),
    ],
)
def test_counts_that_cannot_be_are_named(
    line: str, named: str, tmp_path: Path
) -> None:
    header = "district,began,beginners,after_one_year"
    put(tmp_path, "cohorts.csv", f"{header}\n{line}\n")
    with pytest.raises(ConfigurationError) as refused:
        cohorts_file.read(tmp_path, {"WES"})
    assert named in str(refused.value)
    assert "line 2" in str(refused.value)
