"""How a tab looks: headers, widths, number formats, dropdowns, colours,
summary lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync.core.dates import typed_day
from templates.cells import EXAMPLE
from templates.formulas import column_range, print_formula, schedule_heads
from templates.layout import DATES, Column, Layout, Tab
from templates.prints import Print
from templates.wire import (
    Body,
    area,
    cell,
    data_area,
    letter,
    lines,
    repeat_look,
    resize,
    rgb,
    update_cells,
)

_FORMATS: Mapping[str, Body] = {
    "plain": {"type": "TEXT"},
    "date": {"type": "DATE", "pattern": "ddd, mmm d"},
    "dated": {"type": "DATE", "pattern": "ddd, mmm d, yyyy"},
    "moment": {"type": "DATE_TIME", "pattern": "mmm d, h:mm am/pm"},
    "time": {"type": "TIME", "pattern": "h:mm am/pm"},
    "count": {"type": "NUMBER", "pattern": "0"},
    "hours": {"type": "NUMBER", "pattern": "0.0"},
    "percent": {"type": "PERCENT", "pattern": "0%"},
}
# Types whose cells are aligned where the declaration says nothing.
_ALIGNED = {
    "yes": "CENTER",
    "date": "LEFT",
    "dated": "LEFT",
    "moment": "LEFT",
    "time": "LEFT",
}
# Pixels in which a whole date can be read.
_WIDE = 180
# The hidden column of Status in whose second row the next school day stands,
# and the height in pixels of a row of one line, and of each further line.
NEXT_DAY, ROW_HIGH, LINE_HIGH = "seen", 21, 18


def headers(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The header row: texts, notes and looks."""
    look = {
        "backgroundColorStyle": rgb(layout.colors["head"]),
        "textFormat": {
            "bold": True,
            "foregroundColorStyle": rgb(layout.colors["head_text"]),
        },
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }
    row = tab.header_row - 1
    top = 0 if tab.grid else row
    yield repeat_look(area(tab, (top, row + 1), (0, layout.width(tab))), look)
    cells = []
    for place, column in enumerate(tab.columns):
        note = "\n".join(
            filter(None, [tab.note if place == 0 else "", column.note])
        )
        cells.append(cell(column.header) | ({"note": note} if note else {}))
    yield update_cells(tab.id, row, 0, [cells], "userEnteredValue,note")


def banding(layout: Layout, tab: Tab) -> Body:
    """Every other row in a light colour."""
    rows, columns = (
        (tab.header_row - 1, layout.size(tab)[0]),
        (0, layout.width(tab)),
    )
    return {
        "addBanding": {
            "bandedRange": {
                "bandedRangeId": tab.id * 100,
                "range": area(tab, rows, columns),
                "rowProperties": {
                    "headerColorStyle": rgb(layout.colors["head"]),
                    "firstBandColorStyle": rgb("#ffffff"),
                    "secondBandColorStyle": rgb(layout.colors["band"]),
                },
            }
        }
    }


# -- columns ------------------------------------------------------------------


def column_looks(
    layout: Layout, tab: Tab, column: Column, place: int, prints: Print
) -> Iterator[Body]:
    """A column's width, formats, dropdown, formula and colours."""
    size: Body = {"pixelSize": column.width}
    if column.hidden:
        size["hiddenByUser"] = True
    yield resize(lines(tab, "COLUMNS", place, place + 1), size)
    where = data_area(layout, tab, place)
    yield repeat_look(where, _look(layout, column))
    if rule := _validation(layout, column, prints):
        yield {"setDataValidation": {"range": where, "rule": rule}}
    if column.formula:
        yield print_formula(layout, tab, column, prints.texts)
    if column.colored:
        yield from _coloured(layout, tab, column, place)


def _look(layout: Layout, column: Column) -> Body:
    look: Body = {"verticalAlignment": "TOP"}
    if column.type in _FORMATS:
        look["numberFormat"] = _FORMATS[column.type]
    if align := column.align or _ALIGNED.get(column.type):
        look["horizontalAlignment"] = align
    if column.wrap:
        look["wrapStrategy"] = "WRAP"
    is_link = "HYPERLINK" in column.formula or "link" in column.key
    if column.formula and not column.colored and not is_link:
        color = rgb(layout.colors["formula"])
        look["textFormat"] = {"foregroundColorStyle": color}
    return look


def widths(layout: Layout, tab: Tab) -> Iterator[Body]:
    """How wide each column is, and whether its text is wrapped."""
    for place, column in enumerate(tab.columns):
        where = lines(tab, "COLUMNS", place, place + 1)
        yield resize(where, {"pixelSize": column.width})
        if column.wrap:
            look = {"wrapStrategy": "WRAP"}
            yield repeat_look(data_area(layout, tab, place), look)


def number_format(
    layout: Layout, tab: Tab, column: Column, place: int
) -> Body:
    """How a column shows its numbers; General where it has no format of its
    own.
    """
    look = (
        {"numberFormat": _FORMATS[column.type]}
        if column.type in _FORMATS
        else {}
    )
    return {
        "repeatCell": {
            "range": data_area(layout, tab, place),
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat.numberFormat",
        }
    }


def _validation(layout: Layout, column: Column, prints: Print) -> Body | None:
    """What may be typed into a column: from a list, an address, a number, a
    date.
    """
    if column.type == "yes":
        return {
            "condition": {"type": "BOOLEAN"},
            "strict": True,
            "showCustomUi": True,
        }
    if column.choices == "pairs":
        return pair_choices(layout)
    if choices := _choices(column, prints):
        values = [{"userEnteredValue": choice} for choice in choices]
        return {
            "condition": {"type": "ONE_OF_LIST", "values": values},
            "strict": column.choices != "schools",
            "showCustomUi": True,
        }
    if column.check == "TEXT_IS_EMAIL":
        return {
            "condition": {"type": "TEXT_IS_EMAIL"},
            "strict": False,
            "inputMessage": "An e-mail address, such as ana@school.example",
        }
    if column.check == "NUMBER":
        zero = [{"userEnteredValue": "0"}]
        return {
            "condition": {"type": "NUMBER_GREATER", "values": zero},
            "strict": True,
            "inputMessage": "A number",
        }
    if column.type in DATES and not column.printed and not column.formula:
        return {
            "condition": {"type": "DATE_IS_VALID"},
            "strict": False,
            "inputMessage": f"A date, such as {typed_day(EXAMPLE, prints.day_first)}",
        }
    return None


def pair_choices(layout: Layout) -> Body:
    """A dropdown of the pairs' labels; numbers and names may be typed, too."""
    labels = column_range(layout, layout.tab("pairs"), "label")
    return {
        "condition": {
            "type": "ONE_OF_RANGE",
            "values": [{"userEnteredValue": f"={labels}"}],
        },
        "strict": False,
        "showCustomUi": True,
    }


def _choices(column: Column, prints: Print) -> Sequence[str]:
    if isinstance(column.choices, str):
        return prints.lists.get(column.choices, ())
    return column.choices


def _coloured(
    layout: Layout, tab: Tab, column: Column, place: int
) -> Iterator[Body]:
    """A colour for each status, or for answers that do not count."""
    # From the header on, so that rows inserted at the top are inside.
    rows = (tab.header_row - 1, layout.size(tab)[0])
    where = area(tab, rows, (place, place + 1))
    for text, color in layout.colors.items():
        is_status = text[0].isupper()
        if is_status is not (column.key == "status"):
            continue
        if is_status or text in ("no", "waits"):
            yield _colour_where(where, text, color)


def _colour_where(where: Body, text: str, color: str) -> Body:
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
    rule = {
        "ranges": [where],
        "booleanRule": {
            "condition": condition,
            "format": {"backgroundColorStyle": rgb(color)},
        },
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


# -- whole tabs ---------------------------------------------------------------


def schedule(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The pair columns of the blank schedule.

    Number, label and usual time stand above, a week per row below.
    """
    left, width = len(tab.columns), layout.width(tab)
    across = lines(tab, "COLUMNS", left, width)
    yield resize(across, {"pixelSize": tab.pair_column["width"]})
    for _, _, request in schedule_heads(tab, layout, left, width):
        yield request
    look = {
        "verticalAlignment": "TOP",
        "wrapStrategy": "WRAP",
        "numberFormat": {"type": "TEXT"},
    }
    yield repeat_look(data_area(layout, tab, left, width), look)


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
    formula = {"userEnteredValue": {"formulaValue": _age_warning(following)}}
    yield update_cells(tab.id, 1, 2, [[formula]], "userEnteredValue")


def lines_height(tab: Tab, text: str) -> Body:
    """The row of the lines above a table, as high as they are many."""
    high = ROW_HIGH + LINE_HIGH * text.count("\n")
    return resize(lines(tab, "ROWS", 2, 3), {"pixelSize": high})


def not_seen(layout: Layout) -> Iterator[Body]:
    """The line below the first one of *Start here*: empty, unless a school day
    went by on which no run judged anything.
    """
    start, status = (layout.tab(key) for key in ("start", "status"))
    title = "'" + status.title.replace("'", "''") + "'!"
    day = f"{title}B2"
    following = f"{title}{letter(status.place(NEXT_DAY))}2"
    words = f'"No run has ended well for "&(TODAY()-{day})&" days: Status is as old. Ask whoever runs the sync."'
    formula = (
        f'=IF({day}="","",IF(TODAY()-MAX({day},{following}-1)>1,{words},""))'
    )
    cells = [[{"userEnteredValue": {"formulaValue": formula}}]]
    row, column = start.header_row + 1, start.place("text")
    yield update_cells(start.id, row, column, cells, "userEnteredValue")


def _of_district(tab: Tab) -> bool:
    return any(column.key == NEXT_DAY for column in tab.columns)


def _age_warning(following: int) -> str:
    """Weekends and vacations are silent.

    Lines are old when a school day has gone by without new ones; ``following``
    is the column of the next school day, 0 for none.
    """
    silent = f"MAX(B2,{letter(following)}2-1)" if following else "B2"
    words = '"These lines are "&(TODAY()-B2)&" days old: ask whoever runs the sync"'
    return f'=IF(B2="","",IF(TODAY()-{silent}>3,{words},""))'
