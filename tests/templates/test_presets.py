"""Every preset goes into the sheet and comes back."""

from __future__ import annotations

import pytest

from sync.core.presets import PRESETS
from tests.support.grids import (
    district,
    grid,
)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_is_read_back_from_the_sheet_as_it_was_meant(
    name: str,
) -> None:
    printed = [
        {
            "what": r.what.value,
            "amount": r.amount if r.what.needs_amount else "",
            "per": r.per.value if r.what.pers else "",
            "who": r.who.words,
            "weeks": r.phase.words,
            "force": r.force.value,
        }
        for r in PRESETS[name].rules
    ]
    found = district(rules=grid("rules", *printed))
    assert (found.rules, found.problems) == (PRESETS[name].rules, ())
