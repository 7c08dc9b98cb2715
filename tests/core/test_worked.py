"""The worked cases of docs/how-it-decides.md are true."""

from __future__ import annotations

import re

import pytest

from sync.core.explain import explain
from sync.core.judge import PairStanding
from tests.support.worked import LAST, Case, cases, day_in

CASES = cases()
# What may stand on the left of a case's table, besides the days it is looked
# at.
GIVEN = {
    "asked",
    "no school",
    "semester",
    "whole group held",
    "met",
    "brief",
    "small group",
    "observed",
    "could not meet",
    "others",
    "regular day",
    "starts",
    "ends",
    "away",
    "first seen",
    "year in the program",
    "new to",
    "part of full time",
    "extra cover",
    "observation planned",
    "follow-up",
    "planned",
    "strict",
    "correction",
    "first day",
    "last day",
}


def test_there_are_forty_and_each_says_something() -> None:
    assert len(CASES) >= 40
    assert len({c.title for c in CASES}) == len(CASES)
    for case in CASES:
        names = [name for name, _ in case.rows]
        assert [n for n in names if n.startswith("on ")], case.title
        assert {n for n in names if not n.startswith("on ")} <= GIVEN, (
            case.title
        )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_a_worked_case(case: Case) -> None:
    """On each day that the table names: the status in bold, and every further
    sentence or figure, word for word.
    """
    for name, wanted in case.rows:
        if not name.startswith("on "):
            continue
        day = LAST if name == "on the last day" else day_in(name)
        standing = case.on(day)
        mine = next(p for p in standing.pairs if p.pair.number == 1)
        status = re.match(r"\*\*(.+?)\*\*", wanted)
        assert status, name
        told = _told(
            mine, "\n".join([*explain(standing, mine), *standing.questions])
        )
        assert status.group(1) == mine.status.value, (name, mine.why)
        for part in filter(
            None,
            (
                p.strip()
                for p in wanted[status.end() :].strip(" :;").split(";")
            ),
        ):
            assert part in told or (
                part.startswith("no flag") and not mine.flags
            ), (
                name,
                part,
                told,
            )


def _told(p: PairStanding, explained: str) -> str:
    figures = [f"held {r.held:g}, expected {r.expected:g}" for r in p.rules]
    figures += [f"met in {r.met} of {len(r.judged)}" for r in p.rules]
    figures += [
        f"{len(p.meetings)} meetings",
        f"{p.minutes} minutes",
        *(f"flag: {f.name}" for f in p.flags),
    ]
    figures += [
        f"cover: {p.cover.given:g} given, {p.cover.used:g} used, {p.cover.left:g} left"
    ]
    return "\n".join(
        [p.why, p.next, *(f.why for f in p.flags), *figures, explained]
    )
