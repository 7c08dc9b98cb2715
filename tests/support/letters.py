"""A letter of a program, written and sent."""

from __future__ import annotations

from datetime import date

from sync.program.opened import Opened
from sync.reports.letter import Letters, write_letters
from sync.reports.mail import Send
from sync.run.options import RunOptions
from tests.support.postbox import SENDER
from tests.support.program import TODAY, Program


def letters(program: Program, send: Send, day: date = TODAY) -> Letters:
    def write(opened: Opened) -> Letters:
        from sync.run.one_run import run

        result = run(opened, day, RunOptions(write=False))
        return write_letters(opened.program(), result.standings, send, SENDER)

    program.run(day)
    return program.does(write)
