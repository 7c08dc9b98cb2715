"""A district's sheet: printed where it is new, mended where people broke it,
shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.definition import Definition
from sync.admin.drive_files import DriveFiles, Wanted
from sync.admin.permissions import coordinators_of
from sync.core.calendar import Event, Per
from sync.errors import ConfigurationError
from sync.google.drive import SHEET
from sync.google.sheets import Spreadsheet
from sync.program import declared, row_files
from sync.program.districts_file import DistrictSettings
from sync.program.lockfile import Sheet
from sync.program.row_files import HIGHEST
from sync.program.settings import Settings
from sync.state.store import State
from templates import (
    first_rows,
    grid_sizes,
    left_alone,
    mending,
    read_schedule,
    workbook,
)
from templates.found import find
from templates.layout import Layout, Tab
from templates.wire import Value

Rows = dict[str, Sequence[Mapping[str, Value]]]
SPARE_PAIRS = 10


def files_of(settings: Settings, district: DistrictSettings) -> Rows:
    """The rows of a district's roster and calendar files, where there are any.

    Raises ConfigurationError.
    """
    layout = declared.layout_of(district, settings.file.defaults.pairs)
    lists = {
        "schools": district.schools,
        "events": [event.value for event in Event],
    }
    rows: Rows = {}
    for folder, tab in (("rosters", "pairs"), ("calendars", "calendar")):
        path = settings.folder / folder / f"{district.key}.csv"
        if path.exists():
            rows[tab] = row_files.load(
                path, layout.tab(tab), lists, district.day_first
            )
    return rows


class DistrictBooks:
    """The sheets of a program's districts, while they are provisioned."""

    def __init__(
        self, files: DriveFiles, state: State, form: Definition
    ) -> None:
        self.files = files
        self.state = state
        self.form = form
        self.settings, self.google = files.settings, files.google
        self.plan, self.lock = files.plan, files.lock

    def one(self, district: DistrictSettings, rows: Rows) -> None:
        """One district's sheet; ``rows`` are those of its files."""
        title = declared.title_of(self.settings, district)
        known = replace(self.lock.sheets.get(district.key, Sheet("")))
        wanted = Wanted(
            district.key,
            title,
            SHEET,
            known.id,
            f"{self.settings.file.program.year}:{district.key}",
            self.lock.folder,
            self._sent(district, rows),
        )
        file = self.files.made(wanted)
        if file:
            # Its mark is compared, and put right, below.
            now = self.google.sheets.metadata(Spreadsheet(file["id"]))
            known.id, known.url = file["id"], now["spreadsheetUrl"]
            there = {sheet["properties"]["sheetId"] for sheet in now["sheets"]}
            if not there & {
                tab.id for tab in declared.layout_of(district, 1).tabs
            }:
                self._print(district, rows, known, title)
            else:
                if not known.pairs:
                    self._as_printed(district, known)
                self._mend(district, known, now)
            self.lock.sheets[district.key] = known
        if file or not known.id:
            self.files.share(
                district.key, title, file, coordinators_of(district)
            )
        self.files.save()

    def _retired(self, district: DistrictSettings) -> tuple[int, ...]:
        return self.lock.retired.get(district.key, ())

    def _sent(self, district: DistrictSettings, rows: Rows) -> list[Any]:
        """What a new sheet is printed from."""
        defaults = self.settings.file.defaults
        return [district, rows, defaults, self._retired(district)]

    def _print(
        self, district: DistrictSettings, rows: Rows, known: Sheet, title: str
    ) -> None:
        """Print everything into a sheet that is still as Google makes it."""
        retired = self._retired(district)
        pairs = first_rows.numbered(rows.get("pairs", ()), retired=retired)
        numbers = [row["number"] for row in pairs]
        highest = max(numbers, default=0)
        printed = highest - sum(
            n <= highest and n not in numbers for n in retired
        )
        known.pairs = max(
            self.settings.file.defaults.pairs, printed + SPARE_PAIRS
        )
        self.lock.sheets[district.key] = known
        self.files.save()
        self.plan.make(district.key, title, self._sent(district, rows))
        if self.files.write:
            prints = declared.prints_of(
                self.settings, district, self.lock, self.form, rows
            )
            self._changed(district.key)
            layout = declared.layout_of(district, known.pairs, retired)
            self.google.sheets.update(
                Spreadsheet(known.id), workbook.make(layout, prints)
            )

    def _as_printed(self, district: DistrictSettings, known: Sheet) -> None:
        """Note, from *Pairs*, how many numbers a sheet was printed with.

        Numbers that are missing are noted as retired.
        """
        tab = declared.layout_of(district, 1).tab("pairs")
        found = find(
            tab,
            self.google.sheets.read(Spreadsheet(known.id), {"pairs": tab.id})[
                "pairs"
            ],
        )
        printed = (row.get("number") for _, row in found.rows)
        numbers = {
            int(n)
            for n in printed
            if isinstance(n, (int, float)) and 1 <= n <= HIGHEST
        }
        known.pairs = len(numbers) or self.settings.file.defaults.pairs
        up_to = range(1, max(numbers, default=0))
        if left_out := tuple(n for n in up_to if n not in numbers):
            self.lock.retired[district.key] = left_out

    def _mend(
        self, district: DistrictSettings, known: Sheet, now: Mapping[str, Any]
    ) -> None:
        """Print lost tabs, headers, formulas and protection again.

        A lost people's tab gets its rows as last read.
        """
        layout = declared.layout_of(
            district, known.pairs, self._retired(district)
        )
        there = {sheet["properties"]["sheetId"] for sheet in now["sheets"]}
        tabs = {tab.key: tab.id for tab in layout.tabs if tab.id in there}
        sheet = Spreadsheet(known.id)
        grids = self.google.sheets.read(sheet, tabs, formulas=True)
        if headless := left_alone.headless(layout, grids):
            self._headless(district, sheet, headless, grids)
            if self.plan.refused or not self.files.write:
                return
            now = self.google.sheets.metadata(sheet)
            grids = self.google.sheets.read(sheet, tabs, formulas=True)
        remembered = self.state.sheets.grids(district.key)
        rows = _last_rows(layout, district, remembered, there)
        prints = declared.prints_of(
            self.settings, district, self.lock, self.form, rows
        )
        mended = mending.mend(
            layout, now, grids, prints, self.lock.is_of_before
        )
        notices = [*left_alone.passed_over(layout, now, grids)]
        notices += filter(None, [grid_sizes.near_the_limit(now)])
        for notice in notices:
            self.plan.notice(f"{district.name}: {notice}")
        requests = mending.requests_of(mended)
        if requests and self.files.write:
            self._changed(district.key)
            self.google.sheets.update(sheet, requests)
        for each in mending.once(mended):
            self.plan.mend(
                district.key,
                district.name,
                each.what,
                requests,
                each.needed(layout),
            )

    def _headless(
        self,
        district: DistrictSettings,
        sheet: Spreadsheet,
        headless: Sequence[Tab],
        grids: Mapping[str, Any],
    ) -> None:
        """Give the tool's own tabs their header rows back; of people's tabs it
        is unknown whether a row is data.
        """
        for tab in headless:
            if not tab.of_tool:
                words = left_alone.headless_words(tab, grids)
                self.files.refuse(f"{district.name}: {words}")
                continue
            requests = mending.header_row(tab)
            if self.files.write:
                self._changed(district.key)
                self.google.sheets.update(sheet, requests)
            what = f"the header row of {tab.title}"
            self.plan.mend(district.key, district.name, what, requests, True)

    def _changed(self, key: str) -> None:
        """The next run reads all tabs: it would pass over what it wrote
        itself.
        """
        with self.state.writing():
            self.state.to_do.mark_for_reading([key])
        self.state.sheets.mark_uncertain(key)


def check_numbers(
    files: DriveFiles, district: DistrictSettings, rows: Rows
) -> None:
    """Raises ConfigurationError for the roster of a district without a sheet
    that gives an earlier year's number again.
    """
    retired = files.lock.retired.get(district.key, ())
    numbers = [row.get("number") for row in rows.get("pairs", ())]
    again = [str(number) for number in numbers if number in retired]
    if again and district.key not in files.lock.sheets:
        path = files.settings.folder / "rosters" / f"{district.key}.csv"
        raise ConfigurationError(
            f"{path}: Number {', '.join(again)} was given to another pair in an earlier year. Leave the cell empty: the next free"
            " number is taken."
        )


def _last_rows(
    layout: Layout,
    district: DistrictSettings,
    remembered: Mapping[str, Any],
    there: set[int],
) -> Rows:
    """The rows of people's tabs that are gone, as they were last read."""
    lost = [
        t for t in layout.people if t.id not in there and t.key in remembered
    ]
    weeks = {
        week.first for week in declared.calendar_of(district).periods(Per.WEEK)
    }
    last: Rows = {}
    for tab in lost:
        grid = remembered[tab.key]
        if tab.grid:
            last[tab.key] = [
                {"number": cell.number, "week": cell.week, "text": cell.text}
                for cell in read_schedule.schedule_cells(tab, grid)
                if cell.week in weeks and cell.number in layout.numbers
            ]
        else:
            last[tab.key] = [row for _, row in find(tab, grid).rows]
    return last
