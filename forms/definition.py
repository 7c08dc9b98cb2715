"""A declared form: its pages, its questions, and what its options mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
EMAIL = {
    "verified": "VERIFIED",
    "typed": "RESPONDER_INPUT",
    "none": "DO_NOT_COLLECT",
}


@dataclass(frozen=True)
class Option:
    """One choice: what it says, what it means, what it used to say, and the
    page it leads to.
    """

    say: str
    means: Any
    was: tuple[str, ...] = ()
    go: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Its ids in Google's form follow from ``id``, so that links
    last.

    A ``grid`` has a question for each of its ``rows``, which share its
    options. A ``scale`` goes from its first option's meaning to its last
    one's.
    """

    key: str
    id: str
    title: str
    type: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Question, ...] = ()

    @property
    def question_id(self) -> str:
        """The questionId: eight hexadecimal digits."""
        return "2" + self.id

    @property
    def item_id(self) -> str:
        """The itemId: eight hexadecimal digits."""
        return "1" + self.id

    @property
    def entry(self) -> int:
        """The number by which a pre-filled link names the question."""
        return int(self.question_id, 16)

    def meaning(self, text: str) -> Any:
        """What a chosen option means, by its present or a former wording; None
        if it was never offered.

        Case, spaces and punctuation make no difference where one option alone
        is left.
        """
        for option in self.options:
            if text == option.say or text in option.was:
                return option.means
        alike = [
            option
            for option in self.options
            if any(_alike(text, words) for words in (option.say, *option.was))
        ]
        return alike[0].means if len(alike) == 1 else None


# A number with the signs inside it, or a letter: "1-2 hours" is neither "12
# hours" nor "1.2 hours".
_SIGNS = re.compile(r"\d+(?:[^\w\s]\d+)*|[^\W\d_]")


def _alike(one: str, other: str) -> bool:
    """Whether two wordings differ in case, spaces and punctuation alone; never
    two numbers, in which these mean something.
    """
    signs = _SIGNS.findall(one.casefold())
    return any(map(str.isalpha, signs)) and signs == _SIGNS.findall(
        other.casefold()
    )


@dataclass(frozen=True)
class Page:
    """One section of the form; the first has neither id nor title."""

    key: str
    questions: tuple[Question, ...]
    id: str = ""
    title: str = ""
    help: str = ""

    @property
    def item_id(self) -> str:
        """The itemId of the section's page break."""
        return "1" + self.id


@dataclass(frozen=True)
class Definition:
    """A declared form: its title, its pages, and how it collects addresses (a
    key of EMAIL).
    """

    title: str
    description: str
    pages: tuple[Page, ...]
    email: str = "verified"
    _by_key: dict[str, tuple[Question, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        for page in self.pages:
            yield from page.questions

    def asks(self, key: str) -> bool:
        """Whether there is a question with a key."""
        return key in self._keys

    def question(self, key: str) -> Question:
        """The first question with a key."""
        return self._keys[key][0]

    def each(self, key: str) -> tuple[Question, ...]:
        """Every question with a key: pages of several kinds may ask alike."""
        return self._keys.get(key, ())

    def way(self, meant: Any) -> tuple[Page, ...]:
        """The pages that a respondent sees: the first one, and the one that
        the option with this meaning leads to.
        """
        first = self.pages[0]
        goes = {o.means: o.go for q in first.questions for o in q.options}
        then = goes.get(meant, "")
        return (first, *(p for p in self.pages if p.key == then))

    @property
    def _keys(self) -> dict[str, tuple[Question, ...]]:
        if not self._by_key:
            for q in self.questions:
                there = self._by_key.get(q.key, ())
                self._by_key[q.key] = (*there, q)
        return self._by_key
