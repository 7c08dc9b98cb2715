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

    What is withheld of several groups together is a group, too: anybody can
    subtract those that are shown from all.
    """
    counts: dict[str, Counter[str]] = {}
    for group, band in placed:
        counts.setdefault(group, Counter())[band] += 1
    whole = sum(counts.values(), Counter())
    sizes = {group: counts[group].total() for group in sorted(counts)}
    if not (whole and _may_be_shown(whole, threshold)):
        nothing = dict.fromkeys(sizes)
        return PublicTable(tuple(bands), None, nothing, sizes)
    withheld = {
        group
        for group, count in counts.items()
        if not _may_be_shown(count, threshold)
    }
    shown = sorted(counts.keys() - withheld, key=lambda g: (sizes[g], g))
    while withheld and not _hides(withheld, counts, threshold):
        withheld.add(shown.pop(0))
    return PublicTable(
        tuple(bands),
        _in_order(whole, bands),
        {
            group: None
            if group in withheld
            else _in_order(counts[group], bands)
            for group in sizes
        },
        sizes,
    )


def _hides(
    withheld: set[str], counts: Mapping[str, Counter[str]], threshold: int
) -> bool:
    """Whether what is left when the shown groups are subtracted gives none of
    the withheld ones away.
    """
    together = sum((counts[group] for group in withheld), Counter())
    return len(withheld) > 1 and _may_be_shown(together, threshold)


def _may_be_shown(count: Counter[str], threshold: int) -> bool:
    """Whether a group is large enough, and neither all alike nor all but one."""
    number = count.total()
    return number >= threshold and max(count.values()) < number - 1


def _in_order(
    count: Mapping[str, int], bands: Sequence[str]
) -> dict[str, int]:
    return {band: count.get(band, 0) for band in bands}
