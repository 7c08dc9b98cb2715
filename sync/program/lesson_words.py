"""Periods, days of a cycle and titles of courses, as schedules write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from sync.core.timetable import Use

# Periods, and the days of the cycle in brackets: 1(A-B), 2-3 (A,C), HR(A-F).
_SECTION = re.compile(
    r"([^\s,;()]+(?:\s*[,;]\s*[^\s,;()]+)*)\s*(?:\(([^)]*)\))?"
)
_WORDS = re.compile(r"\b(?:periods?|per\.|block|blk)\s*(?=\w)", re.IGNORECASE)
_DAY = re.compile(r"\bdays?\b", re.IGNORECASE)
_LEADING = re.compile(r"^p(?=\d)|^0+(?=\d)")


def period_key(text: str) -> str:
    """A period as it is compared: ``Period 03`` is ``3``, ``P4`` is ``4``."""
    plain = _WORDS.sub("", " ".join(text.split())).casefold()
    return _LEADING.sub("", _LEADING.sub("", plain))


def letter_key(text: str) -> str:
    """The letter of a day, or the kind of day, as it is compared: ``A Day`` is
    ``a``, ``Day 4`` is ``4``, ``Monday`` is ``mon``.
    """
    plain = " ".join(text.casefold().split())
    if weekday := re.fullmatch(
        r"(mon|tue|wed|thu|fri)(?:s|rs|nes|urs)?(?:day)?s?", plain
    ):
        return weekday[1]
    return re.sub(r"^day\s+|\s+days?$", "", plain)


def sections(
    periods: str, letters: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The periods of an expression such as ``1(A-B) 3(A)``, each with the days
    of the cycle on which it is; ``letters`` are those of all of them.
    """
    usual = tuple(each_of(_DAY.sub("", letters)))
    for found in _SECTION.finditer(_WORDS.sub("", periods)):
        own = _DAY.sub("", found[2] or "")
        days = tuple(each_of(own)) if own else usual
        for period in each_of(found[1]):
            yield period_key(period), days


def each_of(text: str) -> Iterator[str]:
    """The members of a list with ranges: ``A-C, E`` is A, B, C and E."""
    for part in re.split(r"[,;\s]+", text.strip()):
        span = re.fullmatch(r"(\d{1,2}|[A-Za-z])-(\d{1,2}|[A-Za-z])", part)
        if span and span[1].isdigit() and span[2].isdigit():
            yield from map(str, range(int(span[1]), int(span[2]) + 1))
        elif span and span[1].isalpha() and span[2].isalpha():
            one, last = ord(span[1].upper()), ord(span[2].upper())
            yield from map(chr, range(one, last + 1))
        elif part:
            yield part


@lru_cache(maxsize=4096)
def use_of(title: str) -> Use:
    """What a course is for, by its title: a class, unless it is one of the
    titles that are declared.
    """
    plain = re.sub(r"[^\w/ -]", " ", title.casefold())
    plain = re.sub(r"\b(?:period|time|block|\d+|[a-d])$", "", plain.strip())
    plain = re.sub(r"\b(?:period|time|block)$", "", plain.strip())
    return _titles().get(" ".join(plain.split()), Use.CLASS)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, Use]:
    text = (files("sync.program") / "scheduling.toml").read_text("utf-8")
    return {
        title: Use(use)
        for use, titles in tomllib.loads(text)["titles"].items()
        for title in titles
    }
