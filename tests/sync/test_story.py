"""The demo's story, the same for a seed and a day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.demo.story import story_of
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


@pytest.mark.parametrize("ahead", range(0, 370, 7))
def test_a_story_begins_and_comes_together_on_school_days(ahead: int) -> None:
    """Also where twelve weeks before the day is Labor Day, as on November 30,
    2026.
    """
    story = story_of(1, 0, date(2026, 11, 30) + timedelta(days=ahead))
    begins: list[object] = [story.first_day]
    begins += [
        row["From"] for row in story.calendar if row["What"] != "no school"
    ]
    for day in begins:
        assert isinstance(day, date)
        assert day.weekday() < 5
        assert day not in story.closed
