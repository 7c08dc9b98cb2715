"""The program's three forms: their files, and the questions that must stand in
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Shape:
    """A form of the program's: its file here, the questions that must stand in
    it, and what its options may mean, by question.
    """

    file: Path
    needed: tuple[str, ...]
    means: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


MEETING_LOG = Shape(
    Path(__file__).with_name("meeting_log.toml"),
    (
        "pair",
        "day",
        "kind",
        "minutes",
        "conversations",
        "time_used",
        "topics",
        "others",
        "next_meeting",
        "replaces",
        "word",
        "direction",
        "observation_minutes",
        "conferences",
        "cover_hours",
        "obstacles",
        "word_too",
    ),
    {
        "kind": (
            "one-on-one",
            "small group",
            "brief conversation",
            "observation",
            "could not meet",
        ),
        "direction": (
            "mentor_sees_mentee",
            "mentee_sees_mentor",
            "mentee_sees_other",
        ),
    },
)
PLANNING = Shape(
    Path(__file__).with_name("planning.toml"),
    (
        "pair",
        "regular_day",
        "regular_time",
        "dates",
        "mentor_free",
        "mentee_free",
        "set_aside",
    ),
    {
        "regular_day": tuple(range(5)),
        "set_aside": (
            "early release",
            "faculty meeting",
            "PD day",
            "orientation",
            "training",
        ),
    },
)
FEEDBACK = Shape(
    Path(__file__).with_name("feedback.toml"),
    (
        "role",
        "district",
        "satisfaction",
        "well_1",
        "well_2",
        "improve_1",
        "improve_2",
        "worked",
    ),
    {"role": ("mentor", "mentee", "administrator", "other")},
)
