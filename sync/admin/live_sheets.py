"""What is assumed of Google's sheets and of Drive's feed, tried."""

from __future__ import annotations

from contextlib import suppress

from sync.admin.live_trial import MARK, NAME, Trial
from sync.errors import GoogleError, Refused
from sync.google.drive import SHEET
from sync.google.sheet_contents import Tabs
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.lockfile import Lock
from templates import charts, read_back, summary_lines, workbook
from templates import program as books
from templates.first_rows import write_rows
from templates.wire import letter

# Seconds that Drive's feed of changes is given, and between two looks at it.
LAG, LOOK = 300, 15


def charts_are_made(t: Trial) -> bool:
    """The program's sheet with its charts, and one whose ranges become longer."""
    layout = books.program_layout(1)
    made = t.google.drive.create(NAME, SHEET, f"{MARK}:program", t.folder)[
        "id"
    ]
    prints = declared.program_prints(
        t.settings,
        Lock(identities=(t.google.drive.whoami(),)),
        "program",
        NAME,
    )
    t.google.sheets.update(Spreadsheet(made), workbook.make(layout, prints))
    longer = charts.charts(layout.tab("frequency"), 3)
    t.google.sheets.update(
        Spreadsheet(made),
        [
            {
                "updateChartSpec": {
                    "chartId": chart["chartId"],
                    "spec": chart["spec"],
                }
            }
            for chart in longer
        ],
    )
    return True


def shows(t: Trial) -> bool:
    """The hidden tab of the annual report, written and then shown."""
    tab = t.layout.tab("annual")
    shown = {
        "properties": {"sheetId": tab.id, "hidden": False},
        "fields": "hidden",
    }
    t.google.sheets.update(
        t.book,
        [
            *write_rows(tab, tab.header_row, [{"mark": "b"}]),
            {"updateSheetProperties": shown},
        ],
    )
    here = {
        s["properties"]["sheetId"]: s["properties"]
        for s in t.google.sheets.metadata(t.book)["sheets"]
    }
    return not here[tab.id].get("hidden")


def filters(t: Trial) -> bool:
    """Answers can be asked for since a moment."""
    from datetime import UTC, datetime

    return list(
        t.google.forms.responses(
            t.filled["formId"], datetime(2026, 1, 1, tzinfo=UTC)
        )
    ) == [[]]


def reads_whole_tabs(t: Trial) -> bool:
    """A tab is read by its number."""
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    seen = t.google.sheets.look(t.book, tabs)
    return all(
        seen.grids[tab.key] and seen.titles[tab.key] == tab.title
        for tab in t.layout.tabs
    )


def marks_are_seen(t: Trial) -> bool:
    """A sheet with another mark is refused, read or written, in one call."""
    other = Spreadsheet(t.sheet, Lock().mark("ANOTHER"))
    tabs = {"pairs": t.layout.tab("pairs").id}
    calls = t.google.pace.calls
    before = calls["sheets.read"]
    t.google.sheets.look(t.book, tabs)
    in_one = calls["sheets.read"] == before + 1
    with suppress(Refused):
        t.google.sheets.look(other, tabs)
        return False
    with suppress(Refused):
        t.google.sheets.update(other, [])
        return False
    return in_one


def formulas_count(t: Trial) -> bool:
    """Formulas show label, status and link."""
    row = t.pair()
    return (
        row.get("label") == t.label
        and row.get("status") == "after next run"
        and bool(row.get("link"))
    )


def formulas_move(t: Trial) -> bool:
    """Formulas move with their cells."""
    tab = t.layout.tab("pairs")
    above = {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": 1,
        "endIndex": 2,
    }
    renamed = {"sheetId": t.layout.tab("status").id, "title": "Standing"}
    t.google.sheets.update(
        t.book,
        [
            {"insertDimension": {"range": above, "inheritFromBefore": False}},
            {
                "updateSheetProperties": {
                    "properties": renamed,
                    "fields": "title",
                }
            },
        ],
    )
    try:
        return (
            t.pair().get("label") == t.label
            and t.pair().get("status") == "after next run"
        )
    finally:
        back = renamed | {"title": t.layout.tab("status").title}
        t.google.sheets.update(
            t.book,
            [
                {
                    "updateSheetProperties": {
                        "properties": back,
                        "fields": "title",
                    }
                }
            ],
        )


def returns_tabs(t: Trial) -> bool:
    """A write of the tool's own, which asks to see the tabs as they stand
    after it.
    """
    log = t.layout.tab("log")
    tabs = {tab.key: tab.id for tab in t.layout.tabs}
    columns = {
        k: letter(t.layout.tab(k).place(c.key))
        for k, c in read_back.names(t.layout).items()
    }
    titles = {
        tab.key: tab.title
        for tab in t.layout.tabs
        if tab.key in columns or not tab.of_tool
    }
    row = {read_back.names(t.layout)["log"].key: "TRIAL1"}
    seen = t.google.sheets.update(
        t.book,
        list(write_rows(log, log.header_row, [row])),
        tabs,
        titles,
        columns,
    )
    return (
        isinstance(seen, Tabs)
        and "TRIAL1" in str(seen.grids["log"])
        and "Mentor One" in str(seen.grids["pairs"])
    )


def feed_names_edits(t: Trial) -> bool:
    """Drive's feed names the sheet, and who changed it last."""
    return _comes_up(t, t.google.drive.whoami())


def _comes_up(t: Trial, who: str) -> bool:
    """Whether the sheet comes up in the feed as last changed by somebody."""
    for _ in range(LAG // LOOK):
        changed, _ = t.google.drive.changed(t.since, t.drive)
        if t.sheet in changed and changed[t.sheet].who == who:
            return True
        t.google.pace.clock.sleep(LOOK)
    return False


def feed_names_others(t: Trial) -> bool:
    """An edit by somebody else, as a coordinator's would be."""
    tab = t.layout.tab("follow_up")
    row = {"agreed": "typed by somebody else"}
    t.somebody.sheets.update(
        t.book, list(write_rows(tab, tab.header_row, [row]))
    )
    return _comes_up(t, t.somebody.drive.whoami())


def editors_insert(t: Trial) -> bool:
    """Somebody who may write, and is no editor of what is protected, inserts a
    row in Follow-up, and cannot in Pairs.
    """

    def inserts(key: str) -> bool:
        tab = t.layout.tab(key)
        at = tab.header_row + 3
        rows = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "startIndex": at,
            "endIndex": at + 1,
        }
        try:
            t.somebody.sheets.update(
                t.book,
                [
                    {
                        "insertDimension": {
                            "range": rows,
                            "inheritFromBefore": True,
                        }
                    }
                ],
            )
        except GoogleError:
            return False
        return True

    return inserts("follow_up") and not inserts("pairs")


def whole_numbers(t: Trial) -> bool:
    """A pair's number, as it is shown."""
    tab = t.layout.tab("pairs")
    shown = t.google.sheets.look(
        t.book, {"pairs": tab.id}, "FORMATTED_VALUE"
    ).grids["pairs"]
    place = tab.place("number")
    return "1" in [row[place] for row in shown if place < len(row)]


def row_of_lines(t: Trial) -> bool:
    """The row above Status's table, once five lines stand in it: as high as
    they are, and not hidden.
    """
    tab, high = (
        t.layout.tab("status"),
        summary_lines.ROW_HIGH + 4 * summary_lines.LINE_HIGH,
    )
    t.google.sheets.update(t.book, [summary_lines.lines_height(tab, "\n" * 4)])
    row = t.google.sheets.row_height(t.book, tab.title, 3)
    return row.get("pixelSize") == high and not row.get("hiddenByUser")


def boxes(t: Trial) -> bool:
    """A box that is not ticked, as reading a tab gives it and as a write's own
    answer does.
    """
    tab = t.layout.tab("pairs")
    place = tab.place("trained")
    write = write_rows(
        tab,
        tab.header_row,
        [
            {
                "number": 1,
                "mentor": "Mentor One",
                "mentee": "Mentee Two",
                "trained": False,
            }
        ],
    )
    seen = t.google.sheets.update(
        t.book, list(write), {"pairs": tab.id}, {"pairs": tab.title}
    )
    grids = [
        t.google.sheets.read(t.book, {"pairs": tab.id})["pairs"],
        seen.grids["pairs"] if seen else [],
    ]
    rows = [
        row
        for grid in grids
        for row in grid[tab.header_row :]
        if "Mentor One" in row
    ]
    return (
        len(rows) == len(grids)
        and len({row[place] if place < len(row) else "" for row in rows}) == 1
    )
