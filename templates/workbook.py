"""A declared workbook becomes one ``spreadsheets.batchUpdate`` that makes it, or the
few requests that mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from templates.layout import Column, Layout, Tab

Body = dict[str, Any]


class Formula(str):
    """A formula of the tool's own making; no other text ever becomes one."""

    __slots__ = ()


class Heading(str):
    """A text that stands above others and is printed bold."""

    __slots__ = ()


Value = str | int | float | bool | date | datetime | time | None

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
_EPOCH = date(1899, 12, 30)
_PLACEHOLDER = re.compile(r"\{(\$)?(?:(\w+)\.)?(\w+)\}")
NUMBER_ROW = 0
# Rows that a chart can show to be read.
MOST_BARS = 60
# Pixels in which a whole date can be read.
WIDE = 180
# The hidden column of Status in whose second row the next school day stands, and the
# height in pixels of the five lines below.
NEXT_DAY, LINES_HIGH = "seen", 92


@dataclass(frozen=True)
class Print:
    """What a workbook is printed with: fixed texts for formulas, lists for dropdowns,
    and the first rows of tabs.
    """

    texts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, Value]]]
    weeks: Sequence[date]
    title: str
    locale: str
    time_zone: str
    editors: Sequence[str]
    schools: Sequence[str] = field(default=())


def serial(value: date | datetime | time) -> float:
    """A day, moment or time of day as Sheets keeps it: days since 1899-12-30."""
    if isinstance(value, datetime):
        return (value.date() - _EPOCH).days + serial(value.time())
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return (value - _EPOCH).days


def day_of(number: float) -> date:
    """The day of a serial number."""
    return _EPOCH + timedelta(days=int(number))


def cell(value: Value) -> Body:
    """A value as a CellData; text is always text, whatever it begins with."""
    if value is None or value == "":
        return {}
    if isinstance(value, Formula):
        return {"userEnteredValue": {"formulaValue": str(value)}}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, (date, datetime, time)):
        return {"userEnteredValue": {"numberValue": serial(value)}}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}}


def make(layout: Layout, prints: Print) -> list[Body]:
    """Every request that turns a new, empty spreadsheet into the declared workbook, in
    one batch.
    """
    properties = {
        "title": prints.title,
        "locale": prints.locale,
        "timeZone": prints.time_zone,
    }
    requests: list[Body] = [
        {
            "updateSpreadsheetProperties": {
                "properties": properties,
                "fields": "title,locale,timeZone",
            }
        }
    ]
    requests += [_add_tab(layout, tab) for tab in layout.tabs]
    requests.append({"deleteSheet": {"sheetId": 0}})
    for tab in layout.tabs:
        requests += _furnish(layout, tab, prints)
    for tab in layout.tabs:
        requests += fill(layout, tab, prints)
    return requests


def again(layout: Layout, tab: Tab, prints: Print) -> list[Body]:
    """The requests that print one lost tab anew."""
    return [
        _add_tab(layout, tab),
        *_furnish(layout, tab, prints),
        *fill(layout, tab, prints),
    ]


def _add_tab(layout: Layout, tab: Tab) -> Body:
    rows, columns = layout.size(tab)
    grid = {"rowCount": rows, "columnCount": columns, "frozenRowCount": tab.header_row}
    if tab.freeze_columns:
        grid["frozenColumnCount"] = tab.freeze_columns
    hidden = {"hidden": True} if tab.hidden else {}
    return {
        "addSheet": {
            "properties": {
                **hidden,
                "sheetId": tab.id,
                "title": tab.title,
                "index": layout.tabs.index(tab),
                "gridProperties": grid,
                "tabColorStyle": {"rgbColor": _rgb(tab.color)},
            }
        }
    }


def _rgb(color: str) -> Body:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return dict(zip(("red", "green", "blue"), parts, strict=True))


def _area(tab: Tab, top: int, bottom: int, left: int, right: int) -> Body:
    return {
        "sheetId": tab.id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def data_area(layout: Layout, tab: Tab, left: int, right: int | None = None) -> Body:
    """The data rows of a tab, from one column to another."""
    return _area(
        tab,
        tab.header_row,
        layout.size(tab)[0],
        left,
        left + 1 if right is None else right,
    )


# -- looks -----------------------------------------------------------------------------


def _furnish(layout: Layout, tab: Tab, prints: Print) -> Iterator[Body]:
    yield from headers(layout, tab)
    width = layout.width(tab)
    yield {
        "addBanding": {
            "bandedRange": {
                "bandedRangeId": tab.id * 100,
                "range": _area(tab, tab.header_row - 1, layout.size(tab)[0], 0, width),
                "rowProperties": {
                    "headerColorStyle": {"rgbColor": _rgb(layout.colors["head"])},
                    "firstBandColorStyle": {"rgbColor": _rgb("#ffffff")},
                    "secondBandColorStyle": {"rgbColor": _rgb(layout.colors["band"])},
                },
            }
        }
    }
    for place, column in enumerate(tab.columns):
        yield from column_looks(layout, tab, column, place, prints)
    if tab.grid:
        yield from _grid(layout, tab)
    groups = [i for i, c in enumerate(tab.columns) if c.group]
    if groups:
        columns = {
            "sheetId": tab.id,
            "dimension": "COLUMNS",
            "startIndex": groups[0],
            "endIndex": groups[-1] + 1,
        }
        yield {"addDimensionGroup": {"range": columns}}
    if tab.summary:
        yield from summary(layout, tab)
    yield from protection(layout, tab, prints.editors)
    for chart in charts(tab, max(1, layout.pairs)):
        yield {"addChart": {"chart": chart}}
    yield from filter_views(layout, tab, prints.schools)


def headers(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The header row: texts, notes and looks."""
    look = {
        "backgroundColorStyle": {"rgbColor": _rgb(layout.colors["head"])},
        "textFormat": {
            "bold": True,
            "foregroundColorStyle": {"rgbColor": _rgb(layout.colors["head_text"])},
        },
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }
    row = tab.header_row - 1
    yield {
        "repeatCell": {
            "range": _area(tab, 0 if tab.grid else row, row + 1, 0, layout.width(tab)),
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat(backgroundColorStyle,textFormat,verticalAlignment,wrapStrategy)",
        }
    }
    values = []
    for place, column in enumerate(tab.columns):
        note = "\n".join(filter(None, [tab.note if place == 0 else "", column.note]))
        values.append(cell(column.header) | ({"note": note} if note else {}))
    yield {
        "updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": row, "columnIndex": 0},
            "rows": [{"values": values}],
            "fields": "userEnteredValue,note",
        }
    }


def column_looks(
    layout: Layout, tab: Tab, column: Column, place: int, prints: Print
) -> Iterator[Body]:
    """A column's width, formats, dropdown, formula and colours."""
    across = {
        "sheetId": tab.id,
        "dimension": "COLUMNS",
        "startIndex": place,
        "endIndex": place + 1,
    }
    size: Body = {"pixelSize": column.width}
    if column.hidden:
        size["hiddenByUser"] = True
    yield {
        "updateDimensionProperties": {
            "range": across,
            "properties": size,
            "fields": ",".join(size),
        }
    }
    area = data_area(layout, tab, place)
    look: Body = {"verticalAlignment": "TOP"}
    if column.type in _FORMATS:
        look["numberFormat"] = _FORMATS[column.type]
    if column.align or column.type in ("yes", "date", "dated", "moment", "time"):
        look["horizontalAlignment"] = column.align or (
            "CENTER" if column.type == "yes" else "LEFT"
        )
    if column.wrap:
        look["wrapStrategy"] = "WRAP"
    if (
        column.formula
        and not column.colored
        and "HYPERLINK" not in column.formula
        and "link" not in column.key
    ):
        look["textFormat"] = {
            "foregroundColorStyle": {"rgbColor": _rgb(layout.colors["formula"])}
        }
    yield {
        "repeatCell": {
            "range": area,
            "cell": {"userEnteredFormat": look},
            "fields": f"userEnteredFormat({','.join(look)})",
        }
    }
    if rule := _validation(column, prints):
        yield {"setDataValidation": {"range": area, "rule": rule}}
    if column.formula:
        yield formula_request(layout, tab, column, prints)
    if column.colored:
        # From the header on, so that rows inserted at the top are inside.
        colored = _area(tab, tab.header_row - 1, layout.size(tab)[0], place, place + 1)
        for status, color in layout.colors.items():
            if status[0].isupper() is (column.key == "status") and (
                status[0].isupper() or status in ("no", "waits")
            ):
                yield _colored(colored, status, color)


def number_format(layout: Layout, tab: Tab, column: Column, place: int) -> Body:
    """How a column shows its numbers; General where it has no format of its own."""
    look = {"numberFormat": _FORMATS[column.type]} if column.type in _FORMATS else {}
    return {
        "repeatCell": {
            "range": data_area(layout, tab, place),
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat.numberFormat",
        }
    }


def formula_request(layout: Layout, tab: Tab, column: Column, prints: Print) -> Body:
    """Print a formula column down its tab."""
    return {
        "repeatCell": {
            "range": data_area(layout, tab, tab.place(column.key)),
            "cell": {
                "userEnteredValue": {
                    "formulaValue": formula(layout, tab, column, prints.texts)
                }
            },
            "fields": "userEnteredValue",
        }
    }


def formula(layout: Layout, tab: Tab, column: Column, texts: Mapping[str, str]) -> str:
    """A column's formula as it stands in the first data row."""
    return "=" + _written(layout, tab, column.formula, texts, tab.header_row + 1)


def _written(
    layout: Layout, tab: Tab, text: str, texts: Mapping[str, str], row: int
) -> str:
    def one(found: re.Match[str]) -> str:
        fixed, other, name = found.groups()
        if fixed:
            return _written(layout, tab, texts[name], texts, row)
        if other:
            return column_range(layout, layout.tab(other), name)
        return f"${letter(tab.place(name))}{row}"

    return _PLACEHOLDER.sub(one, text)


def column_range(layout: Layout, tab: Tab, key: str) -> str:
    """A whole column of another tab, from its header down, so that rows inserted at the
    top stay inside.
    """
    at = letter(tab.place(key))
    return f"{_title(tab)}!${at}${tab.header_row}:${at}${layout.size(tab)[0]}"


def _title(tab: Tab) -> str:
    return tab.title if tab.title.isalnum() else f"'{tab.title}'"


def letter(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _validation(column: Column, prints: Print) -> Body | None:
    if column.type == "yes":
        return {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
    choices = (
        prints.lists.get(column.choices, ())
        if isinstance(column.choices, str)
        else column.choices
    )
    if choices:
        values = [{"userEnteredValue": c} for c in choices]
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
        return {
            "condition": {
                "type": "NUMBER_GREATER",
                "values": [{"userEnteredValue": "0"}],
            },
            "strict": True,
            "inputMessage": "A number",
        }
    if column.type == "date" and not column.printed and not column.formula:
        return {
            "condition": {"type": "DATE_IS_VALID"},
            "strict": False,
            "inputMessage": "A date, such as 10/14/2026",
        }
    return None


def _colored(area: Body, text: str, color: str) -> Body:
    return {
        "addConditionalFormatRule": {
            "rule": {
                "ranges": [area],
                "booleanRule": {
                    "condition": {
                        "type": "TEXT_EQ",
                        "values": [{"userEnteredValue": text}],
                    },
                    "format": {"backgroundColorStyle": {"rgbColor": _rgb(color)}},
                },
            },
            "index": 0,
        }
    }


def _grid(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The pair columns of the blank schedule: number, label and usual time above, a
    week per row below.
    """
    left, width = len(tab.columns), layout.width(tab)
    across = {
        "sheetId": tab.id,
        "dimension": "COLUMNS",
        "startIndex": left,
        "endIndex": width,
    }
    yield {
        "updateDimensionProperties": {
            "range": across,
            "properties": {"pixelSize": tab.pair_column["width"]},
            "fields": "pixelSize",
        }
    }
    yield from (request for _, _, request in heads(tab, layout, left, width))
    look = {
        "verticalAlignment": "TOP",
        "wrapStrategy": "WRAP",
        "numberFormat": {"type": "TEXT"},
    }
    yield {
        "repeatCell": {
            "range": data_area(layout, tab, left, width),
            "cell": {"userEnteredFormat": look},
            "fields": "userEnteredFormat(verticalAlignment,wrapStrategy,numberFormat)",
        }
    }


def heads(
    tab: Tab, layout: Layout, left: int, right: int
) -> Iterator[tuple[int, str, Body]]:
    """The formulas above some of a schedule's pair columns: the row (from 0), the first
    one's text, the request for all.
    """
    for row, key in ((tab.header_row - 2, "label"), (tab.header_row - 1, "usual")):
        text = tab.pair_column[key].replace(
            "{number}", f"{letter(left)}${tab.header_row - 2}"
        )
        formula = "=" + _written(layout, tab, text, {}, row + 1)
        printed = {
            "range": _area(tab, row, row + 1, left, right),
            "cell": {"userEnteredValue": {"formulaValue": formula}},
            "fields": "userEnteredValue",
        }
        yield row, formula, {"repeatCell": printed}


def summary(layout: Layout, tab: Tab) -> Iterator[Body]:
    """The lines above Status: the figures, the day judged for, and what waits for the
    coordinator.
    """
    width, wide = layout.width(tab), tab.columns[1].width >= WIDE
    for row, size, bold in ((0, 14, True), (1, 10, False), (2, 10, False)):
        yield {
            "repeatCell": {
                "range": _area(tab, row, row + 1, 0, width),
                "cell": {
                    "userEnteredFormat": {
                        "textFormat": {"fontSize": size, "bold": bold},
                        "verticalAlignment": "TOP",
                        "wrapStrategy": "OVERFLOW_CELL",
                    }
                },
                "fields": "userEnteredFormat(textFormat,verticalAlignment,wrapStrategy)",
            }
        }
    yield {
        "repeatCell": {
            "range": _area(tab, 1, 2, 1, 2),
            "cell": {
                "userEnteredFormat": {
                    "numberFormat": {
                        "type": "DATE",
                        "pattern": "dddd, mmmm d, yyyy" if wide else "mmm d, yyyy",
                    },
                    "horizontalAlignment": "LEFT",
                }
            },
            "fields": "userEnteredFormat(numberFormat,horizontalAlignment)",
        }
    }
    # Weekends and vacations are silent: lines are old when a school day has gone by
    # without new ones.
    keys = [c.key for c in tab.columns]
    silent = f"MAX(B2,{letter(keys.index(NEXT_DAY))}2-1)" if NEXT_DAY in keys else "B2"
    warning = f'=IF(B2="","",IF(TODAY()-{silent}>3,"These lines are "&(TODAY()-B2)&" days old: ask whoever runs the sync",""))'
    if NEXT_DAY in keys:
        third = {"sheetId": tab.id, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
        height = {
            "range": third,
            "properties": {"pixelSize": LINES_HIGH},
            "fields": "pixelSize",
        }
        yield {"updateDimensionProperties": height}
    yield {
        "updateCells": {
            "start": {"sheetId": tab.id, "rowIndex": 1, "columnIndex": 2},
            "rows": [{"values": [{"userEnteredValue": {"formulaValue": warning}}]}],
            "fields": "userEnteredValue",
        }
    }


def charts(tab: Tab, rows: int) -> Iterator[Body]:
    """A tab's declared charts over so many rows of data (at most MOST_BARS), beside the
    table and one below the other.
    """
    rows = min(rows, MOST_BARS)
    last = tab.header_row + rows
    for place, declared in enumerate(tab.charts):
        colors = [{"rgbColor": _rgb(shade)} for shade in declared["shades"]]
        if declared["of"] == "first":
            first = tab.header_row
            names, numbers = (
                _source(_area(tab, r, r + 1, 1, len(tab.columns)))
                for r in (first - 1, first)
            )
            kind = {
                "chartType": "COLUMN",
                "headerCount": 0,
                "legendPosition": "NO_LEGEND",
            }
            series = [
                {"series": numbers, "targetAxis": "LEFT_AXIS", "colorStyle": colors[0]}
            ]
        else:
            names = _source(_area(tab, tab.header_row - 1, last, 0, 1))
            kind = {
                "chartType": "BAR",
                "headerCount": 1,
                "legendPosition": "RIGHT_LEGEND",
                "stackedType": "PERCENT_STACKED",
            }
            columns = range(1, len(tab.columns))
            series = [
                {
                    "series": _source(_area(tab, tab.header_row - 1, last, c, c + 1)),
                    "targetAxis": "BOTTOM_AXIS",
                    "colorStyle": shade,
                }
                for c, shade in zip(columns, colors, strict=True)
            ]
        anchor = {
            "sheetId": tab.id,
            "rowIndex": 1 + 19 * place,
            "columnIndex": len(tab.columns) + 1,
        }
        height = 360 if declared["of"] == "first" else max(360, 120 + 26 * rows)
        yield {
            "chartId": declared["id"],
            "spec": {
                "title": declared["title"],
                "basicChart": {
                    **kind,
                    "domains": [{"domain": names}],
                    "series": series,
                },
            },
            "position": {
                "overlayPosition": {
                    "anchorCell": anchor,
                    "widthPixels": 680,
                    "heightPixels": height,
                }
            },
        }


def _source(area: Body) -> Body:
    return {"sourceRange": {"sources": [area]}}


def filter_views(layout: Layout, tab: Tab, schools: Sequence[str]) -> Iterator[Body]:
    """Ways to look at a tab that move nobody's rows: Status by what is needed and by
    school, a hard tab in another order.
    """
    for place, key in enumerate(tab.orders):
        order = {"dimensionIndex": tab.place(key), "sortOrder": "ASCENDING"}
        yield _filter_view(
            layout,
            tab,
            place,
            f"By {tab.column(key).header.lower()}",
            sortSpecs=[order],
        )
    if tab.summary and any(c.key == "status" for c in tab.columns):
        for place, school in enumerate(schools):
            only = {
                "condition": {
                    "type": "TEXT_EQ",
                    "values": [{"userEnteredValue": school}],
                }
            }
            spec = {"columnIndex": tab.place("school"), "filterCriteria": only}
            yield _filter_view(layout, tab, place + 1, school, filterSpecs=[spec])
        hidden = [
            s
            for s in layout.colors
            if s[0].isupper() and s not in ("Reach out", "Check in")
        ]
        spec = {
            "columnIndex": tab.place("status"),
            "filterCriteria": {"hiddenValues": hidden},
        }
        yield _filter_view(layout, tab, 0, "Needs a word", filterSpecs=[spec])


def _filter_view(
    layout: Layout, tab: Tab, place: int, title: str, **shows: list[Body]
) -> Body:
    rows, columns = layout.size(tab)
    area = _area(tab, tab.header_row - 1, rows, 0, columns)
    return {
        "addFilterView": {
            "filter": {
                "filterViewId": tab.id * 100 + place + 1,
                "title": title,
                "range": area,
                **shows,
            }
        }
    }


def protection(layout: Layout, tab: Tab, editors: Sequence[str]) -> Iterator[Body]:
    """Protected ranges: a whole tab of the tool's; in people's tabs the headers, of a
    hard one also what is printed down it.

    Where a protected cell lies in a row, Google lets nobody but the editors insert,
    delete, move, sort or clear that row.
    """
    width = layout.width(tab)
    if tab.of_tool:
        areas = [(tab.id * 100, {"sheetId": tab.id}, "Written by the sync")]
    else:
        areas = [(tab.id * 100, _area(tab, 0, tab.header_row, 0, width), "The headers")]
        for place, column in enumerate(tab.columns):
            if tab.hard and (column.formula or column.printed):
                areas.append(
                    (
                        tab.id * 100 + place + 1,
                        data_area(layout, tab, place),
                        column.header,
                    )
                )
    for protected_id, area, what in areas:
        yield {
            "addProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": protected_id,
                    "range": area,
                    "description": f"{what}: kept by Making Time",
                    "editors": {"users": list(editors)},
                }
            }
        }


# -- first rows ------------------------------------------------------------------------


def fill(layout: Layout, tab: Tab, prints: Print) -> Iterator[Body]:
    """Print a tab's numbers and weeks, and the rows it begins with."""
    rows = prints.rows.get(tab.key, ())
    if tab.key == "pairs":
        rows = numbered(rows, layout.pairs, layout.retired)
    elif tab.grid:
        yield _write(tab.id, NUMBER_ROW, len(tab.columns), [layout.numbers])
        for kept in rows:
            below = list(prints.weeks).index(kept["week"])  # type: ignore[arg-type]
            beside = len(tab.columns) + layout.numbers.index(kept["number"])
            yield _write(tab.id, tab.header_row + below, beside, [[kept["text"]]])
        rows = [{"week": week} for week in prints.weeks]
    elif tab.summary:
        yield _write(
            tab.id,
            0,
            0,
            [["Nothing judged yet: the first run fills this in."], ["As of"]],
        )
    if rows:
        yield from write_rows(tab, tab.header_row, rows)
    for place, row in enumerate(rows):
        if isinstance(row.get("text"), Heading):
            yield {
                "repeatCell": {
                    "range": _area(
                        tab, tab.header_row + place, tab.header_row + place + 1, 0, 1
                    ),
                    "cell": {
                        "userEnteredFormat": {
                            "textFormat": {"bold": True, "fontSize": 12}
                        }
                    },
                    "fields": "userEnteredFormat.textFormat",
                }
            }


def numbered(
    rows: Sequence[Mapping[str, Value]], pairs: int = 0, retired: Sequence[int] = ()
) -> list[dict[str, Any]]:
    """So many printed numbers, each with its row: the one that names it, else the next
    that names none.

    Without ``pairs``, the given rows alone, each with its number. A ``retired`` number
    has only a row that names it.
    """
    by_number = {row["number"]: row for row in rows if row.get("number")}
    others = [row for row in rows if not row.get("number")]
    made: list[dict[str, Any]] = []
    number = 0
    while (
        len(made) < pairs
        or others
        or any(isinstance(n, int) and n > number for n in by_number)
    ):
        number += 1
        row = by_number.get(number)
        if row is None and number in retired:
            continue
        row = row or (others.pop(0) if others else {})
        if row or len(made) < pairs:
            made.append({**row, "number": number})
    return made


def write_rows(
    tab: Tab, top: int, rows: Sequence[Mapping[str, Value]]
) -> Iterator[Body]:
    """Write consecutive rows of values, leaving formula columns alone, and the notes
    that some cells carry.
    """
    for left, columns in _stretches(tab):
        yield _write(
            tab.id, top, left, [[row.get(c.key) for c in columns] for row in rows]
        )
    for column in (c for c in tab.columns if c.note_of):
        notes = [
            {"values": [{"note": str(text)} if (text := row.get(column.key)) else {}]}
            for row in rows
        ]
        start = {
            "sheetId": tab.id,
            "rowIndex": top,
            "columnIndex": tab.place(column.note_of),
        }
        yield {"updateCells": {"start": start, "rows": notes, "fields": "note"}}


def _stretches(tab: Tab) -> Iterator[tuple[int, list[Column]]]:
    """The runs of neighbouring value columns, each with where it begins."""
    start: int | None = None
    for place, column in enumerate((*tab.columns, None)):
        if column is not None and column.header and not column.formula:
            start = place if start is None else start
        elif start is not None:
            yield start, list(tab.columns[start:place])
            start = None


def _write(
    sheet_id: int, row: int, column: int, rows: Iterable[Sequence[Value]]
) -> Body:
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [cell(v) for v in values]} for values in rows],
            "fields": "userEnteredValue",
        }
    }
