"""Files with people in them are for their owner alone."""

from __future__ import annotations

from pathlib import Path

from sync.program import private_files
from tests.support.hostile import mode


def test_files_with_people_in_them_are_for_their_owner_alone(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a" / "letters"
    private_files.folder(folder)
    path = folder / "WES.csv"
    private_files.write(path, "Mentor\n", "utf-8-sig")
    assert (mode(folder), mode(path)) == (0o700, 0o600)
    assert path.read_bytes() == b"\xef\xbb\xbfMentor\n"


def test_what_an_admin_opened_stays_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "WES.html"
    path.write_text("old and longer", encoding="utf-8")
    path.chmod(0o644)
    private_files.folder(tmp_path)
    private_files.write(path, "new")
    assert (mode(tmp_path), mode(path)) == (0o755, 0o644)
    assert path.read_text(encoding="utf-8") == "new"
