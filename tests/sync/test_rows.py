"""Rows of the state hold every field of what they keep."""

from __future__ import annotations

from dataclasses import MISSING, fields

from tests.support.kept_examples import ANSWER, PAIR

# What a pair is judged with and a state does not keep; and a day that may be
# missing.
NOT_KEPT = {"away_unclear", "ends"}


def test_no_field_is_forgotten() -> None:
    """Each field of the two examples says something: what is not kept of it
    is seen.
    """
    given = ANSWER._field_defaults
    assert [
        f for f, usual in given.items() if getattr(ANSWER, f) == usual
    ] == []
    usual = {
        f.name
        for f in fields(PAIR)
        if f.default is not MISSING and getattr(PAIR, f.name) == f.default
    }
    assert usual == NOT_KEPT
