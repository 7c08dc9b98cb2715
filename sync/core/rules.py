"""What a district asks of its pairs, and the presets that new districts start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sync.core.calendar import Per
from sync.core.model import Direction, Kind, Meeting


class What(StrEnum):
    """What a rule counts."""

    MEETINGS = "meetings"
    MENTOR_OBSERVES = "mentor observes mentee"
    MENTEE_OBSERVES = "mentee observes mentor"

    @property
    def direction(self) -> Direction | None:
        """The direction an observation rule counts, or None for meetings."""
        return {
            What.MENTOR_OBSERVES: Direction.MENTOR_SEES_MENTEE,
            What.MENTEE_OBSERVES: Direction.MENTEE_SEES_MENTOR,
        }.get(self)


class Force(StrEnum):
    """How much a rule means: only a required one ever changes a status."""

    REQUIRED = "required"
    SUGGESTED = "suggested"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of *Rules*: ``amount`` of ``what`` per period, from and until the days given."""

    what: What
    amount: int
    per: Per
    force: Force = Force.REQUIRED
    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> str:
        """The rule as a coordinator would say it."""
        if self.what is What.MEETINGS:
            many = "1 meeting" if self.amount == 1 else f"{self.amount} meetings"
            return f"{many} every two weeks" if self.per is Per.TWO_WEEKS else f"{many} a {self.per}"
        times = {1: "once", 2: "twice"}.get(self.amount, f"{self.amount} times")
        return f"{self.what} {times} a {self.per}"

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def counts_toward_rule(meeting: Meeting) -> bool:
    """Whether a meeting counts toward a meetings rule: all but observations, which have rules of their own."""
    return meeting.kind is not Kind.OBSERVATION


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of rules to start from, where it comes from, and what to check before using it."""

    name: str
    source: str
    rules: tuple[Rule, ...]


_OBSERVATIONS = (
    Rule(What.MENTOR_OBSERVES, 1, Per.YEAR),
    Rule(What.MENTEE_OBSERVES, 1, Per.YEAR),
)

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "weekly",
            "More than half of Massachusetts districts, 2016 Induction and Mentoring Report; check with your state",
            (Rule(What.MEETINGS, 1, Per.WEEK), *_OBSERVATIONS),
        ),
        Preset(
            "weekly-observing",
            "A district's own choice: weekly, and the mentor observes about every six weeks; check with your state",
            (
                Rule(What.MEETINGS, 1, Per.WEEK),
                Rule(What.MENTOR_OBSERVES, 6, Per.YEAR),
                Rule(What.MENTEE_OBSERVES, 1, Per.YEAR),
            ),
        ),
        Preset(
            "two-weekly",
            "A common rhythm for second-year pairs; check with your state",
            (Rule(What.MEETINGS, 1, Per.TWO_WEEKS), *_OBSERVATIONS),
        ),
        Preset(
            "monthly",
            "A common rhythm for experienced teachers new to a district; check with your state",
            (Rule(What.MEETINGS, 1, Per.MONTH), *_OBSERVATIONS),
        ),
    )
}
