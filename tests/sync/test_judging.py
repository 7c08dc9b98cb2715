"""Districts are judged once, and each by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.program import ADMIN, TODAY, Program, prepared, unattended
from tests.support.quiet_programs import (
    NOVEMBER,
    ROBOT,
    caught_up,
    run_by_a_robot,
)
from workspace.weather import Fault

quiet = prepared(caught_up)


def test_what_could_not_be_written_is_written_next_time(
    quiet: Program,
) -> None:
    quiet.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    quiet.space.weather.faults = [
        Fault("500", "sheets.spreadsheets.batchUpdate", times=20)
    ]
    with pytest.raises(Exception, match=r".+"):
        unattended(quiet)
    quiet.space.weather.faults = []
    result, _ = unattended(quiet)
    assert (result.changed, len(result.new)) == ({"WES"}, 1)


robot = prepared(run_by_a_robot, ROBOT)


def test_a_judged_district_is_taken_in_once(
    quiet: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no row of Pairs changed past belief, answers become meetings once a run."""
    from sync.core.meetings import take_in

    taken: list[str] = []

    def counted(district: Any, *args: Any) -> Any:
        taken.append(district.key)
        return take_in(district, *args)

    for module in ("sync.core.judge", "sync.run.district_sheets"):
        monkeypatch.setattr(f"{module}.take_in", counted)
    quiet.run()
    assert taken == ["WES"], "where somebody looks on, every sheet is read"
    unattended(quiet, day=TODAY + timedelta(days=1))
    assert taken == ["WES", "WES"], "and on a next morning"


def test_a_mistake_of_ours_in_one_district_leaves_the_others_done(
    robot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.core import judge

    robot.add_north()
    robot.identities = (ADMIN, ROBOT)
    robot.provision()
    robot.identities = (ROBOT,)
    judged = judge.judge

    def mistaken(district: Any, *args: Any) -> Any:
        return 1 / 0 if district.key == "WES" else judged(district, *args)

    before = robot.values("status", district="NOR")
    with monkeypatch.context() as patch:
        patch.setattr("sync.run.judging.judge", mistaken)
        with pytest.raises(ZeroDivisionError):
            unattended(robot, day=TODAY + timedelta(days=1))
    assert robot.values("status", district="NOR") != before
    assert unattended(robot, day=TODAY + timedelta(days=1))[0].changed == {
        "WES"
    }
