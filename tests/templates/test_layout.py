"""The declared tabs: columns, formulas, choices."""

from __future__ import annotations

from templates import layout as layouts


def test_the_link_to_both_is_empty_while_one_of_them_asks() -> None:
    """Each may have asked without the other's knowing it."""
    column = layouts.load(3, 10).tab("status").column("mail_both")
    assert '{word}<>""' in column.formula
