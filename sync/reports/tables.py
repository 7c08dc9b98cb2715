"""Tables for those who pay, count and arrange: minutes by mentor and by
mentee, coverage to arrange, and costs, as CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sync.core.costs import costs_of
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.people import Person
from sync.core.reporting_units import all_units
from sync.core.whole_people import by_person, together
from sync.program import csv_files, private_files

Row = Sequence[object]


def text_of(name: str, standings: Iterable[DistrictStanding]) -> str:
    """One report as CSV."""
    return csv_files.written(list(REPORTS[name](standings)))


def write_all(
    folder: Path, standings: Sequence[DistrictStanding]
) -> Iterator[Path]:
    """Write every report into a folder; gives the paths."""
    private_files.folder(folder)
    for name in REPORTS:
        path = folder / f"{name}.csv"
        # In this encoding Excel reads it, too.
        private_files.write(path, text_of(name, standings), "utf-8-sig")
        yield path


def _pay(standings: Iterable[DistrictStanding]) -> Iterator[Row]:
    """Minutes by mentor: they stay with whoever gave them, also after a mentee
    got another mentor.
    """
    yield (
        "District",
        "Mentor",
        "E-mail",
        "Pairs",
        "Meetings",
        "Minutes",
        "Hours",
    )
    yield from _rows_of(standings, lambda p: p.pair.mentor)


def _hours(standings: Iterable[DistrictStanding]) -> Iterator[Row]:
    """Minutes by mentee: they go with the mentee from one mentor to the next."""
    yield (
        "District",
        "Mentee",
        "E-mail",
        "Pairs",
        "Meetings",
        "Minutes",
        "Hours",
    )
    yield from _rows_of(standings, lambda p: p.pair.mentee)


def _rows_of(
    standings: Iterable[DistrictStanding],
    person_of: Callable[[PairStanding], Person],
) -> Iterator[Row]:
    for standing in standings:
        for person, pairs in by_person(standing.pairs, person_of):
            meetings = together(pairs)
            minutes = sum(meetings)
            yield (
                standing.district.name,
                person.name,
                next(iter(person.addresses), ""),
                " ".join(p.pair.code for p in pairs),
                len(meetings),
                minutes,
                round(minutes / 60, 2),
            )


def _cover(standings: Iterable[DistrictStanding]) -> Iterator[Row]:
    """Coverage to arrange in the next ten school days, to be entered where
    substitutes are asked for.
    """
    yield (
        "District",
        "School",
        "Date",
        "Time",
        "Hours",
        "For whose class",
        "Pair",
        "Observation",
        "Asked",
    )
    for standing in standings:
        for plan in standing.cover_to_arrange:
            pair = standing.district.by_number.get(plan.pair)
            yield (
                standing.district.name,
                pair.school if pair else "",
                plan.day.isoformat(),
                f"{plan.at:%H:%M}" if plan.at else "",
                f"{plan.hours:g}",
                plan.for_class,
                pair.label if pair else str(plan.pair),
                plan.direction.words,
                "yes" if plan.asked else "",
            )


def _cost(standings: Iterable[DistrictStanding]) -> Iterator[Row]:
    """What mentoring costs by the rates that each district declares; empty
    where it declares none. A region has a row for each member.
    """
    yield (
        "District",
        "Pairs",
        "Mentors",
        "Observations",
        "Hours of coverage used",
        "Coverage",
        "Stipends",
        "Altogether",
        "Of a pair",
        "Coverage of an observation",
    )
    for unit in all_units(standings):
        c = costs_of(unit.standing)
        amounts = (
            c.coverage,
            c.stipends,
            c.whole,
            c.of_a_pair,
            c.of_an_observation,
        )
        yield (
            unit.name,
            c.pairs,
            c.mentors,
            c.observations,
            f"{c.hours:g}",
            *("" if each is None else f"{each:.2f}" for each in amounts),
        )


REPORTS: Mapping[
    str, Callable[[Iterable[DistrictStanding]], Iterator[Row]]
] = {
    "pay": _pay,
    "hours": _hours,
    "cover": _cover,
    "cost": _cost,
}
