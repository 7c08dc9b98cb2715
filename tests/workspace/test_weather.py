"""Quotas, latency and faults: what happens to calls, and what has happened
when they fail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

SHEET = "application/vnd.google-apps.spreadsheet"


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


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        ({"kind": "429"}, 429, "RESOURCE_EXHAUSTED"),
        ({"kind": "429", "retryAfter": 7}, 429, "RESOURCE_EXHAUSTED"),
        ({"kind": "500"}, 500, "INTERNAL"),
        ({"kind": "502"}, 502, "UNKNOWN"),
        ({"kind": "503"}, 503, "UNAVAILABLE"),
    ],
)
def test_a_call_that_fails_was_not_done_unless_it_was(
    space: Workspace, book: str, fault: dict[str, Any], code: int, status: str
) -> None:
    write(space, book, "before").raise_for_status()
    for applied, found in ((False, [["before"]]), (True, [["after"]])):
        internal(
            space,
            "faults",
            fault
            | {
                "method": "sheets.spreadsheets.values.update",
                "applied": applied,
            },
        )
        answer = write(space, book, "after")
        assert (answer.status_code, answer.json()["error"]["status"]) == (
            code,
            status,
        )
        assert answer.headers.get("Retry-After") == (
            str(fault["retryAfter"]) if "retryAfter" in fault else None
        )
        assert read(space, book) == found
    assert write(space, book, "again").status_code == 200, (
        "a fault is for the calls that it says, and then it is over"
    )


def test_drive_is_refused_in_drives_words(space: Workspace) -> None:
    internal(space, "faults", {"kind": "403", "method": "drive.*"})
    error = api(space, "GET", "/drive/v3/files").json()["error"]
    assert (
        error["code"],
        error["errors"][0]["reason"],
        error["errors"][0]["domain"],
    ) == (
        403,
        "userRateLimitExceeded",
        "usageLimits",
    )


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


def test_an_answer_that_is_no_json(space: Workspace, book: str) -> None:
    internal(space, "faults", {"kind": "html", "method": "*values.get"})
    answer = api(space, "GET", f"/v4/spreadsheets/{book}/values/A1")
    assert answer.headers["content-type"].startswith("text/html")
    with pytest.raises(ValueError, match=r"Expecting value"):
        answer.json()


def test_faults_wait_their_turn_and_come_as_often_as_they_say(
    space: Workspace, book: str
) -> None:
    internal(
        space,
        "faults",
        {"kind": "503", "method": "*values.get", "after": 1, "times": 2},
    )
    path = f"/v4/spreadsheets/{book}/values/A1"
    assert [api(space, "GET", path).status_code for _ in range(4)] == [
        200,
        503,
        503,
        200,
    ]
    internal(space, "faults", {"faults": [{"kind": "503", "times": 9}]})
    internal(space, "faults", {"faults": []})
    assert api(space, "GET", path).status_code == 200


def test_quotas_are_off_until_they_are_asked_for_and_counted_by_user_and_project(
    space: Workspace, book: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values/A1"
    space.store.set_now(datetime(2026, 11, 25, 12, 0, 1, tzinfo=UTC))
    share = {"type": "anyone", "role": "writer"}
    api(
        space, "POST", f"/drive/v3/files/{book}/permissions", json=share
    ).raise_for_status()
    assert {api(space, "GET", path).status_code for _ in range(70)} == {200}
    internal(space, "quotas", {})
    assert [api(space, "GET", path).status_code for _ in range(61)] == [
        200
    ] * 60 + [429]
    error = api(space, "GET", path).json()["error"]
    assert error["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:local'."
    )
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert write(space, book, "x").status_code == 200, (
        "writes have a quota of their own"
    )
    assert api(space, "GET", path, who="bo@w.example").status_code == 200, (
        "and so has everybody else"
    )
    space.store.set_now(datetime(2026, 11, 25, 12, 1, 1, tzinfo=UTC))
    assert api(space, "GET", path).status_code == 200, (
        "a new minute, a full bucket"
    )
    internal(space, "quotas", {"limits": {"sheets.read": [3, 2]}})
    space.store.set_now(datetime(2026, 11, 25, 12, 2, 1, tzinfo=UTC))
    people = [ADMIN, ADMIN, ADMIN, "bo@w.example", "cy@w.example"]
    assert [api(space, "GET", path, who=p).status_code for p in people] == [
        200,
        200,
        429,
        200,
        429,
    ], "the project's is used up"
    internal(space, "quotas", {"on": False})
    assert api(space, "GET", path).status_code == 200


def test_drive_counts_units_and_responses_are_expensive(
    space: Workspace,
) -> None:
    internal(space, "quotas", {"limits": {"drive": [1000, 220]}})
    answers = [api(space, "GET", "/drive/v3/files") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 403], (
        "a list is a hundred units"
    )
    assert (
        answers[2].json()["error"]["errors"][0]["reason"]
        == "userRateLimitExceeded"
    )
    form = space.forms.create  # the service itself, past the quotas
    from workspace.identity import Caller

    made = form(Caller(ADMIN), {"info": {"title": "F"}}, {})
    internal(space, "quotas", {"limits": {"forms.expensive": [9, 1]}})
    codes = [
        api(space, "GET", f"/v1/forms/{made['formId']}{end}").status_code
        for end in ("/responses", "/responses", "")
    ]
    assert codes == [200, 429, 200]


def test_latency_is_added_to_every_call(space: Workspace) -> None:
    internal(space, "latency", {"seconds": 0.2})
    begun = time.perf_counter()
    api(space, "GET", "/drive/v3/files").raise_for_status()
    assert time.perf_counter() - begun >= 0.2


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


def test_drives_lag(space: Workspace, at: Callable[[str], None]) -> None:
    """Edits show in Drive only after minutes, all at once; a file that was
    made shows at once.
    """
    at("2026-11-25T12:00:00")
    book = api(
        space, "POST", "/drive/v3/files", json={"name": "B", "mimeType": SHEET}
    ).json()["id"]
    internal(space, "lag", {"drive": 180, "names": 60})
    token = api(space, "GET", "/drive/v3/changes/startPageToken").json()[
        "startPageToken"
    ]
    fields = {"fields": "modifiedTime,version"}
    before = api(space, "GET", f"/drive/v3/files/{book}", params=fields).json()
    write(space, book, "one")
    at("2026-11-25T12:01:00")
    write(space, book, "two")
    assert (
        api(space, "GET", f"/drive/v3/files/{book}", params=fields).json()
        == before
    )
    made = api(
        space,
        "POST",
        "/drive/v3/files",
        json={"name": "New", "mimeType": SHEET},
    ).json()["id"]
    feed = api(
        space, "GET", "/drive/v3/changes", params={"pageToken": token}
    ).json()
    assert [c["fileId"] for c in feed["changes"]] == [made]
    found = [
        api(space, "GET", "/drive/v3/files", params={"q": q}).json()["files"]
        for q in ("name = 'New'", "'root' in parents")
    ]
    assert [len(files) for files in found] == [0, 2], (
        "not yet found by name, but by parent"
    )
    at("2026-11-25T12:05:00")
    later = api(
        space,
        "GET",
        "/drive/v3/changes",
        params={"pageToken": feed["newStartPageToken"]},
    ).json()
    assert [c["fileId"] for c in later["changes"]] == [book]
    after = api(space, "GET", f"/drive/v3/files/{book}", params=fields).json()
    assert (
        after["modifiedTime"] > before["modifiedTime"],
        int(after["version"]) - int(before["version"]),
    ) == (True, 1)
    assert (
        len(
            api(
                space, "GET", "/drive/v3/files", params={"q": "name = 'New'"}
            ).json()["files"]
        )
        == 1
    )


@pytest.fixture
def at(space: Workspace) -> Callable[[str], None]:
    return lambda text: space.store.set_now(
        datetime.fromisoformat(text).replace(tzinfo=UTC)
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
