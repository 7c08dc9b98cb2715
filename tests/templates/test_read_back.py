"""What the tool wrote is read back from the sheet."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from templates import read_back, writing
from templates.changes import changes
from templates.read_back import learned
from templates.written import Written
from tests.support.written_tabs import (
    LAYOUT,
    Paper,
    standing_with,
)


def test_what_stands_below_the_table_is_no_pair() -> None:
    wrote = writing.wanted(LAYOUT, standing_with(9), ZoneInfo("UTC"))
    assert read_back.remembered_pairs(LAYOUT, wrote) == {}
    paper = Paper()
    paper.apply(changes(LAYOUT, Written(), wrote))
    assert learned(LAYOUT, paper.grids()) == wrote
    assert read_back.came_out(LAYOUT, wrote, paper.grids())
