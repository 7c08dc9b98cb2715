"""A declared workbook becomes one ``spreadsheets.batchUpdate`` that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.mark import NO_MARK
from templates import looks, marks, summary_lines
from templates.access import filter_views, protection
from templates.charts import charts
from templates.first_rows import fill
from templates.layout import Layout, Tab
from templates.prints import Print
from templates.wire import Body, lines, rgb


def make(layout: Layout, prints: Print) -> list[Body]:
    """Every request that turns a new, empty spreadsheet into the declared
    workbook.
    """
    properties = {
        "title": prints.title,
        "locale": prints.locale,
        "timeZone": prints.time_zone,
    }
    changed = {"properties": properties, "fields": ",".join(properties)}
    requests: list[Body] = [{"updateSpreadsheetProperties": changed}]
    requests += [_add_tab(layout, tab) for tab in layout.tabs]
    requests.append({"deleteSheet": {"sheetId": 0}})
    for tab in layout.tabs:
        requests += _furnish(layout, tab, prints)
    for tab in layout.tabs:
        requests += fill(layout, tab, prints)
    requests += _not_seen(layout, layout.tabs[0])
    if prints.mark is not NO_MARK:
        requests.append(marks.add(layout, prints.mark))
    return requests


def again(layout: Layout, tab: Tab, prints: Print) -> list[Body]:
    """The requests that print one lost tab anew."""
    return [
        _add_tab(layout, tab),
        *_furnish(layout, tab, prints),
        *fill(layout, tab, prints),
        *_not_seen(layout, tab),
    ]


def _not_seen(layout: Layout, tab: Tab) -> Iterator[Body]:
    """What *Start here* shows when no run comes any more."""
    if tab.key == "start":
        yield from summary_lines.not_seen(layout)


def _add_tab(layout: Layout, tab: Tab) -> Body:
    rows, columns = layout.size(tab)
    grid = {
        "rowCount": rows,
        "columnCount": columns,
        "frozenRowCount": tab.header_row,
    }
    if tab.freeze_columns:
        grid["frozenColumnCount"] = tab.freeze_columns
    properties: Body = {
        "sheetId": tab.id,
        "title": tab.title,
        "index": layout.tabs.index(tab),
        "gridProperties": grid,
        "tabColorStyle": rgb(tab.color),
    }
    if tab.hidden:
        properties["hidden"] = True
    return {"addSheet": {"properties": properties}}


def _furnish(layout: Layout, tab: Tab, prints: Print) -> Iterator[Body]:
    """Everything of a tab but its rows."""
    yield from looks.headers(layout, tab)
    yield looks.banding(layout, tab)
    for place, column in enumerate(tab.columns):
        yield from looks.column_looks(layout, tab, column, place, prints)
    if tab.grid:
        yield from looks.schedule(layout, tab)
    groups = [
        place for place, column in enumerate(tab.columns) if column.group
    ]
    if groups:
        grouped = lines(tab, "COLUMNS", groups[0], groups[-1] + 1)
        yield {"addDimensionGroup": {"range": grouped}}
    if tab.summary:
        yield from summary_lines.summary(layout, tab)
    yield from protection(layout, tab, prints.editors)
    for chart in charts(tab, max(1, layout.pairs)):
        yield {"addChart": {"chart": chart}}
    yield from filter_views(layout, tab, prints.schools)
