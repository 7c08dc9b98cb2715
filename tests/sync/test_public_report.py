"""What anybody may see."""

from __future__ import annotations

from collections import Counter

import pytest

from sync.core.rollup import Frequency
from sync.reports import public_report
from sync.reports.state_report import StateFile
from tests.support.state_files import Made

pytestmark = pytest.mark.whole


def test_the_public_tables_are_a_recount_of_what_is_shown(
    four_hundred: tuple[list[Made], StateFile],
) -> None:
    _, report = four_hundred
    (often, _, _) = public_report.tables(report.units)
    bands = Counter(u.band for u in report.units if u.reported and u.band)
    assert often.table.all == {f.value: bands[f.value] for f in Frequency}
    shown = [g for g, c in often.table.groups.items() if c]
    assert shown
    text = public_report.text_of([often])
    assert not any(unit.name in text for unit in report.units)
