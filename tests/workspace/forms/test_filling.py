"""The page takes what the questions take, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.support.form_kinds import (
    KINDS,
    answers,
    create,
    question,
    update,
)
from tests.support.program import ADMIN
from tests.support.raw_calls import api, public
from workspace.space import Workspace

GRID = {
    "title": "When are you free?",
    "questionGroupItem": {
        "grid": {
            "columns": {
                "type": "CHECKBOX",
                "options": [{"value": "Mon"}, {"value": "Tue"}],
            }
        },
        "questions": [
            {
                "questionId": "20",
                "rowQuestion": {"title": "8:00"},
                "required": True,
            },
            {"questionId": "21", "rowQuestion": {"title": "9:00"}},
        ],
    },
}


def send(
    space: Workspace,
    open_form: str,
    fields: list[tuple[str, str]],
    **cookies: str,
) -> requests.Response:
    address = f"{public(space, open_form)}/formResponse"
    return requests.post(
        address,
        data=[("pageHistory", "0"), *fields],
        cookies=cookies,
        timeout=10,
    )


def entry(question: str) -> str:
    return f"entry.{int(question, 16)}"


def test_every_kind_is_made_shown_filled_in_and_read_back(
    space: Workspace, open_form: str
) -> None:
    items = [question(name, kind) for name, kind in KINDS.items()]
    text = {"title": "By the way", "description": "said here", "textItem": {}}
    update(space, open_form, create(*items, GRID, text)).raise_for_status()
    shown = api(space, "GET", f"/v1/forms/{open_form}").json()["items"]
    assert [
        i["questionItem"]["question"]["questionId"] for i in shown[:12]
    ] == list(KINDS)
    assert shown[0]["questionItem"]["question"]["textQuestion"] == {}, (
        "an empty message is there all the same"
    )
    page = requests.get(
        f"{public(space, open_form)}/viewform", timeout=10
    ).text
    for words in (
        "Question 10",
        "rarely",
        "often",
        "★",
        "Month",
        "Hours",
        "8:00: Mon",
        "By the way",
    ):
        assert words in page
    missing = send(space, open_form, [])
    assert missing.status_code == 422
    assert "This is a required question" in missing.text
    filled = [
        (entry("10"), "hello"),
        (entry("11"), "two\r\nlines"),
        (entry("12"), "__other_option__"),
        (entry("12") + ".other_option_response", "my own"),
        (entry("13"), "a"),
        (entry("13"), "c"),
        (entry("14"), "b"),
        (entry("15"), "4"),
        (entry("16"), "5"),
        (entry("17"), "2026-11-25"),
        (entry("18") + "_month", "2"),
        (entry("18") + "_day", "9"),
        (entry("19"), "2026-11-25T14:45"),
        (entry("1a"), "14:45"),
        (entry("1b") + "_hour", "1"),
        (entry("1b") + "_minute", "30"),
        (entry("1b") + "_second", ""),
        (entry("20"), "Mon"),
        (entry("20"), "Tue"),
    ]
    assert "has been recorded" in send(space, open_form, filled).text
    assert answers(space, open_form) == [
        {
            "10": ["hello"],
            "11": ["two\r\nlines"],
            "12": ["my own"],
            "13": ["a", "c"],
            "14": ["b"],
            "15": ["4"],
            "16": ["5"],
            "17": ["2026-11-25"],
            "18": ["02-09"],
            "19": ["2026-11-25 14:45"],
            "1a": ["14:45"],
            "1b": ["01:30:00"],
            "20": ["Mon", "Tue"],
        }
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("12", "c", "Please choose one of the options"),
        ("13", "d", "Please choose one of the options"),
        ("14", "z", "Please choose one of the options"),
        ("15", "6", "Please choose one of the options"),
        ("16", "0", "Please choose one of the options"),
        ("17", "2026-02-30", "Invalid date"),
        ("17", "soon", "Invalid date"),
        ("19", "2026-11-25", "Invalid date"),
        ("1a", "25:00", "Invalid time"),
        ("17", "2026-W47-1", "Invalid date"),
        ("17", "20261123", "Invalid date"),
        ("1a", "9:05", "Invalid time"),
        ("1b", "1:30", "Invalid time"),
        ("15", "05", "Please choose one of the options"),
        ("15", "٣", "Please choose one of the options"),
        ("16", "²", "Please choose one of the options"),
        ("12", "__other_option__", "Please say what"),
    ],
)
def test_the_page_takes_no_answer_that_the_question_does_not(
    space: Workspace, open_form: str, name: str, value: str, words: str
) -> None:
    update(
        space, open_form, create(question(name, KINDS[name]))
    ).raise_for_status()
    refused = send(space, open_form, [(entry(name), value)])
    assert (refused.status_code, words in refused.text) == (422, True)
    assert answers(space, open_form) == []


def test_of_two_navigating_questions_on_a_page_the_last_decides(
    space: Workspace, open_form: str
) -> None:
    def going(name: str, **to: str) -> dict[str, Any]:
        return question(
            name,
            {
                "choiceQuestion": {
                    "type": "RADIO",
                    "options": [{"value": "go", **to}],
                }
            },
        )

    pages: list[dict[str, Any]] = [
        {"itemId": n, "title": f"Page {n}", "pageBreakItem": {}}
        for n in ("a1", "a2")
    ]
    update(space, open_form, create(*pages)).raise_for_status()
    update(
        space,
        open_form,
        create(going("1", goToSectionId="a1"), going("2", goToSectionId="a2")),
    ).raise_for_status()
    both = send(space, open_form, [(entry("1"), "go"), (entry("2"), "go")])
    assert 'name="pageHistory" value="0,2"' in both.text
    assert (
        'name="pageHistory" value="0,1"'
        in send(space, open_form, [(entry("1"), "go")]).text
    )
    middle = send(space, open_form, [("pageHistory", "0,1")])
    assert 'value="0,1,2"' in middle.text, (
        "a section ends where the next begins, and goes on into it"
    )
    mixed = question(
        "3",
        {
            "choiceQuestion": {
                "type": "RADIO",
                "options": [
                    {"value": "x", "goToAction": "SUBMIT_FORM"},
                    {"value": "y"},
                ],
            }
        },
    )
    assert (
        "cannot be mixed"
        in update(space, open_form, create(mixed)).json()["error"]["message"]
    )
    target = update(
        space,
        open_form,
        {"requests": [{"deleteItem": {"location": {"index": 2}}}]},
    )
    assert "target of an option" in target.json()["error"]["message"]


def test_a_page_that_no_answer_leads_to_cannot_be_claimed(
    space: Workspace, open_form: str
) -> None:
    page = {"itemId": "a1", "title": "Last", "pageBreakItem": {}}
    update(
        space,
        open_form,
        create(question("1", {"textQuestion": {}}, required=True), page),
    ).raise_for_status()
    for claimed in ("0,1", "1", "0,7", "", "0,1,1,1"):
        skipped = send(space, open_form, [("pageHistory", claimed)])
        assert "This is a required question" in skipped.text
    assert answers(space, open_form) == []


def test_prefilled_links_of_every_kind(
    space: Workspace, open_form: str
) -> None:
    update(
        space,
        open_form,
        create(*[question(n, k) for n, k in KINDS.items()], GRID),
    ).raise_for_status()
    settings = {
        "updateSettings": {
            "settings": {"emailCollectionType": "RESPONDER_INPUT"},
            "updateMask": "emailCollectionType",
        }
    }
    update(space, open_form, {"requests": [settings]}).raise_for_status()
    query = [
        ("usp", "pp_url"),
        (entry("10"), "WES-12 Ana & Sam"),
        (entry("12"), "__other_option__"),
        (entry("12") + ".other_option_response", "mine"),
        (entry("13"), "a"),
        (entry("13"), "b"),
        (entry("14"), "b"),
        (entry("17") + "_year", "2026"),
        (entry("17") + "_month", "2"),
        (entry("17") + "_day", "3"),
        (entry("18"), "02-09"),
        (entry("1a") + "_hour", "9"),
        (entry("1a") + "_minute", "5"),
        (entry("1b"), "01:30:00"),
        (entry("21"), "Tue"),
        ("emailAddress", "ana@w.example"),
    ]
    page = requests.get(
        f"{public(space, open_form)}/viewform", params=query, timeout=10
    ).text
    for words in (
        'value="WES-12 Ana &amp; Sam"',
        'value="mine"',
        'value="b" selected',
        'value="2026-02-03"',
        'value="09:05"',
        'value="ana@w.example"',
    ):
        assert words in page
    assert len(re.findall(r'type="checkbox"[^>]* checked', page)) == 3
    assert re.search(r'_month" value="02".*?_day" value="09"', page, re.DOTALL)
    assert re.search(
        r'_hour" value="01".*?_minute" value="30"', page, re.DOTALL
    )
    plain = requests.get(
        f"{public(space, open_form)}/viewform", params=query[1:], timeout=10
    ).text
    assert 'value="WES-12' not in plain, (
        "without usp=pp_url a link fills in nothing"
    )


def test_an_answer_is_edited_by_its_link_only_if_a_person_allowed_it(
    space: Workspace, open_form: str
) -> None:
    update(
        space, open_form, create(question("12", KINDS["12"]))
    ).raise_for_status()
    assert (
        "Edit your response"
        not in send(space, open_form, [(entry("12"), "a")]).text
    )
    editor = f"{space.url}/forms/d/{open_form}/edit"
    assert (
        requests.post(
            editor,
            data={"editResponses": "1"},
            cookies={"identity": "eve@x.example"},
            timeout=10,
        ).status_code
        == 403
    )
    switched = {
        "save": "1",
        "editResponses": "1",
        "confirmation": "Thank you!",
    }
    assert (
        requests.post(
            editor, data=switched, cookies={"identity": ADMIN}, timeout=10
        ).status_code
        == 200
    )
    assert "page" not in api(space, "GET", f"/v1/forms/{open_form}").json(), (
        "the API knows nothing of it"
    )
    sent = send(
        space,
        open_form,
        [
            (entry("12"), "__other_option__"),
            (entry("12") + ".other_option_response", "first"),
        ],
    )
    assert "Thank you!" in sent.text
    link = re.search(r'href="([^"]+edit2=([^"]+))"', sent.text)
    assert link
    page = requests.get(space.url + link.group(1), timeout=10).text
    assert 'value="first"' in page
    before = api(space, "GET", f"/v1/forms/{open_form}/responses").json()[
        "responses"
    ]
    send(space, open_form, [("edit2", link.group(2)), (entry("12"), "a")])
    after = api(space, "GET", f"/v1/forms/{open_form}/responses").json()[
        "responses"
    ]
    old, new = (
        {r["responseId"]: r for r in listed} for listed in (before, after)
    )
    assert set(old) == set(new), "an edited answer keeps its id"
    (edited,) = [r for r in new if new[r] != old[r]]
    assert new[edited]["createTime"] == old[edited]["createTime"]
    assert new[edited]["lastSubmittedTime"] > old[edited]["lastSubmittedTime"]
    requests.post(
        editor,
        data={"delete": edited},
        cookies={"identity": ADMIN},
        timeout=10,
    )
    assert len(answers(space, open_form)) == 1, (
        "a deleted answer is just listed no more"
    )


def test_one_answer_a_person(space: Workspace, open_form: str) -> None:
    update(
        space, open_form, create(question("10", KINDS["10"]))
    ).raise_for_status()
    body = {
        "requests": [
            {
                "updateSettings": {
                    "settings": {"emailCollectionType": "VERIFIED"},
                    "updateMask": "*",
                }
            }
        ]
    }
    update(space, open_form, body).raise_for_status()
    requests.post(
        f"{space.url}/forms/d/{open_form}/edit",
        data={"save": "1", "limitOne": "1"},
        cookies={"identity": ADMIN},
        timeout=10,
    )
    assert send(space, open_form, [(entry("10"), "x")]).status_code == 401
    assert (
        "recorded"
        in send(
            space, open_form, [(entry("10"), "x")], identity="ana@w.example"
        ).text
    )
    assert (
        "already responded"
        in send(
            space, open_form, [(entry("10"), "y")], identity="ana@w.example"
        ).text
    )


def test_the_limit_to_one_answer_needs_no_address_kept(
    space: Workspace, open_form: str
) -> None:
    update(
        space, open_form, create(question("10", KINDS["10"]))
    ).raise_for_status()
    requests.post(
        f"{space.url}/forms/d/{open_form}/edit",
        data={"save": "1", "limitOne": "1"},
        cookies={"identity": ADMIN},
        timeout=10,
    )
    assert (
        "recorded"
        in send(
            space, open_form, [(entry("10"), "x")], identity="ana@w.example"
        ).text
    )
    assert (
        "already responded"
        in send(
            space, open_form, [(entry("10"), "y")], identity="ana@w.example"
        ).text
    )
    (kept,) = api(space, "GET", f"/v1/forms/{open_form}/responses").json()[
        "responses"
    ]
    assert "respondentEmail" not in kept


def test_an_edit_link_does_not_change_whose_answer_it_is(
    space: Workspace, open_form: str
) -> None:
    settings = {
        "settings": {"emailCollectionType": "VERIFIED"},
        "updateMask": "*",
    }
    body = create(question("10", KINDS["10"])) | {}
    body["requests"].append({"updateSettings": settings})
    update(space, open_form, body).raise_for_status()
    requests.post(
        f"{space.url}/forms/d/{open_form}/edit",
        data={"save": "1", "editResponses": "1"},
        cookies={"identity": ADMIN},
        timeout=10,
    )
    sent = send(
        space, open_form, [(entry("10"), "x")], identity="ana@w.example"
    )
    link = re.search(r"edit2=([^\"]+)", sent.text)
    assert link
    send(
        space,
        open_form,
        [("edit2", link.group(1)), (entry("10"), "y")],
        identity="eve@x.example",
    )
    (kept,) = api(space, "GET", f"/v1/forms/{open_form}/responses").json()[
        "responses"
    ]
    assert (
        kept["respondentEmail"],
        kept["answers"]["10"]["textAnswers"]["answers"],
    ) == (
        "ana@w.example",
        [{"value": "y"}],
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "ana@",
        "ana@x",
        "a b@x.example",
        "ana@x.example, eve@x.example",
    ],
)
def test_an_asked_address_has_to_be_one(
    space: Workspace, open_form: str, address: str
) -> None:
    body = create(
        question("10", KINDS["10"]), {"title": "Two", "pageBreakItem": {}}
    )
    body["requests"].append(
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "*",
            }
        }
    )
    update(space, open_form, body).raise_for_status()
    for history in ("0", "0,1"):
        answer = send(
            space,
            open_form,
            [
                ("pageHistory", history),
                (entry("10"), "x"),
                ("emailAddress", address),
            ],
        )
        assert (
            answer.status_code,
            "Please enter your e-mail address" in answer.text,
        ) == (422, True)
    assert answers(space, open_form) == []


def test_ids_are_numbers_and_a_box_counts_once(
    space: Workspace, open_form: str
) -> None:
    update(
        space, open_form, create(question("13", KINDS["13"]))
    ).raise_for_status()
    twice = {
        "createItem": {
            "item": question("013", KINDS["10"]),
            "location": {"index": 0},
        }
    }
    assert (
        "already in use"
        in update(space, open_form, {"requests": [twice]}).json()["error"][
            "message"
        ]
    )
    changed = {
        "questionItem": {"question": {"questionId": "hello!", **KINDS["13"]}}
    }
    wanted = {
        "updateItem": {
            "item": changed,
            "location": {"index": 0},
            "updateMask": "questionItem.question",
        }
    }
    assert (
        "Invalid questionId"
        in update(space, open_form, {"requests": [wanted]}).json()["error"][
            "message"
        ]
    )
    send(
        space,
        open_form,
        [(entry("13"), "a"), (entry("13"), "a"), ("entry.9_year", "²")],
    )
    assert answers(space, open_form) == [{"13": ["a"]}]
