"""The days off that *Calendar* is printed with, as guesses to check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.errors import ConfigurationError
from sync.program.printed_calendar import printed_calendar
from sync.program.settings import Settings
from templates.writing import GUESS
from tests.support.program import Program


def settings_of(program: Program, country: str, part: str) -> Settings:
    settings = program.settings
    there = {"country": country, "subdivision": part}
    defaults = settings.file.defaults.model_copy(update=there)
    file = settings.file.model_copy(update={"defaults": defaults})
    return replace(settings, file=file)


def test_massachusetts_has_its_holidays_and_vacations(
    program: Program,
) -> None:
    settings = settings_of(program, "US", "MA")
    [district, *_] = settings.districts
    rows = printed_calendar(settings, district)
    by_name = {str(row["note"]).removesuffix(f" {GUESS}"): row for row in rows}
    assert by_name["Thanksgiving Day"]["first"] == date(2026, 11, 26)
    assert by_name["Day after Thanksgiving"]["first"] == date(2026, 11, 27)
    winter = by_name["Winter vacation"]
    assert (winter["first"], winter["last"]) == (
        date(2026, 12, 24),
        date(2026, 12, 31),
    )
    april = by_name["April vacation"]
    assert (april["first"], april["last"]) == (
        date(2027, 4, 19),
        date(2027, 4, 23),
    )
    assert all(str(row["note"]).endswith(GUESS) for row in rows)
    for row in rows:
        assert isinstance(row["first"], date)
        assert district.first_day <= row["first"] <= district.last_day
        assert row["first"].weekday() < 5


def test_another_country_has_its_own(program: Program) -> None:
    settings = settings_of(program, "GB", "ENG")
    rows = printed_calendar(settings, settings.districts[0])
    notes = " ".join(str(row["note"]) for row in rows)
    assert "Good Friday" in notes
    assert "Thanksgiving" not in notes


@pytest.mark.parametrize(("country", "part"), [("XX", ""), ("US", "ZZ")])
def test_a_place_that_is_not_known_is_named(
    program: Program, country: str, part: str
) -> None:
    settings = settings_of(program, country, part)
    with pytest.raises(
        ConfigurationError, match=f"defaults.country '{country}"
    ):
        printed_calendar(settings, settings.districts[0])
