"""A plan says what provisioning then does, changes nothing, and names what is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from googleapiclient.http import HttpRequest

from sync.admin.plan import Deed, ProvisionPlan
from sync.admin.provision import plan, provision
from sync.errors import Refused
from sync.program.opened import Opened
from tests.support.program import ADMIN, Program


def planned(program: Program) -> ProvisionPlan:
    """A plan; nothing is written by it, in Google or in the program's folder."""
    lock = program.settings.lock_path
    before = lock.read_bytes() if lock.exists() else b""
    with program.state() as (state, google):
        found = plan(Opened(program.settings, google, state))
        assert (
            sum(
                n
                for kind, n in google.pace.calls.items()
                if kind.endswith("write")
            )
            == 0
        )
    assert (lock.read_bytes() if lock.exists() else b"") == before
    return found


def nothing(_: Program) -> None:
    """Leave everything as it is."""


def a_tab_and_a_header_lost(program: Program) -> None:
    header = {
        "sheetId": program.layout.tab("calendar").id,
        "rowIndex": 0,
        "columnIndex": 0,
    }
    program.edit(
        {"deleteSheet": {"sheetId": program.layout.tab("follow_up").id}},
        {
            "updateCells": {
                "start": header,
                "rows": [{"values": [{}]}],
                "fields": "userEnteredValue",
            }
        },
        who=ADMIN,
    )


def a_question_reworded(program: Program) -> None:
    form = program.google().forms
    now = form.get(program.lock.form)
    item = now["items"][0] | {"title": "Whose meeting?"}
    change = {
        "updateItem": {
            "item": item,
            "location": {"index": 0},
            "updateMask": "title",
        }
    }
    form.update(program.lock.form, [change], now["revisionId"])


def nobody_may_answer(program: Program) -> None:
    google = program.google()
    for each in google.drive.permissions(program.lock.form):
        if each.get("view"):
            google.drive.unshare(program.lock.form, each["id"])


def another_district(program: Program) -> None:
    file = program.folder / "districts.csv"
    file.write_text(
        file.read_text(encoding="utf-8")
        + "NOR,Northfield,group:n@north.example,2026-08-31,2027-06-18,monthly,\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("happened", "deeds"),
    [
        (nothing, {}),
        # Status names the tab in a formula, which is printed again.
        (a_tab_and_a_header_lost, {Deed.MEND: 3}),
        (a_question_reworded, {Deed.MEND: 1}),
        (nobody_may_answer, {Deed.SHARE: 1}),
        (another_district, {Deed.MAKE: 1, Deed.MEND: 1, Deed.SHARE: 1}),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_what_is_planned_is_done(
    program: Program,
    happened: Callable[[Program], None],
    deeds: dict[Deed, int],
) -> None:
    happened(program)
    found = planned(program)
    assert {
        deed: len(found.of(deed)) for deed in Deed if found.of(deed)
    } == deeds
    assert found.changes is bool(deeds)
    done = program.does(partial(provision, expect=found.fingerprint))
    assert (done.steps, done.fingerprint) == (found.steps, found.fingerprint)
    assert planned(program) == ProvisionPlan(lock=program.lock)


def test_a_program_that_is_not_there_yet_is_planned_whole(
    unprovisioned: Program,
) -> None:
    found = planned(unprovisioned)
    assert found.as_json()["counts"] == {
        "make": 7,
        "mend": 0,
        "share": 4,
        "notice": 0,
    }
    assert planned(unprovisioned).fingerprint == found.fingerprint
    assert unprovisioned.provision()[0].fingerprint == found.fingerprint


def test_another_plan_than_expected_is_not_done(program: Program) -> None:
    """Somebody looked at a plan; then something else happened, also to a
    roster that is still to be printed.
    """
    another_district(program)
    found = planned(program)
    for change in (
        lambda: (program.folder / "rosters" / "NOR.csv").write_text(
            "Mentor,Mentee\nBea Ruiz,Ivo Sato\n", encoding="utf-8"
        ),
        lambda: nobody_may_answer(program),
    ):
        change()
        before = program.space.store.db.total_changes
        with pytest.raises(Refused, match="the plan is not") as refused:
            program.does(partial(provision, expect=found.fingerprint))
        assert program.space.store.db.total_changes == before
        assert planned(program).fingerprint in str(refused.value)
        found = planned(program)


def test_a_plan_names_everything_that_is_refused(program: Program) -> None:
    lock = program.lock
    lock.form, lock.sheets["WES"].id = "1" + "x" * 43, "1" + "y" * 43
    lock.save(program.settings.lock_path)
    program.state_file.unlink(missing_ok=True)
    found = planned(program)
    assert len(found.refused) == 2
    assert all("cannot be seen by" in why for why in found.refused)
    assert not found.changes, "what cannot be seen is not made anew"


def test_other_credentials_double_nothing(program: Program) -> None:
    """Without lock file and state, as another client that sees the folder:
    found again, or refused.
    """
    folder, before = (
        program.lock.folder,
        program.space.store.db.execute(
            "SELECT count(*) FROM files"
        ).fetchone(),
    )
    program.settings.lock_path.unlink()
    program.state_file.unlink(missing_ok=True)
    other = "other@making-time.example"
    google = program.google()
    google.drive.share(
        folder, {"type": "user", "role": "writer", "emailAddress": other}
    )
    program.space.store.db.execute(
        "UPDATE files SET app_properties = '{}'"
    )  # private to the client that set them
    file = program.folder / "program.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            '"local"\n', f'"local"\nfolder = "{folder}"\n'
        ),
        encoding="utf-8",
    )
    program.identities = (other,)
    with pytest.raises(
        Refused, match=r"is in the program's folder already.*did not make it"
    ):
        program.provision()
    assert len(planned(program).refused) == 6, (
        "three forms, the district's sheet and the program's two"
    )
    assert (
        program.space.store.db.execute("SELECT count(*) FROM files").fetchone()
        == before
    )


def test_a_group_coordinates_and_nobody_is_mailed_unless_asked(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_district(program)
    asked: list[str] = []
    execute = HttpRequest.execute

    def noted(self: HttpRequest, **more: Any) -> Any:
        asked.append(f"{self.method} {self.uri}")
        return execute(self, **more)

    monkeypatch.setattr(HttpRequest, "execute", noted)
    for notify in (False, True):
        asked.clear()
        program.does(partial(provision, notify=notify))
        (shared,) = [
            each
            for each in asked
            if each.startswith("POST") and "/permissions?" in each
        ]
        assert f"sendNotificationEmail={str(notify).lower()}" in shared
        granted = program.google().drive.permissions(
            program.lock.sheets["NOR"].id
        )
        (group,) = [p for p in granted if p["type"] == "group"]
        assert (group["role"], group["emailAddress"]) == (
            "writer",
            "n@north.example",
        )
        program.google().drive.unshare(
            program.lock.sheets["NOR"].id, group["id"]
        )


def test_the_json_of_a_plan(program: Program) -> None:
    nobody_may_answer(program)
    told = json.loads(json.dumps(planned(program).as_json()))
    assert sorted(told) == [
        "counts",
        "fingerprint",
        "refused",
        "steps",
        "version",
    ]
    assert told["steps"] == [
        {"deed": "share", "what": "the form: opened to anyone"}
    ]
