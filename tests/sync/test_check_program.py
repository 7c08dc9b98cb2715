"""What stands in the way in the program's files at Google is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forms.form_shapes import MEETING_LOG
from sync.admin.check_program import Things
from sync.admin.doctor import examine
from sync.admin.finding import Grade
from sync.admin.plan import Deed
from tests.support.obstacles import (
    PROGRAM,
    Obstacle,
    a_coordinator_who_mentors,
    assert_named,
    examined,
    name_of,
)
from tests.support.opened_files import share
from tests.support.program import Program
from tests.support.provisioned_forms import declared_forms
from tests.support.raw_calls import shared_drive
from tests.support.scene import ROBOT, Scene

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("obstacle", PROGRAM, ids=name_of)
def test_what_stands_in_the_way_is_named(
    scene: Scene, obstacle: Obstacle
) -> None:
    assert_named(scene, obstacle)


def test_districts_beyond_the_first_that_were_not_made_are_noticed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.admin.check_program.LOOKED_AT", 1)
    scene.program.provision()
    text = (scene.folder / "districts.csv").read_text(encoding="utf-8")
    scene.write(
        "districts.csv",
        text + "NOR,Northfield,,2026-08-31,2027-06-18,monthly,\n",
    )
    found = examined(scene)
    assert any(
        f.grade is Grade.WRONG
        and "Not made yet: the sheets of NOR." in f.message
        for f in found
    )
    scene.program.provision()
    assert not [
        f
        for f in examined(scene)
        if f.grade is Grade.WRONG or "not in districts.csv" in f.message
    ]


def test_many_answers_are_warned_of_long_before_a_limit(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.admin import check_program
    from sync.admin.check_program import Things

    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run()

    def limits() -> list[str]:
        found = program.does(lambda opened: list(Things(opened).all()))
        return [f.message for f in found if f.check == "limits"]

    assert limits() == []
    monkeypatch.setattr(check_program, "MANY_ANSWERS", 1)
    (said,) = limits()
    assert "1 answers; from 50,000 on" in said


def test_a_form_that_does_not_say_who_reads_it_is_named(
    program: Program,
) -> None:
    config = program.folder / "program.toml"
    own = program.folder / "own.toml"
    text = MEETING_LOG.file().read_text(encoding="utf-8")
    own.write_text(text.replace("{introduction}", "Hello."), encoding="utf-8")
    part = '[form]\nfile = "own.toml"\ncoordinators_evaluate = true\n'
    config.write_text(
        config.read_text(encoding="utf-8") + part, encoding="utf-8"
    )
    found = program.does(lambda opened: list(Things(opened).all()))
    said = [f.message for f in found if f.check == "form"]
    assert said == [
        "Coordinators who evaluate teachers read the logs. The form does not: put {introduction} into the description of your own file."
    ]


def test_a_link_to_a_sheet_is_wrong_to_doctor(program: Program) -> None:
    share(program, program.lock.sheets["WES"].id, type="anyone")
    found = program.does(lambda opened: list(Things(opened).all()))
    (wrong,) = [
        f for f in found if f.check == "readers" and f.grade is Grade.WRONG
    ]
    assert "anyone who has its link" in wrong.message


def test_a_feedback_form_that_collects_addresses_is_found_and_mended_and_nothing_is_kept(
    program: Program,
) -> None:
    form = program.lock.forms["feedback"].id
    settings = {
        "settings": {"emailCollectionType": "VERIFIED"},
        "updateMask": "emailCollectionType",
    }
    google = program.google()
    google.forms.update(
        form,
        [{"updateSettings": settings}],
        google.forms.get(form)["revisionId"],
    )
    findings = list(
        examine(
            program.folder / "program.toml",
            lambda _: _here(program),
            Path("/bin/sync"),
        )
    )
    wrong = [f for f in findings if f.grade is Grade.WRONG]
    assert [f.check for f in wrong] == ["feedback form"]
    declared = declared_forms(program)["feedback"]
    answer = {
        declared.question("district").question_id: {
            "textAnswers": {"answers": [{"value": "Westbrook"}]}
        }
    }
    program.space.forms.responses.add(
        form, {"respondentEmail": "ana@westbrook.example", "answers": answer}
    )
    program.run(read_all=True)
    with program.state() as (state, _):
        assert len(state.responses.all("feedback")) == 1
    assert b"ana@westbrook.example" not in _said(program)
    assert "the feedback form: 1 changes" in program.provision()[0].of(
        Deed.MEND
    )


def _said(program: Program) -> bytes:
    with program.state() as (state, _):
        return "".join(
            text
            for (text,) in state.db.rows("SELECT response FROM form_responses")
        ).encode()


def _here(program: Program) -> Any:
    from contextlib import nullcontext

    return nullcontext(program.space.url)


def test_members_of_a_shared_drive_are_named_once_however_many_files_and_pages(
    unprovisioned: Program,
) -> None:
    people = [f"member{n:03d}@school.example" for n in range(120)]
    shared_drive(
        unprovisioned, ROBOT, "program@making-time.example", readers=people
    )
    unprovisioned.identities = (ROBOT,)
    done, _ = unprovisioned.provision()
    (notice,) = done.of(Deed.NOTICE)
    assert "members of the shared drive open everything in it" in notice
    assert "member000@school.example, member001@school.example" in notice
    assert len(notice) < 500
    sheet_id = unprovisioned.lock.sheets["WES"].id
    assert {
        p["emailAddress"]
        for p in unprovisioned.google().drive.permissions(sheet_id)
    } >= set(people)
    assert unprovisioned.provision()[0].of(Deed.NOTICE) == [notice]
    findings = examine(
        unprovisioned.folder / "program.toml",
        lambda _: _here(unprovisioned),
        Path("/bin/sync"),
    )
    readers = " ".join(f.message for f in findings if f.check == "readers")
    assert (
        "WES's sheet can be opened by coordinator@westbrook.example and by whoever can open its folder."
        in readers
    )


@pytest.mark.parametrize(("days", "named"), [(-30, False), (30, True)])
def test_a_coordinator_who_mentors_is_named_until_the_pair_ends(
    scene: Scene, days: int, named: bool
) -> None:
    ends = datetime.now(UTC).date() + timedelta(days=days)
    a_coordinator_who_mentors(scene)
    with scene.program.state() as (state, _), state.writing():
        pairs = state.rosters.pairs("WES").values()
        state.rosters.keep("WES", [replace(p, ends=ends) for p in pairs])
    notes = [f.message for f in examined(scene) if f.check == "contacts"]
    assert any("WES-1" in note for note in notes) is named
