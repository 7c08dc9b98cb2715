"""School calendars from files: what a calendar of Google's or of an office
says, and what it means for pairs.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from sync.admin.add_calendar import add
from sync.core.calendar import Event
from sync.errors import ConfigurationError
from templates.wire import cell, day_of, update_cells
from templates.writing import GUESS
from tests.support.program import Program

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
    return [
        (e.event, e.first, e.last, e.note)
        for e in entries
        if "check" not in e.note
    ]


def test_an_icalendar_file_becomes_rows_once(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "wes.ics"
    path.write_text(ICS, encoding="utf-8")
    added = program.does(add, path)
    assert added.rows == (
        "early release Oct 7, Early Release Day",
        "early release Nov 4, Early Release Day",
        "faculty meeting Nov 5, Faculty Meeting =1+1",
    ), "the February vacation is printed already"
    assert added.known == ("no school Feb 15 - Feb 19, February Vacation",)
    assert added.passed == (
        "Staff party, Dec 18",
        "No School, no day, whose days cannot be read",
    )
    assert calendar(program) == [
        (
            Event.EARLY_RELEASE,
            date(2026, 10, 7),
            date(2026, 10, 7),
            "Early Release Day",
        ),
        (
            Event.EARLY_RELEASE,
            date(2026, 11, 4),
            date(2026, 11, 4),
            "Early Release Day",
        ),
        (
            Event.FACULTY_MEETING,
            date(2026, 11, 5),
            date(2026, 11, 5),
            "Faculty Meeting =1+1",
        ),
    ]
    again = program.does(add, path)
    assert (again.rows, len(again.known)) == ((), 4)


def test_a_csv_file_with_the_tabs_headers(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "What,From,To,Name,Schools\nno school,1/26/2027,,Snow day,\nearly release,2026-12-02,,,Hill School\n"
    )
    with pytest.raises(ConfigurationError, match="is named after no district"):
        program.does(add, path)
    assert len(program.does(add, path, "wes").rows) == 2
    assert (
        Event.NO_SCHOOL,
        date(2027, 1, 26),
        date(2027, 1, 26),
        "Snow day",
    ) in calendar(program)


def test_what_people_wrote_is_left_alone(
    program: Program, tmp_path: Path
) -> None:
    program.type("calendar", 40, "event", "training")
    program.type("calendar", 40, "note", "ours")
    path = tmp_path / "wes.ics"
    path.write_text(ICS, encoding="utf-8")
    before = program.values("calendar")
    program.does(add, path)
    after = program.values("calendar")
    changed = [
        n for n, row in enumerate(before) if any(row) and after[n] != row
    ]
    assert changed == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no calendar",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:not a day\nEND:VEVENT\nEND:VCALENDAR",
    ],
)
def test_a_file_that_is_no_calendar_is_refused_or_adds_nothing(
    program: Program, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "wes.ics"
    path.write_text(text, encoding="utf-8")
    with suppress(ConfigurationError):
        assert program.does(add, path).rows == ()
    assert calendar(program) == []


def test_a_repetition_without_end_stays_in_the_year(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "wes.ics"
    event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=WEEKLY;BYDAY=FR\nSUMMARY:Early dismissal\nEND:VEVENT"
    path.write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    added = program.does(add, path)
    assert (len(added.rows), added.rows[0], added.rows[-1]) == (
        42,
        "early release Sep 4, Early dismissal",
        "early release Jun 18, Early dismissal",
    )


def events(*lines: str) -> str:
    body = "\n".join(f"BEGIN:VEVENT\n{each}\nEND:VEVENT" for each in lines)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("event", "rows"),
    [
        (
            "DTSTART;VALUE=DATE:20260824\nDTEND;VALUE=DATE:20260905\nSUMMARY:No school",
            ["no school Aug 31 - Sep 4"],
        ),
        (
            "DTSTART:20261015T010000Z\nDTEND:20261015T020000Z\nSUMMARY:Faculty meeting",
            ["faculty meeting Oct 14"],
        ),
        (
            "DTSTART:20261126T000000\nDTEND:20261127T000000\nSUMMARY:PD day",
            ["PD day Nov 26"],
        ),
        (
            "DTSTART;VALUE=DATE:20180905\nRRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260917\nSUMMARY:Staff meeting",
            [
                "faculty meeting Sep 2",
                "faculty meeting Sep 9",
                "faculty meeting Sep 16",
            ],
        ),
        (
            "DTSTART;VALUE=DATE:20261110\nRDATE;VALUE=DATE:20261124\nSUMMARY:Early release",
            ["early release Nov 10", "early release Nov 24"],
        ),
        (
            "DTSTART;VALUE=DATE:20261103\nDTEND;VALUE=DATE:99991231\nSUMMARY:No school",
            [],
        ),
        ("DTSTART:20261217T153000\nSUMMARY:Staff Holiday Party", []),
        (
            "DTSTART;VALUE=DATE:20261218\nSUMMARY:Last day before winter break",
            [],
        ),
        (
            "DTSTART;VALUE=DATE:20261110\nSUMMARY:Veterans Day (school in session)",
            [],
        ),
        (
            "DTSTART;VALUE=DATE:20261103\nSUMMARY:Schools closed - Election Day",
            ["no school Nov 3"],
        ),
        (
            "DTSTART;VALUE=DATE:20261103\nSUMMARY:No school\nSUMMARY:twice",
            ["no school Nov 3"],
        ),
        (
            "DTSTART;VALUE=DATE:20261103\nRRULE:FREQ=DAILY;INTERVAL=0\nSUMMARY:No school",
            [],
        ),
        ("DTSTART:20100101T000000\nRRULE:FREQ=SECONDLY\nSUMMARY:PD day", []),
        (
            "DTSTART;VALUE=DATE:20261103\nRRULE:FREQ=SOMETIMES\nSUMMARY:PD day",
            [],
        ),
        ("DTSTART:not a day\nSUMMARY:PD day", []),
        (
            "DTSTART;VALUE=DATE:20261103\nDTSTART;VALUE=DATE:20261104\nSUMMARY:PD day",
            [],
        ),
        (
            "DTSTART;VALUE=DATE:20261103\nDURATION:P99999999D\nSUMMARY:PD day",
            [],
        ),
    ],
)
def test_odd_entries(
    program: Program, tmp_path: Path, event: str, rows: list[str]
) -> None:
    path = tmp_path / "wes.ics"
    path.write_text(events(event), encoding="utf-8")
    added = program.does(add, path)
    assert [row.partition(",")[0] for row in added.rows] == rows
    assert bool(rows) or len(added.passed) == 1, "what is not added is named"


def test_a_moved_repetition_is_there_once(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "wes.ics"
    series = "UID:a\nDTSTART;VALUE=DATE:20261103\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Early release"
    moved = "UID:a\nRECURRENCE-ID;VALUE=DATE:20261110\nDTSTART;VALUE=DATE:20261112\nSUMMARY:Early release"
    path.write_text(events(series, moved), encoding="utf-8")
    added = program.does(add, path)
    assert [row.partition(",")[0] for row in added.rows] == [
        f"early release Nov {day}" for day in (3, 12, 17)
    ]


FILES = Path(__file__).parents[1] / "files" / "calendars"


def _said(row: dict[str, str]) -> str:
    first, last, note = row["From"], row["To"], row["Name"]
    days = [day_of(float(d)).isoformat() for d in (first, last) if d != ""]
    where = f" @{row['Schools']}" if row["Schools"] else ""
    guess = " ?" if note.endswith(GUESS) else ""
    return f"{row['What']} {' '.join(days)}{where}{guess}"


@pytest.mark.parametrize(
    "file",
    sorted(p for p in FILES.iterdir() if p.suffix != ".json"),
    ids=lambda file: file.name,
)
def test_a_published_calendar_is_read_as_a_person_would(
    program: Program, file: Path
) -> None:
    """Made for this test, after shapes that districts publish; a row that is a
    guess has a question mark.
    """
    wanted = json.loads(Path(f"{file}.json").read_text(encoding="utf-8"))
    clear = [[""] * 9 for _ in range(60)]
    tab = program.layout.tab("calendar")
    program.edit(
        update_cells(tab.id, 1, 0, [[cell(v) for v in r] for r in clear], "*")
    )
    if file.stem == "day_first":
        program.use_locale("en_GB")
    added = program.does(add, file, "WES")
    header, *rows = program.values("calendar")
    there = [
        _said(dict(zip(header, [*row, *[""] * 9], strict=False)))
        for row in rows
        if any(row)
    ]
    assert sorted(there) == wanted["rows"]
    assert list(added.passed) == wanted["passed"]
    assert len(added.guesses) == sum(each.endswith("?") for each in there)
    assert program.does(add, file, "WES").rows == (), "once is enough"


def test_the_days_of_a_cycle_are_kept(program: Program) -> None:
    added = program.does(add, FILES / "day_letters.ics", "WES")
    kept = program.folder / "cycles" / "WES.csv"
    assert added.dates == 3
    assert set(added.letters) == {"A", "B", "3"}
    assert kept.read_text(encoding="utf-8").splitlines() == [
        '"Date","Day"',
        '"2026-09-08","A"',
        '"2026-09-09","B"',
        '"2026-09-10","3"',
    ]
