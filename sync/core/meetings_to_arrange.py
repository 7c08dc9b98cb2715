"""The meetings of the next ten school days that nobody has planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sync.core.arrange_line import ArrangeLine, pairs_there
from sync.core.calendar import Per, Period, days_between
from sync.core.free_times import FreeTime, free_times
from sync.core.people import Pair
from sync.core.rules import What
from sync.core.words import day_words
from sync.core.year import Year

_LONG = (Per.SEMESTER, Per.YEAR)


def meetings_to_arrange(
    year: Year, window: Sequence[date]
) -> Iterator[ArrangeLine]:
    """The weeks, or longer periods, in which a pair whose meetings the
    coordinator arranges has neither met nor planned to.
    """
    for pair in pairs_there(year, window[-1]):
        arranges = year.practice(pair).arranges_meetings
        if not arranges or pair.regular or pair.number in year.counted_with:
            continue
        active = year.activity(pair).active
        for period in _periods(year, pair):
            days = [
                d
                for d in window
                if d in period and d in active and d > year.today
            ]
            if not days or _is_done(year, pair, period):
                continue
            times = sorted(free_times(year, pair, days))
            _propose(year, pair, times)
            per = {Per.WEEK: "week", Per.TWO_WEEKS: "two weeks"}.get(
                period.per, "month"
            )
            yield ArrangeLine(
                pair,
                None,
                f"nothing planned in the {per} of {day_words(period.first)}",
                time=times[0] if times else None,
                others=tuple(times[1:4]),
                without="" if times else _why_no_time(year, pair),
            )


def _is_done(year: Year, pair: Pair, period: Period) -> bool:
    """Whether a pair met in a period, planned to, or needs no meeting."""
    met = any(m.own and m.day in period for m in year.met_by(pair))
    planned = any(d in period for d in year.planned.get(pair.number, ()))
    return met or planned or _dashed(year, pair, period)


def _propose(year: Year, pair: Pair, times: Sequence[FreeTime]) -> None:
    """Reserve the first of ``times`` for both people of a pair."""
    for _, day, begin, _, end in times[:1]:
        if begin is not None:
            meeting = year.teachers.meeting(pair, day, begin, end)
            year.teachers.propose(meeting)


def _why_no_time(year: Year, pair: Pair) -> str:
    """Why no time to meet is known."""
    known = year.teachers
    people = (pair.mentor, pair.mentee)
    if known and all(map(known.teaches, people)) and not known.allowed(pair):
        return "They offered no time of their own. Ask them to send the planning form again, with what may be proposed."
    unknown = [p.name for p in people if known and not known.teaches(p)]
    if unknown:
        return f"No teaching schedule names {' and '.join(unknown)}."
    return "Ask when both are free: the planning form asks it, too."


def _periods(year: Year, pair: Pair) -> Sequence[Period]:
    """The periods by which meetings are asked of a pair, a month at most."""
    asked = [r.per for r in year.rules(pair) if r.what is What.MEETINGS]
    per = asked[0] if asked else Per.WEEK
    return year.periods[Per.MONTH if per in _LONG else per]


def _dashed(year: Year, pair: Pair, period: Period) -> bool:
    """Whether every week of a period has an entry in *Schedule*, if only a
    dash or a text without a day.
    """
    mondays = [
        d for d in days_between(period.first, period.last) if d.weekday() == 0
    ]
    filled = year.district.filled
    return bool(mondays) and all(
        (pair.number, monday) in filled for monday in mondays
    )
