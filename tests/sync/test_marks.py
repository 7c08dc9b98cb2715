"""No sheet and no form is taken for another: nothing is kept, written or shared
before its mark was seen.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from sync.admin.plan import Deed
from sync.errors import Refused
from sync.google.sheets import Spreadsheet
from sync.program.opened import Opened
from sync.reports.letter import Letters, write_letters
from sync.run.one_run import run
from sync.run.options import RunOptions
from tests.support.program import ADMIN, TODAY, Program, prepared
from tests.support.two_districts import nothing_changes, swap, two

pytestmark = pytest.mark.whole


districts = prepared(two)


def unmark(program: Program, key: str = "WES") -> None:
    """A person deletes the named range."""
    mark = program.lock.mark(key)
    program.google(ADMIN).sheets.update(
        Spreadsheet(program.lock.spreadsheet(key).id),
        [{"deleteNamedRange": {"namedRangeId": mark.id}}],
    )


def test_two_ids_that_were_swapped_are_found_before_anything_is_kept(
    districts: Program,
) -> None:
    with districts.state() as (state, _):
        known = {key: state.sheets.grids(key) for key in ("WES", "NOR")}
    swap(districts)
    with (
        nothing_changes(districts),
        pytest.raises(Refused, match="may belong to another program"),
    ):
        districts.run(read_all=True)
    with districts.state() as (state, _):
        assert {key: state.sheets.grids(key) for key in known} == known


def test_no_letter_leads_to_another_sheet(districts: Program) -> None:
    """Swapped after the run that judged them."""

    def swapped(opened: Opened) -> Letters:
        standings = run(opened, TODAY, RunOptions(write=False)).standings
        swap(districts)
        return write_letters(opened.program(), standings, sent, "a@b.example")

    gone: list[str] = []

    def sent(key: str, _: EmailMessage) -> None:
        gone.append(key)

    done = districts.does(swapped)
    assert gone == []
    assert {type(error) for error in done.failed.values()} == {Refused}
    assert set(done.failed) == {"WES", "NOR"} - set(done.nothing + done.nobody)
    assert done.failed


def test_provision_shares_nothing_of_another_sheet(
    districts: Program,
) -> None:
    swap(districts)
    with (
        nothing_changes(districts),
        pytest.raises(Refused, match=r"is “Northfield.*marked as 2026-27:NOR"),
    ):
        districts.provision()


def test_the_programs_own_sheets_carry_marks_too(
    districts: Program,
) -> None:
    lock = districts.lock
    assert lock.program
    assert lock.waiting
    lock.program.id, lock.waiting.id = lock.waiting.id, lock.program.id
    lock.save(districts.settings.lock_path)
    with nothing_changes(districts):
        result, _ = districts.run(read_all=True)
    assert any("does not carry the mark" in each for each in result.notices)
    with pytest.raises(Refused, match="is marked as"):
        districts.provision()


def test_a_mark_that_a_person_deleted_is_put_back_by_provision(
    districts: Program,
) -> None:
    unmark(districts)
    result, _ = districts.run(read_all=True)
    assert "sync provision" in str(result.failed["WES"])
    assert "NOR" not in result.failed
    done, _ = districts.provision()
    assert any("the mark" in what for what in done.of(Deed.MEND))
    assert not districts.run(read_all=True)[0].failed
    assert not districts.provision()[0].changes


@pytest.mark.parametrize("change", ["renamed", "taken"])
def test_a_mark_that_a_person_changed_is_put_right(
    districts: Program, change: str
) -> None:
    """Renamed, or its name given to a range of their own."""
    lock = districts.lock
    mark, sheet = lock.mark("WES"), lock.spreadsheet("WES").id
    if change == "taken":
        unmark(districts)
    named = {
        "namedRangeId": mark.id,
        "name": "mine" if change == "renamed" else mark.name,
    }
    request = (
        {"updateNamedRange": {"namedRange": named, "fields": "name"}}
        if change == "renamed"
        else {
            "addNamedRange": {
                "namedRange": {
                    "name": mark.name,
                    "range": {"sheetId": districts.layout.tab("pairs").id},
                }
            }
        }
    )
    districts.google(ADMIN).sheets.update(Spreadsheet(sheet), [request])
    districts.provision()
    assert not districts.run(read_all=True)[0].failed
    assert not districts.provision()[0].changes


def test_a_program_that_is_renamed_goes_on(districts: Program) -> None:
    file = districts.folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Test program", "Our program"), "utf-8")
    districts.provision()
    assert not districts.run(read_all=True)[0].failed
    (districts.folder / "state.sqlite").unlink()
    assert not districts.run()[0].failed


def test_other_credentials_see_no_marks_of_drives_and_go_on(
    districts: Program,
) -> None:
    """``appProperties`` are private to the client that wrote them."""
    districts.space.store.db.execute("SELECT 1")
    lock = districts.lock
    google = districts.google(ADMIN)
    for file in (
        lock.form,
        lock.folder,
        *(form.id for form in lock.forms.values()),
        *(sheet.id for sheet in lock.sheets.values()),
    ):
        google.drive.service.files().update(
            fileId=file, body={"appProperties": {"makingTime": None}}
        ).execute()
    assert not districts.provision()[0].changes
    swap(districts)
    with pytest.raises(Refused, match="carries no mark"):
        districts.provision()
