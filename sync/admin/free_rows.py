"""Rows added to a tab that people write, in places that are free; what stands
there is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sync.errors import ConfigurationError
from sync.program import declared
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Opened
from templates import layout_now
from templates.first_rows import write_rows
from templates.found import Found, find
from templates.wire import Value


class Adding:
    """One tab of a district's sheet, read as it stands and added to. Raises
    ConfigurationError where there is none.
    """

    def __init__(
        self,
        opened: Opened,
        district: DistrictSettings,
        key: str,
    ) -> None:
        lock = self.lock = opened.program().lock
        sheets = lock.sheets
        if district.key not in sheets:
            raise ConfigurationError(
                f"{district.key}: there is no sheet yet. Run `sync provision` first."
            )
        self.google = opened.google
        self.state = opened.state
        self.district = district
        self.spreadsheet = lock.spreadsheet(district.key)
        self.layout = declared.layout_of(
            district,
            sheets[district.key].pairs,
            lock.retired.get(district.key, ()),
        )
        self.tab = self.layout.tab(key)
        self.grids: dict[str, list[list[Any]]] = {}

    def read(self, *also: str) -> Found:
        """The tab's rows by column, read together with other tabs (``grids``).

        Raises ConfigurationError where a column is lost.
        """
        tabs = {key: self.layout.tab(key).id for key in (self.tab.key, *also)}
        self.grids = dict(self.google.sheets.read(self.spreadsheet, tabs))
        found = find(self.tab, self.grids[self.tab.key])
        if found.broken:
            raise ConfigurationError.of(found.problems)
        return found

    def write(self, rows: Iterable[tuple[int, Mapping[str, Value]]]) -> None:
        """Write rows into their places (from 1) in one batch, by the columns
        as they stand now.
        """
        grid = self.grids[self.tab.key]
        here = {
            "title": self.tab.title,
            "gridProperties": {"rowCount": len(grid) + 1},
        }
        tab = layout_now.as_found(
            self.layout,
            {self.tab.id: {"properties": here}},
            {self.tab.key: grid},
        ).tab(self.tab.key)
        requests = [
            each
            for place, row in rows
            for each in write_rows(tab, place - 1, [row])
        ]
        if requests:
            with self.state.writing():
                self.state.to_do.mark_for_reading(
                    [self.district.key]
                )  # a run passes over what it wrote itself; this it must read
            self.google.sheets.update(self.spreadsheet, requests)
