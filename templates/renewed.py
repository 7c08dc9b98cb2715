"""What an earlier edition printed otherwise, printed anew: how numbers and
lists look, notes, colours and filter views. No cell's text is touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from templates import looks, summary_lines
from templates.access import views_anew
from templates.layout import Layout, Tab
from templates.prints import Print
from templates.wire import Body, data_area, update_cells

# Texts by which earlier editions coloured cells.
_FORMER = {"Reached out": "In touch", "waits": "needs your answer"}


def renewed(
    layout: Layout, tab: Tab, here: Body, prints: Print
) -> Iterator[Body]:
    """The requests for one tab; ``here`` is its metadata."""
    for place, column in enumerate(tab.columns):
        if not column.header:
            continue
        yield looks.number_format(layout, tab, column, place)
        if rule := column.choices and looks.validation(layout, column, prints):
            where = data_area(layout, tab, place)
            yield {"setDataValidation": {"range": where, "rule": rule}}
        note = looks.header_note(tab, column, place)
        row = tab.header_row - 1
        yield update_cells(tab.id, row, place, [[note]], "note")
    if tab.of_tool:
        yield from looks.widths(layout, tab)
    yield from _colours(here)
    yield from looks.lost_colours(layout, tab, here)
    if tab.summary:
        yield from summary_lines.summary(layout, tab)
    yield from views_anew(layout, tab, here)


def _colours(here: Body) -> Iterator[Body]:
    """The colours of texts that are others now, in their places."""
    for index, rule in enumerate(here.get("conditionalFormats", ())):
        condition = rule.get("booleanRule", {}).get("condition", {})
        values = condition.get("values") or [{}]
        text = _FORMER.get(values[0].get("userEnteredValue", ""))
        if condition.get("type") != "TEXT_EQ" or not text:
            continue
        now = {**condition, "values": [{"userEnteredValue": text}]}
        boolean = {**rule["booleanRule"], "condition": now}
        body = {"index": index, "rule": {**rule, "booleanRule": boolean}}
        yield {"updateConditionalFormatRule": body}
