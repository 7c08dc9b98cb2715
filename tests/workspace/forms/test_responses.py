"""Responses, listed by time and page by page."""

from __future__ import annotations

import requests

from tests.support.form_kinds import (
    KINDS,
    create,
    question,
    update,
)
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_a_response_can_be_added_behind_the_page(
    space: Workspace, open_form: str
) -> None:
    update(
        space, open_form, create(question("10", KINDS["10"]))
    ).raise_for_status()
    answer = {
        "createTime": "2026-10-01T12:00:00.5Z",
        "respondentEmail": "ana@w.example",
        "answers": {"10": {"textAnswers": {"answers": [{"value": "x"}]}}},
    }
    made = requests.post(
        f"{space.url}/_internal/forms/{open_form}/responses",
        json=answer,
        timeout=10,
    ).json()
    assert (made["createTime"], made["lastSubmittedTime"]) == (
        "2026-10-01T12:00:00.500Z",
        "2026-10-01T12:00:00.500000Z",
    )
    assert api(
        space, "GET", f"/v1/forms/{open_form}/responses/{made['responseId']}"
    ).json() == {"formId": open_form, **made}
    unknown = requests.post(
        f"{space.url}/_internal/forms/{open_form}/responses",
        json={"answers": {"99": {}}},
        timeout=10,
    )
    assert unknown.status_code == 400


def test_a_token_is_good_only_with_its_filter_and_moments_are_exact(
    space: Workspace, open_form: str
) -> None:
    for i in range(3):
        body = {
            "createTime": f"2026-10-01T12:00:0{i}Z",
            "lastSubmittedTime": f"2026-10-01T12:00:0{i}.000001Z",
        }
        requests.post(
            f"{space.url}/_internal/forms/{open_form}/responses",
            json=body,
            timeout=10,
        ).raise_for_status()
    path = f"/v1/forms/{open_form}/responses"

    def count(text: str) -> int:
        return len(
            api(space, "GET", path, params={"filter": text})
            .json()
            .get("responses", [])
        )

    assert count("timestamp >= 2026-10-01T12:00:01.000001Z") == 2
    assert count("timestamp > 2026-10-01T12:00:01.000001Z") == 1
    assert count("timestamp >= 2026-10-01T12:00:01.000001001Z") == 1
    assert count("timestamp > 2026-10-01T12:00:02.000001Z") == 0
    token = api(space, "GET", path, params={"pageSize": 1}).json()[
        "nextPageToken"
    ]
    other = api(
        space,
        "GET",
        path,
        params={
            "pageSize": 1,
            "pageToken": token,
            "filter": "timestamp > 2026-01-01T00:00:00Z",
        },
    )
    assert (other.status_code, other.json()["error"]["message"]) == (
        400,
        "Invalid page token.",
    )
