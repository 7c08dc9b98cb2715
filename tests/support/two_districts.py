"""A program of two districts, and their marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


def swap(program: Program) -> None:
    """Two ids take each other's place, as in a badly resolved merge."""
    lock = program.lock
    wes, nor = lock.sheets["WES"], lock.sheets["NOR"]
    wes.id, nor.id = nor.id, wes.id
    lock.save(program.settings.lock_path)


@contextmanager
def nothing_changes(program: Program) -> Iterator[None]:
    """Every cell, name and permission of both sheets stays as it is."""
    ids = [sheet.id for sheet in program.lock.sheets.values()]

    def everything() -> list[str]:
        return [
            line
            for line in program.space.store.db.iterdump()
            if any(i in line for i in ids)
        ]

    before = everything()
    yield
    assert everything() == before
