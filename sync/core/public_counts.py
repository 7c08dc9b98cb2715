"""Counts of districts for the public, in which nobody can be worked out: small
groups, and those that are alike, are withheld, and so is what could be
subtracted.

As a state's department of education suppresses educator ratings: groups under
a threshold, groups that are all alike, and groups in which one differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Groups of fewer districts are withheld.
THRESHOLD = 6


@dataclass(frozen=True)
class PublicTable:
    """How many districts are in each band: of all, and of each group that may
    be shown; None where nothing may.

    ``sizes`` is how many districts each group has, which is no secret.
    """

    bands: tuple[str, ...]
    all: Mapping[str, int] | None
    groups: Mapping[str, Mapping[str, int] | None]
    sizes: Mapping[str, int]


def public_table(
    placed: Iterable[tuple[str, str]],
    bands: Sequence[str],
    threshold: int = THRESHOLD,
) -> PublicTable:
    """Count districts by band, each given by its group and its band.

    Groups under the threshold are withheld, and then the next larger ones,
    until they are two or more and reach the threshold together. Only sizes
    decide this, so nobody learns anything from it. No group is shown if in one
    of the others, or in those withheld together, all districts but one are
    alike. Nothing at all is shown if that is so of the whole.
    """
    counts: dict[str, Counter[str]] = {}
    for group, band in placed:
        counts.setdefault(group, Counter())[band] += 1
    whole = sum(counts.values(), Counter())
    sizes = {group: counts[group].total() for group in sorted(counts)}
    nothing = dict.fromkeys(sizes)
    if not (whole and _may_be_shown(whole, threshold)):
        return PublicTable(tuple(bands), None, nothing, sizes)
    every = _in_order(whole, bands)
    withheld = _withheld(sizes, threshold)
    together = sum((counts[group] for group in withheld), Counter())
    shown = [counts[g] for g in sizes if g not in withheld]
    parts = [*shown, *([together] if withheld else [])]
    if not all(_may_be_shown(part, threshold) for part in parts):
        return PublicTable(tuple(bands), every, nothing, sizes)
    return PublicTable(
        tuple(bands),
        every,
        {
            group: None
            if group in withheld
            else _in_order(counts[group], bands)
            for group in sizes
        },
        sizes,
    )


def _withheld(sizes: Mapping[str, int], threshold: int) -> set[str]:
    """The groups that are too small to be shown, and those that are withheld
    with them.
    """
    order = sorted(sizes, key=lambda group: (sizes[group], group))
    found = {group for group in order if sizes[group] < threshold}
    for group in order:
        few = sum(sizes[g] for g in found) < threshold
        if found and (few or len(found) < 2):
            found.add(group)
    return found


def _may_be_shown(count: Counter[str], threshold: int) -> bool:
    """Whether a group is large enough, and neither all alike nor all but one."""
    number = count.total()
    return number >= threshold and max(count.values()) < number - 1


def _in_order(
    count: Mapping[str, int], bands: Sequence[str]
) -> dict[str, int]:
    return {band: count.get(band, 0) for band in bands}
