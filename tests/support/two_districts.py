"""A program of two districts, and their marks."""

from __future__ import annotations

from tests.support.program import DISTRICTS, Program

NOR = "NOR,Northfield,nora@northfield.example,2026-08-31,2027-06-18,weekly,\n"


def two(program: Program) -> None:
    """A second district with a pair of its own, and a first run."""
    table = program.folder / "districts.csv"
    table.write_text(DISTRICTS + NOR, encoding="utf-8")
    (program.folder / "rosters" / "NOR.csv").write_text(
        "Mentor,Mentee\nBea Lund,Tom Ruiz\n", encoding="utf-8"
    )
    program.provision()
    program.run()
