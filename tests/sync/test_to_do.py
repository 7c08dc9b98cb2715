"""A district stays marked until whoever read or judged it saw the last mark."""

from __future__ import annotations

from sync.state.store import State


def test_what_is_marked_meanwhile_is_not_lost(state: State) -> None:
    to_do = state.to_do
    with state.writing():
        to_do.mark_for_reading(["WES", "NOR"])
        to_do.mark_for_judging(["WES"])
    reading, judging = to_do.reading_marks("WES"), to_do.judging_marks("WES")
    with state.writing():  # another machine, while this one works
        to_do.mark_for_reading(["WES"])
        to_do.mark_for_judging(["WES"])
        to_do.finish_reading("WES", reading)
        to_do.finish_judging("WES", judging)
    assert to_do.to_read() == {"WES", "NOR"}
    assert to_do.to_judge() == {"WES"}
    with state.writing():
        to_do.finish_reading("WES", to_do.reading_marks("WES"))
        to_do.finish_judging("WES", to_do.judging_marks("WES"))
    assert (to_do.to_read(), to_do.to_judge()) == ({"NOR"}, set())


def test_a_district_without_a_mark_has_none(state: State) -> None:
    assert state.to_do.reading_marks("WES") == 0
    with state.writing():
        state.to_do.finish_judging("WES", 0)
    assert state.to_do.to_judge() == set()
