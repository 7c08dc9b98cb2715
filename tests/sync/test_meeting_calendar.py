"""A pair's meeting in their own calendar: on each school day of theirs on its
weekday, on no other, at the clock's time all year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from sync.core.judge import judge
from sync.core.people import RegularTime
from sync.reports.meeting_calendar import event
from tests.support.random_programs import program

ZONE = ZoneInfo("America/New_York")
LINK = (
    "https://forms.example/viewform?usp=pp_url&entry.1=WES-1%20Ana%20%26%20Sam"
)


def days_in(made: bytes) -> tuple[list[date], set[time | None]]:
    """The days on which an event takes place, and the times of day."""
    found: Any
    (found,) = Calendar.from_ical(made).walk("VEVENT")
    start, until = found.decoded("dtstart"), found["rrule"]["UNTIL"][0]
    assert found["rrule"]["FREQ"] == ["WEEKLY"]
    assert LINK in found["description"]
    closed = set()
    if "exdate" in found:
        closed = {each.dt for each in found["exdate"].dts}
    days, times = [], set()
    at = start
    while at <= until:
        if at not in closed:
            days.append(at.date() if isinstance(at, datetime) else at)
            times.add(at.time() if isinstance(at, datetime) else None)
        at += timedelta(weeks=1)
    return days, times


@pytest.mark.parametrize("seed", range(150))
def test_it_is_on_the_school_days_of_the_pair(seed: int) -> None:
    district, answers, today = program(seed)
    regular = RegularTime(seed % 5, time(14, 45) if seed % 2 else None)
    pairs = tuple(replace(p, regular=regular) for p in district.pairs)
    roster = replace(district.roster, pairs=pairs)
    district = replace(district, roster=roster)
    standing = judge(district, answers, today)
    calendar = district.calendar
    for p in standing.pairs:
        days = calendar.days_of(p.pair.school)
        first = max(
            d for d in (standing.day, calendar.first, p.pair.begins) if d
        )
        last = min(d for d in (calendar.last, p.pair.ends) if d)
        wanted = [
            day
            for n in range((last - first).days + 1)
            if (day := first + timedelta(days=n)).weekday() == seed % 5
            and day in days
            and not any(day in span for span in p.pair.away)
        ]
        made = event(standing, p, LINK, ZONE)
        if not wanted:
            assert made == b""
            continue
        found, times = days_in(made)
        assert found == wanted
        assert times == {time(14, 45) if seed % 2 else None}


def test_without_a_regular_day_there_is_none() -> None:
    district, answers, today = program(4)
    for p in judge(district, answers, today).pairs:
        if p.pair.regular is None:
            assert event(judge(district, answers, today), p, LINK, ZONE) == b""
