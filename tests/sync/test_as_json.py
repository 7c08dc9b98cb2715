"""The shapes of ``--json``, which tools rely on."""

from __future__ import annotations

import json
from datetime import date

from sync.core.judge import judge
from sync.run.as_json import run_json, status_json
from sync.run.result import RunResult
from tests.support.random_programs import program

DAY = date(2026, 11, 20)
PAIR = [
    "code",
    "mentor",
    "mentee",
    "status",
    "why",
    "next",
    "flags",
    "last_met",
    "rules",
    "meetings",
    "minutes",
    "cover",
    "observations",
]


def test_a_standing_has_its_keys_in_their_order_and_is_json() -> None:
    district, answers, today = program(7)
    standing = judge(district, answers, today)
    shown = status_json(RunResult(today, standings=[standing]))
    assert list(shown) == ["version", "as_of", "districts"]
    [one] = shown["districts"]
    assert list(one) == ["key", "name", "pairs", "questions", "waiting"]
    assert len(one["pairs"]) == len(standing.pairs)
    for pair in one["pairs"]:
        assert list(pair) == PAIR
        assert list(pair["cover"]) == ["given", "used", "left"]
    assert json.loads(json.dumps(shown)) == shown


def test_notices_are_there_only_where_something_was_left() -> None:
    result = RunResult(DAY, new=["a", "b", "c"], counted=2)
    shown = run_json(result, {"reads": 1})
    assert list(shown) == [
        "version",
        "as_of",
        "responses",
        "districts",
        "calls",
    ]
    assert shown["responses"] == {"new": 3, "counted": 2, "not_counted": 1}
    result.notices.append("The letter waits.")
    assert run_json(result, {})["notices"] == ["The letter waits."]
