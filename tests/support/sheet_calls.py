"""What tests of the workspace's Sheets ask of it, and what it answers."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace


def update(
    space: Workspace,
    book: str,
    *wanted: dict[str, Any],
    who: str = ADMIN,
    **more: Any,
) -> requests.Response:
    """One batch of requests; its response, whatever it says."""
    return api(
        space,
        "POST",
        f"/v4/spreadsheets/{book}:batchUpdate",
        who=who,
        json={"requests": list(wanted), **more},
    )


def done(space: Workspace, book: str, *wanted: dict[str, Any]) -> list[Any]:
    """The replies of a batch that was accepted."""
    answer = update(space, book, *wanted)
    assert answer.status_code == 200, answer.text
    replies: list[Any] = answer.json()["replies"]
    return replies


def refused(space: Workspace, book: str, *wanted: dict[str, Any]) -> str:
    """The message of a batch that was refused."""
    answer = update(space, book, *wanted)
    assert answer.status_code == 400, answer.text
    return str(answer.json()["error"]["message"])


def put(
    space: Workspace,
    book: str,
    where: str,
    rows: list[list[Any]],
    option: str = "USER_ENTERED",
) -> None:
    """Values, written as a client writes them."""
    path = f"/v4/spreadsheets/{book}/values/{where}"
    api(
        space,
        "PUT",
        path,
        params={"valueInputOption": option},
        json={"values": rows},
    ).raise_for_status()


def get(
    space: Workspace, book: str, where: str, render: str = "UNFORMATTED_VALUE"
) -> Any:
    """The values of a range; ``None`` where it is empty."""
    return (
        api(
            space,
            "GET",
            f"/v4/spreadsheets/{book}/values/{where}",
            params={"valueRenderOption": render},
        )
        .json()
        .get("values")
    )


def sheet(space: Workspace, book: str, **params: str) -> Any:
    """The first sheet of a spreadsheet, as ``spreadsheets.get`` has it."""
    return api(space, "GET", f"/v4/spreadsheets/{book}", params=params).json()[
        "sheets"
    ][0]


def area(
    top: int, bottom: int, left: int, right: int, sheet: int = 0
) -> dict[str, int]:
    """A GridRange; the last row and column are not part of it."""
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def lines(first: int, after: int, dimension: str = "ROWS") -> dict[str, Any]:
    """A DimensionRange of the first sheet."""
    return {
        "sheetId": 0,
        "dimension": dimension,
        "startIndex": first,
        "endIndex": after,
    }


def span(first: int, after: int, dimension: str = "ROWS") -> dict[str, Any]:
    """The range of an insertDimension or deleteDimension."""
    return {"range": lines(first, after, dimension)}


COLUMN = {"sources": [area(1, 4, 1, 2)]}
