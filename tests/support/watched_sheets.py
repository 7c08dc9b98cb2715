"""Sheets that a run watches through Drive's feed."""

from __future__ import annotations

from tests.support.program import (
    ADMIN,
    Program,
    unattended,
)
from tests.support.raw_calls import shared_drive
from tests.support.scene import ROBOT

HOURS = 3600.0


def set_up(program: Program, in_shared_drive: bool) -> None:
    if in_shared_drive:
        shared = shared_drive(program, ROBOT)
        program.identities = (ROBOT,)
        program.provision()
        assert program.lock.drive == shared
    else:
        program.identities = (ADMIN, ROBOT)
        program.provision()
        assert program.lock.drive == ""
    program.identities = (ROBOT,)
    for _ in range(3):
        unattended(program)


def new_pair(program: Program) -> None:
    """A coordinator writes a new pair into Pairs."""
    program.type("pairs", 5, "mentor", "Noor Haddad")
    program.type("pairs", 5, "mentee", "Eli Costa")


def pairs(program: Program) -> int:
    with program.state() as (state, _):
        return len(state.rosters.pairs("WES"))
