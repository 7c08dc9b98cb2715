"""Everybody once with all their pairs, and each of their meetings once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from sync.core.judge import PairStanding
from sync.core.model import Meeting
from sync.core.people import Person, same_person


def by_person(
    pairs: Iterable[PairStanding], person_of: Callable[[PairStanding], Person]
) -> list[tuple[Person, list[PairStanding]]]:
    """Everybody once, by name, with all their pairs of the year, those that
    ended included, by number.
    """
    people: list[tuple[Person, list[PairStanding]]] = []
    for p in sorted(pairs, key=lambda p: p.pair.number):
        person = person_of(p)
        same = next(
            (mine for known, mine in people if same_person(known, person)),
            None,
        )
        if same is None:
            people.append((person, [p]))
        else:
            same.append(p)
    return sorted(people, key=lambda each: each[0].name.casefold())


def together(pairs: Iterable[PairStanding]) -> list[int]:
    """The minutes of each meeting of one person with some pairs; one that
    several of the pairs were at is one meeting, with the longer minutes.
    """
    return [max(m.minutes for _, m in same) for same in each_once(pairs)]


def each_once(
    pairs: Iterable[PairStanding],
) -> list[list[tuple[PairStanding, Meeting]]]:
    """Every meeting of some pairs once, with the pairs that were at it: what
    the same answer says of several of them is one meeting.
    """
    found: list[tuple[set[str], list[tuple[PairStanding, Meeting]]]] = []
    where: dict[str, int] = {}
    for p in pairs:
        of_day: Counter[str] = Counter()
        for m in p.meetings:
            ids = {*m.answers, m.submission} - {""}
            if not ids:  # a whole-group day, from the calendar
                name = f"{m.day} {m.kind}"
                of_day[name] += 1
                ids = {f"{name} {of_day[name]}"}
            places = sorted({where[i] for i in ids if i in where})
            if not places:
                places = [len(found)]
                found.append((set(), []))
            first, *others = places
            found[first][1].append((p, m))
            found[first][0].update(ids)
            for other in others:
                found[first][0].update(found[other][0])
                found[first][1].extend(found[other][1])
                found[other] = (set(), [])
            where |= dict.fromkeys(found[first][0], first)
    return [meetings for _, meetings in found if meetings]
