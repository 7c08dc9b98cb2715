"""How mail goes out, and what is certain of it."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from sync.errors import ConfigurationError
from sync.program.program_file import LetterPart
from sync.reports.mail import by_smtp, into
from tests.support.letters import letters
from tests.support.postbox import SENDER, Postbox
from tests.support.program import COORDINATOR, Program

pytestmark = pytest.mark.whole


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


def test_a_folder_that_cannot_be_written_stops_no_other(
    program: Program, tmp_path: Path
) -> None:
    send = into(tmp_path / "out")
    (tmp_path / "out" / "WES.partial").mkdir()
    done = letters(program, send)
    assert "Give another place" in str(done.failed["WES"])
    (tmp_path / "out" / "WES.partial").rmdir()
    assert letters(program, send).sent == ["WES"]
