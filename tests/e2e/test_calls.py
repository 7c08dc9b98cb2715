"""What a run costs when nobody watches it: two calls when nothing is new, and
no more than what is new asks for.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.core.model import Status
from sync.core.people import Pair
from sync.errors import SyncError
from sync.google.sheets import Spreadsheet
from sync.program.opened import Opened
from sync.run.one_run import run
from sync.state.store import State
from tests.support.program import ADMIN, TODAY, Program, prepared, unattended
from tests.support.quiet_programs import (
    NEW_DAY,
    NEWS,
    NOVEMBER,
    ROBOT,
    caught_up,
    codes,
    empty_five_rows,
    run_by_a_robot,
    twelve_pairs,
)
from tests.support.raw_calls import api
from workspace.errors import Refusal
from workspace.weather import Fault

quiet = prepared(caught_up)


def test_nothing_new_costs_two_calls_and_judges_nobody(quiet: Program) -> None:
    result, calls = unattended(quiet)
    assert calls == {"forms.read": 1, "drive.read": 1}
    assert (result.standings, result.changed, result.new) == ([], set(), [])
    assert result.summaries["WES"]["status"][Status.REACH_OUT.value] == 3, (
        "what was last said is said again"
    )


def test_an_answer_costs_a_write_and_no_reading(quiet: Program) -> None:
    quiet.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    result, calls = unattended(quiet)
    assert calls == NEWS | {"sheets.write": 2}
    assert (len(result.new), result.counted, result.changed) == (1, 1, {"WES"})


def test_an_edit_costs_a_read_and_a_write(quiet: Program) -> None:
    quiet.type("pairs", 2, "ends", 46300)
    result, calls = unattended(quiet)
    assert calls == NEWS | {"sheets.read": 1, "sheets.write": 2}
    assert result.summaries["WES"]["status"]["Ended"] == 1


def test_a_new_day_judges_everybody_from_the_state(quiet: Program) -> None:
    result, calls = unattended(quiet, day=TODAY + timedelta(days=1))
    assert calls == NEW_DAY | {"sheets.write": 2}
    assert [s.day for s in result.standings] == [TODAY + timedelta(days=1)]


def test_a_setting_that_changes_judges_its_district(quiet: Program) -> None:
    path = quiet.folder / "districts.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2027-06-18", "2027-06-11"),
        encoding="utf-8",
    )
    assert len(unattended(quiet)[0].standings) == 1
    unattended(quiet)  # looks at what was just written
    assert unattended(quiet)[0].standings == []


def to_version_1(path: Path) -> dict[int, Pair]:
    """Make a state as the first version kept it; gives the pairs in it."""
    with closing(State(path)) as state:
        pairs = state.rosters.pairs("WES")
    with closing(sqlite3.connect(path)) as db, db:
        for name in (
            "to_judge",
            "judged",
            "to_read",
            "roster",
            "sheets",
            "spent",
            "form_responses",
            "figures",
        ):
            db.execute(f"DROP TABLE {name}")
        for name in ("unreported_answers", "unplaced_answers"):
            db.execute(f"DROP INDEX {name}")
        db.execute("CREATE TABLE touched (district TEXT PRIMARY KEY)")
        db.execute(
            "CREATE TABLE pairs (district TEXT, number INTEGER, pair TEXT, PRIMARY KEY (district, number))"
        )
        for p in pairs.values():
            kept = {
                "district": p.district,
                "number": p.number,
                "mentor": [p.mentor.name, p.mentor.addresses],
                "mentee": [p.mentee.name, p.mentee.addresses],
                "school": p.school,
                "starts": None,
                "ends": None,
                "away": [],
                "regular": [p.regular.weekday, None] if p.regular else None,
                "seen": None,
            }
            db.execute(
                "INSERT INTO pairs VALUES (?, ?, ?)",
                (p.district, p.number, json.dumps(kept)),
            )
        db.execute("PRAGMA user_version = 1")
    return pairs


def test_an_older_state_is_brought_up_to_date(quiet: Program) -> None:
    before = to_version_1(quiet.state_file)
    result, _ = unattended(quiet)
    assert (len(result.standings), result.changed) == (1, set()), (
        "judged anew, and nothing to write"
    )
    with quiet.state() as (state, _):
        assert state.rosters.pairs("WES") == before


many = prepared(twelve_pairs)


def test_what_is_wrong_with_a_sheet_is_shown_until_it_is_mended(
    many: Program,
) -> None:
    for _ in range(2):
        unattended(many)
    kept = many.values("pairs")
    empty_five_rows(many)
    for day in (
        TODAY,
        TODAY,
        TODAY + timedelta(days=1),
        TODAY + timedelta(days=2),
    ):
        result, _ = unattended(many, day=day)
        assert result.guarded == {"WES"}
        assert "5 of 12 pairs are gone" in "\n".join(
            result.summaries["WES"]["questions"]
        )
    for place in range(8, 13):
        many.type("pairs", place + 1, "mentor", kept[place][1])
        many.type("pairs", place + 1, "mentee", kept[place][2])
    for _ in range(3):
        result, calls = unattended(many, day=TODAY + timedelta(days=2))
    assert (result.guarded, result.summaries["WES"]["questions"]) == (
        set(),
        [],
    )
    assert calls == {"forms.read": 1, "drive.read": 1}, (
        "and then it is left alone"
    )


def test_a_look_at_what_accepting_would_do_accepts_nothing(
    many: Program,
) -> None:
    empty_five_rows(many)
    looked, _ = many.run(accept=True, write=False, differ=True)
    assert len(looked.standings[0].pairs) == 7
    assert many.run()[0].guarded == {"WES"}


robot = prepared(run_by_a_robot, ROBOT)


def test_what_the_tool_wrote_itself_costs_no_read(robot: Program) -> None:
    robot.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    assert unattended(robot)[1] == NEWS | {"sheets.write": 2}
    result, calls = unattended(robot)
    assert calls == {"forms.read": 1, "drive.read": 1}, "it looked as it wrote"
    assert result.standings == []


def test_what_somebody_wrote_after_the_tool_is_read(robot: Program) -> None:
    unattended(robot, day=TODAY + timedelta(days=1))
    robot.type("pairs", 2, "ends", 46300)
    result, calls = unattended(robot, day=TODAY + timedelta(days=1))
    assert calls == NEWS | {"sheets.read": 1, "sheets.write": 2}
    assert result.summaries["WES"]["status"]["Ended"] == 1


def test_a_tab_renamed_meanwhile_is_looked_at_next_time(
    robot: Program,
) -> None:
    """The write's answer names tabs by their titles: with another title it is
    sent without, and the sheet is read after.
    """
    with robot.state() as (state, _):
        state.db.run(
            "UPDATE sheets SET titles = ?", ('{"pairs": "As it was called"}',)
        )
    result, calls = unattended(robot, day=TODAY + timedelta(days=1))
    assert result.changed == {"WES"}
    assert calls == NEW_DAY | {"sheets.write": 3}
    assert (
        unattended(robot, day=TODAY + timedelta(days=1))[1]["sheets.read"] == 1
    )


@pytest.mark.parametrize("verb", ["roster", "calendar", "provision"])
def test_what_another_command_wrote_is_read(
    robot: Program, tmp_path: Path, verb: str
) -> None:
    from sync.admin import add_calendar, add_pairs

    if verb == "roster":
        (tmp_path / "WES.csv").write_text(
            "Mentor,Mentee\nNoor Haddad,Eli Costa\n", encoding="utf-8"
        )
        robot.does(add_pairs.add, tmp_path / "WES.csv", TODAY)
    elif verb == "calendar":
        (tmp_path / "WES.csv").write_text(
            "What,From,Name\nno school,2026-12-01,Snow\n", encoding="utf-8"
        )
        robot.does(add_calendar.add, tmp_path / "WES.csv")
    else:
        robot.type(
            "pairs", 2, "label", "", who=ADMIN
        )  # a formula of the tool's is gone
        unattended(robot)
        robot.identities = (ADMIN, ROBOT)
        assert robot.provision()[0].of(Deed.MEND)
        robot.identities = (ROBOT,)
    assert unattended(robot)[1]["sheets.read"] == 1


def test_several_identities_share_the_work(program: Program) -> None:
    program.identities = (
        ADMIN,
        ROBOT,
        "robot-2@making-time.iam.gserviceaccount.com",
    )
    done, _ = program.provision()
    assert [what for what in done.of(Deed.SHARE) if "the folder" in what] == [
        f"the folder: opened to {who}" for who in program.identities[1:]
    ]
    protected = program.google(ADMIN).sheets.metadata(
        Spreadsheet(program.lock.sheets["WES"].id)
    )["sheets"][1]["protectedRanges"][0]
    assert set(program.identities) <= set(protected["editors"]["users"])
    with program.state() as (state, google):
        ledger, now = google.pace.ledger, google.pace.clock.now()
        while not ledger.take([(f"{ADMIN} sheets.write", 60)], now):
            pass  # the first identity has spent what it may
        result = run(Opened(program.settings, google, state), TODAY)
        assert result.changed == {"WES"}
        assert google.pace.clock.now() - time.time() < 1, "nobody waited"
    assert program.provision()[0].of(Deed.SHARE) == [], (
        "nothing is shared twice"
    )


@pytest.mark.parametrize("applied", [True, False])
def test_a_write_whose_answer_was_lost_is_looked_up_in_the_same_run(
    quiet: Program, applied: bool
) -> None:
    quiet.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    quiet.space.weather.faults = [
        Fault("503", "sheets.spreadsheets.batchUpdate", applied=applied)
    ]
    result, calls = unattended(quiet)
    assert (result.changed, result.failed) == ({"WES"}, {})
    assert calls == NEWS | {
        "sheets.read": 1,
        "sheets.write": 2 if applied else 3,
    }
    assert [row[2] for row in quiet.values("log")[1:] if row] == [
        "WES-1 Ana Diaz & Sam Lee"
    ]


def test_a_state_that_was_put_back_doubles_nothing(robot: Program) -> None:
    """A backup, another machine's file, a power cut: the write's own answer
    shows that the sheet held more than is known.
    """
    shutil.copy(robot.state_file, robot.folder / "backup")
    robot.log(
        "ana@westbrook.example",
        "WES-1",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    unattended(robot)
    for each in robot.folder.glob("state.sqlite*"):
        each.unlink()
    shutil.copy(robot.folder / "backup", robot.state_file)
    result, _ = unattended(robot)
    assert (len(codes(robot)), result.failed) == (1, {})
    assert unattended(robot)[0].changed == set()


def test_a_write_that_google_finishes_late_doubles_nothing(
    robot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer is lost, it is looked up and not there yet, and then it is
    done all the same.
    """
    robot.log(
        "ana@westbrook.example",
        "WES-1",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    applied, late = (
        robot.space.methods["sheets.spreadsheets.batchUpdate"],
        list[Any](),
    )

    def slow(*args: Any, **kwargs: Any) -> Any:
        if not late:
            late.append((args, kwargs))
            raise Refusal(503, "The service is currently unavailable.")
        if len(late) == 1:
            late.append("done")
            applied(*late[0][0], **late[0][1])
        return applied(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setitem(
            robot.space.methods, "sheets.spreadsheets.batchUpdate", slow
        )
        result, _ = unattended(robot)
    assert (len(codes(robot)), result.failed) == (1, {})


def test_what_befell_the_tools_own_tabs_is_mended(robot: Program) -> None:
    robot.log(
        "ana@westbrook.example",
        "WES-1",
        sent=NOVEMBER,
        kind="one-on-one",
        minutes=30,
    )
    unattended(robot)
    robot.edit(
        {
            "deleteDimension": {
                "range": {
                    "sheetId": robot.layout.tab("log").id,
                    "dimension": "ROWS",
                    "startIndex": 1,
                    "endIndex": 2,
                }
            }
        },
        who=ADMIN,
    )
    assert codes(robot) == []
    unattended(robot)
    assert len(codes(robot)) == 1


def test_an_edit_that_came_back_with_a_write_outlives_the_run(
    robot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends between the write and the reading of what came back with
    it.
    """
    from sync.google.sheets import Sheets
    from sync.run.sheets_read import SheetsRead

    update = Sheets.update

    def while_somebody_types(sheets: Any, *args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(Sheets, "update", update)
        robot.type("pairs", 2, "ends", 46300)
        return update(sheets, *args, **kwargs)

    def ends(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Sheets, "update", while_somebody_types)
        patch.setattr(SheetsRead, "observe", ends)
        with pytest.raises(KeyboardInterrupt):
            unattended(robot, day=TODAY + timedelta(days=1))
    result, _ = unattended(robot, day=TODAY + timedelta(days=1))
    assert result.summaries["WES"]["status"]["Ended"] == 1


@pytest.mark.parametrize(
    "token", ["another@school.example 1", f"{ROBOT} nonsense", f"{ROBOT} "]
)
def test_a_token_of_another_or_that_drive_does_not_take_is_made_anew(
    robot: Program, token: str
) -> None:
    with robot.state() as (state, _):
        whose, _, which = token.rpartition(" ")
        state.notes.changes_token = (whose, which)
    assert unattended(robot)[1]["sheets.read"] == 1, (
        "every sheet counts as touched"
    )
    assert "sheets.read" not in unattended(robot)[1]


def test_a_tab_that_is_gone_is_not_forgotten_over_an_edit(
    robot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.google.sheets import Sheets

    robot.edit(
        {"deleteSheet": {"sheetId": robot.layout.tab("corrections").id}},
        who=ADMIN,
    )
    assert "the tab Corrections" in str(
        unattended(robot)[0].summaries["WES"]["questions"]
    )
    update = Sheets.update

    def while_somebody_types(sheets: Any, *args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(Sheets, "update", update)
        robot.type("pairs", 2, "ends", 46300)
        return update(sheets, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Sheets, "update", while_somebody_types)
        unattended(robot, day=TODAY + timedelta(days=1))
    assert "the tab Corrections" in str(
        unattended(robot, day=TODAY + timedelta(days=1))[0].summaries["WES"][
            "questions"
        ]
    )


def test_a_sheet_that_cannot_be_opened_is_named(robot: Program) -> None:
    robot.identities = ("stranger@making-time.iam.gserviceaccount.com",)
    file = {
        "type": "user",
        "role": "reader",
        "emailAddress": robot.identities[0],
    }
    url = f"/drive/v3/files/{robot.lock.form}/permissions?sendNotificationEmail=false"
    api(
        robot.space, "POST", url, json=file | {"role": "writer"}
    ).raise_for_status()
    with pytest.raises(
        SyncError, match=r"Westbrook's sheet cannot be opened any more"
    ):
        unattended(robot)
