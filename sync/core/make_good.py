"""Extra meetings that make good a shortfall just before or just after."""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.results import PeriodResult


def make_good(
    results: Sequence[PeriodResult], school_days: Sequence[int]
) -> list[PeriodResult]:
    """Let each extra meeting make good one that is short in the period just
    before or just after.

    Periods without a school day lie between their neighbours: meetings in them
    can be credited to either. Shortfalls are made good oldest first, each from
    the extra that could least be used later.
    """
    balance = [r.held if r.why_not else r.held - int(r.need) for r in results]
    short = [place for place, left in enumerate(balance) if left < 0]
    if not short or max(balance) <= 0:
        return list(results)
    places = _places(school_days)
    spare: list[list[int]] = []
    for extra, place in zip(balance, places, strict=True):
        if extra > 0:
            reach = (
                (int(place - 0.5), int(place + 0.5))
                if place % 1
                else (int(place) - 1, int(place) + 1)
            )
            spare.append([*reach, extra])
    spare.sort(key=lambda s: s[1])
    mended = list(results)
    for index in short:
        wanted, place = -balance[index], places[index]
        given = 0
        for source in spare:
            if source[0] > place or wanted <= given:
                break
            if place <= source[1]:
                take = min(source[2], wanted - given)
                source[2] -= take
                given += take
        if given:
            mended[index] = results[index]._replace(made_good=given)
    return mended


def _places(school_days: Sequence[int]) -> list[float]:
    """Number the periods that have school 1, 2, 3...; one without school
    stands half-way between.
    """
    place = 0
    places: list[float] = []
    for days in school_days:
        place += bool(days)
        places.append(place if days else place + 0.5)
    return places
