"""Links that a coordinator clicks, as formulas give them."""

from __future__ import annotations

from typing import Any

from tests.support.program import Program
from tests.support.raw_calls import api


def cells(program: Program, place: str) -> list[list[dict[str, Any]]]:
    """The cells of a range with all that Google shows of them."""
    sheet = program.lock.sheets["WES"].id
    found = api(
        program.space,
        "GET",
        f"/v4/spreadsheets/{sheet}",
        params={"includeGridData": "true", "ranges": place},
    ).json()
    rows = found["sheets"][0]["data"][0].get("rowData", [])
    return [row.get("values", []) for row in rows]


def link_of(program: Program, tab: str, key: str, row: int) -> str:
    """Where the link in a cell leads; empty where there is none."""
    place = program.layout.tab(tab).place(key)
    letters = chr(65 + place) if place < 26 else f"A{chr(39 + place)}"
    title = program.layout.tab(tab).title
    ((cell,),) = cells(program, f"{title}!{letters}{row}") or (({},),)
    return str(cell.get("hyperlink", ""))
