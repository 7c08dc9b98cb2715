"""What stands in the tool's tabs, before and after a change."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from hypothesis import strategies as st

from sync.core.calendar import SchoolCalendar
from sync.core.district import District
from sync.core.judge import DistrictStanding
from templates import layout as layouts
from templates.wire import Row, Value
from templates.written import Written

LAYOUT = layouts.load(6, 10)


LOG, STATUS, START = (
    LAYOUT.tab("log"),
    LAYOUT.tab("status"),
    LAYOUT.tab("start"),
)


# Random states for each law; `make test-all` takes four times as many.
MANY = 4 if os.environ.get("LONG") else 1


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
        key=lambda row: (-sent(row), str(row[0])),
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


def sent(row: Row) -> int:
    sent = row[[c.key for c in LOG.value_columns].index("sent")]
    assert isinstance(sent, int)
    return sent


def standing_with(questions: int) -> DistrictStanding:
    district = District(
        "WES",
        "Westbrook",
        SchoolCalendar(date(2026, 8, 31), date(2027, 6, 18)),
    )
    asked = tuple(f"Question {n}: what now?" for n in range(questions))
    return DistrictStanding(district, date(2026, 11, 20), (), (), asked)
