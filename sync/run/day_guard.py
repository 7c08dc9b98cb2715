"""Whether sheets may be written for a day: it must be near the school year,
and this machine's clock must agree with Google's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sync.core.placing import BEFORE_SCHOOL
from sync.errors import Refused
from sync.google.calls import Pace
from sync.program.districts_file import DistrictSettings

AFTER_SCHOOL = timedelta(days=90)
# Seconds by which this machine's clock may differ from Google's.
WRONG_CLOCK = 3600


def resting(
    districts: Mapping[str, DistrictSettings], day: date
) -> dict[str, str]:
    """The districts whose year is not near a day, by key, each with a
    sentence.
    """
    found = {}
    for key, district in districts.items():
        first, last = district.first_day, district.last_day
        if day < first - BEFORE_SCHOOL:
            begins = first - BEFORE_SCHOOL
            found[key] = (
                f"{district.name}: on {day} nothing is written yet. Its school year begins on {first}, and its sheet is written from"
                f" {begins} on, or with --accept."
            )
        elif day > last + AFTER_SCHOOL:
            found[key] = (
                f"{district.name}: on {day} nothing is written any more. Its school year ended on {last}. Remove this"
                " program's schedule, or add --accept."
            )
    return found


def check_clock(pace: Pace) -> None:
    """Raises Refused where this machine's clock is wrong, by the dates of
    Google's answers: every status would be of another day.
    """
    ahead = pace.ahead
    if abs(ahead) <= WRONG_CLOCK:
        return
    hours = round(abs(ahead) / 3600, 1)
    which = "ahead of" if ahead > 0 else "behind"
    raise Refused(
        f"This machine's clock is {hours:g} hours {which} Google's. Nothing was written: every pair would be judged for another day.",
        "Set the clock, from a time server, and run the same command again; `sync run --accept` writes all the same.",
    )
