"""A form with every kind of question, and what its page takes."""

from __future__ import annotations

from typing import Any

import requests

from tests.support.raw_calls import api
from workspace.space import Workspace

RADIO = {"type": "RADIO", "options": [{"value": "a"}, {"value": "b"}]}


KINDS: dict[str, dict[str, Any]] = {
    "10": {"textQuestion": {}},
    "11": {"textQuestion": {"paragraph": True}},
    "12": {
        "choiceQuestion": {
            "type": "RADIO",
            "options": [{"value": "a"}, {"isOther": True}],
        }
    },
    "13": {
        "choiceQuestion": {
            "type": "CHECKBOX",
            "options": [{"value": "a"}, {"value": "b"}, {"value": "c"}],
        }
    },
    "14": {
        "choiceQuestion": {
            "type": "DROP_DOWN",
            "options": [{"value": "a"}, {"value": "b"}],
        }
    },
    "15": {
        "scaleQuestion": {
            "low": 1,
            "high": 5,
            "lowLabel": "rarely",
            "highLabel": "often",
        }
    },
    "16": {"ratingQuestion": {"ratingScaleLevel": 5, "iconType": "STAR"}},
    "17": {"dateQuestion": {"includeYear": True}},
    "18": {"dateQuestion": {}},
    "19": {"dateQuestion": {"includeYear": True, "includeTime": True}},
    "1a": {"timeQuestion": {}},
    "1b": {"timeQuestion": {"duration": True}},
}


def create(*items: dict[str, Any]) -> dict[str, Any]:
    """A batch that makes items, one after another."""
    return {
        "requests": [
            {"createItem": {"item": item, "location": {"index": i}}}
            for i, item in enumerate(items)
        ]
    }


def question(name: str, more: dict[str, Any], **about: Any) -> dict[str, Any]:
    """An item with one question, whose id is its name."""
    return {
        "title": f"Question {name}",
        "questionItem": {"question": {"questionId": name, **more, **about}},
    }


def update(
    space: Workspace, form: str, body: dict[str, Any]
) -> requests.Response:
    """One batch of changes to a form; its response, whatever it says."""
    return api(space, "POST", f"/v1/forms/{form}:batchUpdate", json=body)


def answers(space: Workspace, form: str) -> list[dict[str, list[str]]]:
    """What each response says to each question."""
    listed = (
        api(space, "GET", f"/v1/forms/{form}/responses")
        .json()
        .get("responses", [])
    )
    return [
        {
            q: [v["value"] for v in a["textAnswers"]["answers"]]
            for q, a in r.get("answers", {}).items()
        }
        for r in listed
    ]
