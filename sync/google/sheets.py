"""Sheets, through gspread: this is the one file that knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gspread
from gspread.http_client import HTTPClient

from sync.google.pace import Pace

Grid = list[list[Any]]
_FILTERED = "https://sheets.googleapis.com/v4/spreadsheets/{}/values:batchGetByDataFilter"
_TIMEOUT = (10, 200)
_HOSTS = ("https://www.googleapis.com", "https://sheets.googleapis.com", "https://forms.googleapis.com")


class Sheets:
    """Sheets v4 through gspread's client; tabs are addressed by their sheetId, so renames do no harm."""

    def __init__(self, credentials: Any, base: str, pace: Pace) -> None:
        self.client = gspread.Client(credentials, http_client=_client_for(base))
        self.client.set_timeout(_TIMEOUT)
        self.pace = pace

    def close(self) -> None:
        """Close every connection."""
        self.client.http_client.session.close()

    def metadata(self, spreadsheet_id: str) -> dict[str, Any]:
        """The tabs of a spreadsheet with what lies on their ranges, without cells."""
        fields = "spreadsheetUrl,properties(title,timeZone,locale),sheets(properties,protectedRanges(protectedRangeId,editors),filterViews(filterViewId),bandedRanges(bandedRangeId),conditionalFormats)"
        answer: dict[str, Any] = self.pace.call(
            "sheets.read",
            "looking at a sheet",
            lambda: dict(self.client.http_client.fetch_sheet_metadata(spreadsheet_id, {"fields": fields})),
            again=True,
        )
        return answer

    def read(self, spreadsheet_id: str, tabs: Mapping[str, int], formulas: bool = False) -> dict[str, Grid]:
        """The values of whole tabs, by key, in one call: numbers as numbers, dates as serial numbers.

        With ``formulas`` a formula is read as written, not as what it gives.
        """
        body = {
            "dataFilters": [{"gridRange": {"sheetId": sheet_id}} for sheet_id in tabs.values()],
            "valueRenderOption": "FORMULA" if formulas else "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
        }
        answer = self.pace.call(
            "sheets.read",
            "reading a sheet",
            lambda: self.client.http_client.request("post", _FILTERED.format(spreadsheet_id), json=body).json(),
            again=True,
        )
        by_id = {
            matched["dataFilters"][0]["gridRange"].get("sheetId", 0): matched["valueRange"].get("values", [])
            for matched in answer.get("valueRanges", [])
        }
        return {key: by_id.get(sheet_id, []) for key, sheet_id in tabs.items()}

    def update(self, spreadsheet_id: str, requests: Sequence[dict[str, Any]]) -> None:
        """Apply one atomic batch. It is never repeated blindly: after a lost answer, read before writing again."""
        body = {"requests": list(requests)}
        self.pace.call(
            "sheets.write",
            "writing a sheet",
            lambda: self.client.http_client.batch_update(spreadsheet_id, body),
            again=False,
        )


def _client_for(base: str) -> type[HTTPClient]:
    class Rebased(HTTPClient):
        """gspread's own client, at another address where one is given."""

        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            """Send a request to the same path of the base address."""
            return super().request(method, _rebased(endpoint, base), *args, **kwargs)

    return Rebased


def _rebased(url: str, base: str) -> str:
    """An address of Google's as the same address of another base."""
    for host in _HOSTS:
        if base and url.startswith(host):
            return base + url.removeprefix(host)
    return url
