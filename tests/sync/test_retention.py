"""After the year: what is kept is listed with its day, and goes when it is said."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from sync.admin import retention
from sync.errors import Refused
from sync.google.drive import FORM, SHEET
from tests.support.program import ADMIN, Program

DUE = date(2028, 6, 18)


def close(
    program: Program, today: date, accept: bool = False
) -> retention.Closing:
    return program.does(partial(retention.close, today=today, accept=accept))


def trashed(program: Program) -> set[str]:
    lock, drive = program.lock, program.google(ADMIN).drive
    files = {lock.folder, lock.form, *(f.id for f in lock.forms.values())}
    files |= {s.id for s in lock.sheets.values()}
    return {i for i in files if drive.get(i).get("trashed")}


def with_files(program: Program) -> None:
    program.run()
    (program.folder / "letters").mkdir()
    (program.folder / "letters" / "WES.eml").write_text("x", encoding="utf-8")


def test_everything_is_listed_with_its_day(program: Program) -> None:
    with_files(program)
    found = program.does(retention.kept)
    assert found.until == DUE
    whats = [each.what for each in found.kept]
    assert whats[:3] == [
        "Westbrook's sheet",
        "the program's sheet",
        "the admin's sheet",
    ]
    assert "the program's folder" in whats
    here = {each.path.name for each in found.kept if each.path}
    assert {"state.sqlite", "WES.csv", "WES.eml"} <= here
    assert trashed(program) == set()


@pytest.mark.parametrize(
    ("today", "accept"), [(DUE, False), (date(2027, 7, 1), True)]
)
def test_it_goes_on_the_day_stated_and_can_be_repeated(
    program: Program, today: date, accept: bool
) -> None:
    with_files(program)
    assert close(program, today, accept).done
    assert len(trashed(program)) == 5
    assert not (program.folder / "letters" / "WES.eml").exists()
    assert not (program.folder / "rosters" / "WES.csv").exists()
    assert close(program, today, accept).done


def test_before_its_day_nothing_goes(program: Program) -> None:
    with_files(program)
    with pytest.raises(Refused, match="may go from 2028-06-18 on"):
        close(program, date(2028, 6, 17))
    assert trashed(program) == set()


def test_a_hold_keeps_it(program: Program) -> None:
    file = program.folder / "program.toml"
    held = "[retention]\nhold = true\nreason = 'a dispute'\n"
    file.write_text(file.read_text(encoding="utf-8") + held, encoding="utf-8")
    with pytest.raises(Refused, match="a dispute"):
        close(program, DUE, accept=True)
    assert trashed(program) == set()


def test_a_folder_of_somebody_elses_stays(program: Program) -> None:
    file = program.folder / "program.toml"
    text = file.read_text(encoding="utf-8").replace(
        'endpoint = "local"',
        f'endpoint = "local"\nfolder = "{program.lock.folder}"',
    )
    file.write_text(text, encoding="utf-8")
    close(program, DUE)
    assert program.lock.folder not in trashed(program)


@pytest.mark.parametrize("what", ["sheet", "form"])
def test_a_file_of_somebody_elses_is_never_deleted(
    program: Program, what: str
) -> None:
    """The lock file names a file that another program, or people, made."""
    google, lock = program.google(ADMIN), program.lock
    mime = SHEET if what == "sheet" else FORM
    other = google.drive.create("Theirs", mime, "0000:else")["id"]
    if what == "sheet":
        lock.sheets["WES"].id = other
    else:
        lock.forms["planning"].id = other
    lock.save(program.settings.lock_path)
    with pytest.raises(Refused):
        close(program, DUE)
    assert trashed(program) == set()
    assert program.state_file.exists()
