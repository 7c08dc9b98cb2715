"""The workspace's Forms: what Google refuses it refuses, and only its page
lets an answer in.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.program import ADMIN, Program
from tests.support.raw_calls import api, public
from workspace.space import Workspace

FORM = "application/vnd.google-apps.form"


@pytest.fixture
def form(space: Workspace) -> str:
    made = api(space, "POST", "/v1/forms", json={"info": {"title": "T"}})
    assert made.json()["info"] == {
        "title": "T",
        "documentTitle": "Untitled form",
    }
    return str(made.json()["formId"])


def update(
    space: Workspace, form: str, *wanted: dict[str, Any]
) -> requests.Response:
    return api(
        space,
        "POST",
        f"/v1/forms/{form}:batchUpdate",
        json={"requests": list(wanted)},
    )


def question(title: str = "Q", index: int = 0, **kind: Any) -> dict[str, Any]:
    body = kind or {"textQuestion": {}}
    return {
        "createItem": {
            "item": {"title": title, "questionItem": {"question": body}},
            "location": {"index": index},
        }
    }


def choice(*options: dict[str, Any], kind: str = "RADIO") -> dict[str, Any]:
    return question(choiceQuestion={"type": kind, "options": list(options)})


def said(answer: requests.Response) -> str:
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    return str(answer.json()["error"]["message"])


def test_create_takes_a_title_and_nothing_else(space: Workspace) -> None:
    answer = api(
        space,
        "POST",
        "/v1/forms",
        json={"info": {"title": "T", "description": "D"}},
    )
    assert said(answer).startswith(
        "Only info.title can be set when creating a form."
    )


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (question("a\nb"), "Displayed text cannot contain newlines"),
        (choice({"value": "a"}, {"value": "a"}), "Duplicate option values"),
        (
            choice({"isOther": True, "value": "a"}),
            "Cannot set option.value when isOther is true",
        ),
        (
            choice(
                {"value": "a", "goToAction": "SUBMIT_FORM"}, {"value": "b"}
            ),
            "cannot be mixed",
        ),
        (
            choice(
                {"value": "a", "goToAction": "SUBMIT_FORM"}, kind="CHECKBOX"
            ),
            "not allowed in checkbox",
        ),
        (
            choice({"value": "a", "goToSectionId": "1234abcd"}),
            "No section with the ID 1234abcd",
        ),
        (
            question(textQuestion={}, questionId="not hex"),
            "Invalid questionId",
        ),
        (question(index=7), "out of range"),
        (
            {"createItem": {"item": {"title": "T"}, "location": {"index": 0}}},
            "exactly one kind",
        ),
        (
            {"createItem": {"itm": {}}},
            "Unknown name \"itm\" at 'requests[0].create_item': Cannot find field.",
        ),
        (
            choice({"value": "a"}, kind="radio"),
            "Invalid value at 'requests[0].create_item.item.question_item.question.choice_question.type'",
        ),
    ],
)
def test_items_are_held_to_googles_rules(
    space: Workspace, form: str, wanted: dict[str, Any], words: str
) -> None:
    assert words in said(update(space, form, wanted))
    assert "items" not in api(space, "GET", f"/v1/forms/{form}").json(), (
        "nothing of a refused batch is kept"
    )


def test_ids_are_the_callers_and_stand_once(
    space: Workspace, form: str
) -> None:
    wanted = question(textQuestion={}, questionId="20000001")
    wanted["createItem"]["item"]["itemId"] = "10000001"
    assert update(space, form, wanted).json()["replies"] == [
        {"createItem": {"itemId": "10000001", "questionId": ["20000001"]}}
    ]
    assert "already in use" in said(update(space, form, wanted))


def test_a_stale_revision_is_refused(space: Workspace, form: str) -> None:
    old = api(space, "GET", f"/v1/forms/{form}").json()["revisionId"]
    update(space, form, question())
    body = {
        "requests": [question()],
        "writeControl": {"requiredRevisionId": old},
    }
    assert "revision" in said(
        api(space, "POST", f"/v1/forms/{form}:batchUpdate", json=body)
    )


def test_what_is_not_done_here_is_refused_by_name(
    space: Workspace, form: str
) -> None:
    settings = {
        "quizSettings": {"isQuiz": True},
        "emailCollectionType": "VERIFIED",
    }
    body = {
        "requests": [
            {"updateSettings": {"settings": settings, "updateMask": "*"}}
        ]
    }
    quiz = api(space, "POST", f"/v1/forms/{form}:batchUpdate", json=body)
    assert quiz.status_code == 501
    assert (
        quiz.json()["error"]["message"]
        == "This local workspace does not do quizzes."
    )


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
    assert "unpublished form cannot accept" in said(shut)


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
    assert "Invalid filter" in said(bad)


def test_publishing_takes_what_is_to_be_set(
    space: Workspace, form: str
) -> None:
    answer = api(
        space,
        "POST",
        f"/v1/forms/{form}:setPublishSettings",
        json={"updateMask": "publishState"},
    )
    assert answer.status_code == 400


def test_the_public_address_says_nothing_of_the_forms_id(
    space: Workspace, form: str
) -> None:
    address = public(space, form)
    assert form not in address
    assert address.rpartition("/")[2].startswith("1FAIpQLS")


def test_a_form_of_somebody_else_is_refused(
    space: Workspace, form: str
) -> None:
    for path, code, words in (
        (form, 403, "The caller does not have permission"),
        (f"{form}/responses", 403, "The caller does not have permission"),
        ("1nothing", 404, "Requested entity was not found."),
    ):
        answer = api(
            space, "GET", f"/v1/forms/{path}", who="eve@other.example"
        )
        assert (answer.status_code, answer.json()["error"]["message"]) == (
            code,
            words,
        )
    assert api(space, "GET", f"/v1/forms/{form}", who="").status_code == 401
    assert api(space, "GET", f"/v1/forms/{form}", who=ADMIN).status_code == 200
