"""One command holds a program at a time."""

from __future__ import annotations

import os

import pytest

from sync.errors import (
    Busy,
)
from tests.support.program import Program


def test_a_locked_program_says_who_must_end(program: Program) -> None:
    said = rf"Another command is at work on .* by process {os.getpid()} on .*, for less than a minute"
    with program.state(), pytest.raises(Busy, match=said), program.state():
        pass
    with program.state():
        pass
