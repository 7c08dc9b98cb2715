"""The application that serves a workspace."""

from __future__ import annotations

import pytest
import requests

from tests.support.controlled_calls import internal, read, write
from tests.support.program import ADMIN
from workspace.space import Workspace


@pytest.mark.parametrize("kind", ["drop", "truncated"])
def test_a_connection_that_breaks(
    space: Workspace, book: str, kind: str
) -> None:
    write(space, book, "before").raise_for_status()
    internal(
        space,
        "faults",
        {"kind": kind, "method": "*values.update", "applied": True},
    )
    with pytest.raises(
        (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    ):
        write(space, book, "after")
    assert read(space, book) == [["after"]], "applied, but the answer was lost"


def test_a_call_that_is_never_answered(space: Workspace, book: str) -> None:
    internal(space, "faults", {"kind": "timeout", "method": "*values.get"})
    with pytest.raises(requests.ReadTimeout):
        requests.get(
            f"{space.url}/v4/spreadsheets/{book}/values/A1",
            headers={"Authorization": f"Bearer {ADMIN}"},
            timeout=0.3,
        )


@pytest.mark.parametrize(
    "said",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_no_page_of_another_place_reaches_in(
    space: Workspace, book: str, said: dict[str, str]
) -> None:
    """A foreign page can send a plain POST without asking first: none is
    taken, on no path.
    """
    for path in (
        "_internal/reset",
        "signin",
        "token",
        f"spreadsheets/d/{book}/do",
        "forms/d/e/x/formResponse",
        "batch",
        "o/oauth2/auth/decision",
    ):
        assert (
            requests.post(
                f"{space.url}/{path}", data="{}", headers=said, timeout=10
            ).status_code
            == 403
        ), path
    assert write(space, book, "still here").status_code == 200
    named = requests.get(
        f"{space.url}/", headers={"Host": "evil.example"}, timeout=10
    )
    assert named.status_code == 421
