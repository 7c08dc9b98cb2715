"""Files of a form, and every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.form_file import FormFileError, Wording, load
from forms.form_shapes import MEETING_LOG, PLANNING, Shape


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
            "ids have seven characters and are used once",
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
