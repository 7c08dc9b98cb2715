"""Topics of the month."""

from __future__ import annotations

from datetime import date

from templates.monthly_topics import topics_of


def test_topics_are_those_of_the_month_of_the_school_year() -> None:
    first = date(2026, 8, 31)
    assert topics_of(first, date(2026, 8, 31))[0].startswith("Who is who")
    assert "hardest weeks" in topics_of(first, date(2026, 11, 23))[0]
    assert topics_of(first, date(2026, 7, 1)) == ()
    assert topics_of(first, date(2027, 8, 1)) == ()
    assert topics_of(date(2027, 2, 1), date(2027, 2, 9)) == topics_of(
        first, first
    )
