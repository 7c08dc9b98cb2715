"""School calendars from files: what a calendar of Google's or of an office says, and what it means for pairs."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from sync.calendars import add
from sync.core.calendar import Event
from sync.errors import ConfigurationError
from tests.conftest import Program

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270215
DTEND;VALUE=DATE:20270220
SUMMARY:February Vacation
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261007
DTEND;VALUE=DATE:20261008
RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20261231T045959Z
EXDATE;VALUE=DATE:20261202
SUMMARY:Early Release Day
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=America/New_York:20261105T150000
DTEND;TZID=America/New_York:20261105T160000
SUMMARY:Faculty Meeting =1+1
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261218
SUMMARY:Staff party
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20250901
SUMMARY:Labor Day
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270122
STATUS:CANCELLED
SUMMARY:No School
END:VEVENT
BEGIN:VEVENT
SUMMARY:No School, no day
END:VEVENT
END:VCALENDAR
"""


def calendar(program: Program) -> list[tuple[Event, date, date, str]]:
    result, _ = program.run()
    entries = result.standings[0].district.calendar.entries
    return [(e.event, e.first, e.last, e.note) for e in entries if "check" not in e.note]


def test_an_icalendar_file_becomes_rows_once(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "wes.ics"
    path.write_text(ICS, encoding="utf-8")
    added = add(program.settings, program.google(), path)
    assert added.rows == (
        "early release Oct 7, Early Release Day",
        "early release Nov 4, Early Release Day",
        "faculty meeting Nov 5, Faculty Meeting =1+1",
    ), "the February vacation is printed already"
    assert added.known == 1
    assert added.passed == ("Staff party, Dec 18", "No School, no day, whose days cannot be read")
    assert calendar(program) == [
        (Event.EARLY_RELEASE, date(2026, 10, 7), date(2026, 10, 7), "Early Release Day"),
        (Event.EARLY_RELEASE, date(2026, 11, 4), date(2026, 11, 4), "Early Release Day"),
        (Event.FACULTY_MEETING, date(2026, 11, 5), date(2026, 11, 5), "Faculty Meeting =1+1"),
    ]
    again = add(program.settings, program.google(), path)
    assert (again.rows, again.known) == ((), 4)


def test_a_csv_file_with_the_tabs_headers(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "What,From,To,Name,Schools\nno school,1/26/2027,,Snow day,\nearly release,2026-12-02,,,Hill School\n"
    )
    with pytest.raises(ConfigurationError, match="whose file is this"):
        add(program.settings, program.google(), path)
    assert len(add(program.settings, program.google(), path, "wes").rows) == 2
    assert (Event.NO_SCHOOL, date(2027, 1, 26), date(2027, 1, 26), "Snow day") in calendar(program)


def test_what_people_wrote_is_left_alone(program: Program, tmp_path: Path) -> None:
    program.type("calendar", 40, "event", "training")
    program.type("calendar", 40, "note", "ours")
    path = tmp_path / "wes.ics"
    path.write_text(ICS, encoding="utf-8")
    before = program.values("calendar")
    add(program.settings, program.google(), path)
    after = program.values("calendar")
    changed = [n for n, row in enumerate(before) if any(row) and after[n] != row]
    assert changed == []


@pytest.mark.parametrize(
    "text", ["", "no calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:not a day\nEND:VEVENT\nEND:VCALENDAR"]
)
def test_a_file_that_is_no_calendar_is_refused_or_adds_nothing(program: Program, tmp_path: Path, text: str) -> None:
    path = tmp_path / "wes.ics"
    path.write_text(text, encoding="utf-8")
    with suppress(ConfigurationError):
        assert add(program.settings, program.google(), path).rows == ()
    assert calendar(program) == []


def test_a_repetition_without_end_stays_in_the_year(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "wes.ics"
    event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=WEEKLY;BYDAY=FR\nSUMMARY:Early dismissal\nEND:VEVENT"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n", encoding="utf-8")
    added = add(program.settings, program.google(), path)
    assert (len(added.rows), added.rows[0], added.rows[-1]) == (
        42, "early release Sep 4, Early dismissal", "early release Jun 18, Early dismissal",
    )  # fmt: skip
