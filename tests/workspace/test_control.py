"""What the control paths change, and to whom they are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.support.controlled_calls import internal, write
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_the_clock_the_calls_and_a_reset(space: Workspace, book: str) -> None:
    internal(space, "clock", {"now": "2027-01-05T12:00:00+00:00"})
    assert internal(space, "clock", verb="GET")["now"].startswith(
        "2027-01-05T12:00"
    )
    internal(space, "calls", verb="GET")
    write(space, book, "x")
    (call,) = internal(space, "calls", verb="GET")
    assert (call["method"], call["who"], call["code"]) == (
        "sheets.spreadsheets.values.update",
        ADMIN,
        200,
    )
    assert internal(space, "calls", verb="GET") == []
    internal(space, "reset", {})
    assert api(space, "GET", "/drive/v3/files").json()["files"] == []
    assert api(space, "GET", f"/v4/spreadsheets/{book}").status_code == 404
    now = datetime.fromisoformat(internal(space, "clock", verb="GET")["now"])
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=5), (
        "the machine's own again"
    )


def test_without_control_nothing_of_this_is_open(space: Workspace) -> None:
    space.control = False
    for path in (
        "reset",
        "faults",
        "quotas",
        "clock",
        "forms/x/responses",
        "service-accounts",
    ):
        assert (
            requests.post(
                f"{space.url}/_internal/{path}", json={}, timeout=10
            ).status_code
            == 403
        )
    assert (
        requests.get(f"{space.url}/_internal/calls", timeout=10).status_code
        == 403
    )


@pytest.mark.parametrize(
    "body", [{"kind": "418"}, {"kind": "503", "colour": 1}, {}, []]
)
def test_a_fault_that_there_is_not_is_refused(
    space: Workspace, body: Any
) -> None:
    assert (
        requests.post(
            f"{space.url}/_internal/faults", json=body, timeout=10
        ).status_code
        == 400
    )
