"""Standings become figures: of a district, and of a program; counts alone, and
none of fewer than five pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sync.core.calendar import Per, Period, SchoolCalendar, SchoolDays
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Direction, Kind, Status
from sync.core.months import Month, Months, added, months_of
from sync.core.people import Span
from sync.core.results import RuleResult
from sync.core.rules import What

# Of fewer pairs nothing is shown above the district.
FEWEST = 5
# School days that make a week count.
WEEK_DAYS = 4


class Frequency(StrEnum):
    """How often a pair really meets, all kinds of meetings together but
    classroom observations.
    """

    MORE = "more than weekly"
    WEEKLY = "weekly"
    TWO_WEEKS = "every two weeks"
    MONTHLY = "monthly"
    LESS = "less"


# The fewest meetings a school week for each name: halfway to the next name. A
# month has four and a third weeks.
_FROM = {
    Frequency.MORE: 1.5,
    Frequency.WEEKLY: 0.75,
    Frequency.TWO_WEEKS: 0.365,
    Frequency.MONTHLY: 0.115,
    Frequency.LESS: 0.0,
}


@dataclass(frozen=True)
class Figures:
    """The figures of one district, or of several: what can be added up.

    ``status`` counts all pairs. ``when``, ``last_log``, ``waiting``,
    ``questions``, ``wishes`` and ``obstacles`` are of all pairs, too; the rest
    is of pairs that have not ended. ``held`` and ``expected`` are meetings by
    the first rule on meetings. ``when`` counts logs by the time they used.
    ``frequency`` counts pairs with at least one school week behind them.

    ``wishes`` and ``obstacles`` are sensitive. They count pairs that asked to
    be contacted, or named what was in the way, in the last full month. Where
    they are not shown, ``wishes`` is None and ``obstacles`` is empty.
    """

    pairs: int = 0
    status: Mapping[Status, int] = field(default_factory=Counter)
    held: int = 0
    expected: float = 0.0
    met: int = 0
    periods: int = 0
    meetings: int = 0
    minutes: int = 0
    observations: Mapping[Direction, int] = field(default_factory=Counter)
    cover_given: float = 0.0
    cover_used: float = 0.0
    wishes: int | None = 0
    questions: int = 0
    waiting: int = 0
    last_log: date | None = None
    frequency: Mapping[Frequency, int] = field(default_factory=Counter)
    when: Mapping[str, int] = field(default_factory=Counter)
    obstacles: Mapping[str, int] = field(default_factory=Counter)
    months: Months = field(default_factory=dict)

    def __add__(self, other: Figures) -> Figures:
        """Both together."""
        days = [day for day in (self.last_log, other.last_log) if day]

        def both(name: str) -> Counter[str]:
            return Counter(getattr(self, name)) + Counter(getattr(other, name))

        return Figures(
            **{
                name: getattr(self, name) + getattr(other, name)
                for name in _SUMS
            },
            **{name: both(name) for name in _COUNTS},  # type: ignore[arg-type]
            last_log=max(days, default=None),
            months=added(self.months, other.months),
        )


_SUMS = (
    "pairs",
    "held",
    "expected",
    "met",
    "periods",
    "meetings",
    "minutes",
    "cover_given",
    "cover_used",
    "wishes",
    "questions",
    "waiting",
)
_COUNTS = ("status", "observations", "frequency", "when", "obstacles")
_KEYS: Mapping[str, type[StrEnum]] = {
    "status": Status,
    "observations": Direction,
    "frequency": Frequency,
}


def figures_of(standing: DistrictStanding, zone: tzinfo) -> Figures:
    """A district's figures, of whatever size; the caller decides who may see
    them. Months are those of ``zone``, the program's time zone.
    """
    going = [p for p in standing.pairs if p.status is not Status.ENDED]
    once = {
        (m.submission or (p.pair.number, m.day, m.kind)): m
        for p in going
        for m in p.meetings
    }
    firsts = [rule for p in going if (rule := _first(p)) is not None]
    counted = [o.submission for o in standing.outcomes if o.counted]
    meetings = [s for s in counted if s.kind is not Kind.COULD_NOT_MEET]
    return replace(
        _of_pairs(standing, going),
        status=Counter(standing.counts),
        meetings=sum(m.kind is not Kind.OBSERVATION for m in once.values()),
        questions=len(standing.questions),
        waiting=standing.waiting,
        # Of meetings alone: nobody sees when somebody said what was in the way.
        last_log=max(
            (s.submitted.astimezone(zone).date() for s in meetings),
            default=None,
        ),
        when=Counter(s.time_used for s in meetings if s.time_used),
        months=months_of(
            (m for p in going for m in p.meetings), once.values(), firsts
        ),
        **_sensitive(standing, zone),
    )


def _sensitive(standing: DistrictStanding, zone: tzinfo) -> dict[str, Any]:
    """How many pairs asked to be contacted, and how many named what was in the
    way, in what was sent in the last month that has ended: until the next one
    ends it stays the same, whatever comes in, and whatever *Corrections* say.

    Where a mentor coordinates the district its own sheet shows no mentee's
    wish; none of that pair is counted here.
    """
    last = standing.day.replace(day=1) - timedelta(days=1)
    month = (last.year, last.month)
    alone = standing.district.read_by_mentors
    wishes: set[int] = set()
    obstacles: defaultdict[str, set[int]] = defaultdict(set)
    for o in standing.outcomes:
        s = o.submission
        sent = s.submitted.astimezone(zone)
        if o.pair is None or (sent.year, sent.month) != month:
            continue
        if s.wants_contact and o.pair not in alone:
            wishes.add(o.pair)
        if s.kind is Kind.COULD_NOT_MEET:
            for what in s.obstacles:
                obstacles[what.lower()].add(o.pair)
    return {
        "wishes": len(wishes),
        "obstacles": Counter({k: len(v) for k, v in obstacles.items()}),
    }


def _of_pairs(
    standing: DistrictStanding, pairs: Sequence[PairStanding]
) -> Figures:
    """What pairs add to their district's figures."""
    rules = [rule for p in pairs if (rule := _first(p)) is not None]
    meetings = [m for p in pairs for m in p.meetings]
    frequencies = (frequency_of(standing, p) for p in pairs)
    return Figures(
        pairs=len(pairs),
        held=sum(r.held for r in rules),
        expected=sum(r.expected for r in rules),
        met=sum(r.met for r in rules),
        periods=sum(len(r.judged) for r in rules),
        minutes=sum(m.minutes for m in meetings),
        observations=Counter(m.direction for m in meetings if m.direction),
        cover_given=sum(p.cover.given for p in pairs),
        cover_used=sum(p.cover.used for p in pairs),
        frequency=Counter(each for each in frequencies if each),
    )


def _first(p: PairStanding) -> RuleResult | None:
    """A pair's figures by its first rule on meetings."""
    return next((r for r in p.rules if r.rule.what is What.MEETINGS), None)


def frequency_of(
    standing: DistrictStanding, p: PairStanding
) -> Frequency | None:
    """How often a pair met in the school weeks behind it; None before the
    first one has passed.
    """
    calendar = standing.district.calendar
    days = calendar.days_of(p.pair.school)
    begin = p.pair.begins or calendar.first
    last = min(standing.day, p.pair.ends or standing.day)
    weeks = _weeks_there(days, begin, last, p.pair.away)
    if not weeks:
        return None
    met = sum(
        m.number
        for m in p.meetings
        if m.kind is not Kind.OBSERVATION and begin <= m.day <= weeks[-1].last
    )
    return next(f for f, least in _FROM.items() if met / len(weeks) >= least)


# Most pairs of a program began and end alike.
@lru_cache(maxsize=256)
def _weeks_there(
    days: SchoolDays, begin: date, last: date, away: tuple[Span, ...]
) -> tuple[Period, ...]:
    """The whole school weeks between two days in which neither of a pair was
    away.
    """
    weeks = SchoolCalendar(days.first, days.last).periods(Per.WEEK)
    return tuple(
        week
        for week in weeks
        if begin <= week.first
        and week.last <= last
        and _days_there(days, week, away) >= WEEK_DAYS
    )


def _days_there(days: SchoolDays, week: Period, away: Sequence[Span]) -> int:
    """The school days of a week on which neither of a pair was away."""
    if not away:
        return days.count(week.first, week.last)
    return sum(
        not any(day in span for span in away)
        for day in days.within(week.first, week.last)
    )


@dataclass(frozen=True)
class Rollup:
    """A program's figures: each district's that may be shown, those that are
    too small, and all that are shown together.
    """

    day: date
    districts: Mapping[str, Figures]
    names: Mapping[str, str]
    small: Sequence[str]
    total: Figures


def rollup(
    figures: Mapping[str, Figures], names: Mapping[str, str], day: date
) -> Rollup:
    """A program's figures. Districts of fewer than five pairs are named, and
    in no figure: nothing can be subtracted. Sensitive counts are shown of all
    districts together alone, in steps of five.
    """
    shown = {key: f for key, f in figures.items() if f.pairs >= FEWEST}
    small = [key for key in figures if key not in shown]
    total = _in_fives(shown)
    without = {
        key: replace(f, wishes=None, obstacles=Counter())
        for key, f in shown.items()
    }
    return Rollup(day, without, names, small, total)


def _in_fives(shown: Mapping[str, Figures]) -> Figures:
    """The sum of districts' figures, its sensitive counts in steps of five: 5
    is five to nine, and fewer than five is none.

    They stay under the number of pairs outside of the largest district, whose
    coordinator could otherwise work out that all of the others are meant.
    """
    total = sum(shown.values(), Figures())
    others = total.pairs
    if len(shown) > 1:
        others -= max(f.pairs for f in shown.values())
    most = max(others - 1, 0)

    def fives(number: int) -> int:
        return min(number, most) // FEWEST * FEWEST

    obstacles = {k: fives(n) for k, n in total.obstacles.items() if fives(n)}
    return replace(
        total, wishes=fives(total.wishes or 0), obstacles=Counter(obstacles)
    )


def packed(figures: Figures) -> dict[str, Any]:
    """Figures as values that JSON has."""
    last = figures.last_log.isoformat() if figures.last_log else None
    counts = {
        name: {str(k): n for k, n in getattr(figures, name).items()}
        for name in _COUNTS
    }
    return (
        {name: getattr(figures, name) for name in _SUMS}
        | counts
        | {"last_log": last, "months": figures.months}
    )


def unpacked(raw: Mapping[str, Any]) -> Figures:
    """Figures as they were packed."""
    counts: dict[str, Any] = {
        name: Counter(
            {_KEYS.get(name, str)(k): n for k, n in raw[name].items()}
        )
        for name in _COUNTS
    }
    last = date.fromisoformat(raw["last_log"]) if raw["last_log"] else None
    # Those of an earlier version have no months.
    months = {k: Month(*m) for k, m in raw.get("months", {}).items()}
    return Figures(
        **{name: raw[name] for name in _SUMS},
        **counts,
        last_log=last,
        months=months,
    )
