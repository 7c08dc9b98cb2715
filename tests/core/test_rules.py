"""When a rule holds, and for whom."""

from __future__ import annotations

from datetime import date

from sync.core.calendar import Per
from sync.core.model import (
    Status,
)
from sync.core.presets import PRESETS
from sync.core.rules import Phase, Rule, What
from tests.support.one_pair import (
    DAY,
    TUESDAY,
    monday,
    names,
    stand,
    weeks,
)


def test_a_phase_that_is_over_decides_nothing_and_hides_no_silence() -> None:
    first8 = (Rule(What.MEETINGS, 1, Per.WEEK, phase=Phase(first_weeks=8)),)
    assert (
        stand(
            weeks(1, 2, 3, 5, 7, *range(9, 36)), date(2027, 5, 3), first8
        ).status
        is Status.ON_TRACK
    )
    silent = stand(
        weeks(1, 2, 3, 4), date(2027, 5, 3), PRESETS["new-jersey"].rules
    )
    assert (silent.status, silent.why) == (
        Status.CHECK_IN,
        "Nothing logged since Sep 22.",
    )
    later = (Rule(What.MEETINGS, 1, Per.WEEK, since=date(2027, 1, 4)),)
    assert (
        stand(
            weeks(1, 2, 3, 4), date(2026, 11, 23), later, regular=TUESDAY
        ).status
        is Status.CHECK_IN
    )


def test_a_rule_decides_while_it_is_in_force() -> None:
    """The week after its end nothing of it is left, and silence is not
    hidden.
    """
    autumn = (Rule(What.MEETINGS, 1, Per.WEEK, until=date(2026, 10, 30)),)
    answers = weeks(1, 2, 3, 4, 5)
    assert stand(answers, monday(9) + 4 * DAY, autumn).status is (
        Status.REACH_OUT
    )
    after = stand(answers, monday(10), autumn)
    assert (after.status, after.why) == (
        Status.ON_TRACK,
        "Last met Sep 29.",
    )
    assert "long gap" in names(after)
    later = stand(answers, monday(14), autumn)
    assert (later.status, later.why) == (
        Status.CHECK_IN,
        "Nothing logged since Sep 29.",
    )
