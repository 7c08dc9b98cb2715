"""When observations can take place: with no coverage if that can be, else with
the least; nobody in two places, and never more than is allotted.

Pairs that share a person are chosen together, the cheapest visits first. The
choice is the best one for up to 40 observations and 50,000 steps. Beyond that
it is the best that was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from sync.core.model import Direction
from sync.core.timetable import Slot, Use

# Minutes that a visit takes at least and at most, and those on the way between
# two schools.
LEAST, MOST, TRAVEL = 20, 50, 15
# Minutes between two periods, in which nobody is anywhere.
PASSING = 10
# Observations that are looked at together; more are looked at one lot after
# the other.
_LOT = 40
# The most steps of the search for pairs that share people. After them the best
# choice so far is taken.
_LOOKS = 50_000


@dataclass(frozen=True, order=True)
class Visit:
    """An observation at a time.

    ``begin`` and ``end`` are minutes since midnight. ``covers`` are the
    observer's classes that a substitute takes meanwhile, and ``coverage`` is
    their length in minutes. ``people`` are the keys of those who are there.
    ``pair`` is 0 for people who are busy with something else.
    """

    coverage: int
    day: date
    begin: int
    end: int
    period: str
    school: str
    pair: int
    direction: Direction
    people: frozenset[str] = field(compare=False)
    covers: tuple[Slot, ...] = field(default=(), compare=False)

    def conflicts_with(self, other: Visit) -> bool:
        """Whether somebody would be in two places, or a pair observed twice on
        a day.
        """
        if self.pair and self.pair == other.pair and self.day == other.day:
            return True
        travel = TRAVEL if self.school != other.school else 0
        return (
            self.day == other.day
            and self.begin < other.end + travel
            and other.begin < self.end + travel
            and not self.people.isdisjoint(other.people)
        )


@dataclass(frozen=True)
class WantedVisit:
    """An observation to be arranged: when it could be, and how many minutes of
    coverage the pair has left (None: as many as it takes).
    """

    pair: int
    direction: Direction
    visits: tuple[Visit, ...]
    left: int | None = None


def visits(
    observed: Sequence[Slot],
    observer: Sequence[Slot],
    allowed: frozenset[Use],
) -> Iterator[tuple[Slot, tuple[Slot, ...]]]:
    """The times of one day at which somebody can see another teach, each with
    the observer's classes that somebody takes meanwhile.

    A planning period or lunch is used only where it is among ``allowed``.
    """
    for lesson in observed:
        for begin in _beginnings(lesson, observer):
            end = min(lesson.end, begin + MOST)
            there = [
                slot
                for slot in observer
                for travel in [0 if slot.school == lesson.school else TRAVEL]
                if slot.meets(begin - travel, end + travel)
            ]
            if _at_work(there, begin, end) and all(
                slot.use.taken or slot.use in allowed or slot.use is Use.FREE
                for slot in there
            ):
                yield (
                    lesson._replace(begin=begin, end=end),
                    tuple(slot for slot in there if slot.use.taken),
                )


def _beginnings(lesson: Slot, observer: Sequence[Slot]) -> list[int]:
    """When a visit to a class can begin: with it, and in a long one also where
    something of the observer's begins.
    """
    if lesson.use is not Use.CLASS or lesson.end - lesson.begin < LEAST:
        return []
    later = {
        slot.begin
        for slot in observer
        if lesson.begin < slot.begin <= lesson.end - LEAST
    }
    long = lesson.end - lesson.begin > MOST
    return [lesson.begin, *sorted(later if long else ())]


def _at_work(there: Sequence[Slot], begin: int, end: int) -> bool:
    """Whether somebody's day covers a time, but for the minutes between two
    periods: what is not known is nobody's free time.
    """
    covered = {
        minute
        for slot in there
        for minute in range(max(begin, slot.begin), min(end, slot.end))
    }
    return end - begin - len(covered) <= PASSING


Cost = tuple[float, float, float]


def choose(
    wanted: Sequence[WantedVisit], fixed: Sequence[Visit] = ()
) -> list[Visit | None]:
    """A visit for each observation: as many as can be, with the least coverage
    in all, and of those the earliest; none of them in the way of the ``fixed``
    ones, whose coverage counts, too.

    None where an observation finds no time.
    """
    chosen: list[Visit | None] = [None] * len(wanted)
    for places in _together(wanted):
        taken = [*fixed]
        for lot in range(0, len(places), _LOT):
            some = places[lot : lot + _LOT]
            part = [_Options.of(wanted[place], taken) for place in some]
            for place, visit in zip(some, _best(part), strict=True):
                chosen[place] = visit
                taken += [visit] if visit else []
    return chosen


def cost_of(chosen: Iterable[Visit | None]) -> Cost:
    """The cost of a choice, the smaller the better: observations without a
    time, minutes of coverage, and the sum of the days as ordinals.
    """
    visits = list(chosen)
    there = [v for v in visits if v is not None]
    return (
        len(visits) - len(there),
        sum(v.coverage for v in there),
        sum(v.day.toordinal() for v in there),
    )


def _together(wanted: Sequence[WantedVisit]) -> list[list[int]]:
    """The places of observations that could be in each other's way: those of
    one pair, or with a person in common.
    """
    group: dict[object, int] = {}
    root = list(range(len(wanted)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = place = root[root[place]]
        return place

    for place, each in enumerate(wanted):
        people = {who for visit in each.visits for who in visit.people}
        for key in (each.pair, *people):
            root[find(place)] = find(group.setdefault(key, place))
    found: dict[int, list[int]] = {}
    for place in range(len(wanted)):
        found.setdefault(find(place), []).append(place)
    return list(found.values())


@dataclass(frozen=True)
class _Options:
    """What may be chosen for one observation, the best first."""

    pair: int
    left: float
    visits: tuple[Visit, ...]

    @classmethod
    def of(cls, wanted: WantedVisit, fixed: Sequence[Visit]) -> _Options:
        spent = sum(v.coverage for v in fixed if v.pair == wanted.pair)
        left = inf if wanted.left is None else wanted.left - spent
        usable = sorted(
            visit
            for visit in wanted.visits
            if visit.coverage <= left
            and not any(visit.conflicts_with(other) for other in fixed)
        )
        return cls(wanted.pair, left, tuple(usable))

    @property
    def least(self) -> Cost:
        """The cost below which it cannot be, whatever else is chosen."""
        if not self.visits:
            return (1, 0, 0)
        days = min(v.day.toordinal() for v in self.visits)
        return (0, self.visits[0].coverage, days)


def _best(options: Sequence[_Options]) -> list[Visit | None]:
    """The best choice of pairs that share people."""
    order = sorted(range(len(options)), key=lambda n: len(options[n].visits))
    search = _Search([options[n] for n in order])
    search.look(0, [], (0, 0, 0))
    best: list[Visit | None] = [None] * len(options)
    for place, visit in zip(order, search.best, strict=True):
        best[place] = visit
    return best


class _Search:
    """The choices, one observation after the other; whatever cannot become
    better than the best so far is left.
    """

    def __init__(self, options: Sequence[_Options]) -> None:
        self.options = options
        self.best: list[Visit | None] = [None] * len(options)
        self.cost: Cost = (len(options) + 1, 0, 0)
        self.looks = 0
        self.rest: list[Cost] = [(0, 0, 0)]
        for option in reversed(options):
            self.rest.append(_sum(self.rest[-1], option.least))
        self.rest.reverse()

    def look(self, place: int, chosen: list[Visit | None], cost: Cost) -> None:
        """Look at everything that can follow a choice."""
        self.looks += 1
        if _sum(cost, self.rest[place]) >= self.cost or self.looks > _LOOKS:
            return
        if place == len(self.options):
            self.best, self.cost = list(chosen), cost
            return
        option = self.options[place]
        spent = sum(v.coverage for v in chosen if v and v.pair == option.pair)
        for visit in option.visits:
            if spent + visit.coverage > option.left or any(
                other and visit.conflicts_with(other) for other in chosen
            ):
                continue
            more = (0, visit.coverage, visit.day.toordinal())
            self.look(place + 1, [*chosen, visit], _sum(cost, more))
        self.look(place + 1, [*chosen, None], _sum(cost, (1, 0, 0)))


def _sum(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
