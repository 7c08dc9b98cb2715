"""What provisioning makes of what it finds: new forms with something in them,
locales, drives with members, other identities.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from sync.program.program_file import LOCALES
from tests.support.program import ADMIN, EVENING, Program, copied
from tests.support.provisioned_forms import forms_of


def test_what_people_add_to_a_form_stays(program: Program) -> None:
    form = program.google().forms.get(program.lock.form)
    own = {"title": "Ours", "questionItem": {"question": {"textQuestion": {}}}}
    asked = [{"createItem": {"item": own, "location": {"index": 0}}}]
    program.google().forms.update(program.lock.form, asked, form["revisionId"])
    program.provision()
    assert "Ours" in [
        item.get("title") for item in forms_of(program)["log"]["items"]
    ]


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
