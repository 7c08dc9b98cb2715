"""What is assumed of Google is tried, and reported where it is otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.admin.finding import Grade
from sync.admin.live_checks import WORDS
from tests.support.scene import Scene
from tests.support.trials import tried

pytestmark = pytest.mark.whole


def test_what_is_assumed_of_google_is_tried_and_leaves_nothing_behind(
    scene: Scene,
) -> None:
    """In the local workspace all of it is so; each has a row in the docs."""
    scene.provisioned()
    before = scene.space.store.db.execute(
        "SELECT count(*) FROM files"
    ).fetchone()[0]
    found = tried(scene)
    assert [(f.check, f.grade) for f in found] == [
        (words, Grade.OK) for words in WORDS
    ]
    ((folder, trashed),) = scene.space.store.db.execute(
        "SELECT id, trashed FROM files WHERE name LIKE '%live checks%' AND mime LIKE '%folder'"
    ).fetchall()
    assert trashed
    others = "SELECT count(*) FROM files WHERE parent IS NOT ? AND id != ?"
    assert (
        scene.space.store.db.execute(others, (folder, folder)).fetchone()[0]
        == before
    ), "all of it lies in there"
    page = (
        Path(__file__).parents[2] / "docs" / "google-assumptions.md"
    ).read_text(encoding="utf-8")
    assert [words for words in WORDS if f"*{words}*" not in page] == []


@pytest.mark.parametrize(
    ("otherwise", "words"),
    [
        ("published", {"a new form is unpublished"}),
        (
            "no feed",
            {"changes name who made them", "changes tell of edits by others"},
        ),
        (
            "no answer of the batch",
            {
                "a write tells how the tabs stand",
                "a box that is not ticked reads alike",
            },
        ),
        ("furnished", {"a new form holds nothing"}),
    ],
)
def test_what_is_otherwise_is_reported_with_what_the_tool_does_then(
    scene: Scene, otherwise: str, words: set[str]
) -> None:
    from sync.google.drive import Drive
    from sync.google.forms import Forms
    from sync.google.sheets import Sheets

    if otherwise == "published":
        get = Forms.get
        state = {"publishSettings": {"publishState": {"isPublished": True}}}
        scene.patch.setattr(
            Forms, "get", lambda self, form: get(self, form) | state
        )
    elif otherwise == "no feed":
        scene.patch.setattr(
            Drive, "changed", lambda _, token, *__: ({}, token)
        )
    elif otherwise == "furnished":
        scene.decide(new_forms="furnished")
    else:
        update = Sheets.update
        scene.patch.setattr(
            Sheets,
            "update",
            lambda self, sheet, requests, *_: update(self, sheet, requests),
        )
    told = [f for f in tried(scene) if f.grade is not Grade.OK]
    assert {f.check for f in told} == words
    assert all(f.grade is Grade.NOTE and f.remedy for f in told)


def test_whatever_comes_of_a_wrong_assumption_is_reported(
    scene: Scene,
) -> None:
    scene.patch.setattr(
        "sync.admin.live_forms.pair_link",
        lambda *_: "http://127.0.0.1:9/nothing",
    )
    scene.patch.setattr("sync.admin.live_trial.Trial.pair", lambda _: [][0])
    told = [f.check for f in tried(scene) if f.grade is Grade.NOTE]
    assert told == [
        "a link fills in the pair",
        "formulas show label, status and link",
        "formulas move with their cells",
    ]
