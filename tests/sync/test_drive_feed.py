"""What Drive's feed of changes tells, late or never."""

from __future__ import annotations

import pytest

from sync.errors import GoogleError
from sync.google.drive import SHEET, Drive
from tests.support.program import (
    Program,
    unattended,
)
from tests.support.watched_sheets import (
    HOURS,
    new_pair,
    pairs,
)


def test_what_the_feed_tells_is_judged_by_the_next_run(robot: Program) -> None:
    assert unattended(robot)[1] == {"forms.read": 1, "drive.read": 1}
    new_pair(robot)
    assert unattended(robot)[1]["sheets.read"] == 1
    assert pairs(robot) == 4


@pytest.mark.parametrize("watched", ["shared drive"], indirect=True)
def test_a_members_own_feed_tells_nothing_of_others(robot: Program) -> None:
    """Google's page on changes: a shared drive's own log must be replayed. The
    workspace keeps to it.
    """
    new_pair(robot)
    drive = robot.google().drive
    own, _ = drive.changed("1")
    assert robot.lock.sheets["WES"].id in own, "what the tool itself did"
    token = drive.start_token()
    robot.type("pairs", 5, "mentor", "Noor Haddad Diaz")
    assert drive.changed(token)[0] == {}
    assert (
        robot.lock.sheets["WES"].id in drive.changed("1", robot.lock.drive)[0]
    )


def test_a_folder_out_of_reach_stops_no_run(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    unattended(program)
    program.later = 7 * HOURS
    trashed = Drive.trashed
    with pytest.raises(GoogleError, match="File not found"):
        program.google().drive.trashed("1" * 33, SHEET)
    monkeypatch.setattr(
        Drive, "trashed", lambda d, _, *more: trashed(d, "1" * 33, *more)
    )
    assert unattended(program)[0].failed == {}
    assert "drive.read" in unattended(program)[1]


@pytest.mark.parametrize("watched", ["shared drive"], indirect=True)
def test_a_shared_drive_out_of_reach_costs_reads_and_loses_nothing(
    robot: Program,
) -> None:
    path = robot.settings.lock_path
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            f'drive = "{robot.lock.drive}"', 'drive = "0AAAAAAAAAAAAAAAAAA"'
        ),
        encoding="utf-8",
    )
    for _ in range(2):
        assert unattended(robot)[1]["sheets.read"] == 1
    new_pair(robot)
    unattended(robot)
    assert pairs(robot) == 4
