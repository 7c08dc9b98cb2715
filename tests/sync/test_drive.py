"""Files of the program in Drive."""

from __future__ import annotations

from sync.admin.plan import Deed
from tests.support.program import ADMIN, Program


def test_every_identity_is_named_by_what_drive_says(
    unprovisioned: Program,
) -> None:
    other = "second@making-time.example"
    unprovisioned.identities = (ADMIN, other)
    unprovisioned.provision()
    assert unprovisioned.lock.identities == (ADMIN, other)
    assert unprovisioned.google().addresses() == (ADMIN, other)


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
