"""Locales write days as the Unicode CLDR says."""

from __future__ import annotations

from sync.program.program_file import DAY_FIRST, LOCALES
from workspace.sheets.locales import regional


def test_the_locales_agree_with_the_unicode_cldr() -> None:
    orders = {name: regional(name).order for name in LOCALES}
    assert {name for name, order in orders.items() if order == "dmy"} == set(
        DAY_FIRST
    )
