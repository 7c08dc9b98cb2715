"""A sheet of before is mended by one provision."""

from __future__ import annotations

import re

import pytest

from sync.admin.plan import Deed
from sync.admin.provision import plan
from sync.errors import ConfigurationError
from sync.google.sheets import Spreadsheet
from sync.program.opened import Opened
from templates.wire import lines, write_cells
from tests.support.program import ADMIN, Program

pytestmark = pytest.mark.whole


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
