"""Every table and page of a program, written into one folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.core.judge import DistrictStanding
from sync.program.annual_questions import asking_of
from sync.program.opened import Program
from sync.reports import annual_report, pages, returned, tables
from sync.run.other_forms import opinions


def write(
    folder: Path,
    program: Program,
    standings: Sequence[DistrictStanding],
    annual: bool,
) -> Iterator[Path]:
    """Write the pages, their figures and every table; gives the paths.

    With ``annual`` also what the state asks for at the end of a year.
    """
    named = program.settings.file.program
    yield from pages.write(folder, standings, named)
    yield from tables.write_all(folder, standings)
    yield from returned.write(folder, program, standings)
    if annual:
        asking = asking_of(program.settings)
        answers = opinions(program)
        yield from annual_report.write(
            folder, standings, asking, answers, named.year
        )
