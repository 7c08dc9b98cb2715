"""The form's page as a responder meets it."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.form_calls import refusal
from tests.support.program import ADMIN, Program
from tests.support.raw_calls import api, public
from workspace.space import Workspace


def publish(space: Workspace, form: str, **state: bool) -> None:
    whole = {"isPublished": True, "isAcceptingResponses": False, **state}
    body = {
        "publishSettings": {"publishState": whole},
        "updateMask": "publishState",
    }
    api(
        space, "POST", f"/v1/forms/{form}:setPublishSettings", json=body
    ).raise_for_status()


def page(space: Workspace, form: str, who: str = "") -> requests.Response:
    cookies = {"identity": who} if who else {}
    return requests.get(
        f"{public(space, form)}/viewform", cookies=cookies, timeout=30
    )


def test_a_new_form_takes_no_answers_until_it_is_published_and_opened(
    space: Workspace, form: str
) -> None:
    """Publishing lets nobody in by itself: responders are permissions of the
    published view.
    """
    assert "not published" in page(space, form, "ana@w.example").text
    publish(space, form, isPublished=True, isAcceptingResponses=True)
    assert page(space, form).status_code == 401
    assert page(space, form, "ana@w.example").status_code == 403
    body = {
        "type": "domain",
        "domain": "w.example",
        "role": "reader",
        "view": "published",
    }
    api(
        space, "POST", f"/drive/v3/files/{form}/permissions", json=body
    ).raise_for_status()
    assert page(space, form, "ana@w.example").status_code == 200
    assert page(space, form, "eve@other.example").status_code == 403
    publish(space, form, isPublished=True)
    assert (
        "no longer accepting responses"
        in page(space, form, "ana@w.example").text
    )
    shut = api(
        space,
        "POST",
        f"/v1/forms/{form}:setPublishSettings",
        json={
            "publishSettings": {
                "publishState": {
                    "isPublished": False,
                    "isAcceptingResponses": True,
                }
            }
        },
    )
    assert "unpublished form cannot accept" in refusal(shut)


def post(
    program: Program,
    fields: list[tuple[str, str]],
    who: str = "ana@westbrook.example",
    **headers: str,
) -> requests.Response:
    uri = program.lock.responder_uri.replace("viewform", "formResponse")
    return requests.post(
        uri,
        data=fields,
        cookies={"identity": who},
        headers=headers,
        timeout=30,
    )


def entry(program: Program, key: str) -> str:
    from sync.program import declared

    return f"entry.{declared.form_of(program.settings).question(key).entry}"


def responses(program: Program) -> list[Any]:
    path = f"/v1/forms/{program.lock.form}/responses"
    found: list[Any] = (
        api(program.space, "GET", path).json().get("responses", [])
    )
    return found


def test_the_page_holds_people_to_the_form(program: Program) -> None:
    kind, minutes = entry(program, "kind"), entry(program, "minutes")
    assert (
        "This is a required question"
        in post(program, [("pageHistory", "0")]).text
    )
    assert (
        "Please choose one of the options"
        in post(program, [("pageHistory", "0"), (kind, "We flew a kite")]).text
    )
    meeting = post(
        program, [("pageHistory", "0"), (kind, "We met one-on-one")]
    )
    assert 'name="pageHistory" value="0,1"' in meeting.text
    could_not = post(
        program, [("pageHistory", "0"), (kind, "We could not meet")]
    )
    assert 'name="pageHistory" value="0,5"' in could_not.text, (
        "an option leads past the pages between"
    )
    wrong = post(
        program,
        [
            ("pageHistory", "0,1"),
            (kind, "We met one-on-one"),
            (minutes, "9999"),
        ],
    )
    assert wrong.status_code == 422
    assert responses(program) == []
    done = post(
        program,
        [("pageHistory", "0,1"), (kind, "We met one-on-one"), (minutes, "30")],
    )
    assert "Your response has been recorded" in done.text
    assert [r["respondentEmail"] for r in responses(program)] == [
        "ana@westbrook.example"
    ]


def test_a_prefilled_link_fills_in_and_a_foreign_page_cannot_send(
    program: Program,
) -> None:
    link = f"{program.lock.responder_uri}?usp=pp_url&{entry(program, 'pair')}=WES-1%20Ana%20%26%20Sam"
    text = requests.get(
        link, cookies={"identity": "ana@westbrook.example"}, timeout=30
    ).text
    assert 'value="WES-1 Ana &amp; Sam"' in text
    foreign = post(
        program, [("pageHistory", "0")], Origin="http://evil.example"
    )
    assert foreign.status_code == 403
    host = requests.get(
        program.lock.responder_uri,
        headers={"Host": "evil.example"},
        timeout=30,
    )
    assert host.status_code == 421


def test_responses_come_by_time_and_page_by_page(program: Program) -> None:
    from datetime import UTC, datetime

    for hour in range(3):
        sent = datetime(2026, 11, 20, 12 + hour, tzinfo=UTC)
        program.log(
            "ana@westbrook.example",
            "WES-1",
            sent=sent,
            kind="could not meet",
            obstacles=["workload"],
        )
    path = f"/v1/forms/{program.lock.form}/responses"
    late = api(
        program.space,
        "GET",
        path,
        params={"filter": "timestamp >= 2026-11-20T13:00:00Z"},
    ).json()
    assert len(late["responses"]) == 2
    first = api(program.space, "GET", path, params={"pageSize": 2}).json()
    second = api(
        program.space,
        "GET",
        path,
        params={"pageSize": 2, "pageToken": first["nextPageToken"]},
    ).json()
    assert len(first["responses"]) + len(second["responses"]) == 3
    assert "nextPageToken" not in second
    bad = api(
        program.space,
        "GET",
        path,
        params={"filter": "timestamp < 2026-11-20T13:00:00Z"},
    )
    assert "Invalid filter" in refusal(bad)


def test_the_editors_page_leads_to_the_public_page(program: Program) -> None:
    """Its address has another id than the form's own."""
    edit = f"{program.space.url}/forms/d/{program.lock.form}/edit"
    shown = requests.get(edit, cookies={"identity": ADMIN}, timeout=10).text
    public_page = program.lock.responder_uri.removeprefix(program.space.url)
    assert f'href="{public_page}"' in shown
