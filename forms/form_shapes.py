"""The program's three forms: their files, and the questions that must stand in
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

# The edition of the forms that are made now. What was made in an earlier one
# keeps its pages until the next school year.
EDITION = 2
# Where the files of earlier editions are kept.
_EARLIER = {0: "earlier", 1: "earlier"}


@dataclass(frozen=True)
class Shape:
    """A form of the program's: its file here, the questions that must stand in
    it, and what its options may mean, by question.

    ``asked`` are those that each page must ask to which an option of the
    question ``kind`` leads, ``either`` are sets of questions of which one must
    be there. ``renamed`` are names by which the first edition asked for the
    same, and ``first_needed`` what its files had to ask.
    """

    name: str
    needed: tuple[str, ...]
    means: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    either: tuple[tuple[str, ...], ...] = ()
    first_needed: tuple[str, ...] = ()

    def of_edition(self, edition: int) -> Shape:
        """The shape of an edition's file. Raises ValueError if it has none."""
        if edition == EDITION:
            return self
        self.file(edition)
        needed = (*self.needed, *self.first_needed)
        return replace(self, needed=needed, asked={}, either=())

    def file(self, edition: int = EDITION) -> Path:
        """The path of an edition's file. Raises ValueError for an edition
        without files.
        """
        here = Path(__file__).parent
        if edition == EDITION:
            return here / self.name
        if edition not in _EARLIER:
            raise ValueError(f"no forms of edition {edition} are kept")
        return here / _EARLIER[edition] / self.name


MEETING_LOG = Shape(
    "meeting_log.toml",
    ("pair", "day", "kind"),
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
    {
        "one-on-one": ("minutes", "time_used", "topics", "also"),
        "small group": ("minutes", "time_used", "topics", "also", "others"),
        "brief conversation": ("minutes", "conversations", "also"),
        "observation": (
            "minutes",
            "direction",
            "conferences",
            "cover_hours",
        ),
        "could not meet": ("obstacles",),
    },
    {
        "observation_minutes": "minutes",
        "everyone": "also",
        "replaces": "also",
        "observation_replaces": "also",
        "word": "also",
        "observation_word": "also",
        "word_too": "also",
        "new_date": "next_meeting",
    },
    first_needed=(
        "minutes",
        "conversations",
        "time_used",
        "topics",
        "others",
        "next_meeting",
        "also",
        "direction",
        "conferences",
        "cover_hours",
        "obstacles",
    ),
)
PLANNING = Shape(
    "planning.toml",
    (
        "pair",
        "regular_day",
        "regular_time",
        "dates",
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
        "own_time": ("planning", "lunch"),
    },
    either=(("both_free",), ("mentor_free", "mentee_free")),
    first_needed=("mentor_free", "mentee_free"),
)


FEEDBACK = Shape(
    "feedback.toml",
    ("role", "district", "satisfaction", "well", "improve", "worked"),
    {"role": ("mentor", "mentee", "administrator", "other")},
    renamed={
        "well_1": "well",
        "well_2": "well",
        "improve_1": "improve",
        "improve_2": "improve",
    },
)
