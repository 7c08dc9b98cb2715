"""Named sets of rules that new districts start from, each with its source.

Coordinators check them: states and contracts change their rules. Nothing here
is a claim of compliance.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.calendar import Per
from sync.core.rules import Audience, Force, Phase, Rule, What

CHECK = "check with your state"


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of rules to start from, and where it comes from."""

    name: str
    source: str
    rules: tuple[Rule, ...]


_OBSERVATIONS = (
    Rule(What.MENTOR_OBSERVES, 1, Per.YEAR),
    Rule(What.MENTEE_OBSERVES, 1, Per.YEAR),
)
_WEEKLY = Rule(What.MEETINGS, 1, Per.WEEK)


def _first(weeks: int) -> Phase:
    return Phase(first_weeks=weeks)


PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "weekly",
            "More than half of Massachusetts districts, 2016 Induction and Mentoring Report",
            (_WEEKLY, *_OBSERVATIONS),
        ),
        Preset(
            "weekly-observing",
            "A district's own choice: weekly, and the mentor observes about every six weeks",
            (
                _WEEKLY,
                Rule(What.MENTOR_OBSERVES, 6, Per.YEAR),
                Rule(What.MENTEE_OBSERVES, 1, Per.YEAR),
            ),
        ),
        Preset(
            "two-weekly",
            "A common rhythm for second-year pairs",
            (Rule(What.MEETINGS, 1, Per.TWO_WEEKS), *_OBSERVATIONS),
        ),
        Preset(
            "monthly",
            "A common rhythm for experienced teachers new to a district",
            (Rule(What.MEETINGS, 1, Per.MONTH), *_OBSERVATIONS),
        ),
        Preset(
            "massachusetts",
            "603 CMR 7.12 asks for a mentor within the first two weeks, regular meetings and release time, and sets no number of these; weekly in year 1 is what most "
            "districts do, fewer for experienced teachers and in year 2 is a usual tier",
            (
                Rule(
                    What.MEETINGS,
                    1,
                    Per.WEEK,
                    who=Audience(frozenset({1}), "teaching"),
                ),
                Rule(
                    What.MEETINGS,
                    1,
                    Per.TWO_WEEKS,
                    who=Audience(frozenset({1}), "the district"),
                ),
                Rule(
                    What.MEETINGS,
                    1,
                    Per.MONTH,
                    who=Audience(frozenset({2, 3})),
                ),
                *_OBSERVATIONS,
                Rule(What.COVER_HOURS, 4, Per.YEAR),
                Rule(What.MENTOR_WITHIN, 10),
            ),
        ),
        Preset(
            "new-jersey",
            "N.J.A.C. 6A:9C: weekly in the first 4 weeks (8 for the alternate route), then as the district plans, for "
            "30 weeks; the weekly rhythm after that is a suggestion",
            (
                Rule(What.MEETINGS, 1, Per.WEEK, phase=_first(4)),
                Rule(
                    What.MEETINGS,
                    1,
                    Per.WEEK,
                    Force.SUGGESTED,
                    phase=Phase(after_weeks=4),
                ),
                Rule(What.MENTOR_OBSERVES, 1, Per.YEAR, Force.SUGGESTED),
            ),
        ),
        Preset(
            "california",
            "CTC induction preconditions: on average an hour a week, both years",
            (Rule(What.MINUTES, 60, Per.WEEK), *_OBSERVATIONS),
        ),
        Preset(
            "texas",
            "Mentor Program Allotment: 12 hours of mentoring a semester; observations may be part of them",
            (
                Rule(What.MINUTES, 720, Per.SEMESTER),
                Rule(What.MENTOR_OBSERVES, 1, Per.SEMESTER, Force.SUGGESTED),
            ),
        ),
        Preset(
            "new-york-city",
            "UFT: two periods a week, at least 40 hours logged in the year",
            (
                Rule(What.MEETINGS, 2, Per.WEEK),
                Rule(What.MINUTES, 2400, Per.YEAR),
            ),
        ),
        Preset(
            "north-carolina",
            "Beginning Teacher Support Program: at least weekly on average, a contact log handed in monthly",
            (
                _WEEKLY,
                Rule(What.LOGS_DUE, 5),
                Rule(What.MENTOR_OBSERVES, 1, Per.SEMESTER, Force.SUGGESTED),
            ),
        ),
        Preset(
            "west-hawaii",
            "West Hawaii Complex Area: at least 180 minutes a month, a cycle of observation recommended",
            (
                Rule(What.MINUTES, 180, Per.MONTH),
                Rule(What.MENTOR_OBSERVES, 2, Per.YEAR, Force.SUGGESTED),
            ),
        ),
        Preset(
            "missouri-year-2",
            "A Missouri district's second year: weekly in August and September, then monthly; two observations each way",
            (
                Rule(
                    What.MEETINGS,
                    1,
                    Per.WEEK,
                    phase=Phase(months=frozenset({8, 9})),
                ),
                Rule(
                    What.MEETINGS,
                    1,
                    Per.MONTH,
                    phase=Phase(months=frozenset({10, 11, 12, 1, 2, 3, 4, 5})),
                ),
                Rule(What.MENTEE_OBSERVES, 2, Per.YEAR),
                Rule(What.MENTOR_OBSERVES, 2, Per.YEAR),
            ),
        ),
    )
}
