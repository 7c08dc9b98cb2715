"""Feedback by district where enough people answered, else pooled by region.

Answers of a role are counted five at a time, here and in the totals. So the
difference of two counts is 0, or stands for five answers or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sync.core.feedback import Opinion, Tally, tally
from sync.core.rollup import FEWEST

ELSEWHERE = "other districts together"


class PlaceFeedback(NamedTuple):
    """A district, a region's districts, or others together; what they say."""

    name: str
    tally: Tally


def by_place(
    opinions: Iterable[Opinion],
    names: Mapping[str, str],
    regions: Mapping[str, str],
) -> list[PlaceFeedback]:
    """What is said where, by name; ``names`` and ``regions`` are the
    districts', by key.

    A district stands by itself where a role has five answers. The others of a
    region are pooled, and those of too small pools together.
    """
    by_key: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        if opinion.district in names:
            by_key.setdefault(opinion.district, []).append(opinion)
    alone = {k: o for k, o in by_key.items() if _enough(o)}
    pools: dict[str, list[Opinion]] = {}
    for key in by_key.keys() - alone.keys():
        pools.setdefault(regions.get(key, ""), []).extend(by_key[key])
    rest = pools.pop("", [])
    for region in [r for r, pool in pools.items() if not _enough(pool)]:
        rest += pools.pop(region)
    found = {names[k]: o for k, o in alone.items()}
    found |= {f"{region}, other districts": o for region, o in pools.items()}
    shown = [PlaceFeedback(name, tally(found[name])) for name in sorted(found)]
    if _enough(rest):
        shown.append(PlaceFeedback(ELSEWHERE, tally(rest)))
    return shown


def _enough(opinions: Iterable[Opinion]) -> bool:
    """Whether five of one role answered, so that something can be shown."""
    return tally(opinions).all.answers >= FEWEST
