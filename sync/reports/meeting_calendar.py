"""A pair's regular meeting for their own calendars: an event that repeats until
the last day of school, on school days alone, with their link to log it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.people import MEETING_MINUTES

# The length of an event: Pairs has only the time at which it begins.
LENGTH = timedelta(minutes=MEETING_MINUTES)


def event(
    standing: DistrictStanding, p: PairStanding, link: str, zone: ZoneInfo
) -> bytes:
    """The event as an iCalendar file (RFC 5545); empty for a pair without a
    regular day, or with no school day left on it.
    """
    regular, days = p.pair.regular, _days(standing, p)
    if regular is None or not days:
        return b""
    from icalendar import Calendar, Event

    first, last = days[0], days[-1]
    made = Event()
    made.add(
        "uid", f"{p.pair.code}-{standing.district.calendar.first}@making-time"
    )
    made.add("dtstamp", datetime.combine(standing.day, time(), UTC))
    made.add("summary", f"Mentoring: {p.pair.short_label}")
    made.add("description", f"Log it in half a minute: {link}")
    made.add("url", link)
    starts = [_start(day, regular.at, zone) for day in _weekly(first, last)]
    made.add("dtstart", starts[0])
    if regular.at:
        made.add("duration", LENGTH)
    made.add("rrule", {"freq": "weekly", "until": _until(starts[-1])})
    open_ = {_start(day, regular.at, zone) for day in days}
    if closed := [start for start in starts if start not in open_]:
        made.add("exdate", closed)
    calendar = Calendar()
    calendar.add("prodid", "-//Making Time//EN")
    calendar.add("version", "2.0")
    calendar.add_component(made)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _days(standing: DistrictStanding, p: PairStanding) -> list[date]:
    """The school days on a pair's regular weekday, from the day judged for to
    the last one, but those on which one of them is away.
    """
    calendar, pair = standing.district.calendar, p.pair
    if pair.regular is None:
        return []
    first = max(filter(None, (standing.day, calendar.first, pair.begins)))
    last = min(filter(None, (calendar.last, pair.ends)))
    return [
        day
        for day in calendar.days_of(pair.school).within(first, last)
        if day.weekday() == pair.regular.weekday
        and not any(day in span for span in pair.away)
    ]


def _weekly(first: date, last: date) -> list[date]:
    weeks = (last - first).days // 7
    return [first + timedelta(weeks=n) for n in range(weeks + 1)]


def _start(day: date, at: time | None, zone: ZoneInfo) -> date:
    """When it begins on a day: a whole day where no time is known."""
    return datetime.combine(day, at, zone) if at else day


def _until(last: date) -> date:
    """The last one of a rule: in UTC where it has a time."""
    return last.astimezone(UTC) if isinstance(last, datetime) else last
