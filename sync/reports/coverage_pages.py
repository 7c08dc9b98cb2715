"""The coverage of the next ten school days for the schools' offices, a page
for each building: whose class, when, and by whom; never who is visited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from sync.core.judge import DistrictStanding
from sync.core.model import Plan
from sync.core.words import hours_of, many
from sync.program import private_files

ANY_SCHOOL = "School not named"


class CoverageRow(NamedTuple):
    """One class that somebody takes: day, time, hours, whose class, by whom."""

    day: str
    at: str
    hours: str
    for_class: str
    by: str


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
    from jinja2 import Environment

    text = (files("sync.reports") / "pages" / "coverage.html").read_text(
        encoding="utf-8"
    )
    buildings = by_building(standing)
    return (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(text)
        .render(
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
        )
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


def _row(plan: Plan) -> CoverageRow:
    at = f"{plan.at:%I:%M %p}".lstrip("0") if plan.at else "time to be agreed"
    by = plan.arranged or ("asked for" if plan.asked else "not arranged yet")
    day = f"{plan.day:%A, %B} {plan.day.day}"
    hours = many(plan.hours, "hour")
    return CoverageRow(day, at, hours, plan.for_class or "not said", by)


def _sum(plans: Iterable[Plan]) -> str:
    hours = sum(plan.hours for plan in plans)
    return many(hours_of(round(hours * 60)), "hour")
