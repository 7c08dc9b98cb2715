"""A beginner with several mentors at one time: which pair is judged for all of
them, and what they met together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sync.core.model import Meeting
from sync.core.people import Pair, same_person
from sync.core.words import name_key


def further_pairs(pairs: Iterable[Pair], today: date) -> dict[int, list[Pair]]:
    """The further pairs of beginners who have, or had, several mentors at one
    time, by the number of the pair that is judged for all of them.

    The judged pair is the first to begin of those that are neither ended nor
    away today. If all are away, it is the first that has not ended. Pairs that
    ended before it began are left out.
    """
    begun = [p for p in pairs if (p.begins or today) <= today]
    begun.sort(key=lambda p: (p.begins or date.min, p.number))
    groups: dict[int, list[Pair]] = {}
    firsts = _ByPerson()
    for pair in begun:
        groups.setdefault(firsts.known_as(pair).number, []).append(pair)
    found: dict[int, list[Pair]] = {}
    for group in groups.values():
        now = [p for p in group if not p.ended_before(today)]
        here = [p for p in now if not any(today in s for s in p.away)]
        for judged in (here or now)[:1]:
            beside = [
                p
                for p in group
                if p is not judged
                and (p.ends or today) >= (judged.begins or date.min)
            ]
            if beside:
                found[judged.number] = beside
    return found


def met_with_all(
    own: Sequence[Meeting], others: Iterable[Sequence[Meeting]]
) -> tuple[Meeting, ...]:
    """The meetings of several pairs, in order of day; one that several of them
    had is one.
    """
    of_all = [*own, *(m for each in others for m in each)]
    once = {m.submission or (m.day, m.minutes): m for m in reversed(of_all)}
    return tuple(sorted(once.values(), key=lambda m: (m.day, m.kind)))


class _ByPerson:
    """The first pair of each mentee, by address, else by name and school."""

    def __init__(self) -> None:
        self.by_address: dict[str, Pair] = {}
        self.by_name: dict[frozenset[str], list[Pair]] = {}

    def known_as(self, pair: Pair) -> Pair:
        """The first pair of the same mentee, which may be ``pair`` itself.

        A name that several people share, or without a letter, matches nobody.
        """
        mentee, name = pair.mentee, name_key(pair.mentee.name)
        by_address = (self.by_address.get(each) for each in mentee.addresses)
        first = next(filter(None, by_address), None)
        namesakes = self.by_name.setdefault(name, [])
        if first is None and name and len(namesakes) == 1:
            (other,) = namesakes
            schools = {p.school.casefold() for p in (other, pair) if p.school}
            if len(schools) < 2 and same_person(other.mentee, mentee):
                first = other
        if first is None:
            first = pair
            namesakes.append(pair)
        for address in mentee.addresses:
            self.by_address.setdefault(address, first)
        return first
