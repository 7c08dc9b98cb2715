"""What of an answer means nothing known is left out and shown."""

from __future__ import annotations

from forms.form_file import load
from forms.form_shapes import MEETING_LOG
from sync.core.unread import (
    lacks_minutes,
    undecided,
    unread_words,
    without_unread,
)
from tests.support.answers import answer


def test_only_some_questions_decide_whether_an_answer_is_a_meeting() -> None:
    odd = answer(unread=(("kind", "??"), ("topics", "Chess"), ("day", "x")))
    assert undecided(odd) == ("kind", "day")
    assert undecided(answer()) == ()


def test_minutes_that_could_not_be_read_are_not_none_given() -> None:
    assert lacks_minutes(answer(minutes=None, unread=(("minutes", "ages"),)))
    assert not lacks_minutes(answer(minutes=None))


def test_what_could_not_be_read_is_shown_in_short() -> None:
    assert unread_words(answer()) == ""
    odd = answer(unread=(("minutes", "x" * 90), ("kind", "")))
    words = unread_words(odd)
    assert words.endswith("cannot be read")
    assert "…" in words
    assert "nothing was chosen" in words
    assert len(words) < 140


def test_what_a_person_decided_is_no_longer_unread() -> None:
    odd = answer(unread=(("kind", "??"), ("topics", "Chess")))
    assert without_unread(odd, frozenset({"kind"})).unread == (
        ("topics", "Chess"),
    )
    assert without_unread(answer(), frozenset({"kind"})) == answer()


def test_every_question_of_the_log_form_has_a_name_in_log() -> None:
    """A person reads *what they worked on*, not the key of a question."""
    free = {"pair", "others"}
    for question in load(MEETING_LOG).questions:
        if question.key in free:
            continue
        words = unread_words(answer(unread=((question.key, "??"),)))
        assert not words.startswith(question.key), question.key
