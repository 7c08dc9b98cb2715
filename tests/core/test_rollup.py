"""Above the district sensitive counts are in steps of five: what changes by one
is never seen.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from sync.core.rollup import Figures, rollup

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10)]
)
def test_wishes_and_obstacles_are_in_fives(number: int, shown: int) -> None:
    figures = Figures(
        pairs=40, wishes=number, obstacles=Counter({"workload": number})
    )
    found = rollup({"WES": figures}, {"WES": "Westbrook"}, DAY)
    for each in (found.total, found.districts["WES"]):
        assert each.wishes == shown
        assert each.obstacles == ({"workload": shown} if shown else {})


def test_the_sum_is_of_what_is_so_and_not_of_what_is_shown() -> None:
    """Four and four are five, at least; neither four can be worked out."""
    one = Figures(pairs=9, wishes=4)
    found = rollup(
        {"WES": one, "NOR": one}, {"WES": "Westbrook", "NOR": "North"}, DAY
    )
    assert found.total.wishes == 5
    assert {f.wishes for f in found.districts.values()} == {0}
