"""The program's own sheets: the figures of all districts, and the answers that
no district is known of, as rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.core.feedback import Tally
from sync.core.field_words import PLAIN, FieldWords
from sync.core.model import Proposal, Status, Submission
from sync.core.rollup import FEWEST, Rollup
from sync.core.words import many
from templates import layout as layouts
from templates.changes import block, one_cell
from templates.charts import charts
from templates.layout import Layout
from templates.program_rows import (
    RunRow,
    feedback_rows,
    figures_row,
    frequency_row,
    month_rows,
    run_row,
    shares,
)
from templates.read_back import rows_in
from templates.wire import Row, Value, serial
from templates.written import row_of

PROGRAM, WAITING = (
    Path(__file__).with_name(f"{name}_tabs.toml")
    for name in ("program", "waiting")
)
NOTHING_WAITS: dict[str, Value] = {"what": "Nothing to answer."}
NOTHING_NAMED: dict[str, Value] = {
    "name": f"Nothing was named by {FEWEST} pairs or more last month."
}
_ALWAYS = (Status.REACH_OUT, Status.CHECK_IN, Status.ON_TRACK)
_ASK_AGAIN = "Ask for it again, with the pair's own link; or add the district, or the address in Pairs; or delete it in the form."
_CALL = "Call whoever asked, and write to nobody else. Their mentor coordinates the district, so its sheet does not show it."
MOST_CHANGED, MOST_QUIET = 50, 30
# Where the lines above the table stand: what they say in sum, the day, and
# what is left out.
_HEAD = ((0, 0), (1, 1), (2, 0))


@dataclass(frozen=True)
class Book:
    """What a sheet of the program's holds: the rows of its tabs, and the lines
    above the first; blanks as None.
    """

    tabs: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    head: Row = ()

    def as_json(self) -> str:
        """As JSON text, for the state."""
        return json.dumps({"tabs": self.tabs, "head": self.head})

    @classmethod
    def from_json(cls, text: str) -> Book:
        """As it was kept."""
        raw = json.loads(text)
        return cls(
            {
                key: [tuple(row) for row in rows]
                for key, rows in raw["tabs"].items()
            },
            tuple(raw["head"]),
        )


def program_layout(districts: int, words: FieldWords = PLAIN) -> Layout:
    """The declared sheet of a program of so many districts."""
    return layouts.load(districts, 0, path=PROGRAM, words=words)


def waiting_layout(words: FieldWords = PLAIN) -> Layout:
    """The declared sheet of answers that no district is known of."""
    return layouts.load(0, 0, path=WAITING, words=words)


def overview(
    layout: Layout,
    found: Rollup,
    tally: Tally,
    done: RunRow,
    before: Sequence[Row],
    name: str,
) -> Book:
    """What the tool's tabs of the program's sheet ought to hold. ``before``
    are the rows of *Runs* so far.
    """
    total = found.total
    parts = [(found.names[key], f) for key, f in found.districts.items()]
    parts = [("All districts", total), *parts] if parts else []
    rows: dict[str, list[dict[str, Value]]] = {
        "districts": [figures_row(each, f) for each, f in parts],
        "months": month_rows(total),
        "frequency": [frequency_row(each, f) for each, f in parts],
        "when": shares(total.when),
        "in_the_way": shares(total.obstacles) or [dict(NOTHING_NAMED)],
        "feedback": feedback_rows(tally),
    }
    tabs: dict[str, Sequence[Row]] = {
        key: [row_of(layout.tab(key), row) for row in some]
        for key, some in rows.items()
    }
    tabs["runs"] = _runs(layout, done, before)
    head = f"{name}: {summary(found)}"
    note = "Counts alone: names are in the districts' own sheets."
    if found.small:
        few = ", ".join(found.names[key] for key in found.small)
        note += (
            f" Not shown, and not in the totals, with fewer than {FEWEST}"
            f" pairs: {few}."
        )
    return Book(tabs, (head, int(serial(found.day)), note))


def summary(found: Rollup) -> str:
    """A program in a line: its districts, its pairs, and where all of them
    stand.
    """
    if not found.districts:
        return f"{many(len(found.small), 'district')} of fewer than {FEWEST} pairs; nothing can be shown yet"
    total = found.total
    stands = [
        s
        for s in Status
        if s is not Status.ENDED and (total.status[s] or s in _ALWAYS)
    ]
    parts = ", ".join(f"{total.status[s]} {s.words}" for s in stands)
    return f"{many(len(found.districts), 'district')}, {many(total.pairs, 'pair')}: {parts}"


def _runs(layout: Layout, done: RunRow, before: Sequence[Row]) -> list[Row]:
    """The rows of *Runs*, newest first: fifty that changed something, and of
    the others one a day.
    """
    tab = layout.tab("runs")
    places = {c.key: i for i, c in enumerate(tab.value_columns)}

    def changed(row: Row) -> bool:
        return any(row[places[key]] for key in ("written", "failed"))

    def day(row: Row) -> int:
        when = row[places["when"]]
        return int(when) if isinstance(when, (int, float)) else 0

    now = row_of(tab, run_row(done))
    known = not done.changed and any(day(row) == day(now) for row in before)
    rows = [*before] if known else [now, *before]
    busy = [row for row in rows if changed(row)][:MOST_CHANGED]
    quiet = [row for row in rows if not changed(row)][:MOST_QUIET]
    return [row for row in rows if row in busy or row in quiet]


def waiting(
    layout: Layout,
    answers: Sequence[Submission],
    plans: Sequence[Proposal],
    worked: Sequence[str],
    zone: ZoneInfo,
    withheld: Sequence[Mapping[str, Any]] = (),
) -> Book:
    """What only whoever runs the program sees: answers that no district is
    known of, newest first, wishes for contact that no district's sheet shows,
    and what people wrote.
    """

    def row(
        sent: datetime, text: str, by: str, **more: Value
    ) -> dict[str, Value]:
        local = sent.astimezone(zone).replace(tzinfo=None, microsecond=0)
        return {
            "sent": local,
            "pair_text": text,
            "sent_by": by,
            "next": _ASK_AGAIN,
            **more,
        }

    rows = [
        row(
            a.submitted,
            a.pair_text,
            a.email,
            what=a.kind.value,
            day=a.day,
            minutes=a.minutes,
        )
        for a in answers
    ]
    rows += [
        row(p.submitted, p.pair_text, p.email, what="a plan") for p in plans
    ]
    rows += map(_wish, withheld)
    if not rows:
        rows = [NOTHING_WAITS]
    tab = layout.tab("waiting")
    found = [row_of(tab, each) for each in rows]
    ordered = sorted(found, key=lambda r: (-float(r[0] or 0), str(r)))  # type: ignore[arg-type]
    return Book(
        {
            "waiting": ordered,
            "wrote": [
                row_of(layout.tab("wrote"), {"text": text}) for text in worked
            ],
        }
    )


def _wish(wish: Mapping[str, Any]) -> dict[str, Value]:
    """A wish for contact that no district's sheet shows."""
    return {
        "sent": datetime.fromisoformat(wish["day"]),
        "what": "asks to be contacted",
        "pair_text": wish["pair"],
        "sent_by": " and ".join(wish["by"]),
        "next": _CALL,
    }


def learned(
    layout: Layout, grids: Mapping[str, Sequence[Sequence[Any]]]
) -> Book:
    """What the tool's tabs of a sheet of the program's hold, read back from
    it.
    """
    tabs = {
        tab.key: rows_in(tab, grids.get(tab.key, ()))
        for tab in layout.tabs
        if tab.of_tool
    }
    first = layout.tabs[0]
    grid = grids.get(first.key, ())
    head: Row = ()
    if first.summary:
        head = tuple(
            (grid[r][c] or None)
            if r < len(grid) and c < len(grid[r])
            else None
            for r, c in _HEAD
        )
    return Book(tabs, head)


def changes(layout: Layout, before: Book, after: Book) -> list[dict[str, Any]]:
    """The requests that turn what a sheet holds into what it ought to hold."""
    requests: list[dict[str, Any]] = []
    for tab in (tab for tab in layout.tabs if tab.of_tool):
        was, now = before.tabs.get(tab.key, ()), after.tabs[tab.key]
        requests += block(layout, tab, was, now)
        if tab.charts and len(was) != len(now):
            requests += [
                {
                    "updateChartSpec": {
                        "chartId": chart["chartId"],
                        "spec": chart["spec"],
                    }
                }
                for chart in charts(tab, len(now))
            ]
    for (row, column), old, new in zip(
        _HEAD,
        before.head or (None,) * 3,
        after.head or (None,) * 3,
        strict=True,
    ):
        if old != new:
            requests.append(one_cell(layout.tabs[0], row, column, new))
    return requests
