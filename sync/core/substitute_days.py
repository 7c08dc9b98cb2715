"""One substitute, many visits: the observations of a building that can share a
substitute's day, one class after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sync.core.timetable import Slot
from sync.core.visits import Visit, WantedVisit, choose, cost_of

# The fewest visits for which a substitute's day is proposed.
FEWEST = 2
# The most ways from class to class that are tried where bells overlap.
_CHAINS = 32
# A school and a day.
Key = tuple[str, date]


@dataclass(frozen=True)
class SubstituteDay:
    """A day of one substitute in a school, in order of time."""

    school: str
    day: date
    visits: tuple[Visit, ...]


def shared_days(
    wanted: Sequence[WantedVisit],
) -> tuple[list[SubstituteDay], list[Visit | None]]:
    """The substitutes' days that can be shared, those with most visits first;
    and a visit for each observation, in the order of ``wanted``.

    Nothing costs more coverage for being shared, and nothing that had a time
    loses it.
    """
    sharing = _Sharing(wanted)
    while sharing.share_one():
        pass
    return sharing.days, sharing.chosen


class _Sharing:
    """When each observation is, while one day after the other is shared."""

    def __init__(self, wanted: Sequence[WantedVisit]) -> None:
        self.wanted = wanted
        self.chosen = choose(wanted)
        self.days: list[SubstituteDay] = []
        # Places of observations that no day can be shared for any more.
        self.settled = {
            place
            for place, visit in enumerate(self.chosen)
            if visit is None or not visit.coverage
        }
        self.options: dict[Key, dict[Slot, dict[int, Visit]]] = {}
        for place in range(len(wanted)):
            if place not in self.settled:
                self._note_options(place)
        self.best: dict[Key, dict[int, Visit]] = {}

    def _note_options(self, place: int) -> None:
        """When an observation could be on a shared day, by school and day."""
        now = self.chosen[place]
        for visit in self.wanted[place].visits:
            if now and visit.coverage <= now.coverage and _one_class(visit):
                cover = visit.covers[0]
                slots = self.options.setdefault((cover.school, visit.day), {})
                slots.setdefault(cover, {}).setdefault(place, visit)

    def share_one(self) -> bool:
        """Share the day that serves most; false where none is left."""
        for key, slots in self.options.items():
            if key not in self.best:
                self.best[key] = _most(self._open(slots))
        worth = [k for k, v in self.best.items() if len(v) >= FEWEST]
        if not worth:
            return False
        key = min(worth, key=lambda k: (-len(self.best[k]), k[1], k[0]))
        visits = self.best[key]
        moved = self._moved(visits)
        if moved is None:
            del self.options[key], self.best[key]
            return True
        for place, visit in (visits | moved).items():
            self.chosen[place] = visit
        self.settled |= visits.keys()
        in_order = sorted(visits.values(), key=lambda v: v.begin)
        self.days.append(SubstituteDay(*key, tuple(in_order)))
        del self.options[key]
        self.best = {
            k: v
            for k, v in self.best.items()
            if k[1] != key[1] and v.keys().isdisjoint(visits)
        }
        return True

    def _open(
        self, slots: dict[Slot, dict[int, Visit]]
    ) -> dict[Slot, dict[int, Visit]]:
        """The visits of a day that are still free to choose.

        Their observations are not fixed yet, and they conflict with no fixed
        visit.
        """
        found = {}
        for slot, options in slots.items():
            fixed = self._fixed_on(next(iter(options.values())).day)
            usable = {
                place: visit
                for place, visit in options.items()
                if place not in self.settled
                and not any(visit.conflicts_with(other) for other in fixed)
            }
            if usable:
                found[slot] = usable
        return found

    def _fixed_on(self, day: date) -> list[Visit]:
        """The settled visits of a day."""
        return [
            visit
            for place in self.settled
            if (visit := self.chosen[place]) and visit.day == day
        ]

    def _moved(
        self, visits: dict[int, Visit]
    ) -> dict[int, Visit | None] | None:
        """New times for the observations that conflict with shared visits.

        None where one of them would lose its time, or cost more coverage.
        """
        hindered = [
            place
            for place, visit in enumerate(self.chosen)
            if visit
            and place not in visits
            and any(visit.conflicts_with(other) for other in visits.values())
        ]
        if not hindered:
            return {}
        others = [
            visit
            for place, visit in enumerate(self.chosen)
            if visit and place not in visits and place not in hindered
        ]
        fixed = [*others, *visits.values()]
        again = choose([self.wanted[place] for place in hindered], fixed)
        before = cost_of(self.chosen[place] for place in hindered)
        if cost_of(again)[:2] > before[:2]:
            return None
        return dict(zip(hindered, again, strict=True))


def _one_class(visit: Visit) -> bool:
    """Whether one class of the observer's is taken, and the visit lies within
    it, in the same building.
    """
    if len(visit.covers) != 1:
        return False
    (cover,) = visit.covers
    return (
        cover.begin <= visit.begin
        and visit.end <= cover.end
        and cover.school == visit.school
    )


def _most(slots: dict[Slot, dict[int, Visit]]) -> dict[int, Visit]:
    """As many visits as one substitute can serve on a day: one class at a
    time, one visit for each pair.
    """
    best: dict[int, Visit] = {}
    in_order = sorted(slots, key=lambda s: s.end)
    for classes in islice(_one_after_another(in_order), _CHAINS):
        served = _matched({c: slots[c] for c in classes})
        if len(served) > len(best):
            best = served
    return best


def _one_after_another(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Each choice of classes of which no two overlap, and to which none can be
    added; the classes are in order of their end.
    """

    def onward(place: int, chosen: list[Slot]) -> Iterator[list[Slot]]:
        end = chosen[-1].end if chosen else 0
        later = [n for n in range(place, len(slots)) if slots[n].begin >= end]
        if not later:
            yield chosen
            return
        first_end = min(slots[n].end for n in later)
        for n in later:
            if slots[n].begin < first_end:
                yield from onward(n + 1, [*chosen, slots[n]])

    return onward(0, [])


def _matched(classes: dict[Slot, dict[int, Visit]]) -> dict[int, Visit]:
    """A largest matching of pairs and classes: a pair is observed once a day."""
    holder: dict[int, Slot] = {}
    pairs: dict[Slot, dict[int, tuple[int, Visit]]] = {}
    for slot, options in classes.items():
        pairs[slot] = {}
        for place, visit in options.items():
            pairs[slot].setdefault(visit.pair or -1 - place, (place, visit))

    def place_in(slot: Slot, seen: set[int]) -> bool:
        for pair in pairs[slot]:
            if pair in seen:
                continue
            seen.add(pair)
            if pair not in holder or place_in(holder[pair], seen):
                holder[pair] = slot
                return True
        return False

    for slot in classes:
        place_in(slot, set())
    return dict(pairs[slot][pair] for pair, slot in holder.items())
