"""One mentee's records, handed out whole and without others."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from sync.records.export import export
from tests.support.kept_records import OTHERS, much_is_kept
from tests.support.program import TODAY, Program, prepared

pytestmark = pytest.mark.whole


full = prepared(much_is_kept)


def test_an_export_holds_everything_of_one_mentee_and_nothing_of_others(
    full: Program,
) -> None:
    told: dict[str, Any] = full.does(
        partial(export, code="wes 1", today=TODAY)
    )
    text = json.dumps(told)
    assert (told["mentee"], told["district"]) == ("Sam Lee", "WES")
    assert [p["Mentor"] for p in told["pairs"]] == ["Ana Diaz", "Bea Ruiz"]
    counts = {
        name: len(told[name])
        for name in (
            "observations",
            "follow_ups",
            "corrections",
            "planned",
            "answers",
            "standing",
        )
    }
    assert counts == {
        "observations": 1,
        "follow_ups": 1,
        "corrections": 1,
        "planned": 1,
        "answers": 3,
        "standing": 2,
    }
    assert sorted(a["minutes"] for a in told["answers"]) == [20, 30, 45]
    assert not [other for other in OTHERS if other in text]
    assert told["follow_ups"] == [
        {"Date": "2026-11-14", "Pair number": 1, "What was agreed": "a word 1"}
    ]


def test_an_export_blacks_out_others_and_lists_where_else_one_is_named(
    full: Program,
) -> None:
    full.type("follow_up", 2, "agreed", "Visit Luis Silva with them")
    full.type("follow_up", 3, "agreed", "Ask Sam Lee, too")
    full.run()
    told = full.does(partial(export, code="WES-1", today=TODAY))
    texts = json.dumps(told, ensure_ascii=False)
    assert "Visit █████ with them" in texts
    assert not [name for name in OTHERS if name in texts]
    assert any(line.startswith("Follow-up E3") for line in told["also_named"])
