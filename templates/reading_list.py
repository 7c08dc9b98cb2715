"""What is worth reading, as the product recommends it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("reading_list.toml")


@dataclass(frozen=True)
class RecommendedBook:
    """A book; ``link`` is empty where none is known."""

    title: str
    author: str
    link: str = ""

    @property
    def words(self) -> str:
        """``Mentoring in Action, by Carol Pelletier Radford``."""
        return f"{self.title}, by {self.author}"


@lru_cache(maxsize=1)
def reading_list() -> tuple[RecommendedBook, ...]:
    """The books, in their order."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(RecommendedBook(**each) for each in raw["book"])
