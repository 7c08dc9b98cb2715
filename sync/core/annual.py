"""What a state asks a district for at the end of a year, item by item: a
number, and a list of whom it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sync.core.feedback import Satisfaction
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Direction
from sync.core.people import Pair, Person, same_person
from sync.core.whole_people import by_person, together
from sync.core.words import hours_of

Row = Mapping[str, object]
# The report is in the district's sheet from June 1 on, where school ends in
# summer; elsewhere for its last month.
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
    """One item that a state asks for: its mark, its words, the name of the
    figure that answers it, and where that comes from.
    """

    mark: str
    words: str
    figure: str
    source: str = ""


@dataclass(frozen=True)
class Asking:
    """All that a state asks for, and where it says so.

    ``ledger`` is how many hours with a mentor it asks for after the first
    year; 0 for none. ``form`` holds the items of its own form, as far as they
    are public.
    """

    name: str
    source: str
    items: Sequence[Asked]
    ledger: float = 0.0
    form: Sequence[Asked] = ()


@dataclass(frozen=True)
class Item:
    """One item answered: a number or a sentence (None: nothing here knows it),
    and those whom it counts, by key of ``head``.
    """

    mark: str
    words: str
    number: object
    head: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Row, ...] = ()
    source: str = ""
    figure: str = ""


def due(standing: DistrictStanding) -> bool:
    """Whether the annual report is due: from June 1 on, or in the last 31 days
    of a year that does not end in summer.
    """
    last = standing.district.calendar.last
    return standing.day >= (
        date(last.year, JUNE, 1) if last.month in SUMMER else last - LAST_MONTH
    )


def answered(
    standing: DistrictStanding, asking: Asking, satisfied: Satisfaction | None
) -> list[Item]:
    """A district's answers to what a state asks.

    ``satisfied`` is what those who took part answered (None: too few).
    """
    figures = _Figures(standing, satisfied)
    items = [
        Item(
            asked.mark,
            asked.words,
            *figures.of(asked.figure),
            source=asked.source,
            figure=asked.figure,
        )
        for asked in asking.items
    ]
    if asking.ledger:
        items.append(figures.ledger(asking.ledger))
    return items


# A number or a sentence, and those whom it counts, by key of the head.
_Answer = tuple[object, Mapping[str, str], tuple[Row, ...]]
_MENTOR_HEAD = ("email", "trained", "others", "hours", "observations")
_MENTEE_HEAD = ("email", "school", "year", "others", "hours", "observations")
_LEDGER_HEAD = ("email", "year", "before", "hours", "left")


class _Figures:
    """The figures of a district that a state may ask for, each by its name."""

    def __init__(
        self, standing: DistrictStanding, satisfied: Satisfaction | None
    ) -> None:
        self.standing = standing
        self.satisfied = satisfied
        self.mentees = by_person(standing.pairs, lambda p: p.pair.mentee)
        self.mentors = by_person(standing.pairs, lambda p: p.pair.mentor)
        self.beginners = [each for each in self.mentees if _is_new(each[1])]

    def of(self, name: str) -> _Answer:
        """The figure of a name, with those whom it counts."""
        answers: dict[str, Callable[[], _Answer]] = {
            "beginners": self._beginners,
            "experienced": self._experienced,
            "mentors": self._mentors,
            "trained_mentors": self._trained,
            "observations": self._observations,
            "hours": self._hours,
            "stays": lambda: (_stays(self.beginners), {}, ()),
            "satisfaction": lambda: (_satisfied(self.satisfied), {}, ()),
            "none": lambda: (None, {}, ()),
        }
        return answers[name]()

    def _beginners(self) -> _Answer:
        people = [_mentee(*each) for each in self.beginners]
        people += map(_alone, self._without_mentor())
        return (
            len(people),
            _head("Beginning teacher", *_MENTEE_HEAD),
            tuple(people),
        )

    def _without_mentor(self) -> list[Pair]:
        """The beginners who have no mentor yet, and are in no pair."""
        return [
            pair
            for pair in self.standing.district.roster.alone
            if pair.new_to != "the district"
            and not any(
                same_person(pair.mentee, who) for who, _ in self.mentees
            )
        ]

    def _experienced(self) -> _Answer:
        people = [
            _mentee(*each) for each in self.mentees if not _is_new(each[1])
        ]
        return len(people), _head("Teacher", *_MENTEE_HEAD), tuple(people)

    def _mentors(self) -> _Answer:
        people = [_mentor(*each) for each in self.mentors]
        return len(people), _head("Mentor", *_MENTOR_HEAD), tuple(people)

    def _trained(self) -> _Answer:
        people = [
            _mentor(*each) for each in self.mentors if _is_trained(each[1])
        ]
        number = _or_why(len(people), "nobody is ticked as trained in Pairs")
        return number, _head("Mentor", *_MENTOR_HEAD), tuple(people)

    def _observations(self) -> _Answer:
        return sum(_observed(p) for p in self.standing.pairs), {}, ()

    def _hours(self) -> _Answer:
        return (
            hours_of(sum(_minutes(pairs) for _, pairs in self.beginners)),
            {},
            (),
        )

    def ledger(self, asked: float) -> Item:
        """The ledger of hours with a mentor after the first year."""
        later = [
            (who, pairs) for who, pairs in self.mentees if _year(pairs) > 1
        ]
        people = [_ledger(who, pairs, asked) for who, pairs in later]
        words = (
            f"{asked:g}-hour ledger: hours with a mentor after the first year"
        )
        number = _or_why(
            len(people), "Pairs names nobody after the first year"
        )
        return Item(
            "ledger",
            words,
            number,
            _head("Mentee", *_LEDGER_HEAD),
            tuple(people),
            "Pairs: Hours before; Log: minutes after the first year",
        )


def _is_new(pairs: Sequence[PairStanding]) -> bool:
    """Whether a mentee is new to teaching, and not only to the district."""
    return any(p.pair.new_to != "the district" for p in pairs)


def _is_trained(pairs: Sequence[PairStanding]) -> bool:
    return any(p.pair.trained for p in pairs)


def _or_why(number: int, why: str) -> object:
    """A number; for none, also what that may mean."""
    return number or f"0: {why}"


def _head(first: str, *keys: str) -> dict[str, str]:
    return {"name": first} | {key: _WORDS[key] for key in keys}


def _minutes(pairs: Iterable[PairStanding]) -> int:
    """The minutes of one person with all their pairs."""
    return sum(together(pairs))


def hours_before_next_year(standing: DistrictStanding, number: int) -> float:
    """The hours with a mentor after the first year that the mentee of pair
    ``number`` takes into next year.

    This year's hours are included unless this is the mentee's first year.
    Raises StopIteration if no pair has the number.
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


def _alone(pair: Pair) -> Row:
    """A beginner without a mentor."""
    return {
        "name": pair.mentee.name,
        "email": next(iter(pair.mentee.addresses), ""),
        "school": pair.school,
        "year": pair.year or 1,
        "others": "no mentor yet",
        "hours": 0.0,
        "observations": 0,
    }


def _mentor(who: Person, pairs: Sequence[PairStanding]) -> Row:
    return {
        "name": who.name,
        "email": next(iter(who.addresses), ""),
        "trained": "yes" if _is_trained(pairs) else "",
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


def _stays(
    beginners: Sequence[tuple[Person, Sequence[PairStanding]]],
) -> str | None:
    """How many beginners returned, of those for whom *Pairs* has an answer.

    Without any such answer, how many beginners stay in their pair. None
    without any answer at all.
    """
    for words, answered_by in (
        ("returned", [[p.pair.returned for p in ps] for _, ps in beginners]),
        (
            "go on in their pair",
            [[p.pair.stays for p in ps] for _, ps in beginners],
        ),
    ):
        known = [
            [answer for answer in answers if answer is not None]
            for answers in answered_by
        ]
        last = [answers[-1] for answers in known if answers]
        if last:
            unknown = len(answered_by) - len(last)
            rest = f"; not known for {unknown}" if unknown else ""
            return f"{sum(last)} of {len(last)} {words}{rest}"
    return None


def _satisfied(satisfaction: Satisfaction | None) -> str | None:
    return (
        f"{satisfaction.mean:.1f} of 5, by {satisfaction.answers} answers"
        if satisfaction
        else None
    )
