"""A tab's declared charts, as ``addChart`` and ``updateChartSpec`` take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from templates.layout import Tab
from templates.wire import Body, area, rgb

# The most rows that a chart shows legibly.
MOST_BARS = 60
_WIDTH, _HEIGHT = 680, 360
# Pixels of a bar, and of what stands around all of them.
_BAR, _AROUND = 26, 120
# Rows from one chart to the one below it.
_APART = 19


def charts(tab: Tab, rows: int) -> Iterator[Body]:
    """A tab's charts over so many rows of data (at most MOST_BARS).

    They stand beside the table, one below the other.
    """
    rows = min(rows, MOST_BARS)
    for place, declared in enumerate(tab.charts):
        of_first = declared["of"] == "first"
        spec = (
            _of_first_row(tab, declared)
            if of_first
            else _of_all(tab, declared, rows)
        )
        anchor = {
            "sheetId": tab.id,
            "rowIndex": 1 + _APART * place,
            "columnIndex": len(tab.columns) + 1,
        }
        position = {
            "anchorCell": anchor,
            "widthPixels": _WIDTH,
            "heightPixels": _HEIGHT
            if of_first
            else max(_HEIGHT, _AROUND + _BAR * rows),
        }
        yield {
            "chartId": declared["id"],
            "spec": {"title": declared["title"], "basicChart": spec},
            "position": {"overlayPosition": position},
        }


def _of_first_row(tab: Tab, declared: Mapping[str, Any]) -> Body:
    """Columns for the figures of the first row: one each, named by the header."""
    first, width = tab.header_row, len(tab.columns)
    numbers = {
        "series": _source(area(tab, (first, first + 1), (1, width))),
        "targetAxis": "LEFT_AXIS",
        "colorStyle": _shades(declared)[0],
    }
    names = _source(area(tab, (first - 1, first), (1, width)))
    return {
        "chartType": "COLUMN",
        "headerCount": 0,
        "legendPosition": "NO_LEGEND",
        "domains": [{"domain": names}],
        "series": [numbers],
    }


def _of_all(tab: Tab, declared: Mapping[str, Any], rows: int) -> Body:
    """A bar for each row, divided by the columns."""
    span = (tab.header_row - 1, tab.header_row + rows)
    columns = range(1, len(tab.columns))
    series = [
        {
            "series": _source(area(tab, span, (column, column + 1))),
            "targetAxis": "BOTTOM_AXIS",
            "colorStyle": shade,
        }
        for column, shade in zip(columns, _shades(declared), strict=True)
    ]
    return {
        "chartType": "BAR",
        "headerCount": 1,
        "legendPosition": "RIGHT_LEGEND",
        "stackedType": "PERCENT_STACKED",
        "domains": [{"domain": _source(area(tab, span, (0, 1)))}],
        "series": series,
    }


def _shades(declared: Mapping[str, Any]) -> Sequence[Body]:
    return [rgb(shade) for shade in declared["shades"]]


def _source(where: Body) -> Body:
    return {"sourceRange": {"sources": [where]}}
