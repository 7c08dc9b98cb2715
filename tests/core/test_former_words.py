"""Dropdowns' words of before are read as those of now."""

from __future__ import annotations

from sync.core.calendar import Event
from sync.core.former_words import present


def test_a_former_word_is_the_present_one() -> None:
    assert present("Term") == "semester"
    assert present("hours of cover") == "hours of coverage"


def test_the_words_of_now_stay() -> None:
    for event in Event:
        assert present(event.value.upper()) == event.value.casefold()
