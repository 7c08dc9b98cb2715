"""The sizes of the tool's tabs: an owner may cut them short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates.layout import Layout, Tab
from templates.wire import Body

# Cells that Google allows a spreadsheet, and from when on that is named.
MOST_CELLS, MANY_CELLS = 10_000_000, 7_000_000


def near_the_limit(spreadsheet: Mapping[str, Any]) -> str:
    """A sentence where a spreadsheet has nearly as many cells as it may."""
    cells = 0
    for sheet in spreadsheet["sheets"]:
        size = sheet["properties"].get("gridProperties", {})
        cells += size.get("rowCount", 0) * size.get("columnCount", 0)
    if cells < MANY_CELLS:
        return ""
    return (
        f"the sheet has {cells:,} of the {MOST_CELLS:,} cells that Google allows, empty ones too. Delete empty rows and columns below"
        " and beside what you use, and tabs of your own that nobody needs."
    )


def longer(
    layout: Layout, tab: Tab, now: Mapping[str, Any], coming: int = 0
) -> tuple[list[Body], Mapping[str, Any]]:
    """The requests that restore a tab's printed size, and its metadata after
    them. ``now`` is the present metadata; ``coming`` columns are inserted
    later.
    """
    size = now["properties"]["gridProperties"]
    rows, columns = layout.size(tab)
    requests: list[Body] = []
    for name, here, wanted in (
        ("ROWS", size.get("rowCount", 0), rows),
        ("COLUMNS", size.get("columnCount", 0) + coming, columns),
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
