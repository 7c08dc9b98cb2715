"""The request kinds of ``spreadsheets.batchUpdate``, each a function on a
working copy of the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workspace import batches
from workspace.sheets.looks import in_bytes
from workspace.sheets.requests import (
    cells,
    charts,
    dimensions,
    moving,
    ranges,
    tabs,
)
from workspace.sheets.requests.batch import Batch, Body

# What changes a tab as a whole, beside what changes its cells.
_SHAPING = frozenset(
    (
        "addBanding",
        "addChart",
        "addConditionalFormatRule",
        "addDimensionGroup",
        "appendDimension",
        "autoResizeDimensions",
        "clearBasicFilter",
        "deleteEmbeddedObject",
        "updateChartSpec",
        "updateEmbeddedObjectPosition",
        "deleteBanding",
        "deleteConditionalFormatRule",
        "deleteDimensionGroup",
        "insertDimension",
        "moveDimension",
        "setBasicFilter",
        "updateBanding",
        "updateConditionalFormatRule",
        "updateDimensionGroup",
        "updateDimensionProperties",
        "updateSheetProperties",
    )
)


def _shaping(kind: batches.Kind) -> batches.Kind:
    """A kind that asks first whether the sender may shape the tab."""

    def asked(batch: Batch, body: Body) -> Body | None:
        for tab in batch.book.tabs:
            if tab.id in _tabs(body, batch):
                batch.may_shape(tab)
        return kind(batch, body)

    asked.__doc__ = kind.__doc__
    return asked


def _tabs(body: Body, batch: Batch) -> set[int]:
    """The ids of the tabs that a request names: by themselves, by ranges of
    theirs, or by the bands and charts on them. What a chart shows may lie on
    another.
    """
    wanted = (
        ("bandedRanges", "bandedRangeId", body.get("bandedRangeId")),
        ("charts", "chartId", body.get("chartId", body.get("objectId"))),
    )
    found = {
        tab.id
        for part, name, id_ in wanted
        for tab in batch.book.tabs
        for each in tab.part(part)
        if id_ is not None and each[name] == id_
    }
    if "chart" in body:
        body = body["chart"].get("position", {})
        if "newSheet" in body:
            return found
    elif "spec" in body:
        return found
    found |= {int(part.get("sheetId", 0)) for part in _ranges(body)}
    if not found or "sheetId" in body:
        found.add(int(body.get("sheetId", 0)))
    return found


def _ranges(value: Any) -> Iterator[Body]:
    """The ranges and properties of a tab in a request."""
    if isinstance(value, list):
        for each in value:
            yield from _ranges(each)
    elif isinstance(value, dict):
        if _OF_TABS & value.keys():
            yield value
        for each in value.values():
            yield from _ranges(each)


_OF_TABS = frozenset(
    ("sheetId", "startRowIndex", "startColumnIndex", "dimension", "rowIndex")
)

_KINDS: dict[str, batches.Kind] = {
    **tabs.KINDS,
    **cells.KINDS,
    **moving.KINDS,
    **dimensions.KINDS,
    **ranges.KINDS,
    **charts.KINDS,
}
KINDS: dict[str, batches.Kind] = {
    name: _shaping(kind) if name in _SHAPING else kind
    for name, kind in _KINDS.items()
}


def apply(batch: Batch, requests: Iterable[Body]) -> list[Body]:
    """Apply requests in order; the first that is refused refuses the whole
    batch by its place and kind.
    """
    return batches.apply(in_bytes(requests), KINDS, "batchUpdate", batch)
