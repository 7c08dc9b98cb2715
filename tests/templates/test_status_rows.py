"""The lines above *Status* and below it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from templates import status_rows, writing
from tests.support.written_tabs import (
    LAYOUT,
    STATUS,
    standing_with,
)


@pytest.mark.parametrize("questions", [0, 1, 5, 6, 44, 45, 46, 5000])
def test_at_most_five_lines_stand_above_status_and_the_rest_below_with_a_bound(
    questions: int,
) -> None:
    wrote = writing.wanted(LAYOUT, standing_with(questions), ZoneInfo("UTC"))
    above = str(wrote.head[2] or "").splitlines()
    why = [c.key for c in STATUS.value_columns].index("why")
    below = [str(row[why]) for row in wrote.status]
    assert len(above) == min(questions, status_rows.LINES)
    assert len(below) <= status_rows.LINES_BELOW + 1
    told = [line for line in [*above, *below] if line.startswith("•")]
    assert told == [f"•  Question {n}: what now?" for n in range(len(told))]
    if questions > status_rows.LINES:
        assert (
            above[-1]
            == f"and {questions - status_rows.LINES + 1} more, below the table"
        )
    if questions > len(told):
        assert (
            below[-1]
            == f"and {questions - len(told)} more. They come up as these are done."
        )
