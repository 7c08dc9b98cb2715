"""A pair's regular meeting as a link that adds it to whoever's Google Calendar
opens it.

The parameters of the address are those of Google Calendar's event template;
see docs/google-assumptions.md.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from sync.core.people import MEETING_MINUTES
from sync.program.districts_file import DistrictSettings

_ADDRESS = "https://calendar.google.com/calendar/render?action=TEMPLATE"
_WEEKDAYS = "MonTueWedThuFri"


def event(
    district: DistrictSettings, names: str, log_url: str, zone: str
) -> str:
    """The link as a spreadsheet formula over the columns of *Pairs*: weekly on
    the regular day, from the next one until the last day of school.

    ``names`` and ``log_url`` are formulas, ``zone`` a time zone's name.
    """
    start = f"MAX(TODAY(),{_day(district.first_day)})"
    weekday = f'(SEARCH(LEFT({{regular_day}},3),"{_WEEKDAYS}")+2)/3'
    day = f"({start}+MOD({weekday}-WEEKDAY({start},2),7))"
    at = "({regular_time}+IF({regular_time}<7/24,0.5,0))"
    times = '&"/"&'.join(
        f'TEXT({moment},"yyyymmdd")&"T"&TEXT({moment},"hhmm")&"00"'
        for moment in (
            # Half a second more, since sums of parts of a day fall short.
            f"({day}+{at}+0.5/86400)",
            f"({day}+{at}+{MEETING_MINUTES}/1440+0.5/86400)",
        )
    )
    whole_day = f'TEXT({day},"yyyymmdd")&"/"&TEXT({day}+1,"yyyymmdd")'
    until = f"RRULE:FREQ=WEEKLY;UNTIL={district.last_day:%Y%m%d}T235959Z"
    return "&".join(
        (
            f'"{_ADDRESS}&text="',
            f'ENCODEURL("Mentoring: "&{names})',
            f'"&dates="&IF(ISNUMBER({{regular_time}}),{times},{whole_day})',
            f'"&ctz={quote(zone, safe="")}&recur={quote(until, safe="")}"',
            '"&details="',
            f'ENCODEURL("Log it in half a minute: "&{log_url})',
        )
    )


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
