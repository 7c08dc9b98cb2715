"""Who came back by cohort, and what people say by place: tables of counts for
those who answer for a program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.core.cohorts import NO_PROOF, Cohort, all_cohorts, cohorts_of
from sync.core.feedback import Opinion
from sync.core.feedback_places import by_place
from sync.core.judge import DistrictStanding
from sync.program import cohorts_file, csv_files, private_files
from sync.program.opened import Program
from sync.run.other_forms import opinions

Row = Sequence[object]
# Of what goes well, and what to improve, so many themes are named.
_THEMES = 2


def write(
    folder: Path, program: Program, standings: Sequence[DistrictStanding]
) -> Iterator[Path]:
    """Write both tables into a folder; gives the paths."""
    private_files.folder(folder)
    every_opinion = opinions(program)
    for name, rows in (
        ("returned", returned_rows(program, standings)),
        ("feedback", feedback_rows(every_opinion, standings)),
    ):
        path = folder / f"{name}.csv"
        private_files.write(path, csv_files.written(list(rows)), "utf-8-sig")
        yield path


def returned_rows(
    program: Program, standings: Sequence[DistrictStanding]
) -> Iterator[Row]:
    """A row for each district's cohort, and for all together."""
    kept = cohorts_file.read(program.settings.folder, program.keys)
    year = program.settings.file.program.year
    yield (
        "District",
        "Began in",
        "After years",
        "Beginners",
        "Known of",
        "Returned",
        "Note",
    )
    every: list[Cohort] = []
    for standing in standings:
        district = standing.district
        found = cohorts_of(standing, year, kept.get(district.key))
        every += found
        yield from (_row(district.name, cohort) for cohort in found)
    if len(standings) > 1:
        yield from (_row("all districts", c) for c in all_cohorts(every))
    yield (NO_PROOF,)


def _row(name: str, c: Cohort) -> Row:
    note = "" if c.whole else "Those who left before are not in it."
    return (
        name,
        c.began,
        c.years,
        c.beginners,
        c.known,
        c.returned if c.known else "",
        note,
    )


def feedback_rows(
    every_opinion: Sequence[Opinion], standings: Sequence[DistrictStanding]
) -> Iterator[Row]:
    """A row for each district, or region, of which something may be shown."""
    yield "Where", "Answers", "How satisfied", "Going well", "To improve"
    names = {s.district.key: s.district.name for s in standings}
    regions = {s.district.key: s.district.place.region for s in standings}
    for name, tally in by_place(every_opinion, names, regions):
        voices = tally.all
        mean = voices.satisfaction
        themes = (
            sorted(counts, key=lambda t: (-counts[t], t))[:_THEMES]
            for counts in (voices.well, voices.improve)
        )
        yield (
            name,
            voices.answers,
            f"{mean.mean:.1f} of 5" if mean else "",
            *("; ".join(each) for each in themes),
        )
