"""What Sheets answers, as tabs of plain cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Grid = list[list[Any]]
_ERRORS = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "NAME": "#NAME?",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


@dataclass(frozen=True)
class Tabs:
    """Tabs as they stood at one moment: their cells and their titles, by key."""

    grids: Mapping[str, Grid]
    titles: Mapping[str, str]


def returned(
    answer: Any, tabs: Mapping[str, int], titles: Mapping[str, str]
) -> Tabs | None:
    """The tabs in a batch's answer, as ``Sheets.read`` gives them; None if
    they are not all there.
    """
    by_id = {
        s["properties"].get("sheetId", 0): s
        for s in answer.get("updatedSpreadsheet", {}).get("sheets", [])
    }
    if any(
        tabs[key] not in by_id or "data" not in by_id[tabs[key]]
        for key in titles
    ):
        return None
    return Tabs(
        {key: _grid(by_id[tabs[key]]["data"]) for key in titles}, dict(titles)
    )


def _grid(data: Sequence[Mapping[str, Any]]) -> Grid:
    lines: Grid = []
    for part in data:
        for index, row in enumerate(
            part.get("rowData", []), part.get("startRow", 0)
        ):
            cells = row.get("values", ())
            if not any(cells):  # as most rows are
                continue
            line = [
                _value(cell["effectiveValue"])
                if "effectiveValue" in cell
                else ""
                for cell in cells
            ]
            while line and line[-1] == "":
                line.pop()
            if line:
                lines += [[] for _ in range(index + 1 - len(lines))]
                lines[index] = [""] * part.get("startColumn", 0) + line
    return lines


def _value(cell: Mapping[str, Any]) -> Any:
    """A cell's value as ``values`` gives it: whole numbers as such, an error
    as its sign.
    """
    for kind, value in cell.items():
        if kind == "errorValue":
            return _ERRORS.get(
                value.get("type", "ERROR"), f"#{value.get('type', 'ERROR')}!"
            )
        return (
            int(value)
            if kind == "numberValue" and float(value).is_integer()
            else value
        )
    return ""


def title_in(area: str) -> str:
    """The tab's title in an A1 range such as ``'Our pairs'!A1:U69``."""
    title = area.rpartition("!")[0]
    return title[1:-1].replace("''", "'") if title.startswith("'") else title
