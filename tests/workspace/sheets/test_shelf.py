"""Spreadsheets are kept in a file."""

from __future__ import annotations

from tests.support.sheet_calls import (
    put,
)
from workspace.space import Workspace


def test_a_file_survives_being_closed(space: Workspace, book: str) -> None:
    from workspace.sheets.shelf import Shelf

    put(space, book, "A1:B2", [["a", 1], ["=B1", True]])
    read = Shelf(space.store).get(book)
    assert read == space.desk.shelf.get(book)
    assert read is not space.desk.shelf.get(book)
