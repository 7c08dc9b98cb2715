"""The rows of *To arrange*: each with cells to copy into *Observations* or
*Schedule*.
"""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.arrange_line import ArrangeLine
from sync.core.calendar import monday_of
from sync.core.judge import DistrictStanding
from sync.core.model import Direction
from sync.core.substitute_days import SubstituteDay
from sync.core.timetable import clock_of
from sync.core.visits import Visit
from sync.core.words import day_words, many
from templates.wire import Value


def arrange_rows(standing: DistrictStanding) -> Iterator[dict[str, Value]]:
    """A row for each meeting and observation that is to be arranged."""
    shared = {
        visit: day for day in standing.to_arrange.days for visit in day.visits
    }
    for line in standing.to_arrange.lines:
        row: dict[str, Value] = {
            "pair": line.pair.label,
            "what": line.direction.words if line.direction else "meeting",
            "why": line.why,
            "others": "; ".join(t.shown for t in line.others) or None,
            "needs": line.without,
        }
        if line.visit:
            row |= _visit(line, line.visit, shared.get(line.visit))
        elif line.time:
            time = line.time
            row |= {
                "day": time.day,
                "time": clock_of(time.begin) if time.begin else None,
                "needs": f"{time.shown}. In the week of {day_words(monday_of(time.day))}.",
                "cell": time.cell,
            }
        yield row


def _visit(
    line: ArrangeLine, visit: Visit, day: SubstituteDay | None
) -> dict[str, Value]:
    """When an observation can be, and the coverage that it needs."""
    observer = (
        line.pair.mentor
        if line.direction is Direction.MENTOR_SEES_MENTEE
        else line.pair.mentee
    )
    needs = f"No coverage: {observer.name} has no class then."
    if visit.coverage:
        minutes = many(visit.coverage, "minute")
        needs = f"{minutes} of coverage for {observer.name}'s class."
    if day:
        visits = many(len(day.visits), "visit")
        needs += f" One substitute serves {visits} that day."
    return {
        "day": visit.day,
        "time": clock_of(visit.begin),
        "hours": round(visit.coverage / 60, 2) or None,
        "class": observer.name if visit.coverage else None,
        "needs": needs,
    }
