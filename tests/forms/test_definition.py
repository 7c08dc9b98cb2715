"""The declared form against a real one: made whole, mended by the smallest
change, never orphaning an answer.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from forms.form_changes import changes
from forms.form_file import FormFileError, Wording, load
from forms.form_items import items
from forms.form_shapes import MEETING_LOG, PLANNING, Shape
from forms.links import pair_link, url_formula
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


def test_every_page_but_the_last_is_left_by_exactly_one_required_question() -> (
    None
):
    """Google's sections run on into the next unless an answer leads elsewhere."""
    pages = load().pages
    for page in pages[:-1]:
        navigating = [
            q for q in page.questions if any(o.go for o in q.options)
        ]
        assert len(navigating) == 1
        assert navigating[0].required
        assert all(o.go for o in navigating[0].options)
    assert not any(o.go for q in pages[-1].questions for o in q.options)


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


def test_a_form_of_one_district_may_list_its_pairs() -> None:
    question = load(
        wording=Wording(
            lists={"pair": ["WES-1 Ana & Sam", "WES-2 Grace & Luis"]}
        )
    ).question("pair")
    assert (question.type, [o.say for o in question.options]) == (
        "dropdown",
        ["WES-1 Ana & Sam", "WES-2 Grace & Luis"],
    )


def test_links_name_the_question_by_its_id_in_decimal() -> None:
    form = load()
    entry = int(form.question("pair").question_id, 16)
    assert (
        pair_link("https://x/viewform", form, "WES-1 A & B")
        == f"https://x/viewform?usp=pp_url&entry.{entry}=WES-1%20A%20%26%20B"
    )
    assert f'entry.{entry}="&ENCODEURL(A2)' in url_formula(
        "https://x/viewform", form, "A2"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'go = "submit"\noptions',
            "options",
            "exactly one question must navigate",
        ),
        (
            'say = "Curriculum and standards"',
            'say = "Families"',
            "two options say the same",
        ),
        ('go = "observation"', 'go = "nowhere"', "every option must `go`"),
        (
            'id = "a000002"',
            'id = "a000001"',
            "ids have seven digits and stand once",
        ),
        ('type = "date"', 'type = "slider"', "type is 'slider'"),
        ("required = true", "requird = true", "requird is not known"),
        (
            'title = "When"',
            'title = "When\\nexactly"',
            "Google refuses line breaks",
        ),
        ("[[page]]", "[[page", "meeting_log.toml"),
        ('key = "others"', 'key = "who"', "page group: the question others"),
        (
            'key = "minutes"\nid = "a000026"',
            'key = "time"\nid = "a000026"',
            "page brief: the question minutes is missing",
        ),
        ('key = "day"', 'key = "date"', "the question day must stand"),
    ],
)
def test_a_form_file_with_a_mistake_is_refused_by_name(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "meeting_log.toml"
    text = MEETING_LOG.file().read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormFileError, match=words):
        load(file=path)


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


FIRST = MEETING_LOG.file(1).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            x for x in FIRST.splitlines() if '"brief conversation"' not in x
        ),
        FIRST.replace('go = "could_not"', 'go = "submit"'),
        FIRST.replace('key = "observation_replaces"', 'key = "mine"').replace(
            'key = "observation_word"', 'key = "mine_too"'
        ),
    ],
)
def test_an_own_file_of_the_first_edition_is_taken_as_it_was(
    tmp_path: Path, text: str
) -> None:
    """With an option less, or without what was asked later."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    assert load(file=path, edition=1).asks("kind")


def test_an_option_may_end_the_form(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = MEETING_LOG.file().read_text(encoding="utf-8")
    path.write_text(
        text.replace('go = "could_not"', 'go = "submit"'), encoding="utf-8"
    )
    with pytest.raises(FormFileError, match="the question obstacles is miss"):
        load(file=path)


def test_places_in_braces_are_filled_once() -> None:
    words = {"introduction": "Ask {mentee} of {example}", "mentee": "intern"}
    assert load(wording=Wording(words)).description == (
        "Ask {mentee} of {example}"
    )


@pytest.mark.parametrize(
    ("shape", "edition", "key"),
    [
        (MEETING_LOG, 1, "minutes"),
        (MEETING_LOG, 1, "direction"),
        (PLANNING, 1, "mentee_free"),
        (PLANNING, 2, "both_free"),
    ],
)
def test_what_is_read_must_stand_in_a_file_of_any_edition(
    tmp_path: Path, shape: Shape, edition: int, key: str
) -> None:
    path = tmp_path / "own.toml"
    text = shape.file(edition).read_text(encoding="utf-8")
    path.write_text(
        text.replace(f'key = "{key}"', 'key = "mine"'), encoding="utf-8"
    )
    if (shape, key) == (MEETING_LOG, "minutes"):  # two pages ask for them
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("observation_minutes", "mine_too"), encoding="utf-8"
        )
    with pytest.raises(FormFileError, match=f"the question {key}"):
        load(shape, path, edition=edition)


def test_a_planning_file_of_the_first_edition_may_go_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        PLANNING.file(1).read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert load(PLANNING, path).asks("mentor_free")
