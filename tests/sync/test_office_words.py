"""Names as offices write them."""

from __future__ import annotations

import pytest

from sync.program.office_words import plain_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Diaz, Ana", "Ana Diaz"),
        ("  diaz ,  ana maria ", "ana maria diaz"),
        ("Mrs. Ana Diaz", "Ana Diaz"),
        ("Prof. Dr. Ana Diaz", "Ana Diaz"),
        ("Diaz, Dr. Ana", "Ana Diaz"),
        ("Ana Diaz, PhD", "Ana Diaz"),
        ("Sam Lee, III", "Sam Lee III"),
        ("Ms.", "Ms."),
        ("Drew Miller", "Drew Miller"),
        ("Missy Lane", "Missy Lane"),
        ("García Márquez, José", "José García Márquez"),
        ("", ""),
    ],
)
def test_a_name_becomes_one_that_a_greeting_can_use(
    text: str, name: str
) -> None:
    assert plain_name(text) == name
