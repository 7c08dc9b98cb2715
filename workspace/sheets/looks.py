"""How a cell looks: the default format, what was entered, bands, conditional
formats and links, one over the other.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache
from typing import Any

from workspace.sheets.book import Book, Cell, Tab

Body = dict[str, Any]


def mirrored(value: Any, theme: Mapping[str, Any]) -> Any:
    """Colours in both of their forms, as Google answers them:
    ``backgroundColor`` and ``backgroundColorStyle``.
    """
    if isinstance(value, list):
        return [mirrored(v, theme) for v in value]
    if not isinstance(value, dict):
        return value
    out = {k: mirrored(v, theme) for k, v in value.items()}
    for name, inner in list(out.items()):
        low = name.lower()
        if (
            low.endswith("colorstyle")
            and name[:-5] not in out
            and isinstance(inner, dict)
        ):
            rgb = inner.get(
                "rgbColor", themed(inner.get("themeColor", ""), theme)
            )
            if rgb is not None:
                out[name[:-5]] = rgb
        elif (
            low.endswith("color")
            and low != "rgbcolor"
            and name + "Style" not in out
            and isinstance(inner, dict)
            and (not set(inner) - {"red", "green", "blue", "alpha"})
        ):
            out[name + "Style"] = {"rgbColor": inner}
    return out


_CHANNELS = frozenset(("red", "green", "blue"))


def in_bytes(value: Any) -> Any:
    """A message with its colours as Sheets keeps them: a channel is a whole
    number of 255ths, printed as float32 (a half is 127/255).
    """
    if isinstance(value, list):
        return [in_bytes(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value and value.keys() <= _CHANNELS | {"alpha"}:
        return {
            k: _in_byte(v) if k in _CHANNELS else v for k, v in value.items()
        }
    return {k: in_bytes(v) for k, v in value.items()}


@cache
def _in_byte(part: float) -> float:
    kept = int(min(max(part, 0), 1) * 255) / 255
    exact = struct.pack("f", kept)
    texts = (f"{kept:.{digits}g}" for digits in range(1, 10))
    return next(
        (float(t) for t in texts if struct.pack("f", float(t)) == exact), kept
    )


def themed(name: str, theme: Mapping[str, Any]) -> Body | None:
    """A theme's colour by its type."""
    for pair in theme.get("themeColors", []):
        if pair["colorType"] == name:
            rgb: Body = pair["color"].get("rgbColor", {})
            return rgb
    return None


def rgb(
    style: Mapping[str, Any] | None,
    plain: Mapping[str, Any] | None,
    theme: Mapping[str, Any],
) -> Body | None:
    """The colour of a style, or the older plain one."""
    if style:
        found = style.get("rgbColor")
        return (
            dict(found)
            if found is not None
            else themed(str(style.get("themeColor", "")), theme)
        )
    return dict(plain) if plain is not None else None


def banded(tab: Tab, row: int, column: int) -> Body | None:
    """The background that alternating colours give a cell, as a ColorStyle."""
    for bands in tab.part("bandedRanges"):
        grid = bands["range"]
        if (
            not grid.get("startRowIndex", 0)
            <= row
            < grid.get("endRowIndex", tab.size[0])
        ):
            continue
        if (
            not grid.get("startColumnIndex", 0)
            <= column
            < grid.get("endColumnIndex", tab.size[1])
        ):
            continue
        rows = bands.get("rowProperties")
        place = (
            row - grid.get("startRowIndex", 0)
            if rows
            else column - grid.get("startColumnIndex", 0)
        )
        last = (
            (grid.get("endRowIndex", tab.size[0]) - 1 == row)
            if rows
            else grid.get("endColumnIndex", tab.size[1]) - 1 == column
        )
        colors = rows or bands.get("columnProperties", {})
        header = _style(colors, "header")
        if header and place == 0:
            return header
        if last and (footer := _style(colors, "footer")):
            return footer
        return _style(
            colors,
            "firstBand" if (place - bool(header)) % 2 == 0 else "secondBand",
        )
    return None


def _style(colors: Mapping[str, Any], name: str) -> Body | None:
    if f"{name}ColorStyle" in colors:
        found: Body = colors[f"{name}ColorStyle"]
        return found
    return (
        {"rgbColor": colors[f"{name}Color"]}
        if f"{name}Color" in colors
        else None
    )


def effective(
    book: Book,
    tab: Tab,
    cell: Cell,
    value: Any,
    number_format: Body,
    conditional: Body,
    row: int,
    column: int,
    link: bool,
) -> Body:
    """A cell's effectiveFormat."""
    theme = book.properties.get("spreadsheetTheme", {})
    entered = cell.get("userEnteredFormat") or {}
    side = (
        "LEFT"
        if isinstance(value, str)
        else "CENTER"
        if isinstance(value, bool)
        else "RIGHT"
    )
    layers: list[Body] = [book.properties.get("defaultFormat", {})]
    if value is not None:
        layers.append({"horizontalAlignment": side})
    layers.append({"hyperlinkDisplayType": "LINKED" if link else "PLAIN_TEXT"})
    if (
        (band := banded(tab, row, column))
        and "backgroundColor" not in entered
        and "backgroundColorStyle" not in entered
    ):
        layers.append({"backgroundColorStyle": band})
    if link:
        layers.append(
            {
                "textFormat": {
                    "foregroundColorStyle": {"themeColor": "LINK"},
                    "underline": True,
                }
            }
        )
    layers += [entered, conditional]
    if number_format:
        layers.append({"numberFormat": number_format})
    merged: Body = {}
    for layer in layers:
        merged = _over(merged, layer)
    return dict(mirrored(merged, theme))


def _over(below: Body, above: Body) -> Body:
    """One format over another; a colour replaces both of its forms."""
    out = dict(below)
    for name, value in above.items():
        if name.lower().endswith(("color", "colorstyle")):
            twin = name[:-5] if name.endswith("Style") else name + "Style"
            if twin not in above:
                out.pop(twin, None)
        out[name] = (
            _over(out.get(name, {}), value) if name == "textFormat" else value
        )
    return out
