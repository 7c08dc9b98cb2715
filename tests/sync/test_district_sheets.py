"""Which sheets a run reads: what Drive's feed tells, late or never, in a
shared drive and outside, and what it never tells.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.model import Status
from sync.errors import SyncError
from sync.program import program_file
from sync.run.district_sheets import UNSEEN_AT_ONCE, to_read
from sync.state.sheets_seen import SeenSheet
from templates.writing import but_for_the_day
from templates.written import Written
from tests.support.program import (
    TODAY,
    Program,
    unattended,
)
from tests.support.raw_calls import api
from tests.support.watched_sheets import (
    HOURS,
    new_pair,
    pairs,
)
from workspace.weather import Fault

pytestmark = pytest.mark.whole

NEVER = 10 * 365 * 24 * HOURS


def lag(program: Program, seconds: float) -> None:
    """By how much Drive's feed lags edits from here on."""
    program.space.store.set_meta("lag.drive", str(seconds))


@pytest.mark.parametrize("late", [600.0, NEVER])
def test_an_edit_that_the_feed_tells_late_or_never_is_judged_within_six_hours(
    robot: Program, late: float
) -> None:
    lag(robot, late)
    new_pair(robot)
    assert unattended(robot)[1] == {"forms.read": 1, "drive.read": 1}
    robot.later = 5.9 * HOURS
    assert "sheets.read" not in unattended(robot)[1]
    robot.later = 6 * HOURS + 60
    result, calls = unattended(robot)
    assert (calls["sheets.read"], result.changed) == (1, {"WES"})
    assert pairs(robot) == 4
    assert unattended(robot)[1] == {"forms.read": 1, "drive.read": 1}, (
        "it was seen a moment ago"
    )


def test_the_hours_are_a_setting(robot: Program) -> None:
    file = robot.folder / "program.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            "[google]", "[google]\nunseen_hours = 24"
        ),
        encoding="utf-8",
    )
    robot.later = 23 * HOURS
    assert "sheets.read" not in unattended(robot)[1]
    robot.later = 25 * HOURS
    assert unattended(robot)[1]["sheets.read"] == 1


def test_what_a_write_answers_counts_as_seen(robot: Program) -> None:
    robot.later = 5 * HOURS
    robot.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    result, calls = unattended(robot)
    assert (result.changed, "sheets.read" in calls) == ({"WES"}, False)
    robot.later = 10 * HOURS
    assert "sheets.read" not in unattended(robot)[1]
    robot.later = 11 * HOURS + 60
    assert unattended(robot)[1]["sheets.read"] == 1


def test_a_sheet_in_the_trash_is_noticed_without_the_feed(
    robot: Program,
) -> None:
    sheet_id = robot.lock.sheets["WES"].id
    robot.space.store.db.execute(
        "UPDATE files SET trashed = 1 WHERE id = ?", (sheet_id,)
    )
    assert unattended(robot)[0].failed == {}, "nothing has told of it"
    robot.later = 6 * HOURS + 60
    with pytest.raises(SyncError, match="Westbrook's sheet is in the trash"):
        unattended(robot)
    robot.space.store.db.execute(
        "UPDATE files SET trashed = 0 WHERE id = ?", (sheet_id,)
    )
    robot.later = 13 * HOURS
    assert unattended(robot)[0].failed == {}


def in_the_trash(program: Program, trashed: bool) -> None:
    """Somebody trashes Westbrook's sheet, or restores it."""
    body = {"trashed": trashed}
    path = f"/drive/v3/files/{program.lock.sheets['WES'].id}?supportsAllDrives=true"
    assert api(program.space, "PATCH", path, json=body).status_code == 200


def test_a_trashed_sheet_that_lay_in_another_folder_stays_refused_until_it_is_restored(
    program: Program,
) -> None:
    folder = {
        "name": "Elsewhere",
        "mimeType": "application/vnd.google-apps.folder",
    }
    other = api(program.space, "POST", "/drive/v3/files", json=folder).json()[
        "id"
    ]
    moved = f"addParents={other}&removeParents={program.lock.folder}"
    api(
        program.space,
        "PATCH",
        f"/drive/v3/files/{program.lock.sheets['WES'].id}?{moved}",
        json={},
    )
    unattended(program)
    in_the_trash(program, True)
    for later in (600.0, 7 * HOURS, 14 * HOURS):
        program.later = later
        with pytest.raises(
            SyncError, match="Westbrook's sheet is in the trash"
        ):
            unattended(program)
    in_the_trash(program, False)
    program.later = 21 * HOURS
    assert unattended(program)[0].failed == {}


def test_a_sheet_that_cannot_be_read_takes_no_place_of_those_unseen(
    program: Program,
) -> None:
    unattended(program)
    program.later = 7 * HOURS
    program.space.weather.faults = [Fault("403", "sheets.*", times=9)]
    with pytest.raises(SyncError):
        unattended(program)
    program.space.weather.faults = []
    with program.state() as (state, _):
        assert not state.sheets.seen()["WES"].certain, (
            "whoever is not certain is read beside the twenty"
        )
    assert unattended(program)[0].failed == {}
    with program.state() as (state, _):
        assert state.sheets.seen()["WES"].certain


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 59),
        st.tuples(st.floats(0, 48), st.booleans()),
        max_size=60,
    ),
    st.sets(st.integers(0, 59), max_size=5),
    st.booleans(),
)
def test_twenty_of_those_longest_unseen_and_whatever_must_be_read(
    seen: dict[int, tuple[float, bool]], touched: set[int], everything: bool
) -> None:
    here = [f"D{n:02d}" for n in range(60)]
    now = 1_800_000_000.0
    sheets = {
        f"D{n:02d}": SeenSheet(now - hours * HOURS, certain)
        for n, (hours, certain) in seen.items()
    }
    noted = {f"D{n:02d}" for n in touched}
    program: Any = SimpleNamespace(
        state=SimpleNamespace(
            to_do=SimpleNamespace(to_read=lambda: noted),
            sheets=SimpleNamespace(seen=lambda: sheets),
        ),
        google=SimpleNamespace(
            pace=SimpleNamespace(clock=SimpleNamespace(now=lambda: now))
        ),
        settings=SimpleNamespace(
            file=SimpleNamespace(google=program_file.GooglePart())
        ),
    )
    read = to_read(program, here, everything)
    must = {
        k
        for k in here
        if everything or k in noted or k not in sheets or not sheets[k].certain
    }
    others = [k for k in read if k not in must]
    assert [k for k in here if k in read] == read, (
        "in the order of the districts"
    )
    assert must <= set(read)
    assert len(others) <= UNSEEN_AT_ONCE
    assert all(now - sheets[k].seen >= 6 * HOURS for k in others)
    left = [
        sheets[k].seen
        for k in here
        if k not in read and now - sheets[k].seen > 6 * HOURS
    ]
    assert not left or (
        len(others) == UNSEEN_AT_ONCE
        and max(sheets[k].seen for k in others) <= min(left)
    )


FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), TODAY


def as_of(program: Program) -> int:
    return int(program.values("status")[1][1])


def warning(program: Program, day: date) -> str:
    """What stands beside the day judged for, looked at on another day."""
    program.space.store.set_now(
        datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    )
    row = program.values("status")[1]
    return str(row[2]) if len(row) > 2 else ""


def test_a_day_without_school_is_judged_and_not_stamped(
    program: Program,
) -> None:
    unattended(program, day=FRIDAY)
    stamped = as_of(program)
    for day in (SATURDAY, SATURDAY + timedelta(days=1)):
        result, calls = unattended(program, day=day)
        assert (result.changed, "WES" in result.summaries) == (set(), True)
        assert calls["sheets.write"] == 1, (
            "the program's own sheet, once a day"
        )
        assert as_of(program) == stamped
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    assert unattended(program, day=SATURDAY + timedelta(days=1))[
        0
    ].changed == {"WES"}
    assert as_of(program) == stamped + 2, (
        "what is new is written, with its day"
    )
    assert unattended(program, day=MONDAY)[0].changed == {"WES"}
    assert as_of(program) == stamped + 3


def test_the_warning_is_silent_over_weekends_and_vacations_and_no_longer(
    program: Program,
) -> None:
    wednesday = date(
        2026, 11, 25
    )  # Thursday and Friday are Thanksgiving, printed into Calendar
    unattended(program, day=wednesday)
    assert [
        warning(program, wednesday + timedelta(days=n)) for n in range(9)
    ] == [""] * 8 + [
        "These lines are 8 days old: ask the person who runs the tool"
    ]
    place = program.layout.tab("start").header_row + 1

    def at_the_start(days: int) -> str:
        warning(program, wednesday + timedelta(days=days))
        return str(program.values("start")[place][0])

    # Monday is the next school day: on Tuesday it has gone by.
    assert [at_the_start(n) for n in range(7)] == [""] * 6 + [
        "No run has ended well for 6 days, so Status is that old. Ask the person who runs the tool."
    ]
    assert (
        program.run(day=wednesday)[0].summaries["WES"]["status"][
            Status.REACH_OUT.value
        ]
        == 3
    )


def test_on_a_day_without_school_what_differs_but_for_the_day_is_written() -> (
    None
):
    stamped = Written(("figures", 46_000, None, 46_002, None))
    assert (
        but_for_the_day(
            stamped, Written(("figures", 46_001, None, 46_002, None))
        )
        is stamped
    )
    for before, after in (
        (
            Written(("figures", None, None, 46_002, None)),
            Written(("figures", 46_001, None, 46_002, None)),
        ),  # somebody emptied it
        (
            Written(("figures", 46_000, None, None, None)),
            Written(("figures", 46_001, None, 46_002, None)),
        ),
        (stamped, Written(("figures", 46_001, None, 46_016, None))),
        (stamped, Written(("other figures", 46_001, None, 46_002, None))),
        (
            stamped,
            Written(
                ("figures", 46_001, None, 46_002, None), log=(("ABCDEF",),)
            ),
        ),
    ):
        assert but_for_the_day(before, after) is after


def test_after_the_last_day_of_school_nobody_is_warned(
    program: Program,
) -> None:
    unattended(program, day=date(2027, 6, 18))
    assert warning(program, date(2027, 8, 1)) == ""
