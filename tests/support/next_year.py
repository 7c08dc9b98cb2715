"""A year that ends, and the next."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from sync.admin.rolled import Rolled
from sync.admin.rollover import rollover
from tests.support.program import Program

JUNE, AUGUST = date(2027, 6, 10), date(2027, 8, 1)


def roll(
    program: Program,
    day: date,
    year: str = "2027-28",
    folder: Path | None = None,
) -> Rolled:
    return program.does(partial(rollover, year=year, folder=folder, today=day))


def at(program: Program, folder: Path) -> Program:
    """The program of another year, in the same workspace."""
    return Program(folder, program.space, program.opened)


def says_who_stays(program: Program) -> None:
    """The first pair stays, the second does not, the third says nothing."""
    program.type("pairs", 2, "stays", "yes")
    program.type("pairs", 2, "regular_time", 0.625)
    program.type("pairs", 2, "share", 0.5)
    program.type("pairs", 2, "away", "Oct 19 - Dec 4")
    program.type("pairs", 3, "stays", "no")
