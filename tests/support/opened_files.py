"""Files of a program, and who may open them."""

from __future__ import annotations

from sync.admin.openers import Access, everyone
from tests.support.program import ADMIN, Program


def share(program: Program, file: str, **body: str) -> None:
    program.google(ADMIN).drive.share(file, {"role": "reader", **body})


def listed(program: Program) -> list[Access]:
    return program.does(lambda opened: list(everyone(opened)))
