"""Everybody once, and each of their meetings once."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from sync.core.judge import PairStanding
from sync.core.model import Kind, Meeting
from sync.core.whole_people import each_once, together


def test_a_small_group_that_two_saw_differently_is_one_meeting() -> None:
    """One mentor's two pairs: she says 45 minutes of both, one mentee says 60
    of theirs.
    """
    day = date(2026, 11, 5)

    def met(minutes: int, *answers: str) -> Meeting:
        return Meeting(
            day,
            Kind.SMALL_GROUP,
            minutes,
            submission=answers[0],
            answers=answers,
        )

    one = cast(
        PairStanding, SimpleNamespace(meetings=[met(60, "hers", "his")])
    )
    other = cast(PairStanding, SimpleNamespace(meetings=[met(45, "hers")]))
    apart = cast(PairStanding, SimpleNamespace(meetings=[met(20, "else")]))
    for pairs in ([one, other], [other, one]):
        assert together(pairs) == [60]
    assert sorted(together([one, other, apart])) == [20, 60]
    assert len(each_once([other, apart, one])) == 2
