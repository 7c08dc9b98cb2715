"""Columns that an earlier edition printed into the tool's tabs, and this one
does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates.layout import Tab
from templates.wire import Body, lines


def taken_away(
    tab: Tab, grid: list[list[Any]], now: Mapping[str, Any]
) -> tuple[list[Body], Mapping[str, Any]]:
    """What takes such columns away, from the last one on; ``grid`` loses them,
    and the tab's metadata is given back as it will be then.
    """
    row = tab.header_row - 1
    headers = grid[row] if tab.of_tool and row < len(grid) else []
    places = [
        place
        for place, text in enumerate(headers)
        if str(text).strip() in tab.dropped
    ]
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
