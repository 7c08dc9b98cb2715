"""The declared form against a real one: mended by the smallest change, never orphaning an answer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from forms.form_changes import changes
from forms.form_file import load
from forms.form_items import items
from sync.google.calls import Pace
from sync.google.clients import Google
from sync.google.connect import connect_local
from sync.google.drive import FORM
from sync.state.quota_ledger import Ledger
from sync.state.store import State
from tests.support.program import ADMIN
from workspace.space import Workspace


@pytest.fixture
def google(space: Workspace) -> Any:
    with closing(State(Path(":memory:"))) as state:
        pace = partial(Pace, Ledger(state.db))
        with closing(connect_local(space.url, [ADMIN], pace)) as connected:
            yield connected


@pytest.fixture
def made(google: Google) -> str:
    form_id = str(google.drive.create("Log", FORM, "form")["id"])
    now = google.forms.get(form_id)
    google.forms.update(form_id, changes(now, load()), now["revisionId"])
    return form_id


def mend(google: Google, form_id: str) -> list[dict[str, Any]]:
    now = google.forms.get(form_id)
    requests = changes(now, load())
    if requests:
        google.forms.update(form_id, requests, now["revisionId"])
    return requests


def order(google: Google, form_id: str) -> list[str]:
    return [i["itemId"] for i in google.forms.get(form_id)["items"]]


def test_a_form_is_made_as_declared_and_then_needs_nothing(
    google: Google, made: str
) -> None:
    assert order(google, made) == [i["itemId"] for i in items(load())]
    assert mend(google, made) == []


def edit(google: Google, form_id: str, *requests: dict[str, Any]) -> None:
    google.forms.update(
        form_id, list(requests), google.forms.get(form_id)["revisionId"]
    )


def test_a_changed_title_is_brought_back_with_its_ids(
    google: Google, made: str
) -> None:
    item = google.forms.get(made)["items"][1]
    edit(
        google,
        made,
        {
            "updateItem": {
                "item": item | {"title": "Whenever"},
                "location": {"index": 1},
                "updateMask": "title",
            }
        },
    )
    assert [list(r) for r in mend(google, made)] == [["updateItem"]]
    assert (
        google.forms.get(made)["items"][1]["questionItem"]["question"][
            "questionId"
        ]
        == load().question("day").question_id
    )


def test_a_deleted_question_comes_back_under_its_old_id(
    google: Google, made: str
) -> None:
    edit(google, made, {"deleteItem": {"location": {"index": 0}}})
    assert [list(r) for r in mend(google, made)] == [["createItem"]]
    assert order(google, made) == [i["itemId"] for i in items(load())]


def test_a_question_that_people_added_stays_where_they_put_it(
    google: Google, made: str
) -> None:
    theirs = {
        "title": "Room?",
        "questionItem": {"question": {"textQuestion": {}}},
    }
    edit(
        google,
        made,
        {"createItem": {"item": theirs, "location": {"index": 1}}},
    )
    edit(
        google,
        made,
        {
            "moveItem": {
                "originalLocation": {"index": 3},
                "newLocation": {"index": 0},
            }
        },
    )
    requests = mend(google, made)
    assert {k for r in requests for k in r} == {"moveItem"}
    titles = [i.get("title") for i in google.forms.get(made)["items"]]
    assert titles[:4] == ["What happened", "Room?", "When", "Your pair"]


def test_the_email_setting_follows_the_program() -> None:
    for email, google in (
        ("none", "DO_NOT_COLLECT"),
        ("verified", "VERIFIED"),
        ("typed", "RESPONDER_INPUT"),
    ):
        said = {
            "updateSettings": {
                "settings": {"emailCollectionType": google},
                "updateMask": "emailCollectionType",
            }
        }
        form = replace(load(), email=email)
        assert said in changes({}, form, new=True), (
            "whatever a new form comes with"
        )
        assert (
            said
            in changes({"settings": {"emailCollectionType": "VERIFIED"}}, form)
            or email == "verified"
        )
        for kept in ({}, {"settings": {"emailCollectionType": google}}):
            assert said not in changes(kept, form), (
                "a form that says nothing of it is not asked again and again"
            )


def test_what_a_new_form_comes_with_is_deleted_first() -> None:
    """Google's guide of making forms by Drive says nothing of it; public code
    finds a question there and removes it.
    """
    furnished = {
        "items": [
            {"itemId": "7a", "title": "Untitled Question"},
            {"itemId": "7b"},
        ]
    }
    asked = changes(furnished, load(), new=True)
    assert asked[:2] == [
        {"deleteItem": {"location": {"index": 1}}},
        {"deleteItem": {"location": {"index": 0}}},
    ]
    assert [
        r["createItem"]["item"]["itemId"] for r in asked if "createItem" in r
    ].count("7a") == 0
    assert not any("deleteItem" in r for r in changes(furnished, load())), (
        "what people added stays"
    )
