"""A program's own word for a mentee, put into the product's sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

MENTEE = "mentee"
# What people typed is quoted in sentences, and stays as it was typed.
_PIECES = re.compile(r"“[^”]*”|\b(?:([Aa]) )?([Mm])entee(s?)\b")
# The texts of a page, between its tags.
_TEXTS = re.compile(r"(?<=>)[^<>]+(?=<)")
_STYLE = re.compile(r"(<style>.*?</style>)", re.DOTALL)


@dataclass(frozen=True)
class FieldWords:
    """What a program calls a mentee."""

    mentee: str = MENTEE

    @property
    def mentees(self) -> str:
        """Several of them."""
        return f"{self.mentee}s"

    def say(self, text: str) -> str:
        """A sentence of the product, with the program's word for a mentee."""
        if self.mentee == MENTEE:
            return text
        return _PIECES.sub(self._one, text)

    def page(self, html: str) -> str:
        """The texts of a page in the program's word; its tags stay."""
        if self.mentee == MENTEE:
            return html
        parts = _STYLE.split(html)
        parts[::2] = [
            _TEXTS.sub(lambda found: self.say(found[0]), part)
            for part in parts[::2]
        ]
        return "".join(parts)

    def plain(self, text: str) -> str:
        """A dropdown's text with the program's word put back to ``mentee``."""
        if self.mentee == MENTEE:
            return text
        return re.sub(
            rf"\b{re.escape(self.mentee)}(s?)\b",
            rf"{MENTEE}\1",
            text,
            flags=re.IGNORECASE,
        )

    def _one(self, found: re.Match[str]) -> str:
        if found[0].startswith("“"):
            return found[0]
        article, first, several = found.groups()
        word = self.mentee
        if first == "M":
            word = word[0].upper() + word[1:]
        if article:
            vowel = "n" if self.mentee[0].lower() in "aeiou" else ""
            word = f"{article}{vowel} {word}"
        return word + several


PLAIN = FieldWords()
