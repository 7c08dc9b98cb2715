"""The drills of docs/recovery.md: what is lost comes back as the page says."""

from __future__ import annotations

from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.errors import Refused, SyncError
from tests.support.program import ADMIN, TODAY, Program, prepared

pytestmark = pytest.mark.whole


def in_use(program: Program) -> None:
    program.log(
        "ana@westbrook.example",
        "WES-1 Ana & Sam",
        kind="one-on-one",
        minutes=30,
    )
    program.run(TODAY)


used = prepared(in_use)


def stands(program: Program) -> dict[str, list[list[Any]]]:
    return {tab.key: program.values(tab.key) for tab in program.layout.tabs}


def drive(program: Program, file: str, **body: Any) -> None:
    program.google(ADMIN).drive.service.files().update(
        fileId=file, body=body
    ).execute()


def test_the_state_is_lost(used: Program) -> None:
    before = stands(used)
    used.state_file.unlink()
    assert used.run(TODAY)[0].changed == set()
    assert stands(used) == before


def test_the_lock_file_is_lost_and_the_state_is_kept(used: Program) -> None:
    path = used.settings.lock_path
    text = path.read_bytes()
    path.unlink()
    for command in (used.run, used.provision):
        with pytest.raises(Refused, match=r"lock\.toml is missing"):
            command()
    path.write_bytes(text)
    assert used.run(TODAY)[0].changed == set()


def test_the_lock_file_is_lost_without_a_backup(used: Program) -> None:
    before, lock = stands(used), used.lock
    used.settings.lock_path.unlink()
    used.state_file.unlink()
    done, _ = used.provision()
    assert done.of(Deed.MAKE) == []
    assert used.lock.sheets == lock.sheets
    assert used.run(TODAY)[0].changed == set()
    assert stands(used) == before


def test_a_sheet_lies_in_the_trash(used: Program) -> None:
    before, sheet = stands(used), used.lock.sheets["WES"].id
    drive(used, sheet, trashed=True)
    with pytest.raises(SyncError, match="is in the trash"):
        used.run(TODAY)
    drive(used, sheet, trashed=False)
    assert not used.run(TODAY)[0].failed
    assert stands(used) == before


def test_a_sheet_is_deleted_for_good(used: Program) -> None:
    """Every log comes back from the form, and the pairs from the roster."""
    log = used.values("log")
    used.google(ADMIN).drive.service.files().delete(
        fileId=used.lock.sheets["WES"].id
    ).execute()
    with pytest.raises(SyncError, match="cannot be"):
        used.run(TODAY, read_all=True)
    with pytest.raises(Refused, match="cannot be seen"):
        used.provision()
    lock = used.lock
    del lock.sheets["WES"]
    lock.save(used.settings.lock_path)
    used.provision()
    used.run(TODAY, read_all=True)
    assert [row[:5] for row in used.values("log")] == [row[:5] for row in log]
    assert used.row("pairs", "Ana", "mentor")["Mentee"] == "Sam Lee"


def test_the_folder_was_moved_and_renamed(used: Program) -> None:
    google = used.google(ADMIN)
    home = google.drive.create(
        "Archive", "application/vnd.google-apps.folder", "x"
    )
    google.drive.service.files().update(
        fileId=used.lock.folder,
        addParents=home["id"],
        removeParents="root",
        body={"name": "Old"},
    ).execute()
    assert not used.run(TODAY, read_all=True)[0].failed
    assert not used.provision()[0].changes


def test_the_machine_is_lost(used: Program) -> None:
    """The folder comes back from a backup of the day before."""
    before = stands(used)
    for name in ("state.sqlite", "state.sqlite-wal", "state.sqlite-shm"):
        (used.folder / name).unlink(missing_ok=True)
    assert not used.provision()[0].changes
    assert used.run(TODAY)[0].changed == set()
    assert stands(used) == before
