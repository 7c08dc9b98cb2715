"""The coverage of the next ten school days for the schools' offices, a page
for each building: whose class, when, and by whom; never who is visited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sync.core.judge import DistrictStanding
from sync.core.model import Plan
from sync.core.planning import time_words
from sync.core.substitute_days import SubstituteDay
from sync.core.teachers import who_is_there
from sync.core.timetable import clock_of
from sync.core.words import coverage_words
from sync.program import private_files
from sync.reports.page_templates import template_of

ANY_SCHOOL = "School not named"


class CoverageRow(NamedTuple):
    """One class that somebody takes: day, time, hours, whose class, by whom."""

    day: str
    at: str
    hours: str
    for_class: str
    by: str


class ServedRow(NamedTuple):
    """A class that a shared substitute takes: time, period, and whose it is."""

    at: str
    period: str
    for_class: str


def write(
    folder: Path, standings: Sequence[DistrictStanding], year: str
) -> Iterator[Path]:
    """Write each district's coverage into a folder, a printed page for each
    building; gives the paths.
    """
    private_files.folder(folder)
    for standing in standings:
        path = folder / f"{standing.district.key}-coverage.html"
        private_files.write(path, page(standing, year))
        yield path


def page(standing: DistrictStanding, year: str) -> str:
    """A district's coverage as one self-contained HTML page."""
    buildings = by_building(standing)
    return template_of("coverage").render(
        district=standing.district.name,
        year=year,
        day=f"{standing.day:%B} {standing.day.day}, {standing.day.year}",
        buildings=[
            {
                "name": school,
                "rows": list(map(_row, plans)),
                "sum": _sum(plans),
            }
            for school, plans in buildings.items()
        ],
        shared=[
            {
                "name": school_name(standing, day.school),
                "day": day_name(day.day),
                "rows": list(_served(standing, day)),
            }
            for day in standing.to_arrange.days
        ],
        codes=", ".join(standing.district.substitutes.codes),
    )


def by_building(standing: DistrictStanding) -> dict[str, list[Plan]]:
    """The planned observations ahead that need coverage, by the pair's school,
    in order of day and time.
    """
    found: dict[str, list[Plan]] = {}
    for plan in standing.coverage_ahead:
        pair = standing.district.by_number.get(plan.pair)
        school = (pair.school if pair else "") or ANY_SCHOOL
        found.setdefault(school, []).append(plan)
    for plans in found.values():
        plans.sort(key=lambda p: (p.day, str(p.at or ""), p.for_class))
    return dict(sorted(found.items()))


def _served(
    standing: DistrictStanding, day: SubstituteDay
) -> Iterator[ServedRow]:
    """The classes that one substitute takes on a day, one after the other."""
    for visit in day.visits:
        cover = visit.covers[0]
        observer = who_is_there(
            standing.district.by_number[visit.pair], visit.direction
        )[0]
        begin, end = (
            time_words(clock_of(m)) for m in (cover.begin, cover.end)
        )
        yield ServedRow(f"{begin} - {end}", cover.period, observer.name)


def school_name(standing: DistrictStanding, folded: str) -> str:
    """A school as the district writes it."""
    known = {s.casefold(): s for s in standing.district.schools}
    return known.get(folded, folded.title() or ANY_SCHOOL)


def day_name(day: date) -> str:
    """``Tuesday, October 6``."""
    return f"{day:%A, %B} {day.day}"


def _row(plan: Plan) -> CoverageRow:
    at = f"{plan.at:%I:%M %p}".lstrip("0") if plan.at else "time to be agreed"
    by = plan.arranged or ("asked for" if plan.asked else "not arranged yet")
    if plan.filled is False:
        by = "no substitute was found"
    day = day_name(plan.day)
    hours = coverage_words(plan.hours)
    return CoverageRow(day, at, hours, plan.for_class or "not given", by)


def _sum(plans: Iterable[Plan]) -> str:
    return coverage_words(sum(plan.hours for plan in plans))
