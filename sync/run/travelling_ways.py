"""Texts of *Ways districts made time* that the admin ticked, for every
district's *Start here*, without the names of districts and schools.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sync.core.rollup import Figures, Frequency, unpacked
from sync.core.words import printable
from sync.program.districts_file import DistrictSettings
from sync.program.opened import Program
from templates.found import find
from templates.layout import Tab

# So many texts stand in *Start here*, and of each so many characters.
MOST, LONGEST = 10, 300
_ASIDE = (
    "early release",
    "faculty meeting",
    "PD day",
    "orientation or training",
)
_MOSTLY = 0.5


def shared_texts(
    program: Program, tab: Tab, grid: Sequence[Sequence[Any]]
) -> list[str]:
    """The texts that are ticked, each with what kind of district it is from,
    in alphabetical order, so that none is ranked.
    """
    districts = program.settings.districts
    keys = {d.name.casefold(): d.key for d in districts}
    keys |= {d.key.casefold(): d.key for d in districts}
    figures = program.state.judgements.figures()
    found = set()
    for _, row in find(tab, grid).rows:
        text = without_names(str(row.get("text") or ""), districts)
        text = text[:LONGEST]
        if not text or row.get("share") is not True:
            continue
        key = keys.get(str(row.get("from") or "").strip().casefold(), "")
        kind = kind_of(unpacked(figures[key])) if key in figures else ""
        found.add(f"{text} ({kind})" if kind else text)
    return sorted(found, key=_in_order)[:MOST]


def without_names(text: str, districts: Sequence[DistrictSettings]) -> str:
    """A text in which every district's name and key became “the district”, and
    a school's “the school”, however they are spaced and hyphenated.
    """
    text = printable(unicodedata.normalize("NFKC", text))
    for words, names in (
        ("the district", [d.name for d in districts]),
        ("the school", [s for d in districts for s in d.schools]),
    ):
        for name in sorted(names, key=len, reverse=True):
            parts = re.findall(r"\w+", unicodedata.normalize("NFKC", name))
            if parts:
                loose = r"[\W_]*".join(map(re.escape, parts))
                text = re.sub(
                    rf"(?<!\w){loose}(?!\w)", words, text, flags=re.IGNORECASE
                )
    for district in districts:
        text = re.sub(rf"(?<!\w){district.key}(?!\w)", "the district", text)
    return text


def _in_order(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum() or c == " ")


def kind_of(figures: Figures) -> str:
    """What kind of district it is, in words that name none."""
    every = sum(figures.when.values())
    aside = sum(figures.when.get(each, 0) for each in _ASIDE)
    if every and aside / every >= _MOSTLY:
        return "from a district that meets mostly in time set aside"
    usual = _usual(figures.frequency)
    return f"from a district whose pairs mostly meet {usual}" if usual else ""


def _usual(frequency: Mapping[Frequency, int]) -> str:
    every = sum(frequency.values())
    return next(
        (
            often.value
            for often, n in frequency.items()
            if n * 2 > every and often is not Frequency.LESS
        ),
        "",
    )
