"""The program's own sheets: printed where they are new, mended where tabs are
lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sync.admin.drive_files import DriveFiles, Wanted
from sync.google.drive import SHEET
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.lockfile import Sheet
from sync.run import program_sheets
from sync.state.store import State
from templates import mending, workbook
from templates import program as books
from templates.layout import SPARE_ROWS, Layout


class ProgramBooks:
    """The sheet of the program's figures, and the one for the admin alone."""

    def __init__(self, files: DriveFiles, state: State) -> None:
        self.files = files
        self.state = state
        self.settings, self.google = files.settings, files.google
        self.plan, self.lock = files.plan, files.lock

    def all(self) -> None:
        """Both sheets.

        The folder's owner shares the figures. The sheet of answers without a
        district is shared with nobody.
        """
        program, districts = (
            self.settings.file.program,
            len(self.settings.districts),
        )
        title = f"{program.name}: all districts {program.year}"
        layout = books.program_layout(districts, self.settings.words)
        self.lock.program = self._book(
            "program", title, self.lock.program, layout
        )
        self.files.save()
        title = f"{program.name}: for the admin alone {program.year}"
        layout = books.waiting_layout(self.settings.words)
        self.lock.waiting = self._book(
            "waiting", title, self.lock.waiting, layout
        )
        if self.lock.waiting:
            self.files.share(
                "waiting", title, {"id": self.lock.waiting.id}, []
            )
        self.files.save()

    def _book(
        self, key: str, title: str, known: Sheet | None, layout: Layout
    ) -> Sheet | None:
        """A sheet of the program's own, printed where it is new, else mended."""
        if known and known.pairs:
            layout = replace(layout, pairs=known.pairs)
        wanted = Wanted(
            key,
            title,
            SHEET,
            known.id if known else "",
            f"{self.settings.mark}:{key}",
            self.lock.folder,
            [title, layout],
        )
        file = self.files.made(wanted)
        if file is None:
            return known
        now = self.google.sheets.metadata(Spreadsheet(file["id"]))
        there = {sheet["properties"]["sheetId"] for sheet in now["sheets"]}
        printed = there & {tab.id for tab in layout.tabs}
        if printed and not (known and known.pairs):
            layout = replace(layout, pairs=_as_many(layout, now))
        if printed:
            self._mend(wanted, file["id"], layout, now)
        else:
            prints = declared.program_prints(
                self.settings, self.lock, key, title
            )
            requests = workbook.make(layout, prints)
            self._send(file["id"], requests)
            self.plan.make(key, title, requests)
        return Sheet(file["id"], now["spreadsheetUrl"], layout.pairs)

    def _mend(
        self,
        book: Wanted,
        spreadsheet: str,
        layout: Layout,
        now: Mapping[str, Any],
    ) -> None:
        """Print lost tabs again, and what else is lost."""
        there = {sheet["properties"]["sheetId"] for sheet in now["sheets"]}
        tabs = {tab.key: tab.id for tab in layout.tabs if tab.id in there}
        grids = self.google.sheets.read(
            Spreadsheet(spreadsheet), tabs, formulas=True
        )
        prints = declared.program_prints(
            self.settings, self.lock, book.key, book.name
        )
        mended = mending.mend(
            layout, now, grids, prints, self.lock.is_of_before
        )
        requests = mending.requests_of(mended)
        self._send(spreadsheet, requests)
        for each in mending.once(mended):
            needed = each.needed(layout)
            self.plan.mend(book.key, book.name, each.what, requests, needed)

    def _send(self, spreadsheet: str, requests: list[dict[str, Any]]) -> None:
        if requests and self.files.write:
            with self.state.writing():
                program_sheets.forget(self.state)
            self.google.sheets.update(Spreadsheet(spreadsheet), requests)


def _as_many(layout: Layout, now: Mapping[str, Any]) -> int:
    """For how many districts the program's sheet has room, as its first tab
    says.
    """
    first = layout.tabs[0]
    sizes = [
        sheet["properties"]["gridProperties"]["rowCount"]
        for sheet in now["sheets"]
        if sheet["properties"]["sheetId"] == first.id
    ]
    return max(1, min(sizes, default=0) - first.header_row - SPARE_ROWS)
