"""Reports as CSV: who gave how many minutes to whom, and what cover is to
arrange.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from sync.core.calendar import Entry, Event, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Direction, Kind, Plan, Roster, Submission
from sync.core.people import Pair, Person
from sync.reports.tables import text_of, write_all

TODAY = date(2026, 11, 23)


ANA, SAM, LUIS = (
    Person("Ana Diaz", ("ana@w.example",)),
    Person("Sam Lee"),
    Person("Luis Silva", ("luis@w.example",)),
)


GRACE = Person(
    '=HYPERLINK("http://evil.example","Grace")', ("grace@w.example",)
)


def answer(pair: int, day: date, minutes: int) -> Submission:
    sent = datetime.combine(day, time(20), UTC)
    return Submission(
        f"{pair} {day}",
        sent,
        sent,
        "",
        f"WES-{pair}",
        day,
        Kind.ONE_ON_ONE,
        minutes,
    )


def standing(*plans: Plan) -> DistrictStanding:
    pairs = (
        Pair("WES", 1, ANA, SAM, "Hill"),
        Pair("WES", 2, GRACE, LUIS, ends=date(2026, 10, 30)),
        Pair(
            "WES",
            3,
            replace(
                ANA, addresses=("ANA@w.example".lower(), "ana@home.example")
            ),
            LUIS,
            starts=date(2026, 11, 2),
        ),
    )
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
        (),
        Roster(pairs),
        plans,
    )
    answers = [
        answer(1, date(2026, 9, 15), 30),
        answer(2, date(2026, 9, 16), 60),
        answer(3, date(2026, 11, 10), 45),
    ]
    return judge(district, answers, TODAY)


def rows(name: str, *plans: Plan) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text_of(name, [standing(*plans)]))))[1:]


def test_pay_goes_to_whoever_gave_the_time() -> None:
    assert rows("pay") == [
        [
            "Westbrook",
            '\'=HYPERLINK("http://evil.example","Grace")',
            "grace@w.example",
            "WES-2",
            "1",
            "60",
            "1.0",
        ],
        [
            "Westbrook",
            "Ana Diaz",
            "ana@w.example",
            "WES-1 WES-3",
            "2",
            "75",
            "1.25",
        ],
    ]


def test_hours_go_with_the_mentee() -> None:
    assert [row[1:] for row in rows("hours")] == [
        ["Luis Silva", "luis@w.example", "WES-2 WES-3", "2", "105", "1.75"],
        ["Sam Lee", "", "WES-1", "1", "30", "0.5"],
    ]


def test_cover_is_what_nobody_has_arranged_in_ten_school_days() -> None:
    sees = Direction.MENTOR_SEES_MENTEE
    plans = (
        Plan(
            1,
            sees,
            date(2026, 12, 4),
            time(9, 30),
            1.5,
            "Mr. Lee, period 2",
            True,
        ),
        Plan(1, sees, date(2026, 12, 7), hours=1),
        Plan(1, sees, date(2026, 11, 24)),
        Plan(1, sees, date(2026, 11, 25), hours=1, arranged="office"),
        Plan(1, sees, date(2026, 11, 20), hours=1),
    )
    assert rows("cover", *plans) == [
        [
            "Westbrook",
            "Hill",
            "2026-12-04",
            "09:30",
            "1.5",
            "Mr. Lee, period 2",
            "WES-1 Ana Diaz & Sam Lee",
            "mentor observes mentee",
            "yes",
        ],
    ]


def test_all_of_them_into_a_folder(tmp_path: Path) -> None:
    made = list(write_all(tmp_path / "reports", [standing()]))
    assert [p.name for p in made] == [
        "pay.csv",
        "hours.csv",
        "cover.csv",
        "cost.csv",
    ]
    assert (
        made[2]
        .read_text(encoding="utf-8")
        .startswith('\ufeff"District","School","Date"')
    ), "as Excel needs it"


def test_a_meeting_with_two_of_ones_pairs_is_paid_once() -> None:
    pairs = (Pair("WES", 1, ANA, SAM), Pair("WES", 2, ANA, LUIS))
    day = Entry(
        Event.WHOLE_GROUP,
        date(2026, 9, 2),
        date(2026, 9, 2),
        minutes=90,
        held=True,
    )
    calendar = SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18), (day,))
    both = answer(1, date(2026, 9, 15), 60)._replace(
        kind=Kind.SMALL_GROUP, others="2"
    )
    told = judge(
        District("WES", "Westbrook", calendar, (), Roster(pairs)),
        [both],
        TODAY,
    )
    assert list(csv.reader(io.StringIO(text_of("pay", [told]))))[1][3:] == [
        "WES-1 WES-2",
        "2",
        "150",
        "2.5",
    ]
