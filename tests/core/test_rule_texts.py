"""*For whom* and *Which weeks* of *Rules*, as coordinators write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.rule_texts import audience_in, phase_in
from sync.core.rules import Audience, Phase


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("", Audience()),
        ("everyone", Audience()),
        ("Year 1", Audience(frozenset({1}))),
        ("first year teachers", None),
        ("first year", Audience(frozenset({1}))),
        ("years 2 and 3", Audience(frozenset({2, 3}))),
        ("years 1-3", Audience(frozenset({1, 2, 3}))),
        ("new to the district", Audience(frozenset(), "the district")),
        ("novice teachers", Audience(frozenset(), "teaching")),
        ("part-time, year 1", Audience(frozenset({1}), "", True)),
        ("full time", Audience(frozenset(), "", False)),
        ("new to teaching, new to the district", None),
        ("part time and full time", None),
        ("the blue team", None),
    ],
)
def test_for_whom(text: str, audience: Audience | None) -> None:
    assert audience_in(text) == audience


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("", Phase()),
        ("all year", Phase()),
        ("first 4 weeks", Phase(4)),
        ("the first four school weeks", Phase(4)),
        ("weeks 1-6", Phase(6)),
        ("then after four weeks", Phase(0, 4)),
        ("from week 5 on", Phase(0, 4)),
        ("Aug, Sep", Phase(0, 0, frozenset({8, 9}))),
        ("Oct - Feb", Phase(0, 0, frozenset({10, 11, 12, 1, 2}))),
        ("first 0 weeks", None),
        ("first 4 weeks, after 4 weeks", None),
        ("when they like", None),
    ],
)
def test_which_weeks(text: str, phase: Phase | None) -> None:
    assert phase_in(text) == phase


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    """What cannot be read is None, and never half of it."""
    assert isinstance(audience_in(text), Audience | None)
    assert isinstance(phase_in(text), Phase | None)
