"""*Logs due* is offered where most logs of a district come at the end of the
month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sync.core.calendar import Per, SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Kind, Roster, Status, Submission
from sync.core.month_end import BY_THE_MONTH
from sync.core.people import Pair, Person
from sync.core.rules import Force, Rule, What

FIRST = date(2026, 8, 31)
WEEKLY = Rule(What.MEETINGS, 1, Per.WEEK)
PAIRS = tuple(
    Pair("WES", n, Person(f"Ana {n}"), Person(f"Sam {n}")) for n in range(1, 4)
)


def at_month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(
        day=1
    ) - timedelta(days=1)


def judged(
    sent: Callable[[date], date],
    *rules: Rule,
    today: date = date(2026, 11, 20),
) -> DistrictStanding:
    """Three pairs that meet every Tuesday, and log when ``sent`` says so."""
    answers = []
    for pair in PAIRS:
        for week in range(1, 12):
            day = FIRST + timedelta(weeks=week, days=1)
            if sent(day) > today:
                continue
            at = datetime.combine(sent(day), time(16), UTC)
            answers.append(
                Submission(
                    f"{pair.number} {day}",
                    at,
                    at,
                    "",
                    pair.code,
                    day,
                    Kind.ONE_ON_ONE,
                    30,
                )
            )
    calendar = SchoolCalendar(FIRST, date(2027, 6, 18))
    district = District(
        "WES", "Westbrook", calendar, (WEEKLY, *rules), Roster(PAIRS)
    )
    return judge(district, answers, today)


def offers(standing: DistrictStanding) -> list[str]:
    return [q for q in standing.questions if "end of a month" in q]


def test_it_is_offered_with_what_it_would_change() -> None:
    standing = judged(at_month_end)
    assert {p.status for p in standing.pairs} == {Status.CHECK_IN}
    assert offers(standing) == [
        (
            "24 of 24 logs came at the end of a month. Do your mentors log by the month? Then add a row to Rules:"
            " “day of the next month by which logs are in”, 5. 3 pairs would be asked about only after that day. If not,"
            " add the row as off."
        )
    ]
    as_offered = judged(at_month_end, BY_THE_MONTH)
    assert {p.status for p in as_offered.pairs} == {Status.ON_TRACK}


@pytest.mark.parametrize(
    ("sent", "rules", "today"),
    [
        (lambda day: day, (), date(2026, 11, 20)),
        (lambda day: day + timedelta(days=9), (), date(2026, 11, 20)),
        (at_month_end, (BY_THE_MONTH,), date(2026, 11, 20)),
        (
            at_month_end,
            (replace(BY_THE_MONTH, force=Force.OFF),),
            date(2026, 11, 20),
        ),
        (at_month_end, (), date(2026, 10, 15)),  # one end of a month so far
        (at_month_end, (), date(2026, 10, 31)),  # nobody would be spared
    ],
)
def test_it_is_not_offered_otherwise(
    sent: Callable[[date], date], rules: tuple[Rule, ...], today: date
) -> None:
    assert offers(judged(sent, *rules, today=today)) == []
