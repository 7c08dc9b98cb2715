"""The rows of the program's own sheets: counts, shares and runs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.feedback import FeedbackCounts, Role, Tally
from sync.core.rollup import Figures
from templates.program_rows import (
    RunRow,
    feedback_rows,
    few,
    figures_row,
    run_row,
    shares,
)

WHEN = datetime(2026, 11, 20, 15, 30, 59, 123, UTC)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 99)))
def test_shares_are_parts_of_one_whole_most_frequent_first(
    counts: dict[str, int],
) -> None:
    rows = shares(counts)
    assert {row["name"]: row["number"] for row in rows} == counts
    numbers = [int(str(row["number"])) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    if rows:
        whole = sum(float(str(row["share"])) for row in rows)
        assert whole == pytest.approx(1, abs=0.0001 * len(rows))


def test_nobody_is_a_number_of_fewer_than_five() -> None:
    assert [few(n) for n in (None, 0, 5, 10)] == [
        None,
        "fewer than 5",
        5,
        10,
    ]


def test_a_district_without_a_judged_period_has_no_share() -> None:
    assert figures_row("Westbrook", Figures(pairs=6))["met"] is None
    met = figures_row("Westbrook", Figures(pairs=6, met=2, periods=3))["met"]
    assert met == 0.6667


@pytest.mark.parametrize(
    ("written", "failed", "what"),
    [
        (0, [], "Nothing was new; the program runs."),
        (1, [], "1 district written."),
        (2, ["WES"], "2 districts written. Not done: WES;"),
        (0, ["WES", "NOR"], "0 districts written. Not done: WES, NOR;"),
    ],
)
def test_a_run_says_what_it_wrote_and_what_not(
    written: int, failed: list[str], what: str
) -> None:
    row = run_row(RunRow(WHEN, written, failed, 7))
    assert str(row["what"]).startswith(what)
    assert row["when"] == WHEN.replace(tzinfo=None, microsecond=0)
    assert (row["written"], row["failed"], row["calls"]) == (
        written,
        len(failed),
        7,
    )


def test_feedback_of_few_is_named_and_not_counted() -> None:
    assert feedback_rows(Tally()) == [
        {"text": "No answers yet: the form is linked in every Start here."}
    ]
    [alone] = feedback_rows(Tally(few=[Role.MENTEE]))
    assert alone == {"text": "In no role are there five answers yet."}
    voices = FeedbackCounts(6, Counter(time=6), Counter(training=5))
    tally = Tally({Role.MENTOR: voices}, voices, [Role.MENTEE])
    rows = feedback_rows(tally)
    assert rows[0]["mentee"] == "fewer than 5"
    assert rows[0]["mentor"] == rows[0]["all"] == 6
    texts = [row.get("text") for row in rows]
    assert texts.index("time") < texts.index("TO IMPROVE")
