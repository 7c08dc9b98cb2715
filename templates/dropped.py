"""Columns that an earlier edition printed into the tool's tabs, and this one
does not, or elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from templates.layout import Tab
from templates.wire import Body, lines


def taken_away(
    tab: Tab, grid: list[list[Any]], now: Mapping[str, Any]
) -> tuple[list[Body], Mapping[str, Any]]:
    """The requests that delete such columns, from the last one on, and the
    tab's metadata after them. ``grid`` loses the columns at once.

    A formula column in another place is deleted, too: it is printed again in
    its own place.
    """
    row = tab.header_row - 1
    headers = grid[row] if tab.of_tool and row < len(grid) else []
    places = sorted(
        [
            place
            for place, text in enumerate(headers)
            if str(text).strip() in tab.dropped
        ]
        + _misplaced(tab, headers)
    )
    requests: list[Body] = []
    for place in reversed(places):
        where = lines(tab, "COLUMNS", place, place + 1)
        requests.append({"deleteDimension": {"range": where}})
        for line in grid:
            del line[place : place + 1]
    size = now["properties"]["gridProperties"]
    columns = size.get("columnCount", 0) - len(places)
    properties = now["properties"] | {
        "gridProperties": {**size, "columnCount": columns}
    }
    return requests, {**now, "properties": properties}


def _misplaced(tab: Tab, headers: Sequence[Any]) -> list[int]:
    """Where columns of formulas stand that the declaration has elsewhere."""
    by_header = {c.header: c for c in tab.columns if c.header}
    standing = {
        by_header[text].key: place
        for place, text in enumerate(str(each).strip() for each in headers)
        if text in by_header
    }
    now = list(standing)
    wanted = [c.key for c in tab.columns if c.key in standing]
    misplaced = []
    while now != wanted:
        pair = next((a, b) for a, b in zip(now, wanted, strict=True) if a != b)
        out = next((key for key in pair[::-1] if tab.column(key).formula), "")
        if not out:
            break  # values that stand elsewhere are nobody's to guess
        misplaced.append(standing[out])
        now.remove(out)
        wanted.remove(out)
    return misplaced
