"""The small facts that the state keeps come back as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sync.state.store import State, opened

MOMENT = datetime(2026, 11, 20, 15, 30, 0, 123456, UTC)


def test_before_anything_is_known_each_fact_is_empty(state: State) -> None:
    notes = state.notes
    assert (notes.form, notes.watermark, notes.routes) == ("", None, "")
    assert (notes.wordings, notes.forms_seen) == ({}, set())
    assert notes.changes_token == ("", "")
    assert notes.listed_on() is None


def test_facts_outlive_the_process(where: str | Path) -> None:
    with opened(where) as state, state.writing():
        state.notes.form = "form"
        state.notes.watermark = MOMENT
        state.notes.wordings = {"odd “words”": "not known"}
        state.notes.forms_seen = ["log-2", "log-1"]
        state.notes.changes_token = ("ana@x.example", "17")
    with opened(where) as state:
        notes = state.notes
        assert (notes.form, notes.watermark) == ("form", MOMENT)
        assert notes.wordings == {"odd “words”": "not known"}
        assert notes.forms_seen == {"log-1", "log-2"}
        assert notes.changes_token == ("ana@x.example", "17")


def test_each_form_has_a_day_of_its_own(state: State) -> None:
    day = date(2026, 11, 20)
    with state.writing():
        state.notes.keep_listed_on(day)
        state.notes.keep_listed_on(day.replace(day=1), "planning")
    assert state.notes.listed_on() == day
    assert state.notes.listed_on("planning") == day.replace(day=1)
    with state.writing():
        state.notes.keep_listed_on(None, "planning")
    assert state.notes.listed_on("planning") is None
    assert state.notes.listed_on() == day
