"""What was written into a sheet, as it was last seen."""

from __future__ import annotations

from typing import Any

from sync.state.store import State
from templates.written import Written


def test_what_was_written_is_kept_by_its_differences(state: State) -> None:
    """Rows that come at the top, go from the middle, change: what is kept is
    what is read back.
    """
    with state.writing():
        state.sheets.keep(
            "WES", 1.0, {"pairs": [["a"]]}, {"pairs": "Pairs"}, 0, False
        )
    rows: list[tuple[Any, ...]] = [
        (f"C{n}", n, None, 1.5, True) for n in range(6)
    ]
    steps = [
        Written(
            ("one", 1, None, None, None), tuple(rows[:2]), tuple(rows[:3]), ()
        ),
        Written(
            ("two", 2, "?", None, None),
            tuple(rows[:2]),
            (("new", 0), *rows[:3]),
            ((1, "x"),),
        ),
        Written(
            ("two", 2, "?", None, None),
            (),
            (("new", 0), rows[0], rows[2]),
            ((1, "y"),),
        ),
        Written(),
    ]
    before: Written | None = None
    for after in steps:
        assert state.sheets.written("WES") == before
        state.sheets.keep_written("WES", after, before)
        before = after
        assert state.sheets.written("WES") == after
    state.sheets.mark_uncertain("WES")
    assert (
        state.sheets.written("WES"),
        state.sheets.seen()["WES"].certain,
    ) == (
        None,
        False,
    )
    state.sheets.keep_written("WES", steps[0])
    assert state.sheets.written("WES") == steps[0], (
        "and whole, over whatever was kept"
    )
