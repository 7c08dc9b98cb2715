"""The least change: applied to what stands there, it gives what is wanted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.changes import batches, changes
from templates.layout import Tab
from templates.read_back import learned
from templates.wire import Row
from templates.written import Written
from tests.support.written_tabs import (
    LAYOUT,
    LOG,
    MANY,
    STATUS,
    Paper,
    log_row,
    written,
)

EXPLAINED = [c.key for c in STATUS.value_columns].index("explained")


@settings(max_examples=40 * MANY, deadline=None)
@given(written(), written(), written())
def test_changes_lead_from_any_state_to_any_other(
    first: Written, second: Written, third: Written
) -> None:
    """And what is read back from the sheet is exactly what was written."""
    paper = Paper()
    before = Written()
    for after in (first, second, third):
        paper.apply(changes(LAYOUT, before, after))
        assert learned(LAYOUT, paper.grids()) == after
        told = [
            paper.notes.get((STATUS.id, STATUS.header_row + i, 0), "")
            for i in range(len(after.status))
        ]
        assert told == [row[EXPLAINED] or "" for row in after.status], (
            "the note of a status is its row's words"
        )
        before = after
    assert changes(LAYOUT, third, learned(LAYOUT, paper.grids())) == []


@settings(max_examples=20 * MANY, deadline=None)
@given(written(), written(), st.integers(0, 30))
def test_a_write_that_ends_after_any_of_its_batches_is_finished_by_the_next(
    before: Written, after: Written, done: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("templates.changes.PIECE", 2)
        patch.setattr("templates.changes.MOST_BYTES", 300)
        paper = Paper()
        paper.apply(changes(LAYOUT, Written(), before))
        for batch in list(batches(changes(LAYOUT, before, after)))[:done]:
            paper.apply(batch)
        for batch in batches(
            changes(LAYOUT, learned(LAYOUT, paper.grids()), after)
        ):
            paper.apply(batch)
        assert learned(LAYOUT, paper.grids()) == after


def test_a_large_district_stays_below_what_google_recommends_for_a_call() -> (
    None
):
    """500 pairs and 20,000 answers, written for the first time."""

    def row(tab: Tab, number: int) -> Row:
        text = (
            "Nothing logged since Oct 2, and a rule of one meeting a week asks for one. "
            * (12 if tab is STATUS else 1)
        )
        return tuple(
            number
            if c.type in ("number", "date")
            else text[:900]
            if c.wrap or c.hidden
            else "WES-1 Ana"
            for c in tab.value_columns
        )

    log = tuple((f"C{n:05d}", *row(LOG, n)[1:]) for n in range(20_000))
    first = Written(
        ("Everybody", 46_351, None, None, None),
        tuple(row(STATUS, n) for n in range(500)),
        log,
    )
    sizes = [
        len(json.dumps(batch))
        for batch in batches(changes(LAYOUT, Written(), first))
    ]
    assert sum(sizes) > 10_000_000
    assert max(sizes) < 2_000_000
    one_more = replace(first, log=(("NEW", *row(LOG, 1)[1:]), *log))
    assert len(json.dumps(changes(LAYOUT, first, one_more))) < 3_000, (
        "and one answer more costs one row"
    )


def test_a_new_answer_costs_its_own_row_and_not_the_years() -> None:
    """What a write carries grows with what changed."""
    year = tuple(log_row(f"C{n}", 1000 - n, "") for n in range(40))
    before = Written(log=year)
    after = Written(log=(log_row("NEW", 2000, ""), *year))
    paper = Paper()
    paper.apply(changes(LAYOUT, Written(), before))
    paper.cells = 0
    paper.apply(changes(LAYOUT, before, after))
    assert paper.cells == len(LOG.value_columns)
    assert len(changes(LAYOUT, before, after)) == 2
