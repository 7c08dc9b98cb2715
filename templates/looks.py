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
    cells = [
        cell(column.header) | header_note(tab, column, place)
        for place, column in enumerate(tab.columns)
    ]
    yield update_cells(tab.id, row, 0, [cells], "userEnteredValue,note")


def header_note(tab: Tab, column: Column, place: int) -> Body:
    """The note of a column's header; the first one has the tab's, too."""
    notes = [tab.note if place == 0 else "", column.note]
    text = "\n".join(filter(None, notes))
    return {"note": text} if text else {}


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
    yield resize(lines(tab, "COLUMNS", place, place + 1), _size(column))
    where = data_area(layout, tab, place)
    yield repeat_look(where, _look(layout, column))
    if rule := validation(layout, column, prints):
        yield {"setDataValidation": {"range": where, "rule": rule}}
    if column.formula:
        yield print_formula(layout, tab, column, prints.texts)
    if column.colored:
        yield from _coloured(layout, tab, column, place)


def _size(column: Column) -> Body:
    size: Body = {"pixelSize": column.width}
    return size | {"hiddenByUser": True} if column.hidden else size


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
        yield resize(where, _size(column))
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


def formats_below(tab: Tab, rows: tuple[int, int]) -> Iterator[Body]:
    """How the columns of a tab show their numbers, in rows that were added."""
    for place, column in enumerate(tab.columns):
        if column.type in _FORMATS:
            look = {"numberFormat": _FORMATS[column.type]}
            yield repeat_look(area(tab, rows, (place, place + 1)), look)


def validation(layout: Layout, column: Column, prints: Print) -> Body | None:
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
    labels = column_range(layout, layout.tab("pairs"), "label", below=True)
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
        if is_status or text in ("no", "needs your answer"):
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
    yield from schedule_colours(layout, tab)


def lost_colours(layout: Layout, tab: Tab, here: Body) -> Iterator[Body]:
    """The requests that colour a schedule of an earlier edition, which had no
    colours.
    """
    formats = here.get("conditionalFormats", ())
    ours = 'SEARCH(" "&'
    if tab.grid and not any(ours in str(each) for each in formats):
        yield from schedule_colours(layout, tab)


def schedule_colours(layout: Layout, tab: Tab) -> Iterator[Body]:
    """In the blank schedule this week is marked, and a week in which a pair
    met.
    """
    rows = (tab.header_row, layout.size(tab)[0])
    left, width = len(tab.columns), layout.width(tab)
    first = tab.header_row + 1
    week, met = (
        f"${letter(tab.place(key))}{first}" for key in ("week", "met")
    )
    number = f"{letter(left)}${tab.header_row - 2}"
    now = f"=AND(ISNUMBER({week}),{week}<=TODAY(),{week}+7>TODAY())"
    logged = f'=ISNUMBER(SEARCH(" "&{number}&" ",{met}))'
    for place, (formula, color, columns) in enumerate(
        (
            (now, "this_week", (0, tab.freeze_columns)),
            (logged, "met", (left, width)),
        )
    ):
        condition = {
            "type": "CUSTOM_FORMULA",
            "values": [{"userEnteredValue": formula}],
        }
        rule = {
            "ranges": [area(tab, rows, columns)],
            "booleanRule": {
                "condition": condition,
                "format": {"backgroundColorStyle": rgb(layout.colors[color])},
            },
        }
        yield {"addConditionalFormatRule": {"rule": rule, "index": place}}
