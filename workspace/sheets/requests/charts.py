"""Requests on charts: basic charts and pies, over cells or on a sheet of their
own.
"""

from __future__ import annotations

import copy

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here
from workspace.sheets.book import Tab, sheet_properties
from workspace.sheets.requests.batch import Batch, Body, new_id, required
from workspace.sheets.requests.dimensions import sources
from workspace.sheets.requests.tabs import last_is_kept, number

BASIC = ("BAR", "LINE", "AREA", "COLUMN", "SCATTER", "COMBO", "STEPPED_AREA")
_WIDTH, _HEIGHT = 600, 371


def _check(batch: Batch, spec: Body) -> None:
    """Refuse a chart that could not be drawn; 501 for the kinds that are not
    done here.
    """
    kinds = [k for k in spec if k.endswith("Chart")]
    if len(kinds) != 1:
        raise invalid(
            "A chart must have exactly one kind of chart in its spec."
        )
    if kinds[0] not in ("basicChart", "pieChart"):
        raise not_here(f"charts of the kind {kinds[0]}")
    for name in ("dataSourceChartProperties", "filterSpecs", "sortSpecs"):
        if name in spec:
            raise not_here(f"charts with {name}")
    chart = spec[kinds[0]]
    if kinds[0] == "basicChart":
        if chart.get("chartType") not in BASIC:
            raise invalid("A basic chart must have a chartType.")
        if not chart.get("series"):
            raise invalid("A basic chart must have at least one series.")
    else:
        required(chart, "domain", "series")
    for source in sources(spec):
        areas = [batch.area(s) for s in source["sources"]]
        if not areas:
            raise invalid("A chart's source range is empty.")
        if any(a.height != 1 and a.width != 1 for a in areas):
            raise invalid(
                "A chart's source range must be one row or one column."
            )


def add(batch: Batch, body: Body) -> Body:
    """addChart."""
    required(body, "chart")
    made = copy.deepcopy(body["chart"])
    _check(batch, made.get("spec") or {})
    taken = {c["chartId"] for t in batch.book.tabs for c in t.part("charts")}
    if made.get("chartId") in taken:
        raise invalid(f"Chart with id {made['chartId']} already exists.")
    made.setdefault("chartId", new_id(taken))
    home = _home(batch, made.get("position") or {})
    made["position"] = home[1]
    home[0].part("charts").append(made)
    return {"chart": copy.deepcopy(made)}


def _home(batch: Batch, position: Body) -> tuple[Tab, Body]:
    """The tab on which a chart lies, and its position with what was left open
    filled in.
    """
    given = [
        k
        for k in ("newSheet", "overlayPosition", "sheetId")
        if position.get(k) not in (None, False)
    ]
    if len(given) != 1:
        raise invalid(
            "The position of a chart is exactly one of sheetId, overlayPosition and newSheet."
        )
    if given[0] == "sheetId":
        raise invalid(
            "A chart cannot be added to a sheet that has one; use newSheet."
        )
    if given[0] == "newSheet":
        sheet_id = new_id(t.id for t in batch.book.tabs)
        place = len(batch.book.tabs) + 1
        while batch.book.find(f"Chart{place}") is not None:
            place += 1
        properties = sheet_properties(sheet_id, f"Chart{place}", 0) | {
            "sheetType": "OBJECT"
        }
        properties["gridProperties"] = {"rowCount": 1, "columnCount": 1}
        tab = Tab(properties)
        batch.book.tabs.append(tab)
        number(batch.book)
        return tab, {"sheetId": sheet_id}
    overlay = copy.deepcopy(position["overlayPosition"])
    anchor = overlay.setdefault("anchorCell", {})
    tab = batch.book.tab(anchor.get("sheetId", 0))
    anchor["sheetId"] = tab.id
    if (
        anchor.get("rowIndex", 0) >= tab.size[0]
        or anchor.get("columnIndex", 0) >= tab.size[1]
    ):
        raise invalid("A chart's anchor cell is outside of the grid.")
    overlay.setdefault("widthPixels", _WIDTH)
    overlay.setdefault("heightPixels", _HEIGHT)
    return tab, {"overlayPosition": overlay}


def _find(batch: Batch, chart_id: object) -> tuple[Tab, Body]:
    for tab in batch.book.tabs:
        for chart in tab.part("charts"):
            if chart["chartId"] == chart_id:
                return tab, chart
    raise invalid(f"No chart with id: {chart_id}")


def update(batch: Batch, body: Body) -> None:
    """updateChartSpec: the whole spec anew."""
    required(body, "spec")
    tab, chart = _find(batch, body.get("chartId"))
    _check(batch, body["spec"])
    tab.part("charts")[tab.part("charts").index(chart)] = chart | {
        "spec": copy.deepcopy(body["spec"])
    }


def move(batch: Batch, body: Body) -> Body:
    """updateEmbeddedObjectPosition."""
    required(body, "newPosition")
    tab, chart = _find(batch, body.get("objectId"))
    new = body["newPosition"]
    if "overlayPosition" in new and "overlayPosition" in chart["position"]:
        mask = body.get("fields", "")
        names = (
            "anchorCell",
            "offsetXPixels",
            "offsetYPixels",
            "widthPixels",
            "heightPixels",
        )
        mask = (
            "*"
            if mask.strip() in ("*", "newPosition", "overlayPosition")
            else mask.replace("overlayPosition.", "")
        )
        overlay = masks.overwrite(
            "sheets.v4 OverlayPosition",
            chart["position"]["overlayPosition"],
            new["overlayPosition"],
            mask,
            names,
        )
        new = {"overlayPosition": overlay}
    tab.part("charts").remove(chart)
    home, position = _home(batch, new)
    chart["position"] = position
    home.part("charts").append(chart)
    return {"position": copy.deepcopy(position)}


def delete(batch: Batch, body: Body) -> None:
    """deleteEmbeddedObject; a sheet of the chart's own goes with it."""
    tab, chart = _find(batch, body.get("objectId"))
    if tab.properties.get("sheetType") == "OBJECT":
        last_is_kept(batch.book, tab)
    tab.part("charts").remove(chart)
    if tab.properties.get("sheetType") == "OBJECT":
        batch.book.tabs.remove(tab)
        number(batch.book)


KINDS: dict[str, batches.Kind] = {
    "addChart": add,
    "updateChartSpec": update,
    "updateEmbeddedObjectPosition": move,
    "deleteEmbeddedObject": delete,
}
