"""The flags that there are: what is worth knowing about a pair beside its
status.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class FlagKind(StrEnum):
    """The flags that there are, by the words that people read."""

    ASKS_FOR_CONTACT = "asks to be contacted"
    NO_MEETINGS = "no meetings yet"
    LONG_GAP = "long gap"
    NOT_OFTEN = "not meeting often enough"
    MINUTES_SHORT = "minutes short"
    WHOLE_GROUP_ONLY = "whole group only"
    OBSERVATION_DUE = "observation due"
    COVER_USED_UP = "coverage used up"
    COVER_UNUSED = "coverage unused while observations are due"
    NO_TALK = "talk after an observation"
    IN_THE_WAY = "in the way"
    NOT_LOGGED = "planned, not logged"
    NOTHING_PLANNED = "nothing planned"
    NO_REGULAR_TIME = "no regular time"
    PLANNED_OTHERWISE = "planned otherwise"
    NO_RULE = "no rule is for them"
    SHEET_FIX = "the sheet needs a fix"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something worth knowing about a pair: the evidence, and a next step.

    ``what`` follows the name where a kind needs it: which obstacles were in
    the way.
    """

    kind: FlagKind
    why: str
    next: str
    what: str = ""

    @property
    def name(self) -> str:
        """The flag as people read it."""
        return f"{self.kind}: {self.what}" if self.what else self.kind.value


class Whom(Enum):
    """Which pairs a flag is checked for, in the words of the docs."""

    EVERY = "any"
    NOT_ENDED = "not ended"
    BEGUN = "there now"
    SETTLED = "settled in"
