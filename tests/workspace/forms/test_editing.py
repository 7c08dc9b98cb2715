"""A form is changed by batches that hold to Google's rules."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.support.form_calls import refusal
from tests.support.form_kinds import (
    RADIO,
    create,
    question,
    update,
)
from tests.support.raw_calls import api
from workspace.space import Workspace


def change(
    space: Workspace, form: str, *wanted: dict[str, Any]
) -> requests.Response:
    return api(
        space,
        "POST",
        f"/v1/forms/{form}:batchUpdate",
        json={"requests": list(wanted)},
    )


def new_question(
    title: str = "Q", index: int = 0, **kind: Any
) -> dict[str, Any]:
    body = kind or {"textQuestion": {}}
    return {
        "createItem": {
            "item": {"title": title, "questionItem": {"question": body}},
            "location": {"index": index},
        }
    }


def choice(*options: dict[str, Any], kind: str = "RADIO") -> dict[str, Any]:
    return new_question(
        choiceQuestion={"type": kind, "options": list(options)}
    )


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (new_question("a\nb"), "Displayed text cannot contain newlines"),
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
            new_question(textQuestion={}, questionId="not hex"),
            "Invalid questionId",
        ),
        (new_question(index=7), "out of range"),
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
    assert words in refusal(change(space, form, wanted))
    assert "items" not in api(space, "GET", f"/v1/forms/{form}").json(), (
        "nothing of a refused batch is kept"
    )


def test_ids_are_the_callers_and_stand_once(
    space: Workspace, form: str
) -> None:
    wanted = new_question(textQuestion={}, questionId="20000001")
    wanted["createItem"]["item"]["itemId"] = "10000001"
    assert change(space, form, wanted).json()["replies"] == [
        {"createItem": {"itemId": "10000001", "questionId": ["20000001"]}}
    ]
    assert "already in use" in refusal(change(space, form, wanted))


def test_a_stale_revision_is_refused(space: Workspace, form: str) -> None:
    old = api(space, "GET", f"/v1/forms/{form}").json()["revisionId"]
    change(space, form, new_question())
    body = {
        "requests": [new_question()],
        "writeControl": {"requiredRevisionId": old},
    }
    assert "revision" in refusal(
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


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            question("1", {"scaleQuestion": {"low": 2, "high": 5}}),
            "A scale goes from 0 or 1",
        ),
        (
            question("1", {"scaleQuestion": {"low": 1, "high": 11}}),
            "A scale goes from 0 or 1",
        ),
        (
            question(
                "1",
                {
                    "ratingQuestion": {
                        "ratingScaleLevel": 2,
                        "iconType": "STAR",
                    }
                },
            ),
            "must be between 3 and 10",
        ),
        (
            question("1", {"ratingQuestion": {"ratingScaleLevel": 5}}),
            "icon type of a rating is required",
        ),
        (
            question("1", {"fileUploadQuestion": {}}),
            "does not support creating file upload",
        ),
        (
            question("1", {"rowQuestion": {"title": "r"}}),
            "can only stand in a grid",
        ),
        (
            question("1", {"textQuestion": {}, "timeQuestion": {}}),
            "exactly one kind",
        ),
        (
            question("1", {"textQuestion": {}}, grading={"pointValue": 1}),
            "only be set in a quiz",
        ),
        (
            {
                "questionGroupItem": {
                    "grid": {
                        "columns": {
                            "type": "DROP_DOWN",
                            "options": [{"value": "a"}],
                        }
                    }
                }
            },
            "RADIO or CHECKBOX",
        ),
        (
            {"questionGroupItem": {"grid": {"columns": RADIO}}},
            "at least one row",
        ),
        (
            {
                "questionGroupItem": {
                    "grid": {"columns": RADIO},
                    "questions": [{"textQuestion": {}}],
                }
            },
            "must be row questions",
        ),
        (
            {
                "questionGroupItem": {
                    "grid": {
                        "columns": {
                            "type": "RADIO",
                            "options": [{"isOther": True}],
                        }
                    },
                    "questions": [],
                }
            },
            "other options",
        ),
        (
            {"title": "two\nlines", "textItem": {}},
            "Displayed text cannot contain newlines",
        ),
        ({"imageItem": {"image": {}}}, "must have a source URI"),
        (
            {"videoItem": {"video": {"youtubeUri": "https://x.example/"}}},
            "must have a YouTube URI",
        ),
        ({"title": "nothing"}, "exactly one kind"),
    ],
)
def test_what_google_refuses_of_an_item(
    space: Workspace, open_form: str, item: dict[str, Any], words: str
) -> None:
    refused = update(space, open_form, create(item))
    assert (
        refused.status_code,
        words in refused.json()["error"]["message"],
    ) == (
        400,
        True,
    ), refused.text
