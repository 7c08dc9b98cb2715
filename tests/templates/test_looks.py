"""How cells of the tool's tabs look."""

from __future__ import annotations

from templates import looks
from tests.support.written_tabs import (
    LAYOUT,
)


def test_no_number_is_shown_with_a_point_and_nothing_behind_it() -> None:
    """Google shows a pattern's point always: 0.## shows 3 as "3."."""
    from templates.program import program_layout, waiting_layout
    from workspace.sheets.formats import formatted

    for layout in (LAYOUT, program_layout(3), waiting_layout()):
        for tab in layout.tabs:
            for place, column in enumerate(tab.columns):
                look = looks.number_format(layout, tab, column, place)[
                    "repeatCell"
                ]["cell"]["userEnteredFormat"]
                shown = [
                    formatted(float(n), look.get("numberFormat"), "en_US")
                    for n in (0, 3, 12, 0.5, 2.25)
                ]
                assert not any(
                    text.rstrip("%").endswith(".") for text in shown
                ), (
                    tab.title,
                    column.header,
                    shown,
                )
