"""A tab that was cut short is made long again."""

from __future__ import annotations

import pytest

from tests.support.cut_tabs import does, logged
from tests.support.program import Program

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("key", ["start", "status", "log", "annual"])
@pytest.mark.parametrize("dimension", ["rowCount", "columnCount"])
def test_a_tab_of_the_tools_that_was_cut_short_is_made_long_again(
    program: Program, key: str, dimension: str
) -> None:
    logged(program)
    tab = program.layout.tab(key)
    size = tab.header_row + 1 if dimension == "rowCount" else len(tab.columns)
    properties = {"sheetId": tab.id, "gridProperties": {dimension: size}}
    fields = f"gridProperties.{dimension}"
    before = program.values("status")
    does(
        program,
        updateSheetProperties={"properties": properties, "fields": fields},
    )
    program.provision()
    program.run(read_all=True)
    assert program.values("status") == before
    assert not program.provision()[0].changes
    assert not program.run(read_all=True)[0].changed
