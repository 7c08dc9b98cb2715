"""google-auth's own flows against the token endpoint, and scopes that hold."""

from __future__ import annotations

import json
import time
from contextlib import closing
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from googleapiclient.errors import HttpError

from tests.support.clients import service
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

AUTH = "https://www.googleapis.com/auth/"
ROBOT = "robot@project.iam.gserviceaccount.com"
SHEET = "application/vnd.google-apps.spreadsheet"


def internal(space: Workspace, path: str, **body: Any) -> Any:
    answer = requests.post(
        f"{space.url}/_internal/{path}", json=body, timeout=10
    )
    answer.raise_for_status()
    return answer.json()


def robot(space: Workspace, *scopes: str, **more: Any) -> Any:
    info = internal(space, "service-accounts", email=ROBOT)
    return service_account.Credentials.from_service_account_info(
        info, scopes=[AUTH + s for s in scopes], **more
    )  # type: ignore[no-untyped-call]


def test_a_service_account_signs_in_and_owns_nothing(space: Workspace) -> None:
    with closing(
        service(space, "drive", "v3", robot(space, "drive"))
    ) as drive:
        about = drive.about().get(fields="user,storageQuota").execute()
        assert (
            about["user"]["emailAddress"],
            about["storageQuota"]["limit"],
        ) == (
            ROBOT,
            "0",
        )
        with pytest.raises(
            HttpError, match="Service Accounts do not have storage quota"
        ) as refused:
            drive.files().create(
                body={"name": "x", "mimeType": SHEET}
            ).execute()
        assert (
            refused.value.error_details[0]["reason"] == "storageQuotaExceeded"
        )
    bare = api(space, "POST", "/v4/spreadsheets", who=ROBOT, json={})
    assert (bare.status_code, bare.json()["error"]["message"]) == (
        403,
        "The caller does not have permission",
    )
    assert (
        api(
            space,
            "POST",
            "/v1/forms",
            who=ROBOT,
            json={"info": {"title": "F"}},
        ).status_code
        == 500
    )
    file = api(
        space, "POST", "/drive/v3/files", json={"name": "x", "mimeType": SHEET}
    ).json()["id"]
    share = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    api(
        space, "POST", f"/drive/v3/files/{file}/permissions", json=share
    ).raise_for_status()
    with closing(
        service(space, "sheets", "v4", robot(space, "spreadsheets"))
    ) as sheets:
        body = {"values": [["edited"]]}
        sheets.spreadsheets().values().update(
            spreadsheetId=file, range="A1", valueInputOption="RAW", body=body
        ).execute()


def test_a_wrong_key_a_stranger_and_an_old_claim_are_refused(
    space: Workspace,
) -> None:
    info = internal(space, "service-accounts", email=ROBOT)
    newer = internal(space, "service-accounts", email=ROBOT)
    assert info["private_key"] != newer["private_key"]
    for change, words in (
        ({}, "Invalid JWT Signature"),
        (
            {"client_email": "who@x.iam.gserviceaccount.com"},
            "account not found",
        ),
    ):
        old = service_account.Credentials.from_service_account_info(
            info | change, scopes=[AUTH + "drive"]
        )  # type: ignore[no-untyped-call]
        with pytest.raises(RefreshError, match=words):
            old.refresh(Request())
    from google.auth import crypt, jwt

    signer = crypt.RSASigner.from_service_account_info(newer)  # type: ignore[no-untyped-call]
    claim = {
        "iss": ROBOT,
        "scope": AUTH + "drive",
        "aud": newer["token_uri"],
        "iat": time.time() - 9000,
        "exp": time.time() - 5400,
    }
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode(signer, claim),  # type: ignore[no-untyped-call]
    }
    answer = requests.post(newer["token_uri"], data=form, timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "invalid_grant",
    )
    assert "short-lived token" in answer.json()["error_description"]


def test_domain_wide_delegation_is_for_the_scopes_that_an_admin_gave(
    space: Workspace,
) -> None:
    acting = robot(
        space, "drive", "spreadsheets", subject="boss@school.example"
    )
    with pytest.raises(RefreshError, match="unauthorized_client"):
        acting.refresh(Request())
    internal(
        space,
        "delegations",
        email=ROBOT,
        scopes=[AUTH + "drive", AUTH + "spreadsheets"],
    )
    acting.refresh(Request())
    with closing(service(space, "drive", "v3", acting)) as drive:
        made = (
            drive.files()
            .create(
                body={"name": "Owned by a person", "mimeType": SHEET},
                fields="owners",
            )
            .execute()
        )
    assert made["owners"][0]["emailAddress"] == "boss@school.example"


@pytest.mark.parametrize(
    ("scope", "path", "code"),
    [
        ("spreadsheets.readonly", "/v4/spreadsheets/{}", 200),
        (
            "spreadsheets.readonly",
            "/v4/spreadsheets/{}/developerMetadata:search",
            403,
        ),
        ("drive.readonly", "/v4/spreadsheets/{}", 200),
        ("forms.body", "/v4/spreadsheets/{}", 403),
        ("drive.file", "/v4/spreadsheets/{}", 404),
        ("forms.responses.readonly", "/drive/v3/files/{}", 403),
    ],
)
def test_scopes_hold(
    space: Workspace, scope: str, path: str, code: int
) -> None:
    file = api(
        space, "POST", "/drive/v3/files", json={"name": "x", "mimeType": SHEET}
    ).json()["id"]
    share = {"type": "user", "role": "writer", "emailAddress": ROBOT}
    api(
        space, "POST", f"/drive/v3/files/{file}/permissions", json=share
    ).raise_for_status()
    credentials = robot(space, scope)
    credentials.refresh(Request())
    verb = "POST" if path.endswith("search") else "GET"
    answer = api(space, verb, path.format(file), who=credentials.token)
    assert answer.status_code == code
    if code == 403:
        assert (
            "insufficient authentication scopes"
            in answer.json()["error"]["message"]
        )


def consent(
    space: Workspace,
    secrets: Any,
    *scopes: str,
    who: str = ADMIN,
    answer: str = "allow",
    **client: Any,
) -> Any:
    """google-auth-oauthlib's flow for installed programs, with a browser that
    presses a button on the page.
    """
    from google_auth_oauthlib.flow import InstalledAppFlow

    flow = InstalledAppFlow.from_client_config(
        secrets,
        scopes=[AUTH + s for s in scopes],
        redirect_uri="http://localhost:8085/",
        **client,
    )
    address, _ = flow.authorization_url(access_type="offline")
    browser = requests.Session()
    browser.post(
        f"{space.url}/signin", data={"who": who, "back": "/"}, timeout=10
    )
    page = browser.get(address, timeout=10)
    assert page.status_code == 200, page.text
    assert "wants to access your account" in page.text
    pressed = browser.post(
        f"{space.url}/o/oauth2/auth/decision",
        data={"query": urlsplit(address).query, answer: "1"},
        allow_redirects=False,
        timeout=10,
    )
    browser.close()
    back = pressed.headers["location"]
    assert back.startswith("http://localhost:8085/?")
    if answer != "allow":
        return parse_qs(urlsplit(back).query)
    flow.oauth2session._client.state = None
    flow.fetch_token(code=parse_qs(urlsplit(back).query)["code"][0])
    flow.oauth2session.close()
    return flow.credentials


def test_a_persons_consent_gives_a_token_that_is_renewed_and_can_be_revoked(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    secrets = internal(space, "clients", name="Making Time")
    credentials = consent(space, secrets, "drive.file")
    saved = json.loads(credentials.to_json())
    again: Any = Credentials(
        None,
        saved["refresh_token"],
        token_uri=saved["token_uri"],
        client_id=saved["client_id"],
        client_secret=saved["client_secret"],
    )  # type: ignore[no-untyped-call]
    again.refresh(Request())
    assert again.token != credentials.token
    with closing(service(space, "drive", "v3", again)) as drive:
        assert (
            drive.about().get(fields="user").execute()["user"]["emailAddress"]
            == ADMIN
        )
    space.store.set_now(space.store.now() + timedelta(hours=2))
    expired = api(space, "GET", "/drive/v3/about?fields=user", who=again.token)
    assert (
        expired.status_code,
        expired.json()["error"]["errors"][0]["reason"],
    ) == (
        401,
        "authError",
    )
    again.refresh(Request())
    assert (
        api(
            space, "GET", "/drive/v3/about?fields=user", who=again.token
        ).status_code
        == 200
    )
    requests.post(
        f"{space.url}/revoke", data={"token": again.refresh_token}, timeout=10
    ).raise_for_status()
    with pytest.raises(RefreshError, match="expired or revoked"):
        again.refresh(Request())


def test_in_testing_mode_a_consent_lives_seven_days(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    credentials = consent(
        space,
        internal(space, "clients", name="Try", testing=True),
        "drive.file",
    )
    space.store.set_now(space.store.now() + timedelta(days=6))
    credentials.refresh(Request())
    space.store.set_now(space.store.now() + timedelta(days=2))
    with pytest.raises(RefreshError, match="invalid_grant"):
        credentials.refresh(Request())


def test_a_cancelled_consent_and_a_foreign_address(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    secrets = internal(space, "clients", name="Making Time")
    assert consent(space, secrets, "drive.file", answer="cancel")["error"] == [
        "access_denied"
    ]
    query = {
        "client_id": secrets["installed"]["client_id"],
        "redirect_uri": "http://evil.example/",
        "response_type": "code",
        "scope": AUTH + "drive.file",
    }
    for change, words in (
        (
            {"scope": AUTH + "drive.fil", "redirect_uri": "http://localhost/"},
            "invalid_scope",
        ),
        ({"redirect_uri": "http://["}, "redirect_uri_mismatch"),
    ):
        answer = requests.get(
            f"{space.url}/o/oauth2/auth", params=query | change, timeout=10
        )
        assert (answer.status_code, words in answer.text) == (400, True)
    assert (
        requests.get(
            f"{space.url}/o/oauth2/auth", params=query, timeout=10
        ).status_code
        == 400
    )
    assert (
        requests.get(
            f"{space.url}/o/oauth2/auth",
            params=query | {"client_id": "x"},
            timeout=10,
        ).status_code
        == 401
    )


def test_drive_file_sees_what_its_own_client_made_and_nothing_else(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    theirs = api(
        space,
        "POST",
        "/drive/v3/files",
        json={"name": "by hand", "mimeType": SHEET},
    ).json()["id"]
    one = consent(space, internal(space, "clients", name="One"), "drive.file")
    two = consent(space, internal(space, "clients", name="Two"), "drive.file")
    with (
        closing(service(space, "drive", "v3", one)) as drive,
        closing(service(space, "drive", "v3", two)) as other,
    ):
        body = {
            "name": "mine",
            "mimeType": SHEET,
            "appProperties": {"mark": "x"},
        }
        mine = (
            drive.files()
            .create(body=body, fields="id,appProperties")
            .execute()
        )
        assert mine["appProperties"] == {"mark": "x"}
        names = [
            [f["name"] for f in d.files().list().execute()["files"]]
            for d in (drive, other)
        ]
        assert names == [["mine"], []]
        for file in (theirs, mine["id"]):
            with pytest.raises(HttpError, match="File not found"):
                other.files().get(fileId=file).execute()
        changes = drive.changes().list(pageToken="1").execute()["changes"]
        assert [c["fileId"] for c in changes] == [mine["id"]]
    seen = api(
        space,
        "GET",
        f"/drive/v3/files/{mine['id']}",
        params={"fields": "appProperties"},
    ).json()
    assert seen == {}, (
        "appProperties are private to the client that wrote them"
    )


def claim(info: Any, **more: Any) -> str:
    """A signed claim such as google-auth sends, with some of it otherwise."""
    from google.auth import crypt, jwt

    now = int(time.time())
    usual = {
        "iss": ROBOT,
        "scope": AUTH + "drive",
        "aud": info["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    signer = crypt.RSASigner.from_service_account_info(info)  # type: ignore[no-untyped-call]
    return str(jwt.encode(signer, usual | more).decode())  # type: ignore[no-untyped-call]


def test_a_claim_is_held_to_its_audience_scopes_and_shape(
    space: Workspace,
) -> None:
    info = internal(space, "service-accounts", email=ROBOT)
    internal(space, "delegations", email=ROBOT, scopes=[AUTH + "drive"])

    def error(assertion: str) -> Any:
        grant = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": assertion,
        }
        answer = requests.post(f"{space.url}/token", data=grant, timeout=10)
        return answer.json().get("error", answer.status_code)

    assert error(claim(info)) == 200
    assert (
        error(claim(info, aud="https://elsewhere.example/token"))
        == "invalid_grant"
    )
    assert error(claim(info, scope=AUTH + "drive.fil")) == "invalid_scope"
    assert error(claim(info, sub="boss@gmail.com")) == "unauthorized_client"
    assert error(claim(info, sub="boss@school.example")) == 200
    assert error(claim(info, iat="soon")) == "invalid_request"
    head, _, signature = claim(info).split(".")
    for body in ("W10", "!!", "e30"):
        assert error(f"{head}.{body}.{signature}") in (
            "invalid_request",
            "invalid_grant",
        )
    assert error(f"{head}.e30.x") in ("invalid_request", "invalid_grant")
    secret = {
        "grant_type": "refresh_token",
        "client_id": "x",
        "client_secret": "ü",
    }
    assert (
        requests.post(
            f"{space.url}/token", data=secret, timeout=10
        ).status_code
        == 401
    )
    back = requests.post(
        f"{space.url}/signin",
        data={"who": "a@b.example", "back": "http://["},
        allow_redirects=False,
        timeout=10,
    )
    assert back.headers["location"] == "/"
