"""Files of the program are found in Drive again."""

from __future__ import annotations

import pytest

from sync.admin.plan import Deed
from sync.errors import (
    Refused,
)
from tests.support.program import Program


def test_what_was_provisioned_and_cannot_be_seen_is_refused(
    program: Program,
) -> None:
    """A listed id that is gone is never replaced by a new creation."""
    lock = program.lock
    lock.form = "1" + "x" * 43
    lock.save(program.settings.lock_path)
    with pytest.raises(Refused, match="cannot be seen"):
        program.provision()


def test_a_lost_lock_file_finds_everything_again(program: Program) -> None:
    """Files are found by the mark they were made with, never made twice."""
    before = program.lock
    program.settings.lock_path.unlink()
    done, calls = program.provision()
    assert (
        done.of(Deed.MAKE),
        calls["drive.write"],
        calls["sheets.write"],
    ) == (
        [],
        0,
        0,
    )
    assert (program.lock.form, program.lock.sheets["WES"].id) == (
        before.form,
        before.sheets["WES"].id,
    )
