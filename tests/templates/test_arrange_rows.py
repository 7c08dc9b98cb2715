"""The rows of *To arrange*."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.program import Program
from tests.support.schedules_of_a_program import (
    arranged,
    observe,
    with_schedules,
)

pytestmark = pytest.mark.whole


def hidden(program: Program, tab: int) -> bool:
    """Whether a tab is not seen."""
    found = program.google().sheets.metadata(program.lock.spreadsheet("WES"))
    [here] = [
        each["properties"]
        for each in found["sheets"]
        if each["properties"]["sheetId"] == tab
    ]
    return bool(here.get("hidden"))


def test_what_can_be_arranged_stands_in_a_tab_that_comes_with_it(
    program: Program,
) -> None:
    program.run()
    tab = program.layout.tab("arrange")
    assert hidden(program, tab.id)
    observe(with_schedules(program))
    program.run(read_all=True)
    rows = arranged(program)
    assert not hidden(program, tab.id)
    by_pair = {row[0]: row for row in reversed(rows)}
    ana = by_pair["WES-1 Ana Diaz & Sam Lee"]
    assert ana[1] == "mentor observes mentee"
    assert ana[2] == (date(2026, 11, 24) - date(1899, 12, 30)).days
    assert ana[3] == pytest.approx(10 / 24)
    assert "No coverage" in str(ana[7])
    mei = by_pair["WES-3 Mei Novak & Omar Patel"]
    assert mei[4:6] == [0.75, "Mei Novak"]
    named = str(by_pair["WES-2 Grace Okafor & Luis Silva"][7])
    assert named == (
        "No teaching schedule names Grace Okafor and Luis Silva."
        " Compare their addresses in Pairs with the export."
    )
