"""Permissions are given, changed and taken away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.drive_calls import make_file
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_a_permission_of_the_published_view_is_for_forms_and_shown_when_asked(
    space: Workspace,
) -> None:
    form = make_file(space, "Form", "application/vnd.google-apps.form")
    body = {"type": "anyone", "role": "reader", "view": "published"}
    api(
        space, "POST", f"/drive/v3/files/{form}/permissions", json=body
    ).raise_for_status()
    path = f"/drive/v3/files/{form}/permissions"
    assert len(api(space, "GET", path).json()["permissions"]) == 1
    shown = api(
        space,
        "GET",
        path,
        params={
            "includePermissionsForView": "published",
            "fields": "permissions(type,view)",
        },
    )
    assert shown.json() == {
        "permissions": [
            {"type": "user"},
            {"type": "anyone", "view": "published"},
        ]
    }
    refused = api(
        space,
        "POST",
        f"/drive/v3/files/{make_file(space, 'S')}/permissions",
        json=body,
    )
    assert refused.json()["error"]["errors"][0]["reason"] == "invalid"
    mail = api(
        space,
        "POST",
        path,
        params={"sendNotificationEmail": "true"},
        json=body | {"view": None},
    )
    assert mail.status_code == 400


def test_ownership_is_handed_over_only_on_purpose(space: Workspace) -> None:
    path = f"/drive/v3/files/{make_file(space, 'A')}/permissions"
    heir = f"bo@{ADMIN.partition('@')[2]}"
    writer = {"type": "user", "role": "writer", "emailAddress": heir}
    made = api(space, "POST", path, json=writer).json()
    plain = api(space, "PATCH", f"{path}/{made['id']}", json={"role": "owner"})
    assert (
        "transferOwnership parameter must be enabled"
        in plain.json()["error"]["message"]
    )
    given = api(
        space,
        "PATCH",
        f"{path}/{made['id']}",
        params={"transferOwnership": "true"},
        json={"role": "owner"},
    )
    assert given.status_code == 200
    shown = api(
        space,
        "GET",
        path,
        who=heir,
        params={"fields": "permissions(emailAddress,role)"},
    ).json()
    assert shown["permissions"] == [
        {"emailAddress": heir, "role": "owner"},
        {"emailAddress": ADMIN, "role": "writer"},
    ]
    down = api(
        space,
        "POST",
        path,
        who=heir,
        json={"type": "user", "role": "reader", "emailAddress": ADMIN},
    )
    assert down.json()["role"] == "writer", (
        "adding a lesser role takes nothing away"
    )


def test_nobody_is_handed_a_file_in_silence_or_from_elsewhere(
    space: Workspace,
) -> None:
    path = f"/drive/v3/files/{make_file(space, 'A')}/permissions"
    owner = {"type": "user", "role": "owner"}
    for address, silent, reason in (
        (f"bo@{ADMIN.partition('@')[2]}", "false", "invalidSharingRequest"),
        (
            "bo@elsewhere.example",
            "true",
            "consentRequiredForOwnershipTransfer",
        ),
    ):
        answer = api(
            space,
            "POST",
            path,
            params={
                "transferOwnership": "true",
                "sendNotificationEmail": silent,
            },
            json={**owner, "emailAddress": address},
        )
        error = answer.json()["error"]["errors"][0]
        assert error["reason"] == reason


def test_writers_share_unless_the_owner_said_that_they_cannot(
    space: Workspace,
) -> None:
    for may, code in ((True, 200), (False, 403)):
        path = f"/drive/v3/files/{make_file(space, 'A', writersCanShare=may)}/permissions"
        api(
            space,
            "POST",
            path,
            json={
                "type": "user",
                "role": "writer",
                "emailAddress": "bo@w.example",
            },
        ).raise_for_status()
        body = {
            "type": "user",
            "role": "reader",
            "emailAddress": "cy@w.example",
        }
        assert (
            api(space, "POST", path, who="bo@w.example", json=body).status_code
            == code
        )


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (
            {
                "type": "user",
                "role": "reader",
                "emailAddress": "not an address",
            },
            400,
        ),
        ({"type": "domain", "role": "reader", "domain": "nodot"}, 400),
        (
            {
                "type": "user",
                "role": "reader",
                "emailAddress": "a@b.example",
                "expirationTime": "2027-01-01T00:00:00Z",
            },
            501,
        ),
        (
            {"type": "anyone", "role": "reader", "allowFileDiscovery": True},
            501,
        ),
    ],
)
def test_a_share_without_effect_is_refused(
    space: Workspace, grant: dict[str, Any], code: int
) -> None:
    file = make_file(space, "A")
    assert (
        api(
            space, "POST", f"/drive/v3/files/{file}/permissions", json=grant
        ).status_code
        == code
    )
