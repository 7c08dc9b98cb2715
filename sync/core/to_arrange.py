"""What a coordinator can arrange in the next ten school days: meetings and
observations, each with a time that fits both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.arrange_line import ArrangeLine, pairs_there
from sync.core.calendar import Event
from sync.core.coverage import AHEAD, Coverage
from sync.core.meetings_to_arrange import meetings_to_arrange
from sync.core.model import Direction, Plan
from sync.core.observations import (
    ENOUGH,
    ObservationCount,
    observation_counts,
    unfilled,
)
from sync.core.people import Pair
from sync.core.rules import What
from sync.core.substitute_days import SubstituteDay, shared_days
from sync.core.teachers import who_is_there
from sync.core.visits import Visit, WantedVisit, visits
from sync.core.words import day_words
from sync.core.year import Year

_ARRANGES = (What.ARRANGES_MEETINGS, What.ARRANGES_OBSERVATIONS)


@dataclass(frozen=True)
class ToArrange:
    """Everything to arrange, observations first; and the substitutes' days
    that can be shared.
    """

    lines: tuple[ArrangeLine, ...] = ()
    days: tuple[SubstituteDay, ...] = ()


NOTHING_TO_ARRANGE = ToArrange()


def to_arrange(year: Year, covers: Mapping[int, Coverage]) -> ToArrange:
    """The meetings and observations that nobody has planned, and that a
    coordinator arranges or that the teaching schedules give times for;
    ``covers`` are the pairs' hours of coverage, by number.
    """
    window = year.school("").following(year.today, AHEAD)
    arranges = any(r.what in _ARRANGES for r in year.district.rules)
    if not window or not (arranges or year.district.timetable):
        return NOTHING_TO_ARRANGE
    asked = list(_observations(year, window[-1]))
    wanted = [
        WantedVisit(
            each.pair.number,
            each.direction,
            tuple(_visits(year, each, window)),
            _left(year, each, covers[each.pair.number]),
        )
        for each in asked
    ]
    days, chosen = shared_days(wanted)
    lines = [
        ArrangeLine(
            each.pair,
            each.direction,
            each.why,
            visit,
            without="" if visit else _why_none(year, each, one),
        )
        for each, one, visit in zip(asked, wanted, chosen, strict=True)
    ]
    for visit in filter(None, chosen):
        year.teachers.propose(visit)
    lines += meetings_to_arrange(year, window)
    return ToArrange(tuple(lines), tuple(days))


# -- observations -------------------------------------------------------------


class _Asked(NamedTuple):
    pair: Pair
    direction: Direction
    why: str


def _observations(year: Year, last: date) -> Iterator[_Asked]:
    """The observations that are overdue, or will be by the last day, and that
    nobody has planned.
    """
    later = Year(year.district, year.intake, last)
    for pair in pairs_there(year, last):
        if not (year.teachers or year.practice(pair).arranges_observations):
            continue
        meetings = year.met_by(pair)
        now = {
            o.direction: o.due
            for o in observation_counts(year, pair, meetings)
        }
        for count in observation_counts(later, pair, meetings):
            mine = year.plans.get(pair.number, ())
            lost = [
                p
                for p in mine
                if p.direction is count.direction
                and unfilled(p, meetings, mine)
            ]
            why = (
                "due" if now[count.direction] else f"due by {day_words(last)}"
            )
            if lost:
                days = " and ".join(day_words(p.day) for p in lost[:2])
                why = f"no substitute was found on {days}"
            if _is_left(count, mine, lost, (year.today, last)):
                yield _Asked(pair, count.direction, why)


def _is_left(
    count: ObservationCount,
    plans: Iterable[Plan],
    lost: Iterable[Plan],
    between: tuple[date, date],
) -> bool:
    """Whether an observation is to be arranged: of what will be overdue,
    without those planned ``between`` two days, and again those without a
    substitute. One at a time, of each direction.
    """

    def size(p: Plan) -> float:
        return (p.hours or 1) if count.in_hours else 1

    first, last = between
    planned = sum(
        size(p)
        for p in plans
        if p.direction is count.direction
        and first <= p.day < last
        and not p.lost
    )
    return count.overdue - planned + sum(map(size, lost)) > ENOUGH


def _why_none(year: Year, asked: _Asked, wanted: WantedVisit) -> str:
    """Why an observation has no time."""
    known, pair = year.teachers, asked.pair
    if not known:
        return "Pick a time with the pair: no teaching schedules are given."
    people = filter(None, who_is_there(pair, asked.direction))
    if unknown := [p.name for p in people if not known.teaches(p)]:
        names = " and ".join(unknown)
        return f"No teaching schedule names {names}. Compare their addresses in Pairs with the export."
    if not wanted.visits:
        return "No time fits both in the next ten school days. Ask the pair, or wait for next week's times."
    least = min(v.coverage for v in wanted.visits)
    if wanted.left is not None and least > wanted.left:
        return f"It needs {least} minutes of coverage, and the pair has {wanted.left} left. Give more in Pairs, under Extra coverage hours."
    return "Other visits take every time that fits. It comes up again when those are over, or pick a time with the pair."


def _visits(
    year: Year, asked: _Asked, window: Sequence[date]
) -> Iterator[Visit]:
    """The times at which an observation can be: without coverage from
    tomorrow on, else not before the lead days have passed and on no day to
    avoid.
    """
    pair, known = asked.pair, year.teachers
    observer, observed = who_is_there(pair, asked.direction)
    people = frozenset(known.key(p) for p in (observer, observed) if p)
    for day in _open_days(year, pair, window):
        seeing = known.day(observer, pair, day)
        seen = (
            known.bells(pair, day)
            if observed is None
            else known.day(observed, pair, day)
        )
        if seeing is None or seen is None:
            continue
        for lesson, covers in visits(seen, seeing, known.allowed(pair)):
            visit = Visit(
                sum(c.end - c.begin for c in covers),
                day,
                lesson.begin,
                lesson.end,
                lesson.period,
                lesson.school,
                pair.number,
                asked.direction,
                people,
                covers,
            )
            if _may_be(year, visit):
                yield visit


def _open_days(
    year: Year, pair: Pair, window: Sequence[date]
) -> Iterator[date]:
    """The days from tomorrow on, on which a pair is there, nobody is tested,
    and no observation of theirs is planned, or was without a substitute.
    """
    active = year.activity(pair).active
    busy = {p.day for p in year.plans.get(pair.number, ())}
    for day in window:
        there = day > year.today and day in active and day not in busy
        if there and not _tested(year, pair.school, day):
            yield day


def _may_be(year: Year, visit: Visit) -> bool:
    """Whether a visit is in the way of nothing: tests in the school that is
    visited, days on which no coverage may be asked for, other plans.
    """
    known, pair = year.teachers, year.district.by_number[visit.pair]
    return (
        not _tested(year, visit.school, visit.day)
        and (not visit.coverage or _may_cover(year, pair, visit.day))
        and not any(visit.conflicts_with(o) for o in known.taken(visit.day))
    )


def _tested(year: Year, school: str, day: date) -> bool:
    return any(
        e.event is Event.TESTING and e.is_for(school)
        for e in year.district.calendar.set_aside(day, day)
    )


def _may_cover(year: Year, pair: Pair, day: date) -> bool:
    """Whether coverage may be asked for on a day."""
    asked = year.district.substitutes
    lead = year.school(pair.school).following(
        year.today + timedelta(days=1), asked.lead_days
    )
    soonest = lead[-1] if lead else year.today
    return day > soonest and day.weekday() not in asked.avoid


def _left(year: Year, asked: _Asked, cover: Coverage) -> int | None:
    """The minutes of coverage that a pair has left, planned ones taken off;
    None where the district allots none to anybody.
    """
    allots = any(r.what.of_cover for r in year.rules(asked.pair))
    if not allots and not cover.extra:
        return None
    planned = sum(
        p.hours
        for p in year.plans.get(asked.pair.number, ())
        if p.day >= year.today and not p.lost
    )
    return max(0, int((cover.left - planned) * 60))
