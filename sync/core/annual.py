"""What a state asks a district for at the end of a year, item by item: a number, and a
list of whom it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sync.core.feedback import Satisfaction
from sync.core.judge import DistrictStanding, PairStanding, by_person, together
from sync.core.model import Direction, Person
from sync.core.words import hours_of

Row = Mapping[str, object]
# The report is in the district's sheet from June 1 on, where school ends in summer;
# elsewhere for its last month.
JUNE, SUMMER = 6, (6, 7, 8)
LAST_MONTH = timedelta(days=31)
_WORDS = {
    "email": "E-mail",
    "school": "School",
    "year": "Year",
    "others": "With",
    "trained": "Trained",
    "hours": "Hours",
    "observations": "Observations",
    "before": "Hours before",
    "left": "Hours left",
}


@dataclass(frozen=True)
class Asked:
    """One item that a state asks for: its mark, its words, and the name of the figure
    that answers it.
    """

    mark: str
    words: str
    figure: str


@dataclass(frozen=True)
class Asking:
    """All that a state asks for, and where it says so; ``ledger``: so many hours with a
    mentor after the first year.
    """

    name: str
    source: str
    items: Sequence[Asked]
    ledger: float = 0.0


@dataclass(frozen=True)
class Item:
    """One item answered: a number or a sentence (None: nothing here knows it), and
    those whom it counts, by key of ``head``.
    """

    mark: str
    words: str
    number: object
    head: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Row] = ()


def due(standing: DistrictStanding) -> bool:
    """Whether the year is so far gone that its report is wanted."""
    last = standing.district.calendar.last
    return standing.day >= (
        date(last.year, JUNE, 1) if last.month in SUMMER else last - LAST_MONTH
    )


def answered(
    standing: DistrictStanding, asking: Asking, satisfied: Satisfaction | None
) -> list[Item]:
    """A district's answers to what a state asks; ``satisfied`` is what those who took
    part said (None: too few).
    """
    mentees = by_person(standing.pairs, lambda p: p.pair.mentee)
    beginners = [
        (who, pairs)
        for who, pairs in mentees
        if any(p.pair.new_to != "the district" for p in pairs)
    ]
    experienced = [each for each in mentees if each not in beginners]
    mentors = by_person(standing.pairs, lambda p: p.pair.mentor)
    able = [
        (who, pairs) for who, pairs in mentors if any(p.pair.trained for p in pairs)
    ]
    mentee_head = _head(
        "Beginning teacher",
        "email",
        "school",
        "year",
        "others",
        "hours",
        "observations",
    )
    mentor_head = _head("Mentor", "email", "trained", "others", "hours", "observations")
    found: dict[str, tuple[object, Mapping[str, str], list[Row]]] = {
        "beginners": (
            len(beginners),
            mentee_head,
            [_mentee(*each) for each in beginners],
        ),
        "experienced": (
            len(experienced),
            mentee_head | {"name": "Teacher"},
            [_mentee(*each) for each in experienced],
        ),
        "mentors": (len(mentors), mentor_head, [_mentor(*each) for each in mentors]),
        "trained_mentors": (
            _or_why(len(able), "nobody is ticked as trained in Pairs"),
            mentor_head,
            [_mentor(*each) for each in able],
        ),
        "observations": (sum(_observed(p) for p in standing.pairs), {}, []),
        "hours": (hours_of(sum(_minutes(pairs) for _, pairs in beginners)), {}, []),
        "stays": (_stays(beginners), {}, []),
        "satisfaction": (_satisfied(satisfied), {}, []),
        "none": (None, {}, []),
    }
    items = [Item(i.mark, i.words, *found[i.figure]) for i in asking.items]
    if asking.ledger:
        head = _head("Mentee", "email", "year", "before", "hours", "left")
        people = [
            _ledger(who, pairs, asking.ledger)
            for who, pairs in mentees
            if _year(pairs) > 1
        ]
        words = (
            f"{asking.ledger:g}-hour ledger: hours with a mentor after the first year"
        )
        number = _or_why(len(people), "Pairs names nobody after the first year")
        items.append(Item("ledger", words, number, head, people))
    return items


def _or_why(number: int, why: str) -> object:
    """A number; for none, also what that may mean."""
    return number or f"0: {why}"


def _head(first: str, *keys: str) -> dict[str, str]:
    return {"name": first} | {key: _WORDS[key] for key in keys}


def _minutes(pairs: Iterable[PairStanding]) -> int:
    """The minutes of one person with all their pairs."""
    return sum(together(pairs))


def hours_before_next_year(standing: DistrictStanding, number: int) -> float:
    """The hours that the mentee of a pair will have had after the first year, those of
    this year included if it was not it.
    """
    pairs = next(
        pairs
        for _, pairs in by_person(standing.pairs, lambda p: p.pair.mentee)
        if any(p.pair.number == number for p in pairs)
    )
    before, now = _ledger_hours(pairs)
    return round(before + (now if _year(pairs) > 1 else 0), 1)


def _ledger_hours(pairs: Sequence[PairStanding]) -> tuple[float, float]:
    return max(p.pair.hours_before for p in pairs), hours_of(_minutes(pairs))


def _observed(p: PairStanding) -> int:
    return sum(m.direction is Direction.MENTOR_SEES_MENTEE for m in p.meetings)


def _year(pairs: Sequence[PairStanding]) -> int:
    return max(p.pair.year or 1 for p in pairs)


def _mentee(who: Person, pairs: Sequence[PairStanding]) -> Row:
    return {
        "name": who.name,
        "email": next(iter(who.addresses), ""),
        "school": pairs[-1].pair.school,
        "year": _year(pairs),
        "others": ", ".join(dict.fromkeys(p.pair.mentor.name for p in pairs)),
        "hours": hours_of(_minutes(pairs)),
        "observations": sum(map(_observed, pairs)),
    }


def _mentor(who: Person, pairs: Sequence[PairStanding]) -> Row:
    return {
        "name": who.name,
        "email": next(iter(who.addresses), ""),
        "trained": "yes" if any(p.pair.trained for p in pairs) else "",
        "others": ", ".join(dict.fromkeys(p.pair.mentee.name for p in pairs)),
        "hours": hours_of(_minutes(pairs)),
        "observations": sum(map(_observed, pairs)),
    }


def _ledger(who: Person, pairs: Sequence[PairStanding], asked: float) -> Row:
    before, now = _ledger_hours(pairs)
    return {
        "name": who.name,
        "email": next(iter(who.addresses), ""),
        "year": _year(pairs),
        "before": before,
        "hours": now,
        "left": max(0.0, round(asked - before - now, 1)),
    }


def _stays(beginners: Sequence[tuple[Person, Sequence[PairStanding]]]) -> str | None:
    """How many beginners stay, of those of whom *Pairs* says so; None where it says
    nothing.
    """
    said = [
        [p.pair.stays for p in pairs if p.pair.stays is not None]
        for _, pairs in beginners
    ]
    known = [answers[-1] for answers in said if answers]
    if not known:
        return None
    unknown = len(said) - len(known)
    return f"{sum(known)} of {len(known)} stay next year" + (
        f"; of {unknown} it is not said" if unknown else ""
    )


def _satisfied(said: Satisfaction | None) -> str | None:
    return f"{said.mean:.1f} of 5, by {said.answers} answers" if said else None
