"""What changed in the last seven days, and one thing to be glad of: the first
lines above Status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Status
from sync.core.ratio_words import PERIODS
from sync.core.words import day_words
from templates.wire import Value, serial

WEEK = timedelta(days=7)
# Pairs that one line names of a status.
NAMED = 3
# From so many met periods in a row on, a line praises the pair.
ROW = 3


def news(
    standing: DistrictStanding, since: Mapping[int, Value]
) -> Iterator[str]:
    """The lines. ``since`` has, by pair number, the day (a serial number) from
    which the pair's status holds.

    In the week in which a sheet is first written all is new: no line then.
    """
    # On a day without school nothing is written for the day alone.
    calendar = standing.district.calendar
    school = calendar.days_of().within(calendar.first, standing.day)
    day = school[-1] if school else standing.day
    begin = int(serial(day - WEEK))
    days = {n: each for n, each in since.items() if isinstance(each, int)}
    new = {number for number, each in days.items() if each > begin}
    if new and len(new) < len(days):
        parts = [
            words
            for status in (
                Status.REACH_OUT,
                Status.CHECK_IN,
                Status.ON_TRACK,
            )
            if (words := _named(standing, status, new))
        ]
        if parts:
            yield f"–  New since {day_words(day - WEEK)}: {'; '.join(parts)}"
    if glad := _longest_row(standing):
        yield glad


def _named(standing: DistrictStanding, status: Status, new: set[int]) -> str:
    """The pairs that newly have a status, of many the first."""
    labels = [
        p.pair.label
        for p in standing.pairs
        if p.status is status and p.pair.number in new
    ]
    if not labels:
        return ""
    more = len(labels) - NAMED
    names = ", ".join(labels[:NAMED]) + (
        f" and {more} more" if more > 0 else ""
    )
    return f"{status.words} {names}"


def _longest_row(standing: DistrictStanding) -> str:
    """The pair that met the most periods in a row up to now, of those on
    track.
    """
    rows = [
        (_row(p), -p.pair.number, p)
        for p in standing.pairs
        if p.status is Status.ON_TRACK and p.rules
    ]
    length, _, best = max(rows, default=(0, 0, None), key=lambda row: row[:2])
    if best is None or length < ROW:
        return ""
    periods = PERIODS.get(best.rules[0].rule.per, "periods")
    return f"–  Good to see: {best.pair.label} met {length} {periods} in a row"


def _row(p: PairStanding) -> int:
    """How many judged periods up to now were met, one after the other."""
    length = 0
    for period in reversed(p.rules[0].judged):
        if not period.met:
            break
        length += 1
    return length
