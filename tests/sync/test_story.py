"""The demo's story, the same for a seed and a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import demo, sync


@pytest.mark.long
def test_the_same_seed_and_day_tell_the_same_story(
    demo_json: dict[str, Any], tmp_path: Path
) -> None:
    again = demo(tmp_path / "again", "--districts", "1")
    assert again["status"]["districts"] == demo_json["status"]["districts"][:1]
    other = demo(tmp_path / "other", "--seed", "2", "--districts", "1")
    assert (
        other["status"]["districts"][0]["pairs"]
        != demo_json["status"]["districts"][0]["pairs"]
    )


@pytest.mark.long
@pytest.mark.parametrize("day", ["2027-01-02", "2028-02-29"])
def test_the_demo_works_on_any_day(tmp_path: Path, day: str) -> None:
    done = sync(
        "demo",
        "--dir",
        tmp_path / "d",
        "--as-of",
        day,
        "--districts",
        "1",
        "--json",
    )
    pairs = json.loads(done.stdout)["status"]["districts"][0]["pairs"]
    assert sorted({p["status"] for p in pairs}) == [
        "Check in",
        "In touch",
        "On track",
        "Paused",
        "Reach out",
    ]
