"""The holidays and vacations that *Calendar* is printed with, as guesses to
check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sync.core.calendar import Event
from sync.errors import ConfigurationError
from sync.program.districts_file import DistrictSettings
from sync.program.settings import Settings
from templates.wire import Value
from templates.writing import GUESS


def printed_calendar(
    settings: Settings, district: DistrictSettings
) -> list[dict[str, Value]]:
    """The rows that *Calendar* is printed with where no file names days off.

    Raises ConfigurationError for an unknown country or subdivision.
    """
    country, subdivision = (
        settings.file.defaults.country,
        settings.file.defaults.subdivision,
    )
    try:
        return list(_days(district, country, subdivision))
    except NotImplementedError as error:
        raise ConfigurationError(
            f"{settings.path}: defaults.country {country!r} with subdivision {subdivision!r} is not known. "
            'Use codes such as "US" and "MA", or "" for the subdivision.'
        ) from error


def _days(
    district: DistrictSettings, country: str, subdivision: str
) -> Iterator[dict[str, Value]]:
    """Public holidays and the usual vacations of a year, each marked as a
    guess to check.
    """
    import holidays

    def closed(first: date, last: date, name: str) -> dict[str, Value]:
        return {
            "event": Event.NO_SCHOOL.value,
            "first": first,
            "last": last if last != first else None,
            "note": f"{name} {GUESS}",
        }

    first, last = district.first_day, district.last_day
    public = holidays.country_holidays(
        country,
        subdiv=subdivision or None,
        years=range(first.year, last.year + 1),
    )
    for day in sorted(
        d for d in public if first <= d <= last and d.weekday() < 5
    ):
        name = public[day]
        yield closed(day, day, name)
        if "Thanksgiving" in name:
            yield closed(
                day + timedelta(days=1),
                day + timedelta(days=1),
                "Day after Thanksgiving",
            )
        monday = day - timedelta(days=day.weekday())
        if "Washington" in name or "President" in name:
            yield closed(
                monday, monday + timedelta(days=4), "February vacation"
            )
        if "Patriots" in name:
            yield closed(monday, monday + timedelta(days=4), "April vacation")
        if "Christmas" in name and day.month == 12:
            yield closed(
                date(day.year, 12, 24),
                date(day.year, 12, 31),
                "Winter vacation",
            )
