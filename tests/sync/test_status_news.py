"""*Since* is the day from which a status holds, remembered by *Status* itself."""

from __future__ import annotations

from datetime import date

from templates.wire import day_of
from tests.support.program import Program

NOV_23, NOV_24 = date(2026, 11, 23), date(2026, 11, 24)


def since(program: Program) -> dict[str, date]:
    place = program.layout.tab("status").place("since")
    return {
        str(row[1]).split()[0]: day_of(row[place])
        for row in program.values("status")[4:]
        if row and str(row[1]).startswith("WES-")
    }


def test_since_stays_while_the_status_does(program: Program) -> None:
    program.run(NOV_23)
    assert set(since(program).values()) == {NOV_23}
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run(NOV_24)
    assert since(program) == {
        "WES-1": NOV_24,
        "WES-2": NOV_23,
        "WES-3": NOV_23,
    }


def test_since_is_learned_back_where_the_state_is_lost(
    program: Program,
) -> None:
    program.run(NOV_23)
    program.state_file.unlink()
    program.run(NOV_24)
    assert set(since(program).values()) == {NOV_23}
    assert not program.run(NOV_24)[0].changed
