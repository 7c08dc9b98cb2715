"""What is read of sheets, and read again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sync.errors import Refused
from tests.support.program import TODAY, Program, prepared, unattended
from tests.support.quiet_programs import (
    NEW_DAY,
    NOVEMBER,
    ROBOT,
    caught_up,
    empty_five_rows,
    run_by_a_robot,
    twelve_pairs,
)

quiet = prepared(caught_up)
many = prepared(twelve_pairs)
robot = prepared(run_by_a_robot, ROBOT)


@pytest.mark.parametrize("whose", ["robot", "quiet"])
def test_what_somebody_wrote_while_a_run_wrote_is_judged_in_the_same_run(
    whose: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the tool's own write hides it: Drive names only who wrote
    last.
    """
    from sync.google.sheets import Sheets

    program: Program = request.getfixturevalue(whose)
    update, typed = Sheets.update, [False]

    def while_somebody_types(sheets: Any, *args: Any, **kwargs: Any) -> Any:
        if not typed[0]:
            typed[0] = True
            program.type("pairs", 2, "ends", 46300)
        return update(sheets, *args, **kwargs)

    program.log(
        "ana@westbrook.example",
        "WES-2",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    with monkeypatch.context() as patch:
        patch.setattr(Sheets, "update", while_somebody_types)
        result, calls = unattended(program, day=TODAY + timedelta(days=1))
    assert (len(result.new), result.counted, len(result.standings)) == (
        1,
        1,
        1,
    ), "judged twice, told once"
    assert result.summaries["WES"]["status"]["Ended"] == 1
    assert calls == NEW_DAY | {"sheets.write": 3}
    assert program.row("status", "WES-1", "pair")["Status"] == "Ended"
    for _ in range(2):
        again, _ = unattended(program, day=TODAY + timedelta(days=1))
        assert again.changed == set()


def test_without_a_state_the_status_tab_remembers_the_pairs(
    many: Program,
) -> None:
    empty_five_rows(many)
    many.state_file.unlink()
    before = many.values("status")
    with pytest.raises(
        Refused, match="5 of 12 pairs are gone since it was last read"
    ):
        many.run()
    assert many.values("status") == before
    accepted, _ = many.run(accept=True)
    assert len(accepted.standings[0].pairs) == 7
