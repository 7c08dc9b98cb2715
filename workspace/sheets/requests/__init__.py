"""The request kinds of ``spreadsheets.batchUpdate``, each a function on a
working copy of the book.
"""

from __future__ import annotations

from collections.abc import Iterable

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

KINDS: dict[str, batches.Kind] = {
    **tabs.KINDS,
    **cells.KINDS,
    **moving.KINDS,
    **dimensions.KINDS,
    **ranges.KINDS,
    **charts.KINDS,
}


def apply(batch: Batch, requests: Iterable[Body]) -> list[Body]:
    """Apply requests in order; the first that is refused refuses the whole
    batch by its place and kind.
    """
    return batches.apply(in_bytes(requests), KINDS, "batchUpdate", batch)
