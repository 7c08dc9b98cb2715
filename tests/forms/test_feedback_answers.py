"""A response to the feedback form is an opinion without a name."""

from __future__ import annotations

from typing import Any

import pytest

from forms.feedback_answers import district_in, read
from forms.form_file import load
from forms.form_shapes import FEEDBACK
from sync.core.feedback import Role

FORM = load(FEEDBACK)


def response(**chosen: str | list[str]) -> dict[str, Any]:
    """As Google sends it, with an address that nobody may read."""
    answers = {}
    for key, values in chosen.items():
        texts = [values] if isinstance(values, str) else values
        answers[FORM.question(key).question_id] = {
            "textAnswers": {"answers": [{"value": text} for text in texts]}
        }
    return {
        "responseId": "r",
        "createTime": "2026-11-20T15:00:00Z",
        "respondentEmail": "ana@x.example",
        "answers": answers,
    }


def words(key: str) -> list[str]:
    return [option.say for option in FORM.question(key).options]


def test_what_was_chosen_is_counted_and_nobody_is_named() -> None:
    said = response(
        role=words("role")[0],
        satisfaction="4",
        well=words("well")[:2],
        worked="=A shared\nlunch",
    )
    opinion = read(said, FORM, "WES")
    assert opinion is not None
    assert opinion.role in Role
    assert (opinion.district, opinion.satisfaction) == ("WES", 4)
    assert len(opinion.well) == 2
    assert opinion.worked == "=A shared lunch"
    assert "ana@" not in str(opinion)


@pytest.mark.parametrize("role", ["", "Principal's cousin"])
def test_an_opinion_of_no_known_role_is_none(role: str) -> None:
    assert read(response(role=role, satisfaction="5"), FORM, "") is None


@pytest.mark.parametrize("text", ["", "10", "four", "4.5", "-1"])
def test_what_is_no_rating_is_no_rating(text: str) -> None:
    opinion = read(
        response(role=words("role")[0], satisfaction=text), FORM, ""
    )
    assert opinion is not None
    assert opinion.satisfaction is None


def test_a_district_is_found_by_its_name() -> None:
    keys = {"Westbrook": "WES"}
    assert district_in(response(district="Westbrook"), FORM, keys) == "WES"
    assert district_in(response(district="Elsewhere"), FORM, keys) is None
    assert district_in(response(), FORM, keys) is None
