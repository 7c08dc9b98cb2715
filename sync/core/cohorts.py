"""Beginners who came back, by the year in which they began: counts alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.whole_people import by_person

# What the counts do not show.
NO_PROOF = "Who came back, not why: pay, families and posts that were cut count, too. A few people are no trend."
# Years after which they are counted.
YEARS = (1, 2)


class KeptCohort(NamedTuple):
    """What is kept of a cohort: how many began, and how many were back after
    one and two years (None: not known).
    """

    beginners: int
    after: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class Cohort:
    """The beginners of a district who began in one school year, after some
    ``years``.

    ``beginners`` is how many they were. ``known`` is for how many *Pairs* says
    whether they returned. ``returned`` is how many of these did.

    ``whole`` says that ``beginners`` are those who began, and not only those
    who were still in the program.
    """

    began: str
    years: int
    beginners: int
    known: int
    returned: int
    whole: bool = True


def cohorts_of(
    standing: DistrictStanding,
    year: str,
    kept: Mapping[str, KeptCohort] | None = None,
) -> list[Cohort]:
    """The cohorts of a district after one and two years, the latest first: by
    *Pairs*, else by what was kept of earlier years.
    """
    kept = kept or {}
    found = {
        (began, years): Cohort(began, years, of.beginners, of.beginners, back)
        for began, of in kept.items()
        for years, back in zip(YEARS, of.after, strict=True)
        if back is not None
    }
    for years in YEARS:
        began = year_before(year, years - 1)
        here = _in_the_sheet(standing, years, began, kept.get(began))
        if here and (here.known or (began, years) not in found):
            found[began, years] = here
    return [found[key] for key in sorted(found, reverse=True)]


def _in_the_sheet(
    standing: DistrictStanding,
    years: int,
    began: str,
    kept: KeptCohort | None,
) -> Cohort | None:
    """The cohort of the beginners in a year of the program, with what *Pairs*
    says of who returned; None without such beginners.
    """
    mine = beginners_of(standing, years)
    if not mine:
        return None
    answers = [
        [p.pair.returned for p in pairs if p.pair.returned is not None]
        for pairs in mine
    ]
    last = [each[-1] for each in answers if each]
    number = max(kept.beginners if kept else 0, len(mine))
    whole = years == YEARS[0] or kept is not None
    return Cohort(began, years, number, len(last), sum(last), whole)


def keep(
    standing: DistrictStanding, year: str, kept: Mapping[str, KeptCohort]
) -> dict[str, KeptCohort]:
    """What is to be kept of a district's cohorts when a year ends: with those
    of earlier years, what *Pairs* says of who returned.
    """
    found = dict(kept)
    for cohort in cohorts_of(standing, year, kept):
        so_far = found.get(cohort.began, KeptCohort(cohort.beginners))
        after = list(so_far.after)
        if cohort.known:
            after[cohort.years - 1] = cohort.returned
        number = max(so_far.beginners, cohort.beginners)
        found[cohort.began] = KeptCohort(number, (after[0], after[1]))
    return found


def beginners_of(
    standing: DistrictStanding, year: int
) -> list[list[PairStanding]]:
    """The beginners in a year of the program, each with all their pairs."""
    return [
        pairs
        for _, pairs in by_person(standing.pairs, lambda p: p.pair.mentee)
        if max(p.pair.year or 1 for p in pairs) == year
        and any(p.pair.new_to != "the district" for p in pairs)
    ]


def all_cohorts(cohorts: Iterable[Cohort]) -> list[Cohort]:
    """Several districts' cohorts together, the latest first."""
    together: dict[tuple[str, int], Cohort] = {}
    for c in cohorts:
        key = (c.began, c.years)
        so_far = together.get(key, Cohort(c.began, c.years, 0, 0, 0))
        together[key] = Cohort(
            c.began,
            c.years,
            so_far.beginners + c.beginners,
            so_far.known + c.known,
            so_far.returned + c.returned,
            so_far.whole and c.whole,
        )
    return [together[key] for key in sorted(together, reverse=True)]


def year_before(year: str, years: int) -> str:
    """The school year so many years before: ``2024-25`` before ``2026-27``."""
    first = int(year[:4]) - years
    if "-" not in year:
        return str(first)
    return f"{first}-{(first + 1) % 100:02d}"
