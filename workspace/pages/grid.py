"""A tab drawn as rows of cells with their styles: formats, conditional
colours, links, notes, frozen panes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workspace.sheets import looks
from workspace.sheets.a1 import column_name
from workspace.sheets.book import Cell, Tab
from workspace.sheets.entry import typed
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.formats import DATES, general

MOST_ROWS = 3000
_SPARE_ROWS, _SPARE_COLUMNS = 20, 2
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
    """One cell as it is shown. ``raw`` is the text that editing starts with.

    ``kind`` is how it is edited: ``list``, ``suggest``, ``date``, ``check``,
    or empty for text. ``room`` is the width in pixels that a long text may
    use. ``odd`` marks a value that the cell's validation rule rejects.
    """

    text: str
    style: str
    column: int
    link: str = ""
    note: str = ""
    raw: str = ""
    kind: str = ""
    choices: str = ""
    span: int = 1
    down: int = 1
    room: int = 0
    odd: bool = False


@dataclass(frozen=True)
class Line:
    """One row as it is shown."""

    number: int
    cells: list[Drawn]
    frozen: bool
    top: int
    height: int


@dataclass(frozen=True)
class Table:
    """A tab as it is shown: ``left`` holds where each frozen column sticks,
    ``lists`` what dropdowns offer.
    """

    columns: list[tuple[int, str, int]]
    lines: list[Line]
    left: dict[int, int]
    more: int
    lists: dict[str, list[str]] = field(default_factory=dict)


def draw(tab: Tab, now: Evaluation) -> Table:
    """Draw the filled part of a tab, and some room to write below and beside
    it.
    """
    return _Drawing(tab, now).table()


class _Drawing:
    def __init__(self, tab: Tab, now: Evaluation) -> None:
        self.tab, self.now = tab, now
        self.theme = now.book.properties.get("spreadsheetTheme", {})
        self.rules = [
            ([now.book.area(r) for r in rule["ranges"]], rule)
            for rule in tab.part("conditionalFormats")
            if "booleanRule" in rule
        ]
        self.styles: dict[int, str] = {}
        self.lists: dict[str, list[str]] = {}
        self.list_names: dict[str, str] = {}

    def table(self) -> Table:
        tab = self.tab
        rows, columns = tab.size
        filled, width = tab.last_filled()
        anchors = [
            c["position"].get("overlayPosition", {}).get("anchorCell", {})
            for c in tab.part("charts")
        ]
        filled = max([filled, *(a.get("rowIndex", 0) + 1 for a in anchors)])
        width = max([width, *(a.get("columnIndex", 0) + 1 for a in anchors)])
        last_row = min(rows, filled + _SPARE_ROWS, MOST_ROWS)
        hidden = self.now.hidden_rows(tab)
        shown = [
            c
            for c in range(min(columns, max(width + _SPARE_COLUMNS, 8)))
            if not self._hidden("COLUMNS", c)
        ]
        left, at = {}, 46
        for c in shown:
            if c < tab.grid.get("frozenColumnCount", 0):
                left[c] = at
                at += self._width(c)
        merges = {
            (m["startRowIndex"], m["startColumnIndex"]): m
            for m in tab.part("merges")
        }
        inside = {
            (r, c): m
            for m in tab.part("merges")
            for r in range(m["startRowIndex"], m["endRowIndex"])
            for c in range(m["startColumnIndex"], m["endColumnIndex"])
        }
        lines, top = [], 26
        for r in range(last_row):
            if r in hidden or self._hidden("ROWS", r):
                continue
            cells = []
            for place, c in enumerate(shown):
                merge = merges.get((r, c))
                if (r, c) in inside and merge is None:
                    continue
                cells.append(self._cell(r, c, merge, shown[place + 1 :]))
            height = tab.dimensions["ROWS"].get(r, {}).get("pixelSize", 21)
            lines.append(
                Line(
                    r + 1,
                    cells,
                    r < tab.grid.get("frozenRowCount", 0),
                    top,
                    height,
                )
            )
            top += height
        named = [(c, column_name(c), self._width(c)) for c in shown]
        return Table(named, lines, left, max(0, filled - last_row), self.lists)

    def _width(self, column: int) -> int:
        return int(
            self.tab.dimensions["COLUMNS"]
            .get(column, {})
            .get("pixelSize", 100)
        )

    def _hidden(self, dimension: str, index: int) -> bool:
        if self.tab.dimensions[dimension].get(index, {}).get("hiddenByUser"):
            return True
        return any(
            g.get("collapsed")
            and g["range"]["startIndex"] <= index < g["range"]["endIndex"]
            for g in self.tab.part(
                "columnGroups" if dimension == "COLUMNS" else "rowGroups"
            )
        )

    def _cell(
        self, r: int, c: int, merge: dict[str, Any] | None, right: list[int]
    ) -> Drawn:
        tab, now = self.tab, self.now
        cell = tab.cell(r, c)
        text = now.text(tab.id, r, c) if cell else ""
        value = now.value(tab.id, r, c) if cell else None
        style = self._style(cell, value) + self._band(r, c) + self._rule(r, c)
        span = (
            sum(
                merge["startColumnIndex"] <= x < merge["endColumnIndex"]
                for x in [c, *right]
            )
            if merge
            else 1
        )
        down = merge["endRowIndex"] - merge["startRowIndex"] if merge else 1
        if not cell:
            return Drawn("", style, c, span=span, down=down)
        link = now.link(tab.id, r, c)
        if not link.startswith(("http://", "https://", "mailto:", "#")):
            link = ""
        if link.startswith("#gid="):
            link = "?" + link[1:]
        kind, choices = self._kind(cell, value)
        room = 0 if merge else self._room(cell, text, style, r, c, right)
        return Drawn(
            text,
            style,
            c,
            link,
            cell.get("note", ""),
            self._raw(cell, value, text, r, c),
            kind,
            choices,
            span,
            down,
            room,
            self._odd(cell, value, r, c),
        )

    def _odd(self, cell: Cell, value: Any, r: int, c: int) -> bool:
        """Whether a cell holds what its rule does not expect, such as text
        where a date belongs.
        """
        condition = (cell.get("dataValidation") or {}).get("condition", {})
        if (
            value is None
            or not condition
            or condition.get("type") == "BOOLEAN"
        ):
            return False
        return not self.now.holds(condition, self.tab, r, c)

    def _kind(self, cell: Cell, value: Any) -> tuple[str, str]:
        """How a cell is edited, and the list it offers."""
        rule = cell.get("dataValidation") or {}
        condition = rule.get("condition", {})
        kind = condition.get("type", "")
        if kind == "BOOLEAN" or (isinstance(value, bool) and not kind):
            return ("check", "") if kind else ("", "")
        if kind in ("ONE_OF_LIST", "ONE_OF_RANGE"):
            values = [
                str(v.get("userEnteredValue", ""))
                for v in condition.get("values") or []
            ]
            key = "\n".join([kind, *values])
            if key not in self.list_names:
                self.list_names[key] = f"list{len(self.lists)}"
                offered = (
                    self.now.listed(values[0], self.tab)
                    if kind == "ONE_OF_RANGE"
                    else values
                )
                self.lists[self.list_names[key]] = list(dict.fromkeys(offered))
            return (
                "list" if rule.get("strict") else "suggest"
            ), self.list_names[key]
        number_format = (cell.get("userEnteredFormat") or {}).get(
            "numberFormat", {}
        )
        if kind.startswith("DATE") or number_format.get("type") == "DATE":
            return "date", ""
        return "", ""

    def _raw(self, cell: Cell, value: Any, text: str, r: int, c: int) -> str:
        """What typing the cell's content again would be."""
        entered = cell.get("userEnteredValue") or {}
        if "formulaValue" in entered:
            return str(entered["formulaValue"])
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            kind = self.now.number_format(self.tab.id, r, c).get("type", "")
            return (
                text
                if kind in (*DATES, "PERCENT", "CURRENCY")
                else general(value)
            )
        if isinstance(value, str) and (
            value[:1] in "='+-@" or value[:1].isdigit()
        ):
            return (
                value
                if typed(value, self.now.book.locale)[0] == entered
                else f"'{value}"
            )
        return text

    def _room(
        self,
        cell: Cell,
        text: str,
        style: str,
        r: int,
        c: int,
        right: list[int],
    ) -> int:
        """How wide a long text may run on into empty cells beside it."""
        form = cell.get("userEnteredFormat") or {}
        if (
            not text
            or form.get("wrapStrategy", "OVERFLOW_CELL") != "OVERFLOW_CELL"
            or "text-align:right" in style
        ):
            return 0
        need = (
            max(map(len, text.split("\n")))
            * 0.75
            * form.get("textFormat", {}).get("fontSize", 10)
        )
        room = self._width(c)
        if need <= room:
            return 0
        row = self.tab.rows.get(r, {})
        for following in right:
            if need <= room or row.get(following, {}).get("userEnteredValue"):
                break
            room += self._width(following)
        return room - 8

    # -- style ----------------------------------------------------------------

    def _style(self, cell: Cell, value: Any) -> str:
        form = cell.get("userEnteredFormat")
        style = ""
        if isinstance(value, bool):
            style = "text-align:center;"
        elif isinstance(value, (int, float)):
            style = "text-align:right;"
        if form:
            if id(form) not in self.styles:
                self.styles[id(form)] = self._format(form)
            style += self.styles[id(form)]
        return style

    def _format(self, form: dict[str, Any]) -> str:
        style = ""
        if color := self._color(form, "backgroundColor"):
            style += f"background:{color};"
        text = form.get("textFormat", {})
        if color := self._color(text, "foregroundColor"):
            style += f"color:{color};"
        style += "font-weight:bold;" if text.get("bold") else ""
        style += "font-style:italic;" if text.get("italic") else ""
        lines = [
            w
            for w, on in (
                ("line-through", text.get("strikethrough")),
                ("underline", text.get("underline")),
            )
            if on
        ]
        style += f"text-decoration:{' '.join(lines)};" if lines else ""
        style += (
            f"font-size:{text['fontSize'] * 4 / 3:.0f}px;"
            if text.get("fontSize")
            else ""
        )
        if form.get("horizontalAlignment") in _ALIGN:
            style += f"text-align:{_ALIGN[form['horizontalAlignment']]};"
        if form.get("verticalAlignment") in _ALIGN:
            style += f"vertical-align:{_ALIGN[form['verticalAlignment']]};"
        if form.get("wrapStrategy") == "WRAP":
            style += "white-space:pre-wrap;"
        for side, border in form.get("borders", {}).items():
            if (
                side in ("top", "bottom", "left", "right")
                and border.get("style", "NONE") != "NONE"
            ):
                line = {
                    "DOTTED": "1px dotted",
                    "DASHED": "1px dashed",
                    "SOLID_MEDIUM": "2px solid",
                    "SOLID_THICK": "3px solid",
                    "DOUBLE": "3px double",
                }.get(border["style"], "1px solid")
                style += f"border-{side}:{line} {self._color(border, 'color') or '#000000'};"
        return style

    def _color(self, form: dict[str, Any], name: str) -> str:
        return css(
            looks.rgb(form.get(name + "Style"), form.get(name), self.theme)
        )

    def _band(self, r: int, c: int) -> str:
        band = looks.banded(self.tab, r, c)
        color = css(looks.rgb(band, None, self.theme)) if band else ""
        return f"--band:{color};" if color else ""

    def _rule(self, r: int, c: int) -> str:
        for areas, rule in self.rules:
            if any((r, c) in area for area in areas):
                offset = (r - areas[0].top, c - areas[0].left)
                if self.now.holds(
                    rule["booleanRule"]["condition"], self.tab, r, c, offset
                ):
                    return self._format(rule["booleanRule"].get("format", {}))
        return ""


def css(rgb: dict[str, Any] | None) -> str:
    """A colour as CSS writes it; empty for none."""
    return (
        ""
        if rgb is None
        else "#"
        + "".join(
            f"{round(255 * rgb.get(c, 0)):02x}"
            for c in ("red", "green", "blue")
        )
    )
