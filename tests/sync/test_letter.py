"""The weekly letter, through a real mail server on the loopback: what it says,
and that nobody gets it twice.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync.errors import SyncError, TryLater
from sync.program.program_file import LetterPart
from sync.reports.mail import Uncertain, by_smtp
from tests.support.command import sync
from tests.support.letters import letters
from tests.support.postbox import SENDER, Postbox
from tests.support.program import TODAY, Program
from workspace.weather import Fault

pytestmark = pytest.mark.whole


def test_at_most_one_a_week(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    send = by_smtp(part, "")
    assert letters(program, send).sent == ["WES"]
    for later in (0, 1, 6):
        assert letters(
            program, send, TODAY + timedelta(days=later)
        ).this_week == ["WES"]
    assert len(post.letters) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_one_that_was_killed_in_the_middle_is_not_sent_again(
    program: Program,
    box: tuple[Postbox, LetterPart],
    when: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether the server had it already or not: it is told, once, and the next
    one comes in its week.
    """
    post, part = box
    whole = smtplib.SMTP.send_message

    def killed(
        self: smtplib.SMTP, message: Any, *args: Any, **more: Any
    ) -> Any:
        if when == "after":
            whole(self, message, *args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(smtplib.SMTP, "send_message", killed)
        with pytest.raises(KeyboardInterrupt):
            letters(program, by_smtp(part, ""))
    went = len(post.letters)
    assert went == (when == "after")
    again = letters(program, by_smtp(part, ""))
    assert (again.sent, again.uncertain) == ([], {"WES": TODAY.isoformat()})
    assert len(post.letters) == went
    program.log(
        "mei@westbrook.example",
        "WES-3",
        kind="one-on-one",
        day="2026-11-25",
        minutes=30,
        also=["contact"],
    )
    assert letters(
        program, by_smtp(part, ""), TODAY + timedelta(days=7)
    ).sent == ["WES"]


def test_a_server_that_falls_silent_leaves_it_uncertain(
    program: Program,
) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def talk() -> None:
            connection, _ = listening.accept()
            with connection, connection.makefile("rwb") as file:
                file.write(b"220 here\r\n")
                file.flush()
                for line in file:
                    if line == b".\r\n":
                        return  # it has the whole letter, and hangs up
                    word = line[:4].upper()
                    if word in (b"EHLO", b"MAIL", b"RCPT", b"DATA", b"HELO"):
                        file.write(
                            b"354 go on\r\n"
                            if word == b"DATA"
                            else b"250 ok\r\n"
                        )
                        file.flush()

        threading.Thread(target=talk, daemon=True).start()
        part = LetterPart(
            smtp=f"127.0.0.1:{listening.getsockname()[1]}", sender=SENDER
        )
        done = letters(program, by_smtp(part, ""))
    assert isinstance(done.failed["WES"], Uncertain)
    assert "may have gone out" in str(done.failed["WES"])
    assert letters(program, by_smtp(part, "")).uncertain == {
        "WES": TODAY.isoformat()
    }


def test_what_certainly_did_not_go_goes_the_next_time(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    nowhere = LetterPart(smtp="127.0.0.1:9", sender=SENDER)
    assert isinstance(
        letters(program, by_smtp(nowhere, "")).failed["WES"], TryLater
    )
    post.answer = "451 later"
    assert isinstance(
        letters(program, by_smtp(part, "")).failed["WES"], TryLater
    )
    post.answer = "250 OK"
    assert letters(program, by_smtp(part, "")).sent == ["WES"]
    assert len(post.letters) == 1


def test_the_command(tmp_path: Path) -> None:
    from tests.support.program import write_program

    folder = tmp_path / "program"
    write_program(folder)
    assert sync(folder, "provision").returncode == 0
    nowhere = sync(folder, "letter")
    assert (
        nowhere.returncode,
        "[letter] names no server" in nowhere.stderr,
    ) == (
        6,
        True,
    ), nowhere.stderr
    look = sync(folder, "letter", "--dry-run", "--as-of", "2026-11-23")
    assert (look.returncode, "Newly on the list:" in look.stdout) == (
        0,
        True,
    ), look.stderr
    run = partial(
        sync, folder, "letter", "--out", "letters", "--as-of", "2026-11-23"
    )
    assert [run().stdout, run().stdout] == [
        "WES     written into letters; it counts as this week's\n",
        "WES     had one this week\n",
    ]
    assert [p.name for p in (folder / "letters").iterdir()] == ["WES.eml"]


def test_a_lost_state_sends_nothing_twice(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    """That a letter was meant to go lies in Drive, too: beside the sheet,
    where the tool alone sees it.
    """
    post, part = box
    send = by_smtp(part, "")
    assert letters(program, send).sent == ["WES"]
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    again = letters(program, send, TODAY + timedelta(days=3))
    assert (again.sent, again.uncertain) == ([], {"WES": TODAY.isoformat()})
    assert letters(program, send, TODAY + timedelta(days=7)).sent == ["WES"]
    assert len(post.letters) == 2


def test_one_that_certainly_did_not_go_is_not_held_back_whatever_drive_says(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    """The note is made and its answer lost; the mail server is down and the
    note cannot be taken back.
    """
    post, part = box
    program.space.weather.faults = [
        Fault("500", "drive.files.update", times=50, applied=True)
    ]
    assert isinstance(
        letters(program, by_smtp(part, "")).failed["WES"], SyncError
    )
    program.space.weather.faults = [
        Fault("500", "drive.files.update", times=50, after=1)
    ]
    nowhere = LetterPart(smtp="127.0.0.1:9", sender=SENDER)
    assert "mail server" in str(
        letters(program, by_smtp(nowhere, "")).failed["WES"]
    ), "its own error is told"
    program.space.weather.faults = []
    assert letters(program, by_smtp(part, "")).sent == ["WES"]
    assert len(post.letters) == 1


def test_what_did_not_go_is_not_noted_in_drive_either(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    nowhere = LetterPart(smtp="127.0.0.1:9", sender=SENDER)
    assert isinstance(
        letters(program, by_smtp(nowhere, "")).failed["WES"], TryLater
    )
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    assert letters(program, by_smtp(part, "")).sent == ["WES"]
    assert len(post.letters) == 1


def test_a_district_whose_note_cannot_be_made_gets_none_and_stops_no_other(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    program.space.weather.faults = [
        Fault("500", "drive.files.update", times=50)
    ]
    assert isinstance(
        letters(program, by_smtp(part, "")).failed["WES"], SyncError
    )
    program.space.weather.faults = []
    assert post.letters == []
    assert letters(program, by_smtp(part, "")).sent == ["WES"]


def test_a_letter_that_some_did_not_get_is_not_sent_again(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"gone@westbrook.example": (550, b"no such mailbox")}
    monkeypatch.setattr(smtplib.SMTP, "send_message", lambda *_, **__: refused)
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda *_: (220, b"here"))
    monkeypatch.setattr(smtplib.SMTP, "quit", lambda *_: (221, b"bye"))
    part = LetterPart(smtp="127.0.0.1:25", sender=SENDER)
    first = letters(program, by_smtp(part, ""))
    assert (first.sent, "no such mailbox" in str(first.failed["WES"])) == (
        ["WES"],
        True,
    )
    assert letters(program, by_smtp(part, "")).this_week == ["WES"]
