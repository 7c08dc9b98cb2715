"""Sheets, through gspread: this is the one file that knows it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.errors import GoogleError
from sync.google.calls import Pace

if TYPE_CHECKING:
    from gspread.http_client import HTTPClient

Grid = list[list[Any]]
_FILTERED = "https://sheets.googleapis.com/v4/spreadsheets/{}/values:batchGetByDataFilter"
_BATCH = "https://sheets.googleapis.com/v4/spreadsheets/{}:batchUpdate"
_TIMEOUT = (10, 200)
_HOSTS = (
    "https://www.googleapis.com",
    "https://sheets.googleapis.com",
    "https://forms.googleapis.com",
)
_RETURNED = "updatedSpreadsheet.sheets(properties.sheetId,data(startRow,startColumn,rowData.values.effectiveValue))"
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


class Sheets:
    """Sheets v4 through gspread's client; tabs are addressed by their sheetId,
    so renames do no harm.

    Every thread and identity has a client of its own.
    """

    def __init__(
        self, credentials: Sequence[Any], base: str, pace: Pace
    ) -> None:
        self.credentials = credentials
        self.base = base
        self.pace = pace
        self._own = threading.local()
        self._all: list[HTTPClient] = []

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

    def metadata(self, spreadsheet_id: str) -> dict[str, Any]:
        """The tabs of a spreadsheet with what lies on their ranges, without
        cells.
        """
        fields = "spreadsheetUrl,properties(title,timeZone,locale),sheets(properties,protectedRanges(protectedRangeId,editors),filterViews(filterViewId),bandedRanges(bandedRangeId),conditionalFormats)"
        answer: dict[str, Any] = self.pace.call(
            "sheets.read",
            "looking at a sheet",
            lambda place: dict(
                self._client(place).fetch_sheet_metadata(
                    spreadsheet_id, {"fields": fields}
                )
            ),
            again=True,
            among=len(self.credentials),
        )
        return answer

    def row_height(
        self, spreadsheet_id: str, title: str, row: int
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
                self._client(place).fetch_sheet_metadata(spreadsheet_id, asked)
            ),
            again=True,
            among=len(self.credentials),
        )
        return dict(answer["sheets"][0]["data"][0]["rowMetadata"][0])

    def read(
        self,
        spreadsheet_id: str,
        tabs: Mapping[str, int],
        formulas: bool = False,
    ) -> Mapping[str, Grid]:
        """The values of whole tabs, by key, in one call: numbers as numbers,
        dates as serial numbers.

        With ``formulas`` a formula is read as written, not as what it gives.
        """
        return self.look(
            spreadsheet_id,
            tabs,
            "FORMULA" if formulas else "UNFORMATTED_VALUE",
        ).grids

    def look(
        self,
        spreadsheet_id: str,
        tabs: Mapping[str, int],
        render: str = "UNFORMATTED_VALUE",
    ) -> Tabs:
        """The same with the tabs' titles; ``render`` is Google's
        ValueRenderOption.
        """
        body = {
            "dataFilters": [
                {"gridRange": {"sheetId": sheet_id}}
                for sheet_id in tabs.values()
            ],
            "valueRenderOption": render,
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        answer = self.pace.call(
            "sheets.read",
            "reading a sheet",
            lambda place: (
                self._client(place)
                .request("post", _FILTERED.format(spreadsheet_id), json=body)
                .json()
            ),
            again=True,
            among=len(self.credentials),
        )
        by_id = {
            matched["dataFilters"][0]["gridRange"].get("sheetId", 0): matched[
                "valueRange"
            ]
            for matched in answer.get("valueRanges", [])
        }
        return Tabs(
            {
                key: by_id.get(sheet_id, {}).get("values", [])
                for key, sheet_id in tabs.items()
            },
            {
                key: _title(by_id[sheet_id]["range"])
                for key, sheet_id in tabs.items()
                if sheet_id in by_id
            },
        )

    def update(
        self,
        spreadsheet_id: str,
        requests: Sequence[dict[str, Any]],
        tabs: Mapping[str, int] | None = None,
        titles: Mapping[str, str] | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Tabs | None:
        """Apply one atomic batch. It is never repeated blindly: after a lost
        answer, read before writing again.

        With ``tabs`` and their ``titles`` the answer says how these tabs stood
        right after, in the same call: whole, or one of their ``columns`` (a
        letter). None where it does not, as when one of them was renamed
        meanwhile: then nobody has looked.
        """
        body: dict[str, Any] = {"requests": list(requests)}
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
                answer = self._batch(
                    spreadsheet_id, asked, {"fields": _RETURNED}
                )
                return _returned(answer, tabs or {}, titles)
            except GoogleError as error:
                if (
                    error.code != 400
                ):  # which means that nothing was applied: a title may be another now
                    raise
        self._batch(spreadsheet_id, body, {})
        return None

    def _batch(
        self,
        spreadsheet_id: str,
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
                    _BATCH.format(spreadsheet_id),
                    params=params,
                    json=body,
                )
                .json()
            ),
            again=False,
            among=len(self.credentials),
        )


def _returned(
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
            line = [
                _value(cell.get("effectiveValue", {}))
                for cell in row.get("values", [])
            ]
            while line and line[-1] == "":
                line.pop()
            lines += [[] for _ in range(index + 1 - len(lines))]
            lines[index] = (
                [""] * part.get("startColumn", 0) + line if line else []
            )
    while lines and not lines[-1]:
        lines.pop()
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


def _title(area: str) -> str:
    """The tab's title in an A1 range such as ``'Our pairs'!A1:U69``."""
    title = area.rpartition("!")[0]
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


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
