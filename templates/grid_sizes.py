"""The sizes of the tool's tabs: an owner may cut them short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates.layout import Layout, Tab
from templates.wire import Body


def longer(
    layout: Layout, tab: Tab, now: Mapping[str, Any]
) -> tuple[list[Body], Mapping[str, Any]]:
    """What makes a tab of the tool's as long and as wide again as it was
    printed; ``now`` is its metadata, given back as it will be then.
    """
    size = now["properties"]["gridProperties"]
    rows, columns = layout.size(tab)
    requests: list[Body] = []
    for name, here, wanted in (
        ("ROWS", size.get("rowCount", 0), rows),
        ("COLUMNS", size.get("columnCount", 0), columns),
    ):
        if here < wanted:
            more = {
                "sheetId": tab.id,
                "dimension": name,
                "length": wanted - here,
            }
            requests.append({"appendDimension": more})
    sizes = {
        "rowCount": max(rows, size.get("rowCount", 0)),
        "columnCount": max(columns, size.get("columnCount", 0)),
    }
    properties = now["properties"] | {"gridProperties": {**size, **sizes}}
    return requests, {**now, "properties": properties}
