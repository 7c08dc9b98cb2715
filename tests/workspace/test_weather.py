"""Quotas, latency and faults: what happens to calls, and what has happened
when they fail.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.controlled_calls import internal, read, write
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

SHEET = "application/vnd.google-apps.spreadsheet"


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
