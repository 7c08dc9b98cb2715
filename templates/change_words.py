"""What a run would change in the tool's tabs, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.core.words import day_words, many
from templates.layout import DATES, Column, Layout, Tab
from templates.wire import Row, Value, day_of
from templates.written import Written, keyed


def differences(
    layout: Layout, before: Written, after: Written
) -> Iterator[str]:
    """What ``changes`` would do, a line each: ``-`` removed, ``+`` added,
    ``~`` changed.
    """
    found = list(_differences(layout, before, after))
    yield from found
    if not found and before != after:
        yield f"~ {layout.tab('status').title}: where its lines stand, and the next school day"


def _differences(
    layout: Layout, before: Written, after: Written
) -> Iterator[str]:
    start, status, log = (
        layout.tab(key) for key in ("start", "status", "log")
    )
    (headline_was, day_was, *_), (headline_is, day_is, *_) = (
        before.head,
        after.head,
    )
    if headline_was != headline_is:
        yield f"~ {status.title}: {headline_was or 'nothing'} → {headline_is or 'nothing'}"
    if day_was != day_is:
        day = Column("day", "As of", type="date")
        yield f"~ {status.title}: {_change(day, day_was, day_is)}"
    was, now = (_said_beside(status, each) for each in (before, after))
    for sign, lines, others in (("-", was, now), ("+", now, was)):
        yield from (
            f"{sign} {status.title}: {line}"
            for line in lines
            if line not in others
        )
    pairs_was, pairs_is = (
        [row for row in each.status if keyed(status, row)["number"]]
        for each in (before, after)
    )
    yield from _row_differences(
        status, "number", ("pair", "status", "why"), pairs_was, pairs_is
    )
    yield from _row_differences(
        log,
        "code",
        ("code", "pair", "kind", "counted", "reason"),
        before.log,
        after.log,
    )
    if before.annual != after.annual:
        yield f"~ {layout.tab('annual').title}: what your state asks for"
    if before.arrange != after.arrange:
        yield f"~ {layout.tab('arrange').title}: {many(len(after.arrange), 'line')}"
    if before.ways != after.ways:
        yield f"~ {start.title}: what works in other districts"
    if before.weeks != after.weeks:
        yield f"~ {start.title}: the weeks, what the calendar sets aside, and who met"


def _said_beside(status: Tab, written: Written) -> list[str]:
    """The lines above and below Status's table."""
    rows = (keyed(status, row) for row in written.status)
    return [
        *str(written.head[2] or "").splitlines(),
        *(str(row["why"]) for row in rows if not row["number"]),
    ]


def _row_differences(
    tab: Tab,
    name: str,
    shown: Sequence[str],
    before: Sequence[Row],
    after: Sequence[Row],
) -> Iterator[str]:
    """The rows of a tab that go, come or change, matched by one column."""
    was, now = (
        {keyed(tab, row)[name]: row for row in rows}
        for rows in (before, after)
    )
    for sign, rows, others in (("-", was, now), ("+", now, was)):
        for row in (
            keyed(tab, row) for key, row in rows.items() if key not in others
        ):
            yield f"{sign} {tab.title}: " + " · ".join(
                _first_line(row[k]) for k in shown if row[k]
            )
    differ = False
    for key in (key for key, row in now.items() if was.get(key, row) != row):
        differ = True
        cells = zip(tab.value_columns, was[key], now[key], strict=True)
        changed = [
            _change(column, old, new)
            for column, old, new in cells
            if old != new
        ]
        yield f"~ {tab.title}, {keyed(tab, now[key])[shown[0]] or key}: {'; '.join(changed)}"
    if (
        not differ
        and was.keys() == now.keys()
        and tuple(before) != tuple(after)
    ):
        yield f"~ {tab.title}: the order of the rows"


def _change(column: Column, old: Value, new: Value) -> str:
    """One cell's change; of hidden columns the name alone."""
    if column.hidden:
        return column.header
    texts = [
        day_words(day_of(v))
        if column.type in DATES and isinstance(v, (int, float))
        else _first_line(v)
        for v in (old, new)
    ]
    return (
        f"{column.header}: {texts[0]} → {texts[1]}"
        if texts[0] != texts[1]
        else column.header
    )


def _first_line(value: Value) -> str:
    return str(value).split("\n")[0] if value is not None else "nothing"
