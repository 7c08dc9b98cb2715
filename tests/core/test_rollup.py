"""Above the district sensitive counts are of a month that has ended, of all
districts together, and in steps of five: nobody is found in them.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sync.core.district import District
from sync.core.judge import judge
from sync.core.model import Kind, Submission
from sync.core.rollup import Figures, figures_of, rollup
from tests.support.random_programs import program

DAY = date(2026, 11, 23)
NAMES = {"WES": "Westbrook", "NOR": "North"}


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10)]
)
def test_wishes_and_obstacles_are_in_fives(number: int, shown: int) -> None:
    figures = Figures(
        pairs=40, wishes=number, obstacles=Counter({"workload": number})
    )
    found = rollup({"WES": figures}, NAMES, DAY)
    assert found.total.wishes == shown
    assert found.total.obstacles == ({"workload": shown} if shown else {})
    assert found.districts["WES"].wishes is None
    assert found.districts["WES"].obstacles == {}


def test_the_sum_is_of_what_is_so() -> None:
    """Four and four are five, at least; neither four can be worked out."""
    one = Figures(pairs=9, wishes=4)
    assert rollup({"WES": one, "NOR": one}, NAMES, DAY).total.wishes == 5


@pytest.mark.parametrize("here", range(5, 12))
@pytest.mark.parametrize("there", range(5, 12))
def test_nobody_is_known_to_have_asked_from_a_sheet_and_ones_own_district(
    here: int, there: int
) -> None:
    """Tried whole: with what is shown, and what a coordinator knows of the own
    district, there is always a way in which somebody of the others did not
    ask; and of those that look from outside, in any district.
    """
    own: dict[tuple[int, int | None], set[int]] = {}
    outside: dict[int | None, set[int]] = {}
    for asked_here in range(here + 1):
        for asked_there in range(there + 1):
            figures = {
                "WES": Figures(pairs=here, wishes=asked_here),
                "NOR": Figures(pairs=there, wishes=asked_there),
            }
            shown = rollup(figures, NAMES, DAY).total.wishes
            own.setdefault((asked_here, shown), set()).add(asked_there)
            outside.setdefault(shown, set()).add(asked_here + asked_there)
    assert all(min(asked) < there for asked in own.values())
    assert all(min(asked) < here + there for asked in outside.values())


def _sensitive(seed: int) -> tuple[District, list[Submission]]:
    """A random program in which many ask to be contacted, or could not meet."""
    chance = random.Random(seed)
    district, answers, _ = program(seed)
    said: list[Submission] = []
    for a in answers:
        if chance.random() < 0.3:
            a = a._replace(
                kind=Kind.COULD_NOT_MEET,
                obstacles=("Workload",),
                minutes=None,
            )
        said.append(a._replace(wants_contact=chance.random() < 0.3))
    return district, said


@pytest.mark.parametrize("seed", range(60))
def test_within_a_month_nothing_that_comes_in_is_seen(seed: int) -> None:
    """A year of sheets, a day each: what is sensitive changes with the month
    alone, so that no answer is seen by what changed when it came.
    """
    district, answers = _sensitive(seed)
    shown: dict[tuple[int, int], set[str]] = {}
    for days in range(0, 250, 3):
        day = district.calendar.first + timedelta(days=days)
        here = [a for a in answers if a.submitted.date() <= day]
        figures = figures_of(judge(district, here, day), UTC)
        shown.setdefault((day.year, day.month), set()).add(
            f"{figures.wishes} {sorted(figures.obstacles.items())}"
        )
    assert {
        month: len(some) for month, some in shown.items()
    } == dict.fromkeys(shown, 1)


@pytest.mark.parametrize("hours", [-11, -5, 10, 14])
def test_a_month_is_that_of_where_the_program_is(hours: int) -> None:
    """In Guam November 1 begins while it is still October 31 in London: what
    comes in then changes nothing either.
    """
    zone = timezone(timedelta(hours=hours))
    day = date(2026, 11, 1)
    seen = 0
    for seed in range(25):
        district, answers = _sensitive(seed)
        before = [a for a in answers if a.submitted.date() < day]
        now = datetime(2026, 11, 1, 8, tzinfo=zone)
        more = [
            a._replace(id=f"late {a.id}", submitted=now, wants_contact=True)
            for a in before
        ]
        figures, after = (
            figures_of(judge(district, some, day), zone)
            for some in (before, [*before, *more])
        )
        assert (figures.wishes, figures.obstacles) == (
            after.wishes,
            after.obstacles,
        )
        seen += figures.wishes or 0
    assert seen


def test_when_something_was_in_the_way_is_not_seen() -> None:
    """*Last log* is that of a meeting."""
    district, answers, _ = program(3)
    day = district.calendar.first + timedelta(days=100)
    met = [a for a in answers if a.submitted.date() < day]
    could_not = met[0]._replace(
        id="could not",
        submitted=datetime(2026, 12, 1, tzinfo=UTC),
        day=date(2026, 12, 1),
        kind=Kind.COULD_NOT_MEET,
        obstacles=("Workload",),
        minutes=None,
    )
    figures, after = (
        figures_of(judge(district, some, day), UTC)
        for some in (met, [*met, could_not])
    )
    assert figures.last_log == after.last_log


def test_a_wish_is_counted_in_the_month_after() -> None:
    """Some random programs have some: the law above is no empty one."""
    seen = set()
    for seed in range(30):
        district, answers = _sensitive(seed)
        today = district.calendar.first + timedelta(days=70)
        figures = figures_of(judge(district, answers, today), UTC)
        last = today.replace(day=1) - timedelta(days=1)
        month = (last.year, last.month)
        asked = {
            a.pair_text
            for a in answers
            if a.wants_contact
            and (a.submitted.year, a.submitted.month) == month
        }
        assert figures.wishes is not None
        assert figures.wishes <= len(asked)
        seen |= {bool(figures.wishes), "workload" in figures.obstacles}
    assert seen == {True, False}
