"""What works travels: texts of *Ways districts made time* that the admin ticked
stand in every district's *Start here*, without the name of the district.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sync.core.rollup import Figures, Frequency, unpacked
from sync.core.words import printable
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


def ticked(
    program: Program, tab: Tab, grid: Sequence[Sequence[Any]]
) -> list[str]:
    """The texts that are ticked, each with what kind of district it is from,
    in the order of the alphabet: of no merit. A district's name in them
    becomes “the district”.
    """
    keys = {d.name.casefold(): d.key for d in program.settings.districts}
    keys |= {d.key.casefold(): d.key for d in program.settings.districts}
    names = "|".join(re.escape(d.name) for d in program.settings.districts)
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    figures = program.state.judgements.figures()
    found = set()
    for _, row in find(tab, grid).rows:
        text = named.sub("the district", str(row.get("text") or ""))
        text = printable(text)[:LONGEST]
        if not text or row.get("share") is not True:
            continue
        key = keys.get(str(row.get("from") or "").strip().casefold(), "")
        kind = kind_of(unpacked(figures[key])) if key in figures else ""
        found.add(f"{text} ({kind})" if kind else text)
    return sorted(found, key=_in_order)[:MOST]


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
