"""A spreadsheet's mark, as requests that set it or put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.core.mark import Mark
from templates.layout import Layout
from templates.wire import Body


def add(layout: Layout, mark: Mark) -> Body:
    """Mark a spreadsheet that carries no mark yet."""
    named = {"namedRangeId": mark.id, "name": mark.name}
    return {"addNamedRange": {"namedRange": named | _range(layout)}}


def put_right(
    layout: Layout, now: Mapping[str, Any], mark: Mark
) -> list[Body]:
    """What is to be done for a spreadsheet to carry its mark, by its metadata
    (``now``); empty where it does.
    """
    there = {n["namedRangeId"]: n for n in now.get("namedRanges", ())}
    mine = there.pop(mark.id, None)
    if mine and mine.get("name") == mark.name and "range" in mine:
        return []
    requests: list[Body] = [
        {"deleteNamedRange": {"namedRangeId": other["namedRangeId"]}}
        for other in there.values()
        if other.get("name", "").casefold() == mark.name.casefold()
    ]
    if mine is None:
        return [*requests, add(layout, mark)]
    named = {"namedRangeId": mark.id, "name": mark.name} | _range(layout)
    changed = {"namedRange": named, "fields": "name,range"}
    return [*requests, {"updateNamedRange": changed}]


def _range(layout: Layout) -> Body:
    """The first cell of *Status*; of a workbook that has none, of its first
    tab.
    """
    tabs = layout.tabs
    tab = next((t for t in tabs if t.key == "status"), tabs[0])
    return {
        "range": {
            "sheetId": tab.id,
            "startRowIndex": 0,
            "endRowIndex": 1,
            "startColumnIndex": 0,
            "endColumnIndex": 1,
        }
    }
