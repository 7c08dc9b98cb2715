"""A tab drawn as rows of cells with their styles: formats, conditional colours, links, notes, frozen panes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workspace.sheets.a1 import column_name
from workspace.sheets.book import Cell, Tab
from workspace.sheets.evaluation import Evaluation

MOST_ROWS = 2000
_ALIGN = {
    "LEFT": "left",
    "CENTER": "center",
    "RIGHT": "right",
    "TOP": "top",
    "MIDDLE": "middle",
    "BOTTOM": "bottom",
}


@dataclass(frozen=True)
class Drawn:
    """One cell as it is shown."""

    text: str
    style: str
    link: str = ""
    note: str = ""
    choices: bool = False
    column: int = 0
    span: int = 1


@dataclass(frozen=True)
class Line:
    """One row as it is shown."""

    number: int
    cells: list[Drawn]
    frozen: bool
    top: int


@dataclass(frozen=True)
class Table:
    """A tab as it is shown; ``left`` holds where each frozen column sticks."""

    columns: list[tuple[int, str, int]]
    lines: list[Line]
    left: dict[int, int]
    more: int


def draw(tab: Tab, now: Evaluation) -> Table:
    """Draw the filled part of a tab."""
    rows, columns = tab.size
    last_row = max((r for r in tab.rows), default=0) + 2
    filled, width = tab.last_filled()
    last_row = min(rows, max(filled + 3, min(last_row, filled + 12)), MOST_ROWS)
    shown_columns = [c for c in range(min(columns, width + 1)) if not _hidden(tab, c)]
    frozen_rows, frozen_columns = tab.grid.get("frozenRowCount", 0), tab.grid.get("frozenColumnCount", 0)
    left, at = {}, 46
    for c in shown_columns:
        if c < frozen_columns:
            left[c] = at
            at += _width(tab, c)
    merges = {(m["startRowIndex"], m["startColumnIndex"]): m for m in tab.part("merges")}
    lines, top = [], 26
    for r in range(last_row):
        cells, skip = [], 0
        for c in shown_columns:
            if skip:
                skip -= 1
                continue
            span = 1
            if (r, c) in merges:
                span = sum(
                    merges[r, c]["startColumnIndex"] <= x < merges[r, c]["endColumnIndex"] for x in shown_columns
                )
                skip = span - 1
            drawn = _drawn(tab, now, r, c, max(span, 1))
            if span == 1 and (room := _overflow(tab, now, r, c, drawn, shown_columns)):
                drawn, skip = replace(drawn, span=1 + room), room
            cells.append(drawn)
        height = tab.dimensions["ROWS"].get(r, {}).get("pixelSize", 21)
        lines.append(Line(r + 1, cells, r < frozen_rows, top))
        top += height
    return Table([(c, column_name(c), _width(tab, c)) for c in shown_columns], lines, left, max(0, filled - last_row))


def _overflow(tab: Tab, now: Evaluation, r: int, c: int, drawn: Drawn, columns: list[int]) -> int:
    """How many empty cells to the right a long text runs on into."""
    form = tab.cell(r, c).get("userEnteredFormat") or {}
    if (
        not drawn.text
        or form.get("wrapStrategy", "OVERFLOW_CELL") != "OVERFLOW_CELL"
        or "text-align:right" in drawn.style
    ):
        return 0
    longest = max(len(line) for line in drawn.text.split("\n"))
    missing = longest * 0.75 * form.get("textFormat", {}).get("fontSize", 10) - _width(tab, c)
    room = 0
    for following in columns[columns.index(c) + 1 :]:
        if missing <= 0 or now.text(tab.id, r, following):
            break
        missing -= _width(tab, following)
        room += 1
    return room


def _width(tab: Tab, column: int) -> int:
    return int(tab.dimensions["COLUMNS"].get(column, {}).get("pixelSize", 100))


def _hidden(tab: Tab, column: int) -> bool:
    if tab.dimensions["COLUMNS"].get(column, {}).get("hiddenByUser"):
        return True
    return any(
        g.get("collapsed") and g["range"]["startIndex"] <= column < g["range"]["endIndex"]
        for g in tab.part("columnGroups")
    )


def _drawn(tab: Tab, now: Evaluation, r: int, c: int, span: int) -> Drawn:
    cell = tab.cell(r, c)
    text = now.text(tab.id, r, c)
    link = now.link(tab.id, r, c)
    if not link.startswith(("http://", "https://", "mailto:", "#")):
        link = ""
    if link.startswith("#gid="):
        link = "?" + link[1:]
    value = now.value(tab.id, r, c)
    style = _style(cell, value) + _banding(tab, r, c)
    for rule in tab.part("conditionalFormats"):
        inside = any((r, c) in now.book.area(each) for each in rule["ranges"])
        if inside and _holds(rule["booleanRule"]["condition"], value, text):
            style += _format(rule["booleanRule"].get("format", {}))
            break
    choices = (cell.get("dataValidation") or {}).get("condition", {}).get("type") in (
        "ONE_OF_LIST",
        "ONE_OF_RANGE",
    )
    return Drawn(text, style, link, cell.get("note", ""), choices, c, span)


def _style(cell: Cell, value: Any) -> str:
    style = _format(cell.get("userEnteredFormat") or {})
    if isinstance(value, bool):
        style = "text-align:center;" + style
    elif isinstance(value, (int, float)):
        style = "text-align:right;" + style
    return style


def _format(form: dict[str, Any]) -> str:
    style = ""
    if color := _color(form.get("backgroundColorStyle", {}).get("rgbColor") or form.get("backgroundColor")):
        style += f"background:{color};"
    text = form.get("textFormat", {})
    if color := _color(text.get("foregroundColorStyle", {}).get("rgbColor") or text.get("foregroundColor")):
        style += f"color:{color};"
    style += "font-weight:bold;" if text.get("bold") else ""
    style += "font-style:italic;" if text.get("italic") else ""
    style += f"font-size:{text['fontSize'] * 4 / 3:.0f}px;" if text.get("fontSize") else ""
    if form.get("horizontalAlignment") in _ALIGN:
        style += f"text-align:{_ALIGN[form['horizontalAlignment']]};"
    if form.get("verticalAlignment") in _ALIGN:
        style += f"vertical-align:{_ALIGN[form['verticalAlignment']]};"
    if form.get("wrapStrategy") == "WRAP":
        style += "white-space:pre-wrap;"
    elif form.get("wrapStrategy") == "OVERFLOW_CELL":
        style += "white-space:pre;"
    return style


def _color(rgb: dict[str, float] | None) -> str:
    return "" if rgb is None else "#" + "".join(f"{round(255 * rgb.get(c, 0)):02x}" for c in ("red", "green", "blue"))


def _banding(tab: Tab, r: int, c: int) -> str:
    for banded in tab.part("bandedRanges"):
        area = banded["range"]
        if not area.get("startRowIndex", 0) <= r < area.get("endRowIndex", 10**9):
            continue
        if not area.get("startColumnIndex", 0) <= c < area.get("endColumnIndex", 10**9):
            continue
        bands = banded.get("rowProperties", {})
        place = r - area.get("startRowIndex", 0)
        header = bands.get("headerColorStyle")
        if header and place == 0:
            return _color_style(header)
        name = "firstBandColorStyle" if (place - bool(header)) % 2 == 0 else "secondBandColorStyle"
        return _color_style(bands.get(name, {}))
    return ""


def _color_style(style: dict[str, Any]) -> str:
    color = _color(style.get("rgbColor"))
    return f"--band:{color};" if color else ""


def _holds(condition: dict[str, Any], value: Any, text: str) -> bool:
    kind = condition["type"]
    wanted = [str(v.get("userEnteredValue", "")) for v in condition.get("values", [])]
    if kind == "BLANK":
        return value in (None, "")
    if kind == "NOT_BLANK":
        return value not in (None, "")
    if kind == "TEXT_EQ":
        return text.casefold() == wanted[0].casefold()
    if kind == "TEXT_CONTAINS":
        return wanted[0].casefold() in text.casefold()
    if kind == "TEXT_STARTS_WITH":
        return text.casefold().startswith(wanted[0].casefold())
    return False
