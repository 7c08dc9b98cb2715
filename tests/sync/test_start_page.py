"""What *Start here* holds."""

from __future__ import annotations

import pytest

from sync.program import start_page
from templates.written import WAYS_HEAD, WAYS_ROW
from tests.support.program import TODAY, Program
from tests.support.travelling import WEEK, elsewhere, runs, tick

pytestmark = pytest.mark.whole


def test_what_is_ticked_stands_in_start_here_without_a_name(
    program: Program,
) -> None:
    program.run(TODAY - WEEK)
    assert elsewhere(program) == []
    tick(program, 20, "In Westbrook pairs meet over lunch.")
    tick(program, 21, "=1+1, and breakfast")
    tick(program, 22, "not for everybody", share=False)
    runs(program, TODAY)
    found = elsewhere(program)
    assert found == [
        WAYS_HEAD,
        "=1+1, and breakfast",
        "In the district pairs meet over lunch.",
    ]
    result, _ = program.run(TODAY)
    assert not result.changed


def test_everything_that_is_printed_stands_above(program: Program) -> None:
    settings = program.settings
    rows = [
        row
        for row in start_page.start_rows(
            settings, settings.districts[0], program.lock, []
        )
        if row.get("text")
    ]
    assert 1 + len(rows) < WAYS_ROW
