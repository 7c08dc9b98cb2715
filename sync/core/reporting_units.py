"""What reports above the district count: districts, and the members of a
region that runs one program for many tiny districts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sync.core.judge import DistrictStanding

NOT_NAMED = "member not named"


@dataclass(frozen=True)
class Unit:
    """A district, or a member of a region: its code at the state, its name,
    the region in which it is counted, and its pairs' standing.

    ``of`` names the region that runs the program for it; empty for a district
    by itself.
    """

    code: str
    name: str
    region: str
    of: str
    standing: DistrictStanding


def units_of(standing: DistrictStanding) -> list[Unit]:
    """A district as one unit; a region's members each with its own pairs, by
    *School*, and last the pairs of no member, if there are any.
    """
    district = standing.district
    place = district.place
    if not place.members:
        unit = Unit(place.code, district.name, place.region, "", standing)
        return [unit]
    known = {name.casefold() for name, _ in place.members}
    found = [
        Unit(
            code,
            name,
            place.region or district.name,
            district.name,
            _of_schools(standing, name, {name.casefold()}),
        )
        for name, code in place.members
    ]
    pairs = [p.pair for p in standing.pairs]
    others = {
        pair.school.casefold()
        for pair in (*pairs, *district.roster.alone)
        if pair.school.casefold() not in known
    }
    if others:
        name = f"{district.name}: {NOT_NAMED}"
        rest = _of_schools(standing, name, others)
        region = place.region or district.name
        found.append(Unit("", name, region, district.name, rest))
    return found


def all_units(standings: Iterable[DistrictStanding]) -> Iterator[Unit]:
    """The units of several districts, in their order."""
    for standing in standings:
        yield from units_of(standing)


def _of_schools(
    standing: DistrictStanding, name: str, schools: set[str]
) -> DistrictStanding:
    """A standing with the pairs of some schools alone, under a name."""
    pairs = tuple(
        p for p in standing.pairs if p.pair.school.casefold() in schools
    )
    numbers = {p.pair.number for p in pairs}
    roster = standing.district.roster
    alone = tuple(p for p in roster.alone if p.school.casefold() in schools)
    mine = tuple(p for p in standing.district.pairs if p.number in numbers)
    district = replace(
        standing.district,
        name=name,
        roster=replace(roster, pairs=mine, alone=alone),
    )
    return replace(
        standing,
        district=district,
        pairs=pairs,
        outcomes=tuple(o for o in standing.outcomes if o.pair in numbers),
        questions=(),
        coverage_ahead=tuple(
            p for p in standing.coverage_ahead if p.pair in numbers
        ),
    )
