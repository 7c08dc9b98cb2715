"""The weekly letter, through a real mail server on the loopback: what it says,
and that nobody gets it twice.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from sync.errors import ConfigurationError, SyncError, TryLater
from sync.program.opened import Opened
from sync.program.program_file import LetterPart
from sync.reports.letter import Letters, write_letters
from sync.reports.mail import Send, Uncertain, by_smtp, into
from sync.run.options import RunOptions
from tests.support import plain_calculator as plain
from tests.support.command import sync
from tests.support.postbox import SENDER, Postbox, postbox
from tests.support.program import COORDINATOR, TODAY, Program
from tests.support.recount import Counted, filled
from workspace.weather import Fault

pytestmark = pytest.mark.whole


@pytest.fixture
def box() -> Iterator[tuple[Postbox, LetterPart]]:
    with postbox() as opened:
        yield opened


def letters(program: Program, send: Send, day: date = TODAY) -> Letters:
    def write(opened: Opened) -> Letters:
        from sync.run.one_run import run

        result = run(opened, day, RunOptions(write=False))
        return write_letters(opened.program(), result.standings, send, SENDER)

    program.run(day)
    return program.does(write)


def test_a_letter_says_what_is_new_and_nothing_else(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    send = by_smtp(part, "")
    assert letters(program, send).sent == ["WES"]
    (first,) = post.letters
    assert (first["To"], first["From"]) == (COORDINATOR, SENDER)
    assert first["Subject"] == "Westbrook, mentoring: 3 to reach out to"
    text = first.get_content().replace("\r\n", "\n")
    assert "Newly on the list:" in text
    for name in (
        "WES-1 Ana Diaz & Sam Lee",
        "WES-2 Grace Okafor & Luis Silva",
        "WES-3 Mei Novak & Omar Patel",
    ):
        assert (
            f"- {name} (to reach out to): No one-on-one or small group logged"
            in text
        )
    assert program.lock.sheets["WES"].url in text
    # A week later nothing is new; then one of them has met again, and another
    # would like a word.
    assert letters(program, send, TODAY + timedelta(days=7)).nothing == ["WES"]
    for day in ("2026-11-24", "2026-12-01", "2026-12-08"):
        program.log(
            "ana@westbrook.example",
            "WES-1",
            kind="one-on-one",
            day=day,
            minutes=30,
        )
    program.log(
        "mei@westbrook.example",
        "WES-3",
        kind="one-on-one",
        day="2026-12-08",
        minutes=30,
        also=["contact"],
    )
    assert letters(program, send, date(2026, 12, 14)).sent == ["WES"]
    text = post.letters[-1].get_content().replace("\r\n", "\n")
    assert "Please contact:\n- WES-3 Mei Novak & Omar Patel" in text
    assert "WES-2" not in text.partition("\n\nStill on the list")[0], (
        "that was said before"
    )
    assert "Still on the list: WES-2 Grace Okafor & Luis Silva" in text


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


def test_a_wrong_password_is_reported_and_never_shown(
    program: Program,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    refusing = Controller(
        Postbox(),
        hostname="127.0.0.1",
        port=port,
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )
    refusing.start()
    try:
        send = by_smtp(
            LetterPart(smtp=f"127.0.0.1:{port}", user="us", sender=SENDER),
            "s3cret",
        )
        error = letters(program, send).failed["WES"]
    finally:
        refusing.stop()
    assert isinstance(error, ConfigurationError)
    assert "SYNC_SMTP_PASSWORD" in str(error)
    assert "s3cret" not in str(error) + repr(error.__cause__)


def test_names_with_line_ends_are_no_headers(
    program: Program, tmp_path: Path
) -> None:
    file = program.folder / "districts.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            ",Westbrook,", ',"West\nBcc: x@evil.example",'
        ),
        encoding="utf-8",
    )
    letters(program, into(tmp_path / "out"))
    made = message_from_bytes(
        (tmp_path / "out" / "WES.eml").read_bytes(), policy=policy.default
    )
    assert made["Bcc"] is None
    assert (
        made["To"],
        str(made["Subject"]).startswith("West Bcc: x@evil.example"),
    ) == (COORDINATOR, True)


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


def test_every_figure_agrees_with_a_recount_of_the_raw_answers(
    tmp_path: Path, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    with filled(tmp_path) as program:
        program.log(
            "m2@westbrook.example",
            "WES-77",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
        )
        program.log(
            "m2@westbrook.example",
            "WES-2",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
            also=["contact"],
        )
        assert letters(program, by_smtp(part, "")).sent == ["WES"]
        count = Counted(program)
        (standing,) = program.run(write=False, only="WES")[0].standings
        known = [a for a in count.submissions() if a.pair_text != "WES-77"]
        judged = plain.judged(standing.district, known, TODAY)
    statuses = Counter(p["status"] for p in judged.values())
    (said,) = post.letters
    text = said.get_content().replace("\r\n", "\n")
    going = sum(
        statuses[s] for s in ("Reach out", "Check in", "In touch", "On track")
    )
    assert text.startswith(
        f"Good morning. {statuses['On track']} of {going} pairs are on track as of Nov 23."
    )
    newly = (
        text.partition("Newly on the list:\n")[2]
        .partition("\n\n")[0]
        .splitlines()
    )
    assert {line[2:].split()[0] for line in newly} == {
        f"WES-{n}"
        for n, p in judged.items()
        if p["status"] in ("Reach out", "Check in")
    }
    wishes = [
        a["Your pair"]
        for a in count.answers
        if "contact" in a.get("Anything else?", ())
    ]
    assert text.partition("Please contact:\n")[2].startswith(f"- {wishes[0]} ")
    assert len(wishes) == 1
    assert (
        f"{sum(a['Your pair'] == 'WES-77' for a in count.answers)} entry in Log needs your answer"
        in text
    )
    words = {"Reach out": "to reach out to", "Check in": "to check in with"}
    parts = [
        f"{statuses[s]} {word}" for s, word in words.items() if statuses[s]
    ]
    assert said["Subject"] == f"Westbrook, mentoring: {', '.join(parts)}"


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


def test_a_folder_that_cannot_be_written_stops_no_other(
    program: Program, tmp_path: Path
) -> None:
    send = into(tmp_path / "out")
    (tmp_path / "out" / "WES.partial").mkdir()
    done = letters(program, send)
    assert "Give another place" in str(done.failed["WES"])
    (tmp_path / "out" / "WES.partial").rmdir()
    assert letters(program, send).sent == ["WES"]
