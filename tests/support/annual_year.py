"""A year of meetings, for the annual report."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

from sync.program.opened import Opened
from sync.reports.annual_report import write
from sync.run.one_run import run
from sync.run.options import RunOptions
from sync.run.other_forms import opinions
from templates.annual_items import asked
from tests.support.program import TODAY, Program


def a_year(program: Program) -> None:
    """A mentee with two mentors one after the other, one who is new only to
    the district, one trained mentor.
    """
    program.type("pairs", 5, "mentor", "Bea Ruiz")
    program.type("pairs", 5, "mentee", "Sam Lee")
    program.type("pairs", 5, "mentee_email", "sam@westbrook.example")
    program.type("pairs", 2, "ends", 46310)
    program.type("pairs", 3, "new_to", "the district")
    program.type("pairs", 4, "trained", True)
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-10-01",
        minutes=45,
    )
    program.log(
        "bea@westbrook.example",
        "WES-4",
        kind="one-on-one",
        day="2026-11-17",
        minutes=30,
    )
    program.log(
        "grace@westbrook.example",
        "WES-2",
        kind="one-on-one",
        day="2026-11-18",
        minutes=60,
    )
    program.log(
        "mei@westbrook.example",
        "WES-3",
        kind="observation",
        day="2026-11-18",
        minutes=60,
        direction="mentor_sees_mentee",
    )
    program.log(
        "mei@westbrook.example",
        "WES-3",
        kind="observation",
        day="2026-11-17",
        minutes=30,
        direction="mentee_sees_mentor",
    )
    program.run()


def reported(
    program: Program, folder: Path, state: str
) -> tuple[list[list[str]], str]:
    def make(opened: Opened, state: str) -> list[Path]:
        result = run(opened, TODAY, RunOptions(write=False))
        said = opinions(opened.program())
        return list(
            write(folder, result.standings, asked(state), said, "2026-27")
        )

    table, page = program.does(partial(make, state=state))
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), page.read_text(encoding="utf-8")
