"""What a state gets of a district, or of a member of a region: whole, and in
confidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median_low

from sync.core.annual import Asking, Item, answered
from sync.core.costs import costs_of
from sync.core.feedback import Tally
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Kind, Status
from sync.core.people import Pair
from sync.core.reporting_units import Unit
from sync.core.rollup import Frequency, frequency_of
from sync.core.whole_people import by_person, each_once
from sync.core.words import hours_of, many

# Bands of the part of meetings that used time which the school sets aside, by
# the share from which on they hold.
ASIDE = {
    "over half": 0.5,
    "a quarter to a half": 0.25,
    "under a quarter": 1e-9,
    "none": 0.0,
}
YES, NO = "yes", "no"
# Figures of the feedback form, which asks for the district and no member.
_OF_ALL = ("satisfaction", "well", "improve")
# Themes of the feedback form that the state's form asks for.
_THEMES = 2
_TOPICS = 5


@dataclass(frozen=True)
class UnitRecord:
    """One unit's figures and answers, as a report keeps them.

    ``days`` is the longest time until a beginner had a mentor, in school days
    from the first day of school. ``band`` is how often its pairs usually meet.
    ``aside`` is how much of that is in time set aside. Each is None while not
    known. ``hours`` are those of all meetings, each counted once.
    ``reported``: whether any meeting was logged.
    """

    code: str
    name: str
    of: str
    region: str
    reported: bool
    beginners: int
    with_trained_mentor: int
    days: int | None
    pairs: int
    meetings: int
    hours: float
    observations: int
    band: str | None
    aside: str | None
    items: tuple[Item, ...] = ()

    @property
    def every_beginner(self) -> str:
        """Whether every beginner has a trained mentor."""
        return YES if self.with_trained_mentor == self.beginners else NO


def record_of(unit: Unit, asking: Asking, feedback: Tally) -> UnitRecord:
    """A unit's record by what its state asks; ``feedback`` is what was said in
    the district.
    """
    standing = unit.standing
    going = [p for p in standing.pairs if p.status is not Status.ENDED]
    new = [p for p in going if p.pair.new_to != "the district"]
    beginners = by_person(new, lambda p: p.pair.mentee)
    alone = [
        p
        for p in standing.district.roster.alone
        if not p.ended_before(standing.day) and p.new_to != "the district"
    ]
    meetings = each_once(standing.pairs)
    kinds = [same[0][1].kind for same in meetings]
    minutes = sum(max(m.minutes for _, m in same) for same in meetings)
    used, every = standing.set_aside
    answers = answered(standing, asking, feedback.all.satisfaction)
    if unit.of:
        answers = [_of_the_region(item, unit.of) for item in answers]
    return UnitRecord(
        code=unit.code,
        name=unit.name,
        of=unit.of,
        region=unit.region,
        reported=bool(meetings),
        beginners=len(beginners) + len(alone),
        with_trained_mentor=sum(
            any(p.pair.trained for p in pairs) for _, pairs in beginners
        ),
        days=max(
            (
                min(_days_to_mentor(standing, p.pair) for p in pairs)
                for _, pairs in beginners
            ),
            default=None,
        ),
        pairs=len(going),
        meetings=sum(kind is not Kind.OBSERVATION for kind in kinds),
        hours=hours_of(minutes),
        observations=sum(kind is Kind.OBSERVATION for kind in kinds),
        band=usual_frequency(standing, going),
        aside=_aside(used / every) if every else None,
        items=(*answers, *_form_items(unit, asking, feedback)),
    )


def _of_the_region(item: Item, region: str) -> Item:
    """A member's answer; one that holds only for its whole region says so."""
    if item.figure not in _OF_ALL or item.number is None:
        return item
    return replace(item, number=f"{region} as a whole: {item.number}")


def _days_to_mentor(standing: DistrictStanding, pair: Pair) -> int:
    """The school days from the first day of school until the pair began."""
    calendar = standing.district.calendar
    begun = pair.begins or calendar.first
    return calendar.days_of(pair.school).passed(calendar.first, begun)


def usual_frequency(
    standing: DistrictStanding, pairs: Iterable[PairStanding]
) -> str | None:
    """How often the pair in the middle meets; of two the one that meets less.
    None before any pair has a school week behind it.
    """
    order = list(Frequency)
    places = [
        order.index(often)
        for p in pairs
        if (often := frequency_of(standing, p)) is not None
    ]
    # The later in the list, the less often.
    return (
        order[-1 - median_low([len(order) - 1 - n for n in places])].value
        if places
        else None
    )


def _aside(share: float) -> str:
    return next(band for band, least in ASIDE.items() if share >= least)


# -- the state's own form -----------------------------------------------------


def _form_items(unit: Unit, asking: Asking, feedback: Tally) -> Iterable[Item]:
    for asked in asking.form:
        answer = _FORM[asked.figure](unit, feedback)
        item = Item(
            asked.mark,
            asked.words,
            answer,
            source=asked.source,
            figure=asked.figure,
        )
        yield _of_the_region(item, unit.of) if unit.of else item


def _who(unit: Unit, _: Tally) -> str:
    pairs = unit.standing.pairs
    years = Counter(p.pair.year or 1 for p in pairs)
    new = sum(p.pair.new_to != "the district" for p in pairs)
    by_year = ", ".join(
        f"{many(n, 'pair')} in year {year}"
        for year, n in sorted(years.items())
    )
    other = len(pairs) - new
    return (
        f"{many(new, 'pair')} of teachers new to teaching, {other} new to the district; {by_year}"
        if pairs
        else "nobody yet"
    )


def _often(unit: Unit, _: Tally) -> str | None:
    standing = unit.standing
    found = Counter(
        often
        for p in standing.pairs
        if (often := frequency_of(standing, p)) is not None
    )
    return _counted({f.value: found[f] for f in Frequency if found[f]}, "pair")


def _when(unit: Unit, _: Tally) -> str | None:
    found = Counter(
        o.submission.time_used
        for o in unit.standing.outcomes
        if o.counted and o.submission.time_used
    )
    return _counted(dict(found.most_common()), "meeting")


def _topics(unit: Unit, _: Tally) -> str | None:
    found = Counter(
        topic
        for o in unit.standing.outcomes
        if o.counted
        for topic in o.submission.topics
    )
    top = sorted(found.items(), key=lambda t: (-t[1], t[0]))[:_TOPICS]
    return _counted(dict(top), "meeting")


def _activities(unit: Unit, _: Tally) -> str | None:
    found = Counter(
        same[0][1].kind.value for same in each_once(unit.standing.pairs)
    )
    return _counted(dict(found.most_common()), "")


def _well(_: Unit, feedback: Tally) -> str | None:
    return _themes(feedback.all.well)


def _improve(_: Unit, feedback: Tally) -> str | None:
    return _themes(feedback.all.improve)


def _themes(counts: Counter[str] | object) -> str | None:
    assert isinstance(counts, Counter)
    top = sorted(counts.items(), key=lambda t: (-t[1], t[0]))[:_THEMES]
    return "; ".join(theme for theme, _ in top) or None


def _spent(unit: Unit, _: Tally) -> str | None:
    whole = costs_of(unit.standing).whole
    return None if whole is None else f"{whole:,.2f}"


def _trained(unit: Unit, _: Tally) -> str:
    mentors = by_person(unit.standing.pairs, lambda p: p.pair.mentor)
    trained = sum(any(p.pair.trained for p in ps) for _, ps in mentors)
    return f"{trained} of {many(len(mentors), 'mentor')}"


def _nothing(_: Unit, __: Tally) -> None:
    return None


_FORM = {
    "who": _who,
    "often": _often,
    "when": _when,
    "topics": _topics,
    "activities": _activities,
    "well": _well,
    "improve": _improve,
    "spent": _spent,
    "training": _trained,
    "none": _nothing,
}
FORM_FIGURES = tuple(_FORM)


def _counted(counts: dict[str, int], one: str) -> str | None:
    """``weekly: 5 pairs; monthly: 1 pair``; None where there is nothing."""
    words = (
        f"{name}: {many(n, one) if one else n}" for name, n in counts.items()
    )
    return "; ".join(words) or None
