"""One run as a whole."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync.errors import SyncError
from tests.support.program import TODAY, Program, prepared, unattended
from tests.support.quiet_programs import (
    NOVEMBER,
    ROBOT,
    caught_up,
    empty_five_rows,
    run_by_a_robot,
    twelve_pairs,
)
from tests.support.raw_calls import api

quiet = prepared(caught_up)


many = prepared(twelve_pairs)


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    quiet: Program,
) -> None:
    before = {tab: quiet.values(tab) for tab in ("status", "log")}
    quiet.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    result, calls = quiet.run(write=False, differ=True)
    text = "\n".join(result.differences["WES"])
    assert "~ Status, WES-1 Ana Diaz & Sam Lee: Status: Reach out → " in text
    assert "+ Log: " in text
    assert calls["sheets.write"] == 0
    assert {tab: quiet.values(tab) for tab in before} == before
    assert unattended(quiet)[0].changed == {"WES"}, "it is still to be written"


robot = prepared(run_by_a_robot, ROBOT)


def test_looking_keeps_nothing(many: Program) -> None:
    """A look at another day, or at what accepting would do, changes nothing
    that a later run believes.
    """
    with many.state() as (state, _):
        before = state.rosters.pairs("WES")
    many.type("pairs", 14, "mentor", "Noor Haddad")
    many.type("pairs", 14, "mentee", "Eli Costa")
    many.run(day=TODAY + timedelta(days=100), write=False)
    empty_five_rows(many)
    many.run(write=False, accept=True, differ=True)
    with many.state() as (state, _):
        assert state.rosters.pairs("WES") == before


def test_a_sheet_in_the_trash_is_reported_by_every_run(robot: Program) -> None:
    sheet_id = robot.lock.sheets["WES"].id
    for trashed, said in (
        (True, "Westbrook's sheet is in the trash"),
        (False, ""),
    ):
        api(
            robot.space,
            "PATCH",
            f"/drive/v3/files/{sheet_id}",
            json={"trashed": trashed},
        ).raise_for_status()
        for _ in range(2):
            if said:
                with pytest.raises(SyncError, match=said):
                    unattended(robot)
            else:
                assert unattended(robot)[0].failed == {}
