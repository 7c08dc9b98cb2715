"""An option is understood however it is written, and in former wordings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definition import Option, Question
from tests.support.form_responses import FORM


def test_a_former_wording_is_still_understood() -> None:
    """Answers carry the words of their day: `was` keeps what an option used to
    say.
    """
    question = FORM.question("kind")
    renamed = replace(
        question.options[0], say="One to one", was=("We met one-on-one",)
    )
    assert (
        replace(question, options=(renamed, *question.options[1:])).meaning(
            "We met one-on-one"
        )
        == "one-on-one"
    )


@pytest.mark.parametrize(
    ("options", "said", "meaning"),
    [
        (("We met one-on-one",), "we met One on One.", "We met one-on-one"),
        (("No common time",), "  NO COMMON TIME", "No common time"),
        (("Early-release day",), "Early release day", "Early-release day"),
        (("12 hours",), "1-2 hours", None),
        (("1.5 hours",), "15 hours", None),
        (("1.2 hours",), "1-2 hours", None),
        (("1/2 hour",), "1-2 hour", None),
        (("1-2 hours",), "1-2 Hours!", "1-2 hours"),
        (("15",), "1.5", None),
        (("1-2",), "1–2", None),
        (("Re-form", "Reform!"), "reform", None),  # either
        (("We met one-on-one",), "We met 1:1", None),
    ],
)
def test_case_spaces_and_punctuation_make_no_difference(
    options: tuple[str, ...], said: str, meaning: str | None
) -> None:
    question = Question(
        "any",
        "a000001",
        "Any",
        "radio",
        options=tuple(Option(each, each) for each in options),
    )
    assert question.meaning(said) == meaning
