"""Forms: made, edited in batches, published, and read."""

from __future__ import annotations

from typing import Any

from workspace.contract.account import Account, Answer
from workspace.contract.case import Pairs, case

_REST = (
    "https://developers.google.com/workspace/forms/api/reference/rest/v1/forms"
)
_PUBLISH = (
    "https://developers.google.com/workspace/forms/api/guides/publish-form"
)
_SEEN = "public reports, summed up in google-facts"


def _batch(a: Account, form: str, *requests: Any, **more: Any) -> Answer:
    body = {"requests": list(requests), **more}
    return a.call("POST", f"/v1/forms/{form}:batchUpdate", body)


def _question(title: str, place: int = 0) -> Any:
    item = {
        "title": title,
        "questionItem": {"question": {"textQuestion": {}}},
    }
    return {"createItem": {"item": item, "location": {"index": place}}}


@case(_SEEN)
def a_form_that_is_not_shared(a: Account) -> Pairs:
    """A form that exists and is not shared is 403, its answers too; one
    that does not exist is 404.
    """
    form = a.form()
    denied = "403 The caller does not have permission"
    yield a.other.call("GET", f"/v1/forms/{form}").refusal, denied
    yield a.other.call("GET", f"/v1/forms/{form}/responses").refusal, denied
    yield _batch(a.other, form, _question("x")).refusal, denied
    yield (
        a.call("GET", "/v1/forms/nosuch").refusal,
        "404 Requested entity was not found.",
    )


@case(f"{_REST}/create")
def forms_create_takes_a_title(a: Account) -> Pairs:
    """forms.create takes info alone; the rest goes by batchUpdate."""
    body = {"info": {"title": "Ours"}, "items": [{"title": "x"}]}
    yield (
        a.call("POST", "/v1/forms", body).refusal,
        "400 Only info.title can be set when creating a form. To add items and change settings, use batchUpdate.",
    )


@case(_SEEN)
def a_forms_public_address(a: Account) -> Pairs:
    """The public address has an id of its own, from which nobody can tell
    the form's.
    """
    form = a.form()
    address = a.call("GET", f"/v1/forms/{form}").at("responderUri") or ""
    yield form in address, False


@case(_PUBLISH)
def publishing(a: Account) -> Pairs:
    """A new form is unpublished. Settings that are empty are refused and
    change nothing; an unpublished form takes no answers.
    """
    form = a.form()
    path = f"/v1/forms/{form}:setPublishSettings"
    state = {"isPublished": True, "isAcceptingResponses": True}
    done = a.call(
        "POST",
        path,
        {
            "publishSettings": {"publishState": state},
            "updateMask": "publishState",
        },
    )
    yield done.at("publishSettings", "publishState"), state
    lacking: tuple[Any, ...] = (
        {},
        {"publishSettings": {}},
        {"publishSettings": {"publishState": {"isPublished": False}}},
    )
    for empty in lacking:
        yield a.call("POST", path, empty).code, 400
    shown = a.call("GET", f"/v1/forms/{form}")
    yield shown.at("publishSettings", "publishState"), state
    wrong = {"publishState": {"isAcceptingResponses": True}}
    yield a.call("POST", path, {"publishSettings": wrong}).code, 400


@case(f"{_REST}/batchUpdate")
def a_batch_holds_at_its_revision(a: Account) -> Pairs:
    """A batch that names a revision is applied at that one alone, so that
    it is never applied twice.
    """
    form = a.form()
    revision = a.call("GET", f"/v1/forms/{form}").at("revisionId")
    control = {"writeControl": {"requiredRevisionId": revision}}
    yield _batch(a, form, _question("One"), **control).code, 200
    yield _batch(a, form, _question("Two"), **control).code, 400
    titles = [
        i.get("title") for i in a.call("GET", f"/v1/forms/{form}").at("items")
    ]
    yield titles[0], "One"
    yield "Two" in titles, False


@case(f"{_REST}/batchUpdate#Request")
def items_are_made_changed_moved_and_deleted(a: Account) -> Pairs:
    """Items have places; info and settings are changed by masks."""
    form = a.form()
    for _ in a.call("GET", f"/v1/forms/{form}").at("items") or ():
        _batch(a, form, {"deleteItem": {"location": {"index": 0}}})
    made = _batch(a, form, _question("One"), _question("Two", 1))
    question = made.at("replies", 0, "createItem", "questionId", 0)
    yield bool(question), True
    _batch(
        a,
        form,
        {
            "moveItem": {
                "originalLocation": {"index": 0},
                "newLocation": {"index": 1},
            }
        },
        {
            "updateFormInfo": {
                "info": {"description": "Why."},
                "updateMask": "description",
            }
        },
        {
            "updateItem": {
                "item": {"title": "First"},
                "location": {"index": 0},
                "updateMask": "title",
            }
        },
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "VERIFIED"},
                "updateMask": "emailCollectionType",
            }
        },
    )
    shown = a.call("GET", f"/v1/forms/{form}")
    yield [i["title"] for i in shown.at("items")], ["First", "One"]
    yield shown.at("info", "description"), "Why."
    yield shown.at("settings", "emailCollectionType"), "VERIFIED"
    _batch(a, form, {"deleteItem": {"location": {"index": 0}}})
    items = a.call("GET", f"/v1/forms/{form}").at("items")
    yield [i["title"] for i in items], ["One"]
    yield _batch(a, form, {"deleteItem": {"location": {"index": 9}}}).code, 400


@case(f"{_REST}.responses/list")
def answers_are_listed_from_a_moment_on(a: Account) -> Pairs:
    """A form without answers lists none; a filter is ``timestamp >=`` or
    ``>`` a moment.
    """
    form = a.form()
    path = f"/v1/forms/{form}/responses"
    yield a.call("GET", path).body, {}
    good = "timestamp >= 2026-09-01T00:00:00Z"
    yield a.call("GET", path, filter=good).body, {}
    yield a.call("GET", path, filter="respondent = 'x'").code, 400
