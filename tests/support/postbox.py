"""A mail server on the loopback, and the mailbox behind it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from sync.program.program_file import LetterPart

SENDER = "mentoring@school.example"


class Postbox:
    """A mail server's mailbox; ``answer`` is what it says to a letter it was
    given.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"
        self.part = LetterPart()
        self.refused = ""

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd calls)
        self, _server: Any, _session: Any, envelope: Any, who: str, _: Any
    ) -> str:
        if who == self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(who)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd calls)
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.answer.startswith("250"):
            parsed = message_from_bytes(
                envelope.content, policy=policy.default
            )
            assert isinstance(parsed, EmailMessage)
            self.letters.append(parsed)
        return self.answer


@contextmanager
def postbox() -> Iterator[tuple[Postbox, LetterPart]]:
    """A mail server, and how the program is to find it."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, LetterPart(smtp=f"127.0.0.1:{port}", sender=SENDER)
    controller.stop()
