"""What commands for admins print."""

from __future__ import annotations

import csv
import io

import pytest

from sync.terminal.admin_words import access_csv, show_access
from tests.support.opened_files import listed, share
from tests.support.program import Program


def test_it_is_shown_and_written_as_a_table(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    share(program, program.lock.sheets["WES"].id, type="anyone")
    found = listed(program)
    show_access(found)
    seen = capsys.readouterr()
    assert " ! reads    anyone with the link, by a link" in seen.out
    assert "1 way is marked" in seen.err
    rows = list(csv.reader(io.StringIO(access_csv(found))))
    assert rows[0] == ["File", "Who", "May", "By", "Named in your files"]
    assert [
        r[4]
        for r in rows
        if r[1] == "anyone with the link" and "sheet" in r[0]
    ] == ["no"]
