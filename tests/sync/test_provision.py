"""What provisioning makes of what it finds: new forms with something in them,
locales, drives with members, other identities.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from forms import definition, form_items
from sync.admin.doctor import examine
from sync.admin.finding import Grade
from sync.admin.plan import Deed
from sync.admin.provision import plan
from sync.errors import ConfigurationError, TryLater
from sync.google.forms import Forms
from sync.google.sheets import Spreadsheet
from sync.program import declared
from sync.program.opened import Opened
from sync.program.program_file import LOCALES
from templates.wire import lines, write_cells
from tests.support.program import ADMIN, EVENING, Program, copied
from tests.support.raw_calls import shared_drive
from tests.support.scene import ROBOT
from workspace.weather import Fault

FURNISHED = {"new_forms": "furnished"}


def forms_of(program: Program) -> dict[str, dict[str, Any]]:
    """The three forms as Google has them, by what they are called here."""
    ids = {
        "log": program.lock.form,
        **{name: form.id for name, form in program.lock.forms.items()},
    }
    return {
        name: program.google().forms.get(form_id)
        for name, form_id in ids.items()
    }


def declared_forms(program: Program) -> dict[str, definition.Definition]:
    return {
        "log": declared.form_of(program.settings),
        "planning": declared.planning_of(program.settings),
        "feedback": declared.feedback_of(program.settings),
    }


@pytest.mark.parametrize("new_forms", ["bare", "furnished"])
def test_whatever_a_new_form_comes_with_it_becomes_what_is_declared(
    unprovisioned: Program, new_forms: str
) -> None:
    """A question of Google's, signed-in addresses, no public address before it
    is published.
    """
    unprovisioned.space.access.admin.decide({"new_forms": new_forms})
    unprovisioned.provision()
    declared = declared_forms(unprovisioned)
    for name, form in forms_of(unprovisioned).items():
        assert [item["itemId"] for item in form["items"]] == [
            i["itemId"] for i in form_items.items(declared[name])
        ]
        assert (
            form["settings"]["emailCollectionType"]
            == definition.EMAIL[declared[name].email]
        )
        assert form["responderUri"].endswith("/viewform")
    assert (
        unprovisioned.lock.forms["feedback"].uri
        == forms_of(unprovisioned)["feedback"]["responderUri"]
    )
    again, calls = unprovisioned.provision()
    assert not again.changes
    assert (
        calls["forms.write"],
        calls["sheets.write"],
        calls["drive.write"],
    ) == (
        0,
        0,
        0,
    )


def test_a_form_that_was_made_and_never_filled_is_found_again_and_filled(
    unprovisioned: Program,
) -> None:
    """The question of Google's is still the only thing in it: it is nobody's,
    and goes.
    """
    unprovisioned.space.access.admin.decide(FURNISHED)
    unprovisioned.space.weather.faults = [
        Fault("503", "forms.forms.batchUpdate")
    ]
    with pytest.raises(TryLater):
        unprovisioned.provision()
    unprovisioned.provision()
    titles = [
        item.get("title") for item in forms_of(unprovisioned)["log"]["items"]
    ]
    assert "Untitled Question" not in titles


def test_what_people_add_to_a_form_stays(program: Program) -> None:
    form = program.google().forms.get(program.lock.form)
    own = {"title": "Ours", "questionItem": {"question": {"textQuestion": {}}}}
    asked = [{"createItem": {"item": own, "location": {"index": 0}}}]
    program.google().forms.update(program.lock.form, asked, form["revisionId"])
    program.provision()
    assert "Ours" in [
        item.get("title") for item in forms_of(program)["log"]["items"]
    ]


def test_a_form_without_an_address_is_shown_and_done_the_next_time(
    unprovisioned: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = Forms.get
    monkeypatch.setattr(
        Forms,
        "get",
        lambda *a: {k: v for k, v in get(*a).items() if k != "responderUri"},
    )
    with pytest.raises(
        TryLater,
        match=r"has not given the form an address yet. Run `sync provision` again",
    ):
        unprovisioned.provision()
    monkeypatch.undo()
    unprovisioned.provision()
    assert unprovisioned.lock.responder_uri.endswith("/viewform")


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


# -- locales ------------------------------------------------------------------


def every_value(program: Program) -> dict[str, list[list[Any]]]:
    return {
        tab.key: program.values(tab.key)
        for tab in program.layout.tabs
        if tab.key != "start"
    }


def test_the_locales_are_those_whose_decimal_sign_is_a_point() -> None:
    assert {
        Locale.parse(name).number_symbols["latn"]["decimal"]
        for name in LOCALES
    } == {"."}


@pytest.mark.long
@pytest.mark.parametrize("locale", LOCALES)
def test_every_formula_gives_the_same_in_each_locale(
    unprovisioned: Program, provisioned: Path, tmp_path: Path, locale: str
) -> None:
    unprovisioned.use_locale(locale)
    unprovisioned.provision()
    found = []
    with copied(provisioned, tmp_path / "american") as american:
        for each in (unprovisioned, american):
            each.space.store.set_now(EVENING)
            each.run()
            text = str(every_value(each))
            found.append(text.replace(each.lock.responder_uri, ""))
    assert "#ERROR!" not in found[0]
    assert found[0] == found[1]
    assert not unprovisioned.provision()[0].changes


def test_another_locale_names_itself_before_anything_is_made(
    unprovisioned: Program,
) -> None:
    unprovisioned.use_locale("de_DE")
    with pytest.raises(
        ConfigurationError,
        match=r"locale: 'de_DE': in this locale Google Sheets refuses formulas.*Write en_US, or en_GB",
    ):
        unprovisioned.provision()
    assert unprovisioned.space.wire.calls == []


def test_a_locale_that_a_person_changed_is_put_back(program: Program) -> None:
    """Until then numbers and dates look otherwise, and nothing that is judged
    changes.
    """
    program.run()
    before = program.values("pairs")
    program.edit(
        {
            "updateSpreadsheetProperties": {
                "properties": {"locale": "de_DE"},
                "fields": "locale",
            }
        }
    )
    assert program.run(read_all=True)[0].changed == set(), (
        "what is judged does not depend on it"
    )
    with program.state() as (state, google):
        planned = plan(Opened(program.settings, google, state))
    done, _ = program.provision()
    assert done.of(Deed.MEND) == planned.of(Deed.MEND)
    assert any(
        "the locale, which is en_US" in what for what in done.of(Deed.MEND)
    )
    assert (
        program.google().sheets.metadata(
            Spreadsheet(program.lock.sheets["WES"].id)
        )["properties"]["locale"]
        == "en_US"
    )
    assert program.values("pairs") == before
    assert not program.provision()[0].changes


def test_in_the_workspace_commas_are_a_mistake_where_google_takes_semicolons(
    program: Program,
) -> None:
    """googleapis/google-api-nodejs-client#1994: formulas are read as the
    spreadsheet's locale has them.
    """
    program.edit(
        {
            "updateSpreadsheetProperties": {
                "properties": {"locale": "de_DE"},
                "fields": "locale",
            }
        }
    )
    start = {
        "sheetId": program.layout.tab("rules").id,
        "rowIndex": 20,
        "columnIndex": 0,
    }
    formulas = ('=IF(1=1,"a","b")', '=IF(1=1;"a";"b")', "=ROUND(2,6;0)")
    values = [
        {"userEnteredValue": {"formulaValue": formula}} for formula in formulas
    ]
    program.edit(
        {
            "updateCells": {
                "start": start,
                "rows": [{"values": values}],
                "fields": "userEnteredValue",
            }
        },
        who=ADMIN,
    )
    assert program.values("rules")[20][:3] == ["#ERROR!", "a", 3]
    assert program.values("rules", formulas=True)[20][:3] == list(formulas)


# -- shared drives and identities ---------------------------------------------


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


def test_every_identity_is_named_by_what_drive_says(
    unprovisioned: Program,
) -> None:
    other = "second@making-time.example"
    unprovisioned.identities = (ADMIN, other)
    unprovisioned.provision()
    assert unprovisioned.lock.identities == (ADMIN, other)
    assert unprovisioned.google().addresses() == (ADMIN, other)


def number_formats(program: Program, tab: str) -> dict[str, str]:
    """How numbers are shown in each column of a tab, by its header."""
    layout = program.layout.tab(tab)
    made = program.space.desk.shelf.get(program.lock.sheets["WES"].id).tab(
        layout.id
    )
    found = {}
    for place in range(len(layout.columns)):
        header = (
            made.cell(layout.header_row - 1, place)
            .get("userEnteredValue", {})
            .get("stringValue", "")
        )
        looks = made.cell(layout.header_row, place).get(
            "userEnteredFormat", {}
        )
        found[header] = looks.get("numberFormat", {}).get("pattern", "")
    return found


def test_after_an_update_numbers_look_right_also_where_a_column_was_lost(
    program: Program,
) -> None:
    before = number_formats(program, "observations")
    lines = {
        "sheetId": program.layout.tab("observations").id,
        "dimension": "COLUMNS",
        "startIndex": 1,
        "endIndex": 2,
    }
    program.edit({"deleteDimension": {"range": lines}}, who=ADMIN)
    path = program.settings.lock_path
    path.write_text(
        re.sub(
            r"edition = \d+", "edition = 1", path.read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    program.provision()
    assert number_formats(program, "observations") == before
    again, calls = program.provision()
    assert (again.changes, calls["sheets.write"]) == (False, 0)


@pytest.mark.parametrize("tab", ["pairs", "status", "follow_up"])
def test_a_tab_that_was_emptied_gets_its_headers_and_formulas_again(
    program: Program, tab: str
) -> None:
    headers = program.values(tab)[program.layout.tab(tab).header_row - 1]
    area = {"sheetId": program.layout.tab(tab).id}
    program.edit(
        {"updateCells": {"range": area, "fields": "userEnteredValue"}},
        who=ADMIN,
    )
    program.provision()
    assert (
        program.values(tab)[program.layout.tab(tab).header_row - 1] == headers
    )
    again, calls = program.provision()
    assert (again.changes, calls["sheets.write"]) == (False, 0)


def test_a_sheet_of_before_gets_the_new_columns_and_its_view_anew(
    program: Program,
) -> None:
    """As an earlier edition made it: without the columns that came since, with
    an old header, and a view that went by the status alone.
    """
    pairs, status = program.layout.tab("pairs"), program.layout.tab("status")
    calendar = program.layout.tab("calendar")
    for tab, key in (
        (status, "needs"),
        (pairs, "returned"),
        (calendar, "present"),
    ):
        place = tab.place(key)
        gone = lines(tab, "COLUMNS", place, place + 1)
        program.edit({"deleteDimension": {"range": gone}}, who=ADMIN)
    old = {
        "filterViewId": status.id * 100 + 1,
        "filterSpecs": [
            {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ended"]}}
        ],
    }
    program.edit(
        {"updateFilterView": {"filter": old, "fields": "filterSpecs"}},
        write_cells(
            pairs.id,
            pairs.header_row - 1,
            pairs.place("stays"),
            [["Stays next year"]],
        ),
        who=ADMIN,
    )
    path = program.folder / "program.lock.toml"
    path.write_text(
        re.sub(
            r"edition = \d+", "edition = 2", path.read_text(encoding="utf-8")
        ),
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match="Run `sync provision` once"):
        program.run()
    program.provision()
    header = program.values("pairs")[pairs.header_row - 1]
    assert header[-2:] == ["Pair continues", "Returned"]
    assert program.values("calendar")[0][-1] == "Who was there"
    book = program.space.desk.shelf.get(program.lock.sheets["WES"].id)
    (view,) = (
        view
        for view in book.tab(status.id).part("filterViews")
        if view["filterViewId"] == old["filterViewId"]
    )
    (spec,) = view["filterSpecs"]
    assert spec["columnIndex"] == status.place("needs")
    again, _ = program.provision()
    assert again.changes is False


def test_a_district_that_is_renamed_is_renamed_in_drive(
    program: Program,
) -> None:
    """Unless somebody named the sheet in a way of their own."""
    table = program.folder / "districts.csv"
    text = table.read_text(encoding="utf-8")
    drive, sheet = program.google(ADMIN).drive, program.lock.sheets["WES"].id

    def called(district: str) -> list[str]:
        table.write_text(
            text.replace("Westbrook,", f"{district},", 1), encoding="utf-8"
        )
        mended = program.provision()[0].of(Deed.MEND)
        assert program.provision()[0].of(Deed.MEND) == []
        return [what for what in mended if "name in Drive" in what]

    assert called("West Brook") == [
        "West Brook: mentoring 2026-27: its name in Drive, which was “Westbrook: mentoring 2026-27”"
    ]
    assert drive.get(sheet)["name"] == "West Brook: mentoring 2026-27"
    drive.rename(sheet, "Our pairs")
    assert called("Westbrook District") == []
    assert drive.get(sheet)["name"] == "Our pairs"
