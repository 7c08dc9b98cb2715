"""One substitute, many visits: the observations of a building that can share a
substitute's day, one class after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sync.core.timetable import Slot
from sync.core.visits import Visit, WantedVisit, choose, cost_of

# From so many visits on, a substitute's day is worth proposing.
FEWEST = 2
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
    chosen = choose(wanted)
    settled: dict[int, Visit] = {
        place: visit
        for place, visit in enumerate(chosen)
        if visit is not None and not visit.coverage
    }
    shared: list[SubstituteDay] = []
    looked_at: set[Key] = set()
    while True:
        open_ones = {
            place: visit
            for place, visit in enumerate(chosen)
            if visit is not None and place not in settled
        }
        best = _best_day(wanted, open_ones, settled, looked_at)
        if best is None:
            return shared, chosen
        key, visits = best
        looked_at.add(key)
        rest = _rest(wanted, open_ones, visits, settled)
        if rest is None:
            continue
        moved = visits | rest
        chosen = [moved.get(n, visit) for n, visit in enumerate(chosen)]
        settled |= visits
        in_order = sorted(visits.values(), key=lambda v: v.begin)
        shared.append(SubstituteDay(*key, tuple(in_order)))


def _rest(
    wanted: Sequence[WantedVisit],
    open_ones: dict[int, Visit],
    visits: dict[int, Visit],
    settled: dict[int, Visit],
) -> dict[int, Visit | None] | None:
    """When the observations can be that share no day, beside some that do;
    None where that costs one of them, or more coverage.
    """
    rest = [place for place in open_ones if place not in visits]
    fixed = [*settled.values(), *visits.values()]
    again = choose([wanted[place] for place in rest], fixed)
    before = cost_of(open_ones[place] for place in rest)
    if cost_of(again)[:2] > before[:2]:
        return None
    return dict(zip(rest, again, strict=True))


def _best_day(
    wanted: Sequence[WantedVisit],
    open_ones: dict[int, Visit],
    settled: dict[int, Visit],
    looked_at: set[Key],
) -> tuple[Key, dict[int, Visit]] | None:
    """The school and day on which one substitute can serve most, of those the
    earliest; with the visits by the place of their observation.
    """
    days: dict[Key, dict[Slot, dict[int, Visit]]] = {}
    for place, now in open_ones.items():
        for visit in wanted[place].visits:
            if (
                visit.coverage <= now.coverage
                and _one_class(visit)
                and not any(visit.hinders(o) for o in settled.values())
            ):
                cover = visit.covers[0]
                slots = days.setdefault((cover.school, visit.day), {})
                slots.setdefault(cover, {}).setdefault(place, visit)
    found = [
        (key, visits)
        for key, slots in days.items()
        if key not in looked_at and len(visits := _most(slots)) >= FEWEST
    ]
    return min(
        found, key=lambda f: (-len(f[1]), f[0][1], f[0][0]), default=None
    )


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
    time, one visit for each observation.
    """
    best: dict[int, Visit] = {}
    for classes in _one_after_another(sorted(slots, key=lambda s: s.end)):
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
    """A largest matching of observations and classes."""
    holder: dict[int, Slot] = {}

    def place_in(slot: Slot, seen: set[int]) -> bool:
        for place in classes[slot]:
            if place in seen:
                continue
            seen.add(place)
            if place not in holder or place_in(holder[place], seen):
                holder[place] = slot
                return True
        return False

    for slot in classes:
        place_in(slot, set())
    return {place: classes[slot][place] for place, slot in holder.items()}
