"""The declared tabs: columns, formulas, choices."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.field_words import PLAIN, FieldWords
from templates import layout as layouts
from templates.program import PROGRAM


def test_the_link_to_both_is_empty_while_one_of_them_asks() -> None:
    """Each may have asked without the other's knowing it."""
    column = layouts.load(3, 10).tab("status").column("mail_both")
    assert '{word}<>""' in column.formula


@pytest.mark.parametrize(
    "path", [layouts.DISTRICT, PROGRAM], ids=["district", "program"]
)
def test_a_declared_workbook_can_be_made(path: Path) -> None:
    """Ids, titles and keys stand once; what a column names is there."""
    layout = layouts.load(6, 40, path=path)
    ids = [tab.id for tab in layout.tabs]
    titles = [tab.title for tab in layout.tabs]
    assert (len(set(ids)), len(set(titles))) == (len(ids), len(titles))
    for tab in layout.tabs:
        keys = [column.key for column in tab.columns]
        assert len(set(keys)) == len(keys), tab.key
        headers = [c.header for c in tab.columns if c.header]
        assert len(set(headers)) == len(headers), tab.key
        for column in tab.columns:
            assert not column.note_of or column.note_of in keys
            assert tab.columns[tab.place(column.key)] is column
        rows, columns = layout.size(tab)
        assert rows > tab.header_row
        assert columns >= len(tab.columns)
    assert {tab.writer for tab in layout.tabs} <= {"tool", "people"}


@given(st.sets(st.integers(1, 30), max_size=10), st.integers(0, 20))
def test_retired_numbers_are_never_printed(
    retired: set[int], pairs: int
) -> None:
    numbers = layouts.load(pairs, 40, tuple(sorted(retired))).numbers
    assert len(numbers) == pairs
    assert not set(numbers) & retired
    assert list(numbers) == sorted(set(numbers))


def test_a_programs_word_is_in_headers_and_the_former_one_is_known() -> None:
    """Files keep the declared header, whatever the program calls it."""
    words = FieldWords("resident")
    column = layouts.Column("mentee", "Mentee", note="The mentee's name.")
    worded = column.in_words(words)
    assert (worded.header, worded.note) == (
        "Resident",
        "The resident's name.",
    )
    assert (worded.was, worded.file_header) == (("Mentee",), "Mentee")
    assert column.in_words(PLAIN).was == ()
