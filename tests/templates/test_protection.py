"""What a coordinator may do in each tab: every cell of the table in
docs/the-sheet.md is tried; and nothing judged is a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.core.judge import DistrictStanding
from sync.errors import GoogleError
from sync.google.sheets import Spreadsheet
from templates.layout import Layout, Tab
from tests.support.program import ADMIN, Program, copied

DOCS = Path(__file__).parents[2] / "docs" / "the-sheet.md"
Body = dict[str, Any]


def _rows(tab: Tab, first: int, after: int) -> Body:
    return {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": first,
        "endIndex": after,
    }


def _area(
    layout: Layout,
    tab: Tab,
    top: int,
    bottom: int,
    left: int = 0,
    right: int | None = None,
) -> Body:
    right = layout.width(tab) if right is None else right
    return {
        "sheetId": tab.id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _typed(tab: Tab, row: int, column: int) -> Body:
    start = {"sheetId": tab.id, "rowIndex": row, "columnIndex": column}
    value = {"userEnteredValue": {"stringValue": "typed"}}
    return {
        "updateCells": {
            "start": start,
            "rows": [{"values": [value]}],
            "fields": "userEnteredValue",
        }
    }


def _white(tab: Tab) -> int:
    """A column in which people write: the first pair's in the schedule."""
    return next(
        (
            place
            for place, c in enumerate(tab.columns)
            if not c.formula and not c.printed
        ),
        len(tab.columns),
    )


def _formula(tab: Tab) -> int:
    return next((place for place, c in enumerate(tab.columns) if c.formula), 0)


# By the words of the table: what a coordinator does in a tab; the row is the
# second below the header.
DOES: dict[str, Callable[[Layout, Tab, int], Body]] = {
    "type in a row": lambda _, tab, row: _typed(tab, row, _white(tab)),
    "insert a row": lambda _, tab, row: {
        "insertDimension": {
            "range": _rows(tab, row, row + 1),
            "inheritFromBefore": True,
        }
    },
    "delete a row": lambda _, tab, row: {
        "deleteDimension": {"range": _rows(tab, row, row + 1)}
    },
    "move a row": lambda _, tab, row: {
        "moveDimension": {
            "source": _rows(tab, row, row + 1),
            "destinationIndex": row + 3,
        }
    },
    "sort rows": lambda layout, tab, row: {
        "sortRange": {
            "range": _area(layout, tab, row - 1, row + 4),
            "sortSpecs": [
                {"dimensionIndex": _white(tab), "sortOrder": "DESCENDING"}
            ],
        }
    },
    "clear a row": lambda layout, tab, row: {
        "repeatCell": {
            "range": _area(layout, tab, row, row + 1),
            "cell": {},
            "fields": "userEnteredValue",
        }
    },
    "change a header": lambda _, tab, row: _typed(tab, row - 2, _white(tab)),
    "type over a formula": lambda _, tab, row: _typed(tab, row, _formula(tab)),
}


def _table() -> Iterator[tuple[str, str, str]]:
    """The table of the page: tab, deed, and whether it may be done."""
    found = re.search(
        r"<!-- tried -->\n(.*?)<!-- end -->",
        DOCS.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert found
    header, _, *lines = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in found.group(1).strip().splitlines()
    )
    assert header[1:] == list(DOES)
    for title, *cells in lines:
        yield from (
            (title, deed, word) for deed, word in zip(DOES, cells, strict=True)
        )


@pytest.fixture(scope="module")
def people(
    provisioned: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    with copied(
        provisioned, tmp_path_factory.mktemp("people") / "program"
    ) as program:
        yield program


def _tried(people: Program, layout: Layout, tab: Tab, deed: str) -> str:
    """What comes of a deed, in the words of the table."""
    if (
        deed == "type over a formula"
        and not tab.of_tool
        and not any(c.formula for c in tab.columns)
    ):
        return "-"
    coordinator = people.google("coordinator@westbrook.example")
    try:
        coordinator.sheets.update(
            Spreadsheet(people.lock.sheets["WES"].id),
            [DOES[deed](layout, tab, tab.header_row + 1)],
        )
    except GoogleError as error:
        return "no" if "protected cell" in error.message else str(error)
    return "yes"


def test_every_cell_of_the_table_is_so(people: Program) -> None:
    """Refused as a protected cell, or let through; a dash where there is
    nothing to do it to.
    """
    layout = people.layout
    tabs = {tab.title: tab for tab in layout.tabs}
    told = list(_table())
    assert {title for title, _, _ in told} == set(tabs)
    found = [
        (title, deed, _tried(people, layout, tabs[title], deed))
        for title, deed, _ in told
    ]
    assert found == told


def test_filter_views_show_pairs_in_another_order(people: Program) -> None:
    views = people.space.desk.shelf.get(people.lock.sheets["WES"].id).tab(
        people.layout.tab("pairs").id
    )
    assert [view["title"] for view in views.part("filterViews")] == [
        "By mentor",
        "By school",
        "By status",
    ]


def _standing(program: Program) -> tuple[DistrictStanding, list[Any]]:
    result, _ = program.run(read_all=True)
    (standing,) = result.standings
    return standing, [
        program.values(tab.key)
        for tab in program.layout.tabs
        if tab.of_tool and tab.key != "start"
    ]


def test_nothing_judged_reads_a_formula(program: Program) -> None:
    """All formula cells of people's tabs emptied: the judgement is the same,
    to the last word, and provision prints them again.
    """
    program.provision()  # links lead to where this workspace is served
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    before, rows = _standing(program)
    layout = program.layout
    emptied = [
        {
            "repeatCell": {
                "range": _area(
                    layout,
                    tab,
                    tab.header_row,
                    layout.size(tab)[0],
                    place,
                    place + 1,
                ),
                "cell": {},
                "fields": "userEnteredValue",
            }
        }
        for tab in layout.people
        for place, column in enumerate(tab.columns)
        if column.formula
    ]
    assert len(emptied) > 8
    printed = {
        tab.key: program.values(tab.key, formulas=True)
        for tab in layout.people
    }
    program.edit(*emptied, who=ADMIN)
    assert {
        tab.key: program.values(tab.key, formulas=True)
        for tab in layout.people
    } != printed
    after, still = _standing(program)
    assert after == before
    assert still == rows
    done, _ = program.provision()
    assert any("formulas of Pairs" in what for what in done.of(Deed.MEND))
    assert {
        tab.key: program.values(tab.key, formulas=True)
        for tab in layout.people
    } == printed
