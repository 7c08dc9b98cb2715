"""Handouts of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.program.opened import Program as Provisioned
from sync.reports import link_list
from tests.support.program import Program

if TYPE_CHECKING:
    pass


def doors(program: Program) -> link_list.PairLinks:
    """Where the pairs of a program go in."""
    with program.state() as (state, google):
        return link_list.PairLinks(
            Provisioned(program.settings, google, state)
        )
