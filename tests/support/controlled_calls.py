"""Calls to a workspace whose quotas and faults are set."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.raw_calls import api
from workspace.space import Workspace


def internal(
    space: Workspace, path: str, body: Any = None, verb: str = "POST"
) -> Any:
    answer = requests.request(
        verb, f"{space.url}/_internal/{path}", json=body, timeout=10
    )
    answer.raise_for_status()
    return answer.json()


def write(space: Workspace, book: str, value: str) -> requests.Response:
    params = {"valueInputOption": "RAW"}
    return api(
        space,
        "PUT",
        f"/v4/spreadsheets/{book}/values/A1",
        params=params,
        json={"values": [[value]]},
    )


def read(space: Workspace, book: str) -> Any:
    return (
        api(space, "GET", f"/v4/spreadsheets/{book}/values/A1")
        .json()
        .get("values")
    )
