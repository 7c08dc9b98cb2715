"""Spreadsheets are read and written under their mark alone."""

from __future__ import annotations

import pytest

from sync.errors import GoogleError, Refused
from sync.google.sheets import Sheets
from tests.support.program import Program, prepared
from tests.support.two_districts import nothing_changes, swap, two

pytestmark = pytest.mark.whole


districts = prepared(two)


def test_a_write_to_another_sheet_is_refused_by_google_itself(
    districts: Program,
) -> None:
    """Also where the state knows everything, and nothing is read first."""
    districts.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    swap(districts)
    with nothing_changes(districts), pytest.raises(Refused):
        districts.run()
    swap(districts)
    result, _ = districts.run()
    assert not result.failed


def test_where_google_finds_no_names_by_filters_the_metadata_is_asked(
    districts: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs a call more for each look, and is as safe."""
    filtered = Sheets._filtered

    def without_names(self, spreadsheet, filters, render):  # type: ignore[no-untyped-def]
        if any("a1Range" in each for each in filters):
            raise GoogleError("reading a sheet", 400, "Unable to parse range")
        return filtered(self, spreadsheet, filters, render)

    monkeypatch.setattr(Sheets, "_filtered", without_names)
    assert not districts.run(read_all=True)[0].failed
    swap(districts)
    with pytest.raises(Refused):
        districts.run(read_all=True)
