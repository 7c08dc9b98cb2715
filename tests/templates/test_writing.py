"""The least change: applied to what stands there, it gives what is wanted, and
carries no more than differs.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding, judge
from sync.core.model import Direction, Kind, Submission
from templates import layout as layouts
from templates import looks, read_back, status_rows, writing
from templates.change_words import differences
from templates.changes import batches, changes
from templates.layout import Tab
from templates.read_back import learned
from templates.wire import Row, Value, serial
from templates.written import Written

LAYOUT = layouts.load(6, 10)
LOG, STATUS, START = (
    LAYOUT.tab("log"),
    LAYOUT.tab("status"),
    LAYOUT.tab("start"),
)
# Random states for each law; `make test-all` takes four times as many.
MANY = 4 if os.environ.get("LONG") else 1
EXPLAINED = [c.key for c in STATUS.value_columns].index("explained")


class Paper:
    """Tabs as plain rows, changed as Sheets would change them."""

    def __init__(self) -> None:
        self.rows: dict[int, list[dict[int, Value]]] = {
            t.id: [{} for _ in range(60)] for t in LAYOUT.tabs
        }
        self.notes: dict[tuple[int, int, int], str] = {}
        self.cells = 0

    def apply(self, requests: list[dict[str, Any]]) -> None:
        for request in requests:
            kind, body = next(iter(request.items()))
            if kind == "updateCells":
                self.update(body)
            elif kind in ("insertDimension", "deleteDimension"):
                span = body["range"]
                rows = self.rows[span["sheetId"]]
                if kind == "insertDimension":
                    rows[span["startIndex"] : span["startIndex"]] = [
                        {}
                        for _ in range(span["endIndex"] - span["startIndex"])
                    ]
                else:
                    del rows[span["startIndex"] : span["endIndex"]]
            else:
                assert kind in ("appendDimension", "updateDimensionProperties")

    def update(self, body: dict[str, Any]) -> None:
        start = body["start"]
        for r, row in enumerate(body["rows"]):
            for c, data in enumerate(row["values"]):
                place = (
                    start["sheetId"],
                    start["rowIndex"] + r,
                    start["columnIndex"] + c,
                )
                if body["fields"] == "note":
                    self.notes[place] = data.get("note", "")
                    continue
                self.cells += 1
                value = next(
                    iter(data.get("userEnteredValue", {}).values()), None
                )
                self.rows[start["sheetId"]][start["rowIndex"] + r][
                    start["columnIndex"] + c
                ] = value

    def grids(self) -> dict[str, list[list[Value]]]:
        width = {t.key: len(t.columns) for t in LAYOUT.tabs}
        return {
            t.key: [
                [row.get(c) for c in range(width[t.key])]
                for row in self.rows[t.id]
            ]
            for t in LAYOUT.tabs
        }


def log_row(code: str, sent: int, reason: str) -> Row:
    values: dict[str, Value] = {
        "code": code,
        "sent": sent,
        "reason": reason or None,
        "counted": "yes",
        "number": 1,
    }
    return tuple(values.get(c.key) for c in LOG.value_columns)


def status_row(pair: str, why: str) -> Row:
    """A pair's row; without a pair, a question below the table."""
    values: dict[str, Value] = {"why": why or None}
    if pair:
        values |= {
            "status": "On track",
            "pair": pair,
            "explained": why or None,
            "number": ord(pair),
        }
    return tuple(values.get(c.key) for c in STATUS.value_columns)


answers = st.dictionaries(
    st.sampled_from("ABCDEFGHIJKL"),
    st.tuples(st.integers(1, 9), st.sampled_from(["", "a", "=b"])),
    max_size=10,
)
pairs = st.lists(
    st.tuples(st.sampled_from("PQRSTU"), st.sampled_from(["", "x", "y"])),
    max_size=6,
    unique_by=lambda row: row[0],
)
below = st.lists(
    st.tuples(st.just(""), st.sampled_from(["one", "two", "three"])),
    max_size=3,
    unique=True,
)


@st.composite
def written(draw: st.DrawFn) -> Written:
    log = sorted(
        (log_row(c, sent, r) for c, (sent, r) in draw(answers).items()),
        key=lambda row: (-_sent(row), str(row[0])),
    )
    weeks = tuple(
        (
            46_000 + 7 * i,
            draw(st.sampled_from([None, "early release"])),
            draw(st.sampled_from([None, " 1 ", " 1 12 "])),
        )
        for i in range(3)
    )
    status = tuple(status_row(p, w) for p, w in draw(pairs) + draw(below))
    head = (
        draw(st.sampled_from(["1 to reach out to", "none"])),
        draw(st.integers(46_000, 46_003)),
        draw(st.sampled_from([None, "a question"])),
        draw(st.sampled_from([None, 46_005])),
        draw(st.sampled_from([None, "ana@w.example,sam@w.example"])),
    )
    return Written(head, status, tuple(log), weeks)


def _sent(row: Row) -> int:
    sent = row[[c.key for c in LOG.value_columns].index("sent")]
    assert isinstance(sent, int)
    return sent


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


@settings(max_examples=60 * MANY, deadline=None)
@given(written(), written())
def test_a_difference_is_reported_exactly_where_something_would_be_written(
    before: Written, after: Written
) -> None:
    told = list(differences(LAYOUT, before, after))
    assert bool(told) == bool(changes(LAYOUT, before, after))
    assert len(set(told)) == len(told), "and no two lines say the same"


def test_a_difference_names_the_row_the_column_and_both_values() -> None:
    def pair(number: int, label: str, met: int, why: str) -> Row:
        values: dict[str, Value] = {
            "number": number,
            "pair": label,
            "status": "On track",
            "last_met": met,
            "why": why,
        }
        return tuple(values.get(c.key) for c in STATUS.value_columns)

    same = pair(1, "WES-1 Ana & Sam", 46_340, "Last met Nov 14.")
    before = Written(
        (None, 46_351, None, None, None),
        (same, pair(2, "WES-2 Bo & Kim", 46_344, "Last met Nov 18.")),
    )
    after = Written(
        (None, 46_356, None, None, None),
        (same, pair(2, "WES-2 Bo & Kim", 46_351, "Last met Nov 25.")),
    )
    assert list(differences(LAYOUT, before, after)) == [
        "~ Status: As of: Nov 25 → Nov 30",
        "~ Status, WES-2 Bo & Kim: Why: Last met Nov 18. → Last met Nov 25.; Last met: Nov 18 → Nov 25",
    ]


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


# -- the lines above Status and below it --------------------------------------


def standing_with(questions: int) -> DistrictStanding:
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
    )
    asked = tuple(f"Question {n}: what now?" for n in range(questions))
    return DistrictStanding(district, date(2026, 11, 20), (), (), asked)


@pytest.mark.parametrize("questions", [0, 1, 5, 6, 44, 45, 46, 5000])
def test_at_most_five_lines_stand_above_status_and_the_rest_below_with_a_bound(
    questions: int,
) -> None:
    wrote = writing.wanted(LAYOUT, standing_with(questions), ZoneInfo("UTC"))
    above = str(wrote.head[2] or "").splitlines()
    why = [c.key for c in STATUS.value_columns].index("why")
    below = [str(row[why]) for row in wrote.status]
    assert len(above) == min(questions, status_rows.LINES)
    assert len(below) <= status_rows.LINES_BELOW + 1
    told = [line for line in [*above, *below] if line.startswith("•")]
    assert told == [f"•  Question {n}: what now?" for n in range(len(told))]
    if questions > status_rows.LINES:
        assert (
            above[-1]
            == f"and {questions - status_rows.LINES + 1} more, below the table"
        )
    if questions > len(told):
        assert (
            below[-1]
            == f"and {questions - len(told)} more. They come up as these are done."
        )


def test_what_stands_below_the_table_is_no_pair() -> None:
    wrote = writing.wanted(LAYOUT, standing_with(9), ZoneInfo("UTC"))
    assert read_back.remembered_pairs(LAYOUT, wrote) == {}
    paper = Paper()
    paper.apply(changes(LAYOUT, Written(), wrote))
    assert learned(LAYOUT, paper.grids()) == wrote
    assert read_back.came_out(LAYOUT, wrote, paper.grids())


def test_no_number_is_shown_with_a_point_and_nothing_behind_it() -> None:
    """Google shows a pattern's point always: 0.## shows 3 as "3."."""
    from templates.program import program_layout, waiting_layout
    from workspace.sheets.formats import formatted

    for layout in (LAYOUT, program_layout(3), waiting_layout()):
        for tab in layout.tabs:
            for place, column in enumerate(tab.columns):
                look = looks.number_format(layout, tab, column, place)[
                    "repeatCell"
                ]["cell"]["userEnteredFormat"]
                shown = [
                    formatted(float(n), look.get("numberFormat"), "en_US")
                    for n in (0, 3, 12, 0.5, 2.25)
                ]
                assert not any(
                    text.rstrip("%").endswith(".") for text in shown
                ), (
                    tab.title,
                    column.header,
                    shown,
                )


def test_every_field_of_an_answer_reaches_log() -> None:
    """What a person chose or typed stands in Log, in some cell."""
    answer = Submission(
        "r1",
        datetime(2026, 11, 19, 20, tzinfo=UTC),
        datetime(2026, 11, 19, 20, tzinfo=UTC),
        "somebody@x.example",
        "the pair's text",
        date(2026, 11, 18),
        Kind.BRIEF,
        41,
        3,
        "the time used",
        ("a topic",),
        "the others",
        date(2026, 12, 3),
        True,
        True,
        Direction.MENTEE_SEES_OTHER,
        ("a conference",),
        1.25,
        ("an obstacle",),
    )
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
    )
    standing = judge(district, [answer], date(2026, 11, 23))
    (row,) = writing.wanted(LAYOUT, standing, ZoneInfo("UTC")).log
    shown = " ".join(str(cell) for cell in row)
    for text in (
        "somebody@x.example",
        "the pair's text",
        "brief conversation",
        "41",
        "3",
        "the time used",
        "a topic",
        "the others",
        str(int(serial(date(2026, 12, 3)))),
        str(int(serial(date(2026, 11, 18)))),
        Direction.MENTEE_SEES_OTHER.words,
        "a conference",
        "1.25",
        "an obstacle",
    ):
        assert text in shown, text
