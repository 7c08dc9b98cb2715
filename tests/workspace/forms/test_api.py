"""Forms are made, published and shown to those who may see them."""

from __future__ import annotations

from tests.support.form_calls import refusal
from tests.support.program import ADMIN
from tests.support.raw_calls import api, public
from workspace.space import Workspace


def test_create_takes_a_title_and_nothing_else(space: Workspace) -> None:
    answer = api(
        space,
        "POST",
        "/v1/forms",
        json={"info": {"title": "T", "description": "D"}},
    )
    assert refusal(answer).startswith(
        "Only info.title can be set when creating a form."
    )


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
