"""Judgements of the last run."""

from __future__ import annotations

from sync.state.store import State


def test_what_another_machine_notes_meanwhile_is_not_forgotten(
    state: State,
) -> None:
    """A district marked after it began to be judged is judged again; a sheet
    marked after it was read is read again.
    """
    with state.writing():
        state.to_do.mark_for_judging(["WES"])
        state.to_do.mark_for_reading(["WES"])
    judging, reading = (
        state.to_do.judging_marks("WES"),
        state.to_do.reading_marks("WES"),
    )
    with state.writing():  # as another machine would
        state.to_do.mark_for_judging(["WES"])
        state.to_do.mark_for_reading(["WES"])
        state.sheets.keep("WES", 1.0, {"pairs": [["a"]]}, {}, reading, False)
    state.judgements.finish("WES", "mark", {}, {}, judging)
    assert (state.to_do.to_read(), state.judgements.due({"WES": "mark"})) == (
        {"WES"},
        {"WES"},
    )
    with state.writing():
        state.sheets.keep(
            "WES",
            1.0,
            {"pairs": [["a"]]},
            {},
            state.to_do.reading_marks("WES"),
            False,
        )
    state.judgements.finish(
        "WES", "mark", {}, {}, state.to_do.judging_marks("WES")
    )
    assert (state.to_do.to_read(), state.judgements.due({"WES": "mark"})) == (
        set(),
        set(),
    )
