"""The lines above the table of *Status*, and that of *Start here* which warns
when no run comes any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from templates import mail_drafts
from templates.layout import Layout, Tab
from templates.wire import (
    Body,
    area,
    letter,
    lines,
    repeat_look,
    resize,
    update_cells,
)
from templates.written import WAYS_ROW

# Pixels in which a whole date can be read.
_WIDE = 180
# The hidden column of Status in whose second row the next school day stands,
# and the height in pixels of a row of one line, and of each further line.
NEXT_DAY, ROW_HIGH, LINE_HIGH = "seen", 21, 18
# That in whose second row the addresses of those who are silent stand.
SILENT_ONES = "letter"


def summary(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The lines above Status: the figures, the day judged for, what waits."""
    for row, size, bold in ((0, 14, True), (1, 10, False), (2, 10, False)):
        look = {
            "textFormat": {"fontSize": size, "bold": bold},
            "verticalAlignment": "TOP",
            "wrapStrategy": "OVERFLOW_CELL",
        }
        yield repeat_look(
            area(tab, (row, row + 1), (0, layout.width(tab))), look
        )
    wide = tab.columns[1].width >= _WIDE
    pattern = "dddd, mmmm d, yyyy" if wide else "mmm d, yyyy"
    day = {
        "numberFormat": {"type": "DATE", "pattern": pattern},
        "horizontalAlignment": "LEFT",
    }
    yield repeat_look(area(tab, (1, 2), (1, 2)), day)
    following = (
        [c.key for c in tab.columns].index(NEXT_DAY)
        if _of_district(tab)
        else 0
    )
    formulas = [_age_warning(following)]
    if _of_district(tab):
        silent = f"{letter(tab.place(SILENT_ONES))}2"
        formulas.append(mail_drafts.to_all(silent))
    cells = [{"userEnteredValue": {"formulaValue": f}} for f in formulas]
    yield update_cells(tab.id, 1, 2, [cells], "userEnteredValue")


def lines_height(tab: Tab, text: str) -> Body:
    """The row of the lines above a table, as high as they are many."""
    high = ROW_HIGH + LINE_HIGH * text.count("\n")
    return resize(lines(tab, "ROWS", 2, 3), {"pixelSize": high})


def not_seen(layout: Layout) -> Iterator[Body]:
    """The line below the first one of *Start here*: empty, unless a school day
    went by on which no run judged anything; and how the title looks of what
    works in other districts.
    """
    start, status = (layout.tab(key) for key in ("start", "status"))
    title = "'" + status.title.replace("'", "''") + "'!"
    day = f"{title}B2"
    following = f"{title}{letter(status.place(NEXT_DAY))}2"
    words = (
        f'"No run has ended well for "&(TODAY()-{day})&" days, so Status is'
        ' that old. Ask the person who runs the tool."'
    )
    formula = (
        f'=IF({day}="","",IF(TODAY()-MAX({day},{following}-1)>1,{words},""))'
    )
    cells = [[{"userEnteredValue": {"formulaValue": formula}}]]
    row, column = start.header_row + 1, start.place("text")
    yield update_cells(start.id, row, column, cells, "userEnteredValue")
    # Over what works in other districts, once there is something.
    bold = {"textFormat": {"bold": True, "fontSize": 12}}
    place = (WAYS_ROW, WAYS_ROW + 1), (column, column + 1)
    yield repeat_look(area(start, *place), bold)


def _of_district(tab: Tab) -> bool:
    return any(column.key == NEXT_DAY for column in tab.columns)


def _age_warning(following: int) -> str:
    """Weekends and vacations are silent.

    Lines are old when a school day has gone by without new ones; ``following``
    is the column of the next school day, 0 for none.
    """
    silent = f"MAX(B2,{letter(following)}2-1)" if following else "B2"
    words = (
        '"These lines are "&(TODAY()-B2)&" days old: ask the person who runs'
        ' the tool"'
    )
    return f'=IF(B2="","",IF(TODAY()-{silent}>3,{words},""))'
