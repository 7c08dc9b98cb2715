"""The least change that turns what the tool's tabs hold into what they ought
to hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from templates import looks
from templates.first_rows import write_rows
from templates.layout import Layout, Tab
from templates.read_back import head_places
from templates.summary_lines import lines_height
from templates.wire import Body, Row, Value, lines, write_cells
from templates.written import ABOVE, WAYS_ROW, Written, keyed

# Rows in one request, and bytes of requests in one call: Google recommends at
# most 2 MB.
PIECE = 200
MOST_BYTES = 1_500_000
# An answer's code, and when it was sent.
RowName = tuple[Value, Value]


def changes(layout: Layout, before: Written, after: Written) -> list[Body]:
    """The requests that turn what the tabs hold into what they ought to hold;
    Status comes last.

    Log's rows are distinguished by their code: new answers are inserted, gone
    ones deleted, so that what is written grows with what changed and not with
    the year.
    """
    requests = list(_log_changes(layout.tab("log"), before.log, after.log))
    start = layout.tab("start")
    requests += _beside(
        start, "week", start.header_row, before.weeks, after.weeks
    )
    requests += _beside(start, "text", WAYS_ROW, before.ways, after.ways)
    for key in ("annual", "arrange"):
        tab, was, now = (
            layout.tab(key),
            getattr(before, key),
            getattr(after, key),
        )
        requests += block(layout, tab, was, now)
        if now and not was:
            requests.append(_unhidden(tab))
    requests += block(
        layout, layout.tab("status"), before.status, after.status
    )
    for (row, column), old, new in zip(
        head_places(layout), before.head, after.head, strict=True
    ):
        if old != new:
            requests.append(one_cell(layout.tab("status"), row, column, new))
    if before.head[ABOVE] != after.head[ABOVE]:
        text = str(after.head[ABOVE] or "")
        requests.append(lines_height(layout.tab("status"), text))
    return requests


def _unhidden(tab: Tab) -> Body:
    shown = {"sheetId": tab.id, "hidden": False}
    return {"updateSheetProperties": {"properties": shown, "fields": "hidden"}}


def one_cell(tab: Tab, row: int, column: int, value: Value) -> Body:
    """The request that writes one cell, by its row and column from 0."""
    return write_cells(tab.id, row, column, [[value]])


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as half-open runs."""
    start = None
    for i, place in enumerate(places):
        start = place if start is None else start
        if i + 1 == len(places) or places[i + 1] != place + 1:
            yield start, place + 1
            start = None


def block(
    layout: Layout, tab: Tab, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Body]:
    """Rewrite the rows that differ, place by place; rows no longer needed are
    blanked.
    """
    room = layout.size(tab)[0] - tab.header_row
    room = max(room, len(before))
    if len(after) > room:
        more = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "length": len(after) - room,
        }
        yield {"appendDimension": more}
        below = (tab.header_row + room, tab.header_row + len(after))
        yield from looks.formats_below(tab, below)
    blank: Row = tuple(None for _ in tab.value_columns)
    height = max(len(before), len(after))
    old = [*before, *[blank] * (height - len(before))]
    new = [*after, *[blank] * (height - len(after))]
    yield from _pieces(
        tab, [i for i in range(height) if old[i] != new[i]], new
    )


def _beside(
    tab: Tab, key: str, first: int, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Body]:
    """Rewrite rows that begin in a column, from a row (from 0) on."""
    height = max(len(before), len(after))
    blank: Row = tuple(None for _ in (*before, *after)[0]) if height else ()
    old = [*before, *[blank] * (height - len(before))]
    new = [*after, *[blank] * (height - len(after))]
    for top, end in _runs([i for i in range(height) if old[i] != new[i]]):
        yield write_cells(tab.id, first + top, tab.place(key), new[top:end])


def _log_changes(
    tab: Tab, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Body]:
    """Delete answers that are gone, insert new ones, write those that differ."""
    sent = [c.key for c in tab.value_columns].index("sent")
    names_before = [(row[0], row[sent]) for row in before]
    names_after = [(row[0], row[sent]) for row in after]
    kept = _in_order(names_before, names_after)
    gone = [place for place in range(len(before)) if place not in kept]
    for top, end in reversed(list(_runs(gone))):
        yield _rows_request("deleteDimension", tab, top, end)
    there = {names_before[place]: before[place] for place in sorted(kept)}
    fresh = [
        place for place, name in enumerate(names_after) if name not in there
    ]
    for top, end in _runs(fresh):
        yield _rows_request("insertDimension", tab, top, end)
    named = zip(names_after, after, strict=True)
    differing = [
        i for i, (name, row) in enumerate(named) if there.get(name) != row
    ]
    yield from _pieces(tab, differing, after)


def _in_order(before: Sequence[RowName], after: Sequence[RowName]) -> set[int]:
    """The places of rows before that stay, and that stand in the order of
    after.
    """
    order = {name: place for place, name in enumerate(after)}
    kept: set[int] = set()
    last = -1
    for place, name in enumerate(before):
        if order.get(name, -1) > last:
            last = order[name]
            kept.add(place)
    return kept


def _pieces(
    tab: Tab, places: Sequence[int], rows: Sequence[Row]
) -> Iterator[Body]:
    """Write the rows at some places, not too many in one request."""
    for first, last in _runs(places):
        for top in range(first, last, PIECE):
            end = min(top + PIECE, last)
            yield from write_rows(
                tab,
                tab.header_row + top,
                [keyed(tab, row) for row in rows[top:end]],
            )


def batches(requests: Sequence[Body]) -> Iterator[list[Body]]:
    """The requests in their order, in batches that each stay below what Google
    recommends for a call.
    """
    batch: list[Body] = []
    size = 0
    for request in requests:
        length = len(json.dumps(request))
        if batch and size + length > MOST_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(request)
        size += length
    if batch:
        yield batch


def _rows_request(kind: str, tab: Tab, top: int, end: int) -> Body:
    where = lines(tab, "ROWS", tab.header_row + top, tab.header_row + end)
    more = {"inheritFromBefore": False} if kind == "insertDimension" else {}
    return {kind: {"range": where, **more}}
