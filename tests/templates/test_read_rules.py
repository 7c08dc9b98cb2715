"""*Rules*, as people write them."""

from __future__ import annotations

from tests.support.grids import (
    district,
    grid,
)


def test_rules_are_read_as_people_write_them() -> None:
    found = district(
        rules=grid(
            "rules",
            {
                "what": "meetings",
                "amount": 2,
                "per": "two weeks",
                "force": "suggested",
            },
            {
                "what": "minutes together",
                "amount": 180,
                "per": "month",
                "who": "Years 2 and 3, part time",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "weeks": "first 4 weeks",
                "who": "new to the district",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "month",
                "weeks": "Oct - Dec, May",
            },
            {
                "what": "hours mentor observes mentee",
                "amount": 1.5,
                "per": "semester",
            },
            {"what": "brief conversations are recorded only"},
            {
                "what": "mentee observes mentor",
                "amount": 1,
                "per": "from - until",
                "since": 46266,
                "until": 46281,
            },
            {
                "what": "days of coverage",
                "amount": 0.5,
                "per": "year",
                "force": "off",
            },
        )
    )
    assert found.problems == ()
    assert [r.words for r in found.rules] == [
        "2 meetings every two weeks",
        "180 minutes a month, for year 2 and 3, part time",
        "1 meeting a week, in the first 4 weeks, for new to the district",
        "1 meeting a month, in Oct, Nov, Dec, May",
        "mentor observes mentee, 1.5 hours a semester",
        "brief conversations are recorded only",
        "mentee observes mentor once between Sep 1 and Sep 16",
        "0.5 days of coverage a year",
    ]


def test_weeks_are_counted_for_rules_by_the_week_alone() -> None:
    """What waits for the first weeks is asked all year; what is for the first
    weeks alone has no meaning by the month. Both are asked about.
    """
    row = {"what": "meetings", "amount": 1, "per": "month"}
    found = district(
        rules=grid(
            "rules",
            row | {"weeks": "after 4 weeks"},
            row | {"weeks": "first 4 weeks"},
            row | {"weeks": "Oct - May"},
        )
    )
    assert [r.words for r in found.rules] == [
        "1 meeting a month",
        "1 meeting a month, in Oct, Nov, Dec, Jan, Feb, Mar, Apr, May",
    ]
    assert [p.where for p in found.problems] == ["Rules E2", "Rules E3"]
    assert "is asked all year" in found.problems[0].what


def test_rules_that_say_too_little_are_named() -> None:
    found = district(
        rules=grid(
            "rules",
            {"what": "meetings", "amount": 30, "per": "from - until"},
            {"what": "meetings", "amount": "many", "per": "week"},
            {"what": "mentor observes mentee", "per": "year"},
            {"what": "meetings", "amount": 1.5, "per": "week"},
            {
                "what": "mentor observes mentee",
                "amount": 1,
                "per": "from - until",
                "since": 46281,
            },
            {
                "what": "day of the next month by which logs are in",
                "amount": 40,
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "who": "the tall ones",
            },
            {
                "what": "meetings",
                "amount": 1,
                "per": "week",
                "weeks": "in spring",
            },
            {"what": "meetings", "amount": 1},
            {"amount": 1, "per": "week"},
        )
    )
    assert found.rules == ()
    where = [p.where.removeprefix("Rules ") for p in found.problems]
    assert where == [
        "C2",
        "B3",
        "B4",
        "B5",
        "G6",
        "B7",
        "D8",
        "E9",
        "C10",
        "A11",
    ]
