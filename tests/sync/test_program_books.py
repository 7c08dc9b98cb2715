"""The program's own sheets are made and found."""

from __future__ import annotations

import re

import pytest

from sync.admin.plan import Deed
from tests.support.program import Program

pytestmark = pytest.mark.whole


def test_a_program_that_was_provisioned_before_these_sheets_runs_as_before(
    program: Program,
) -> None:
    path = program.settings.lock_path
    text = re.sub(
        r"\[(forms\.\w+|program|waiting)\]\n(\w+ = .*\n)+\n?",
        "",
        path.read_text(encoding="utf-8"),
    )
    path.write_text(text, encoding="utf-8")
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    result, calls = program.run(attended=False)
    assert (
        result.changed,
        result.notices,
        calls["forms.read"],
        calls["sheets.write"],
    ) == ({"WES"}, [], 1, 1)
    found = program.provision()[0]
    assert found.of(Deed.MAKE) == []
    assert (
        len(
            [
                n
                for n in found.of(Deed.NOTICE)
                if "was made before and is found again" in n
            ]
        )
        == 4
    )
