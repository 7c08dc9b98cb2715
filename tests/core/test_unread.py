"""What of an answer means nothing known is left out and shown."""

from __future__ import annotations

from sync.core.unread import lacks_minutes, settled, undecided, unread_words
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
    assert settled(odd, frozenset({"kind"})).unread == (("topics", "Chess"),)
    assert settled(answer(), frozenset({"kind"})) == answer()
