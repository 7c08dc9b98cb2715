"""Sheets, through gspread: this is the one file that knows it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sync.core.mark import NO_MARK, Mark
from sync.errors import GoogleError, Refused
from sync.google.calls import Pace
from sync.google.sheet_contents import Grid, Tabs, returned, title_in

if TYPE_CHECKING:
    from gspread.http_client import HTTPClient

_FILTERED = "https://sheets.googleapis.com/v4/spreadsheets/{}/values:batchGetByDataFilter"
_BATCH = "https://sheets.googleapis.com/v4/spreadsheets/{}:batchUpdate"
_TIMEOUT = (10, 200)
_HOSTS = (
    "https://www.googleapis.com",
    "https://sheets.googleapis.com",
    "https://forms.googleapis.com",
)
_RETURNED = "updatedSpreadsheet.sheets(properties.sheetId,data(startRow,startColumn,rowData.values.effectiveValue))"


class Spreadsheet(NamedTuple):
    """One spreadsheet: its id, and the mark that it must carry for anything
    of it to be taken or written.
    """

    id: str
    mark: Mark = NO_MARK

    @property
    def seeing(self) -> list[dict[str, Any]]:
        """The request with which every batch begins: Google refuses it, and
        the batch with it, where the mark is missing.
        """
        if self.mark is NO_MARK:
            return []
        named = {"namedRangeId": self.mark.id, "name": self.mark.name}
        return [{"updateNamedRange": {"namedRange": named, "fields": "name"}}]


class Sheets:
    """Sheets v4 through gspread's client; tabs are addressed by their sheetId,
    so renames do no harm.

    No cell is read or written before the spreadsheet's mark was seen: in the
    same call where Google allows that. Only ``row_height`` does not look for
    the mark. Every thread and identity has a client of its own.
    """

    def __init__(
        self, credentials: Sequence[Any], base: str, pace: Pace
    ) -> None:
        self.credentials = credentials
        self.base = base
        self.pace = pace
        self._own = threading.local()
        self._all: list[HTTPClient] = []
        # Whether Google finds named ranges by data filters.
        self._finds_names = True

    def close(self) -> None:
        """Close every connection."""
        for client in self._all:
            client.session.close()

    def _client(self, place: int) -> HTTPClient:
        mine: dict[Any, HTTPClient] = self._own.__dict__
        if place not in mine:
            import gspread

            client = gspread.Client(
                self.credentials[place], http_client=_client_for(self.base)
            )
            client.set_timeout(_TIMEOUT)
            mine[place] = client.http_client
            self._all.append(client.http_client)
        return mine[place]

    def metadata(self, spreadsheet: Spreadsheet) -> dict[str, Any]:
        """The tabs of a spreadsheet with what lies on their ranges, without
        cells. Raises Refused where the mark is missing.
        """
        fields = "spreadsheetUrl,properties(title,timeZone,locale),namedRanges,sheets(properties,protectedRanges(protectedRangeId,editors),filterViews(filterViewId),bandedRanges(bandedRangeId),conditionalFormats)"
        answer: dict[str, Any] = self.pace.call(
            "sheets.read",
            "looking at a sheet",
            lambda place: dict(
                self._client(place).fetch_sheet_metadata(
                    spreadsheet.id, {"fields": fields}
                )
            ),
            again=True,
            among=len(self.credentials),
        )
        _check(spreadsheet, answer)
        return answer

    def row_height(
        self, spreadsheet: Spreadsheet, title: str, row: int
    ) -> dict[str, Any]:
        """How high one row of a tab is in pixels (``pixelSize``), and whether
        it is hidden; rows count from 1.
        """
        asked: dict[str, Any] = {
            "ranges": f"{_quoted(title)}!A{row}:A{row}",
            "fields": "sheets(data(rowMetadata(pixelSize,hiddenByUser)))",
        }
        answer = self.pace.call(
            "sheets.read",
            "looking at a row",
            lambda place: dict(
                self._client(place).fetch_sheet_metadata(spreadsheet.id, asked)
            ),
            again=True,
            among=len(self.credentials),
        )
        return dict(answer["sheets"][0]["data"][0]["rowMetadata"][0])

    def read(
        self,
        spreadsheet: Spreadsheet,
        tabs: Mapping[str, int],
        formulas: bool = False,
    ) -> Mapping[str, Grid]:
        """The values of whole tabs, by key, in one call: numbers as numbers,
        dates as serial numbers.

        With ``formulas`` a formula is read as written, not as what it gives.
        """
        return self.look(
            spreadsheet,
            tabs,
            "FORMULA" if formulas else "UNFORMATTED_VALUE",
        ).grids

    def look(
        self,
        spreadsheet: Spreadsheet,
        tabs: Mapping[str, int],
        render: str = "UNFORMATTED_VALUE",
    ) -> Tabs:
        """The same with the tabs' titles; ``render`` is Google's
        ValueRenderOption. Raises Refused where the mark is missing.
        """
        filters: list[dict[str, Any]] = [
            {"gridRange": {"sheetId": sheet_id}} for sheet_id in tabs.values()
        ]
        matches = self._matches(spreadsheet, filters, render)
        by_id = {
            matched["dataFilters"][0]["gridRange"].get("sheetId", 0): matched[
                "valueRange"
            ]
            for matched in matches
            if "gridRange" in matched["dataFilters"][0]
        }
        return Tabs(
            {
                key: by_id.get(sheet_id, {}).get("values", [])
                for key, sheet_id in tabs.items()
            },
            {
                key: title_in(by_id[sheet_id]["range"])
                for key, sheet_id in tabs.items()
                if sheet_id in by_id
            },
        )

    def _matches(
        self,
        spreadsheet: Spreadsheet,
        filters: list[dict[str, Any]],
        render: str,
    ) -> list[dict[str, Any]]:
        """The ranges that some data filters match, once the mark was seen.

        One filter asks for the mark by its name. Google refuses a name that
        does not exist. Where Google finds no names by filters at all, the
        spreadsheet's metadata is read, and has to list the mark.
        """
        mark = spreadsheet.mark.name
        if not mark:
            return self._filtered(spreadsheet, filters, render)
        if self._finds_names:
            asked = [*filters, {"a1Range": mark}]
            try:
                found = self._filtered(spreadsheet, asked, render)
            except GoogleError as error:
                if error.code != 400:
                    raise
            else:
                if any(
                    f.get("a1Range") == mark
                    for matched in found
                    for f in matched["dataFilters"]
                ):
                    return found
        self.metadata(spreadsheet)
        found = self._filtered(spreadsheet, filters, render)
        self._finds_names = False
        return found

    def _filtered(
        self,
        spreadsheet: Spreadsheet,
        filters: Sequence[Mapping[str, Any]],
        render: str,
    ) -> list[dict[str, Any]]:
        body = {
            "dataFilters": list(filters),
            "valueRenderOption": render,
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        answer = self.pace.call(
            "sheets.read",
            "reading a sheet",
            lambda place: (
                self._client(place)
                .request("post", _FILTERED.format(spreadsheet.id), json=body)
                .json()
            ),
            again=True,
            among=len(self.credentials),
        )
        return list(answer.get("valueRanges", []))

    def update(
        self,
        spreadsheet: Spreadsheet,
        requests: Sequence[dict[str, Any]],
        tabs: Mapping[str, int] | None = None,
        titles: Mapping[str, str] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Tabs | None:
        """Apply one atomic batch. It is never repeated blindly: after a lost
        answer, read before writing again. Raises Refused where the mark is
        missing: then nothing was applied.

        With ``tabs`` and their ``titles``, the same call returns these tabs as
        they are right after: whole, or one of their ``columns`` (a letter).
        Returns None where it could not, as after a tab was renamed. Raises
        GoogleError for another refusal.
        """
        body: dict[str, Any] = {"requests": [*spreadsheet.seeing, *requests]}
        if titles:
            ranges = {key: _quoted(title) for key, title in titles.items()}
            ranges |= {
                key: f"{ranges[key]}!{c}:{c}"
                for key, c in (columns or {}).items()
                if key in ranges
            }
            asked = body | {
                "includeSpreadsheetInResponse": True,
                "responseIncludeGridData": True,
                "responseRanges": list(ranges.values()),
            }
            try:
                answer = self._batch(spreadsheet, asked, {"fields": _RETURNED})
                return returned(answer, tabs or {}, titles)
            except GoogleError as error:
                if (
                    error.code != 400
                ):  # which means that nothing was applied: a title may be another now
                    raise
        try:
            self._batch(spreadsheet, body, {})
        except GoogleError as error:
            if error.code == 400:
                self.metadata(spreadsheet)
            raise
        return None

    def _batch(
        self,
        spreadsheet: Spreadsheet,
        body: Mapping[str, Any],
        params: dict[str, Any],
    ) -> Any:
        return self.pace.call(
            "sheets.write",
            "writing a sheet",
            lambda place: (
                self._client(place)
                .request(
                    "post",
                    _BATCH.format(spreadsheet.id),
                    params=params,
                    json=body,
                )
                .json()
            ),
            again=False,
            among=len(self.credentials),
        )


def _check(spreadsheet: Spreadsheet, metadata: Mapping[str, Any]) -> None:
    """Raises Refused where a spreadsheet's mark is not among its named
    ranges.
    """
    named = {n["namedRangeId"] for n in metadata.get("namedRanges", ())}
    if spreadsheet.mark.id and spreadsheet.mark.id not in named:
        raise Refused(
            f"The spreadsheet {spreadsheet.id} does not carry the mark {spreadsheet.mark.name}: it may belong to another program. Nothing"
            " was read from it or written to it.",
            "Check that program.lock.toml names the right id. Then run `sync provision`: it compares what Drive knows of the file,"
            " and puts a lost mark back.",
        )


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _client_for(base: str) -> type[HTTPClient]:
    from gspread.http_client import HTTPClient

    class Rebased(HTTPClient):
        """gspread's own client, at another address where one is given."""

        def request(
            self, method: str, endpoint: str, *args: Any, **kwargs: Any
        ) -> Any:
            """Send a request to the same path of the base address."""
            return super().request(
                method, _rebased(endpoint, base), *args, **kwargs
            )

    return Rebased


def _rebased(url: str, base: str) -> str:
    """An address of Google's as the same address of another base."""
    for host in _HOSTS:
        if base and url.startswith(host):
            return base + url.removeprefix(host)
    return url
