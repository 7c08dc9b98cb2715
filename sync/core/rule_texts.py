"""*For whom* and *Which weeks* of *Rules*, read as coordinators write them."""

from __future__ import annotations

import re

from sync.core.rules import Audience, Phase
from sync.core.words import month_of

_ORDINALS = {"first": 1, "second": 2, "third": 3}
_YEARS = re.compile(
    r"(?:in )?(?:years?|y)?\s*([1-9])(?:st|nd|rd|th)?(?:\s*(?:-|–|to)\s*([1-9]))?(?: years?)?(?: pairs?| teachers?)?"
)
_TO_DISTRICT = re.compile(
    r"(?:(?:are )?new to (?:the )?district|experienced(?: but new)?(?: teachers?)?)"
)
_TO_TEACHING = re.compile(
    r"(?:(?:are )?new to teaching|(?:beginning|novice|new) teachers?)"
)


def audience_in(text: str) -> Audience | None:
    """Read *For whom*: ``year 1``, ``years 2 and 3``, ``new to the district``,
    ``part time``, or several with commas.

    None for a text that cannot be read or that contradicts itself; everyone
    for an empty one.
    """
    years: set[int] = set()
    new_to: set[str] = set()
    times: set[bool] = set()
    for part in _parts(text):
        word = part.removesuffix(" year").removesuffix(" years")
        if part in ("everyone", "all", "all pairs", "every pair"):
            continue
        if word in _ORDINALS:
            years.add(_ORDINALS[word])
        elif found := _YEARS.fullmatch(part):
            first = int(found.group(1))
            years.update(range(first, int(found.group(2) or first) + 1))
        elif _TO_DISTRICT.fullmatch(part):
            new_to.add("the district")
        elif _TO_TEACHING.fullmatch(part):
            new_to.add("teaching")
        elif found := re.fullmatch(
            r"(part|full)[ -]?time(?: pairs?| teachers?)?", part
        ):
            times.add(found.group(1) == "part")
        else:
            return None
    if len(new_to) > 1 or len(times) > 1:
        return None
    return Audience(
        frozenset(years), next(iter(new_to), ""), next(iter(times), None)
    )


_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"


def phase_in(text: str) -> Phase | None:
    """Read *Which weeks*: ``first 4 weeks``, ``weeks 1-4``, ``after 4 weeks``,
    ``from week 5``, ``Aug, Sep``, ``Oct - May``.

    None for a text that cannot be read or that leaves no week; the whole year
    for an empty one.
    """
    first, after = 0, 0
    months: set[int] = set()
    for part in (p.removeprefix("in ").strip() for p in _parts(text)):
        if part in ("all year", "always", "the whole year", "every week"):
            continue
        if found := re.fullmatch(
            rf"(?:the )?first {_COUNT} (?:school )?weeks?|weeks? 1\s*(?:-|–|to)\s*(\d{{1,2}})",
            part,
        ):
            first = _number(found.group(1) or found.group(2))
            if not first:
                return None
        elif found := re.fullmatch(
            rf"(?:then )?after (?:the )?(?:first )?{_COUNT} (?:school )?weeks?",
            part,
        ):
            after = _number(found.group(1))
        elif found := re.fullmatch(r"from week (\d{1,2})(?: on)?", part):
            after = _number(found.group(1)) - 1
        elif span := _months_in(part):
            months |= span
        else:
            return None
    if after < 0 or (first and first <= after):
        return None
    return Phase(first, after, frozenset(months))


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _parts(text: str) -> list[str]:
    return [
        p
        for p in (
            p.strip().casefold() for p in re.split(r"[,;&]|\band\b", text)
        )
        if p
    ]


def _months_in(part: str) -> set[int] | None:
    """The months of ``sep`` or ``oct - may``."""
    ends = [
        month_of(word)
        for word in re.split(r"\s*(?:-|–|to|until|through)\s*", part)
    ]
    if not all(ends) or not 1 <= len(ends) <= 2:
        return None
    at, last = ends[0] or 0, ends[-1]
    months = {at}
    while at != last:
        at = at % 12 + 1
        months.add(at)
    return months
