"""Days as people type them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.dates import dates_in, meant_day
from tests.support.planning_pairs import (
    YEAR,
)


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2026, 1, 5), date(2027, 1, 5)),
        (date(2028, 1, 5), date(2027, 1, 5)),
        (date(2026, 1, 12), None),  # the 12th of January is still to come
        (date(2024, 2, 29), None),
        (date(2026, 7, 20), None),
    ],
)
def test_the_same_day_of_another_year_is_meant_where_it_can_be(
    day: date, meant: date | None
) -> None:
    assert meant_day(day, date(2026, 7, 31), date(2027, 1, 8)) == meant


@pytest.mark.parametrize(
    ("text", "days", "unread"),
    [
        (
            "Oct 14, 10/28 2:45, Nov 12, 2026",
            ["2026-10-14", "2026-10-28 14:45", "2026-11-12"],
            [],
        ),
        (
            "jan 7th and 2027-02-03; 6/2",
            ["2027-01-07", "2027-02-03", "2027-06-02"],
            [],
        ),
        ("Oct 14, Oct 14, sometimes", ["2026-10-14"], ["sometimes"]),
        (
            "Tuesdays, July 4, 13/45, 2025-10-01",
            [],
            ["Tuesdays", "July 4", "13/45", "2025-10-01"],
        ),
        ("", [], []),
        ("3:15 on 10/28/26", ["2026-10-28 15:15"], []),
        ("Saturday Jan 9", [], ["Saturday Jan 9"]),
        ("10/14 10/28 11/12", ["2026-10-14", "2026-10-28", "2026-11-12"], []),
        ("Oct 14 & Oct 28", ["2026-10-14", "2026-10-28"], []),
        ("Oct 14, 2:45 PM", ["2026-10-14 14:45"], []),
        ("Oct 14 2025", [], ["Oct 14 2025"]),
        (
            "Nov 3, 10, 17 and 24",
            ["2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"],
            [],
        ),
        ("Tue Oct 13 at 2:45, or so", ["2026-10-13 14:45"], ["or so"]),
        ("Oct 14 in the library", ["2026-10-14"], ["Oct 14 in the library"]),
        ("Oct 14-16", ["2026-10-14"], ["Oct 14-16"]),
        ("Oct 14 28", ["2026-10-14"], ["Oct 14 28"]),
        ("10/14-10/16", ["2026-10-14", "2026-10-16"], ["10/14-10/16"]),
        (
            "10/14 10/28 2:45",
            ["2026-10-14", "2026-10-28"],
            ["10/14 10/28 2:45"],
        ),
        ("Oct 14 25:99", ["2026-10-14"], ["Oct 14 25:99"]),
        ("Oct 14, 3pm & 4pm", ["2026-10-14 15:00"], ["4pm"]),
        ("ſep 14, frı, ocT 14", ["2026-10-14"], ["ſep 14", "frı"]),
    ],
)
def test_dates_as_people_type_them(
    text: str, days: list[str], unread: list[str]
) -> None:
    found, left = dates_in(text, YEAR)
    assert [
        f"{day}" + (f" {at:%H:%M}" if at else "") for day, at in found
    ] == days
    assert left == unread


@given(
    st.text(
        st.sampled_from("Oct 14/28-:,&;ſıİKKaprm\n0123456789 and"), max_size=30
    )
)
def test_no_text_is_too_odd_and_every_digit_is_taken(text: str) -> None:
    """Whatever is typed, it is a date, or it is said that it could not be
    read.
    """
    found, unread = dates_in(text, YEAR)
    assert all(YEAR.first <= day <= YEAR.last for day, _ in found)
    assert found or unread or not re.search(r"[0-9]", text)
