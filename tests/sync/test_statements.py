"""Everybody's own hours once a month: to the person alone, true to the answers,
and never twice, whatever ends in between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from sync.errors import TryLater
from sync.program.opened import Opened
from sync.reports.mail import Uncertain
from sync.reports.statements import Statements, write_statements
from sync.run.one_run import run
from sync.run.options import RunOptions
from tests.conftest import COORDINATOR, Program, prepared, write_program
from tests.sync.test_identities import sync

DECEMBER, JANUARY = date(2026, 12, 3), date(2027, 1, 4)
Sent = Callable[[str, EmailMessage], None]


def logged(program: Program) -> None:
    """November: two meetings of Ana's and Sam's, and one in October."""
    for day, minutes in (
        ("2026-10-29", 25),
        ("2026-11-05", 30),
        ("2026-11-19", 45),
    ):
        program.log(
            "ana@westbrook.example",
            "WES-1 Ana & Sam",
            kind="one-on-one",
            day=day,
            minutes=minutes,
        )
    program.run()


program = prepared(logged)


class Box:
    """Who got what; from the ``fails``-th on it does as it is told."""

    def __init__(self, error: BaseException | None = None, at: int = 99):
        self.mails: list[EmailMessage] = []
        self.error, self.at = error, at

    def send(self, _: str, message: EmailMessage) -> None:
        if len(self.mails) + 1 == self.at and self.error:
            error, self.error = self.error, None
            if not isinstance(error, TryLater):
                self.mails.append(message)  # it may have gone, and has
            raise error
        self.mails.append(message)

    @property
    def to(self) -> Counter[str]:
        return Counter(str(mail["To"]) for mail in self.mails)


def send(program: Program, send_: Sent, day: date = DECEMBER) -> Statements:
    def write(opened: Opened) -> Statements:
        result = run(opened, day, RunOptions(write=False))
        return write_statements(
            opened.program(), result.standings, send_, "us@school.example"
        )

    return program.does(write)


def test_everybody_gets_their_own_of_last_month(program: Program) -> None:
    box = Box()
    done = send(program, box.send)
    assert done.month == "November 2026"
    assert set(box.to.values()) == {1}
    texts = {str(m["To"]): m.get_content() for m in box.mails}
    ana = texts["ana@westbrook.example"]
    assert "You in November: 2 meetings, 1 h 15." in ana
    assert "This school year: 1 h 40." in ana
    assert re.search(r"with Sam \w+: http", ana)
    others = [t for who, t in texts.items() if "ana@" not in who]
    assert any("Nothing of yours is logged for November." in t for t in others)
    assert {mail["Reply-To"] for mail in box.mails} == {COORDINATOR}
    for who, text in texts.items():
        assert not {w for w in texts if w != who and w in text}


def test_once_a_month(program: Program) -> None:
    box = Box()
    send(program, box.send)
    first = len(box.mails)
    again = send(program, box.send, date(2026, 12, 17))
    assert (len(box.mails), again.had) == (first, {"WES": first})
    send(program, box.send, JANUARY)
    assert set(box.to.values()) == {2}


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("error", [KeyboardInterrupt(), Uncertain("?")])
def test_ended_in_the_middle_nobody_gets_two(
    program: Program, at: int, error: BaseException
) -> None:
    whole = Box()
    done = send(program, whole.send, JANUARY)
    everybody = set(whole.to)
    box = Box(error, at)
    february = date(2027, 2, 2)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            send(program, box.send, february)
    else:
        send(program, box.send, february)
    done = send(program, box.send, february)
    assert box.to == Counter(everybody)
    if isinstance(error, KeyboardInterrupt):
        assert done.uncertain.keys() == {"WES"}
    assert send(program, box.send, february).uncertain == {}
    assert box.to == Counter(everybody)


def test_what_certainly_did_not_go_goes_the_next_time(
    program: Program,
) -> None:
    box = Box(TryLater("busy", "later"), 3)
    done = send(program, box.send)
    assert done.failed.keys() == {"WES"}
    send(program, box.send)
    assert set(box.to.values()) == {1}
    assert len(box.mails) == len(box.to) > 3


def test_a_lost_state_sends_nothing_twice(program: Program) -> None:
    box = Box()
    send(program, box.send)
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    program.run()
    done = send(program, box.send)
    assert done.uncertain == {"WES": "everybody"}
    assert set(box.to.values()) == {1}


def test_a_month_without_school_has_none(program: Program) -> None:
    box = Box()
    done = send(program, box.send, date(2026, 8, 3))
    assert (box.mails, done.sent, done.had) == ([], {}, {})


def test_they_are_off_until_the_settings_say_so(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    write_program(folder)
    assert sync(folder, "provision").returncode == 0
    as_of = ("--as-of", "2026-12-03")
    file = folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    letter = '\n[letter]\nsmtp = "127.0.0.1:9"\nsender = "us@school.example"\n'
    file.write_text(text + letter, encoding="utf-8")
    off = sync(folder, "letter", "--statements", *as_of)
    assert (off.returncode, "statements are off" in off.stderr) == (6, True)
    shown = sync(folder, "letter", "--statements", "--dry-run", *as_of)
    assert "To: ana@westbrook.example" in shown.stdout, shown.stderr
    file.write_text(text + letter + "statements = true\n", encoding="utf-8")
    made = sync(folder, "letter", "--statements", "--out", "mails", *as_of)
    assert (made.returncode, made.stderr) == (0, "")
    mails = list((folder / "mails").iterdir())
    assert len(mails) > 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in mails)
    again = sync(folder, "letter", "--statements", "--out", "two", *as_of)
    assert f"{len(mails)} had theirs" in again.stdout
    assert list((folder / "two").iterdir()) == []
