"""One thing that a coordinator can arrange for a pair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sync.core.free_times import FreeTime
from sync.core.model import Direction
from sync.core.people import Pair
from sync.core.visits import Visit
from sync.core.year import Year


class ArrangeLine(NamedTuple):
    """Something to arrange for a pair: a meeting (no ``direction``) or an
    observation.

    ``visit`` is when the observation can be, ``time`` when the meeting can be;
    ``others`` are further times. Both are None where there is none, and
    ``without`` says why.
    """

    pair: Pair
    direction: Direction | None
    why: str
    visit: Visit | None = None
    time: FreeTime | None = None
    others: tuple[FreeTime, ...] = ()
    without: str = ""


def pairs_there(year: Year, last: date) -> Iterator[Pair]:
    """The pairs, by number, that are there on a day up to the last one."""
    tomorrow = year.today + timedelta(days=1)
    for _, pair in sorted(year.district.by_number.items()):
        if year.activity(pair).active.count(tomorrow, last):
            yield pair
